"""Notices: what is sent to people, once, after the fact, in which words; when chores were done."""

from .chore import Chore
from .letter_text import LetterText
from .message import Draft, Message

__all__ = ["Chore", "Draft", "LetterText", "Message"]
