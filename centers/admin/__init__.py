"""What staff keep of centres in the admin, a module for each noun."""

from .calendar import CityClosureAdmin, OpenDayAdmin
from .center import CenterAdmin
from .city_request import CityRequestAdmin
from .group import UserGroupAdmin
from .room import EquipmentAdmin, PurposeClassAdmin, RoomAdmin
from .slot import SlotAdmin

__all__ = [
    "CenterAdmin",
    "CityClosureAdmin",
    "CityRequestAdmin",
    "EquipmentAdmin",
    "OpenDayAdmin",
    "PurposeClassAdmin",
    "RoomAdmin",
    "SlotAdmin",
    "UserGroupAdmin",
]
