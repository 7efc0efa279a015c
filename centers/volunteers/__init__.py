"""Volunteers: who can be asked for what, who is wanted where, and what came of it."""
