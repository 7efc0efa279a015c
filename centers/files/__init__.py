"""Centres, rooms, groups and reservations as tables: given out, and taken in after a look."""
