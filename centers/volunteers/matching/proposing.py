"""Asking several people at once, each in a transaction of its own (声をかける)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from centers.volunteers.models import Match, Shift
from centers.volunteers.openings import agreeing
from portal.people.models import User

from .fits import Fit, fits

MOST_AT_ONCE = 20


@dataclass
class Asked:
    """Who was asked, and who could not be, each with the reason."""

    matches: list[Match] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def in_words(self) -> str:
        """For the coordinator."""
        return f"{len(self.matches)}人に声をかけました。返事があったら、メールでお知らせします。"


def propose_to(shift: Shift, chosen: Collection[int], *, by: User, words: str = "") -> Asked:
    """Ask the `chosen` of those who fit, with the reasons as they hold now.

    Who no longer fits, because somebody else asked them in the meantime, say, is told of and the
    others are asked. Codes: nobody_chosen, too_many_chosen.
    """
    if not chosen:
        raise ValidationError("声をかける方を選んでください。", code="nobody_chosen")
    if len(chosen) > MOST_AT_ONCE:
        raise ValidationError(
            f"一度に声をかけられるのは{MOST_AT_ONCE}人までです。返事を待ってから、次の方にどうぞ。",
            code="too_many_chosen",
        )
    asked = Asked()
    found = fits(shift, by, only=chosen)
    for fit in found:
        _ask(fit, shift, by, words, asked)
    if gone := len(set(chosen)) - len(found):
        asked.refused.append(
            (
                f"ほか{gone}人",
                "ほかの職員が声をかけたか、都合が変わったため、いまは声をかけられません。",
            )
        )
    return asked


def _ask(fit: Fit, shift: Shift, by: User, words: str, asked: Asked) -> None:
    try:
        match = agreeing.propose(
            fit.volunteer, shift, by=by, words=words, reasons=list(fit.reasons)
        )
    except ValidationError as refusal:
        asked.refused.append((f"{fit.name}さん", refusal.messages[0]))
    else:
        asked.matches.append(match)
