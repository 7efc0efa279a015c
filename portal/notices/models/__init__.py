"""Notices: what is sent to people, once, after the fact."""

from .message import Message

__all__ = ["Message"]
