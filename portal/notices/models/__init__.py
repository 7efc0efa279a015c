"""Notices: what is sent to people, once, after the fact; and when chores were last done."""

from .chore import Chore
from .message import Draft, Message

__all__ = ["Chore", "Draft", "Message"]
