"""People: accounts sign in, persons take part."""

from .access_log import AccessLog
from .membership import Membership
from .person import Household, Person
from .session import Session
from .user import User
from .ward import Ward

__all__ = ["AccessLog", "Household", "Membership", "Person", "Session", "User", "Ward"]
