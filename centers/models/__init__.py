"""Citizen centres (市民センター): where they are, when they open, their rooms and who uses them."""

from .booking import Booking
from .calendar_key import CalendarKey
from .call import Call
from .center import Center
from .city_request import CityRequest
from .district_population import DistrictPopulation
from .group import UserGroup
from .handover import Handover
from .holiday import Holiday
from .hours import Closure, OpeningHours
from .open_day import OpenDay
from .open_slot import OpenSlot
from .purpose_class import PurposeClass
from .registration import Registration
from .request_effort import RequestEffort
from .reservation import Reservation
from .room import Equipment, Room, RoomFee
from .room_lottery import RoomLottery, RoomRedraw
from .room_photo import RoomPhoto
from .room_wait import RoomWait
from .slot import Slot
from .use import Use
from .wish import Outcome, Wish, WishList

__all__ = [
    "Booking",
    "CalendarKey",
    "Call",
    "Center",
    "CityRequest",
    "Closure",
    "DistrictPopulation",
    "Equipment",
    "Handover",
    "Holiday",
    "OpenDay",
    "OpenSlot",
    "OpeningHours",
    "Outcome",
    "PurposeClass",
    "Registration",
    "RequestEffort",
    "Reservation",
    "Room",
    "RoomFee",
    "RoomLottery",
    "RoomPhoto",
    "RoomRedraw",
    "RoomWait",
    "Slot",
    "Use",
    "UserGroup",
    "Wish",
    "WishList",
]
