"""Courses for other systems: calendar, Atom, open data."""
