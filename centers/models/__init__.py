"""Citizen centres (市民センター): where they are, when they open, what rooms they have."""

from .center import Center
from .hours import Closure, OpeningHours
from .room import Room

__all__ = ["Center", "Closure", "OpeningHours", "Room"]
