"""Who came to a shift, as a host or the desk says it: a row for each who was expected."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict

from centers.volunteers.models import Match, Shift
from centers.volunteers.models.activity_log import LONGEST_MINUTES

ANSWERS: dict[str, str] = {Match.Status.DONE: "yes", Match.Status.ABSENT: "no"}


@dataclass(frozen=True)
class CameRow:
    """One who was expected, by the name one may call them; what is ticked and written beside it."""

    match: Match
    name: str
    answer: str
    minutes: str
    written: Sequence[str] = ()  # by themselves of that day, which may be the same activity

    @property
    def recorded(self) -> str:
        """How it stands now, where it was said before: 「活動済み・90分」."""
        if self.match.is_accepted:
            return ""
        state = self.match.get_status_display()
        return f"{state}・{self.match.log.minutes}分" if _is_logged(self.match) else state

    @property
    def told(self) -> int | None:
        """How many minutes they were there, None for not at all. Code: bad_minutes."""
        if self.answer == "no":
            return None
        written = re.fullmatch("([0-9]{1,4})分?", unicodedata.normalize("NFKC", self.minutes))
        if written is None or not 1 <= int(written[1]) <= LONGEST_MINUTES:
            raise ValidationError(
                f"{self.name}の時間は、1分から24時間（1440分）までの数字で入れてください。",
                code="bad_minutes",
            )
        return int(written[1])


def came_rows(
    shift: Shift,
    named: Iterable[tuple[Match, str]],
    said: QueryDict,
    written: Mapping[int, Sequence[str]],
) -> list[CameRow]:
    """The rows as they were sent, and as they stand where nothing was; the whole time at first."""
    return [
        CameRow(
            match,
            name,
            answer=said.get(f"came-{match.pk}", ANSWERS.get(match.status, "")),
            minutes=said.get(f"minutes-{match.pk}", "").strip()
            or str(match.log.minutes if _is_logged(match) else shift.minutes),
            written=written.get(match.pk, ()),
        )
        for match, name in named
    ]


def read_came(rows: Iterable[CameRow], said: QueryDict) -> dict[int, int | None]:
    """Who came, by the key of the match; whom `said` leaves out is left. Code: nothing_said."""
    found = {
        row.match.pk: row.told
        for row in rows
        if said.get(f"came-{row.match.pk}") in ANSWERS.values()
    }
    if not found:
        raise ValidationError("来たか来なかったかを、1人は選んでください。", code="nothing_said")
    return found


def _is_logged(match: Match) -> bool:
    return match.status == Match.Status.DONE and hasattr(match, "log")
