"""Words that several people may be writing at once."""

from hashlib import sha256

from django.core.exceptions import ValidationError


def fingerprint(*texts: str) -> str:
    """What the words are now, short enough for a hidden field."""
    return sha256("\0".join(texts).encode()).hexdigest()[:16]


def refuse_stale(now: str, was: str, what: str) -> None:
    """Refuse to write over what somebody else wrote since the page was opened. Code: stale."""
    if now != was:
        raise ValidationError(
            f"開いているあいだに、ほかの方が{what}を変えました。"
            "このページを開き直し、いまのことばを確かめてから、書き直してください。",
            code="stale",
        )
