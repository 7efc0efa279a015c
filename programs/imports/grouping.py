"""Rows that are one course: cities write one row a session, under the same NO and name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.japan.calendar import clock, short_date
from portal.japan.tables import Row
from portal.japan.text import plain_spaces
from programs.models import Session

from . import columns as col
from .cells import Cells
from .columns import plain_name
from .event import Event, Identity, identify, read_event
from .report import Report
from .schedule import Meeting
from .values import shortened

LONGEST_SESSION_TITLE = Session._meta.get_field("title").max_length or 0
SAME_FOR_ALL = {*col.CODE, *col.NUMBER, *col.TITLE, *col.FIRST_DAY, *col.LAST_DAY}


@dataclass
class Offer:
    """One course as its rows describe it: the first row in full, the others as further sessions."""

    event: Event
    lines: list[int] = field(default_factory=list)

    @property
    def meetings(self) -> list[Meeting]:
        return sorted(self.event.meetings)

    def add(self, other: Event) -> None:
        """Take `other` as one more session.

        Where it says something of its own, what is done and where becomes the session's title,
        and the rest is kept under a name that tells the session. Code: repeated.
        """
        meeting = other.meetings[0]
        when = (meeting.starts_at, meeting.ends_at)
        if when in [(known.starts_at, known.ends_at) for known in self.event.meetings]:
            raise ValidationError(
                f"番号も日時も{self.event.line}行目と同じです。どちらかの行を消してください。",
                code="repeated",
            )
        own = self._own_contents(other, meeting)
        title, told = _title_of(own)
        self.event.meetings.append(Meeting(*when, meeting.all_day, title))
        starts_at = timezone.localtime(meeting.starts_at)
        label = f"{short_date(starts_at)}{'' if meeting.all_day else clock(starts_at)}の回"
        for header, text in own.items():
            if header not in told:
                name = f"{header}（{label}）"
                before = self.event.left.get(name)  # of a session that begins at the same time
                self.event.left[name] = f"{before}\n{text}" if before else text
        self.lines.append(other.line)

    def _own_contents(self, other: Event, meeting: Meeting) -> dict[str, str]:
        """What `other` says differently from the first row, besides when it is."""
        shared = SAME_FOR_ALL if meeting.all_day else SAME_FOR_ALL | {*col.OPENING, *col.CLOSING}
        return {
            header: text
            for header, text in other.contents.items()
            if plain_name(header) not in shared and self.event.contents.get(header) != text
        }


def _title_of(own: dict[str, str]) -> tuple[str, set[str]]:
    """A session's title from its own description and venue, and the headers it tells."""
    named = {plain_name(header): header for header in own}
    said = [named[name] for name in col.TEXTS["description"] if name in named]
    place = [named[name] for name in col.TEXTS["venue"] if name in named][:1]
    title = " ".join(plain_spaces(own[header]) for header in said)
    if place:
        title = f"{title}（会場：{plain_spaces(own[place[0]])}）"
    return (title, {*said, *place}) if len(title) <= LONGEST_SESSION_TITLE else ("", set())


def gather(rows: Iterable[Row], report: Report) -> list[Offer]:
    """The courses `rows` describe. Each row that can't be taken is refused in `report`."""
    offers: dict[tuple[str, str], Offer] = {}
    claims: dict[tuple[str, str], tuple[int, Identity]] = {}
    for row in rows:
        cells = Cells(row)
        try:
            identity = identify(cells)
            known = (identity.source, identity.key)
            report.named.add(known)
            line, first = claims.setdefault(known, (row.line, identity))
            if first.title != identity.title:
                raise ValidationError(
                    f"「{shortened(cells.text(*col.NUMBER))}」は{line}行目の"
                    f"「{shortened(first.title)}」と同じ番号です。別の番号にしてください。",
                    code="number_taken",
                )
            event = read_event(cells, identity)
            if known in offers:
                offers[known].add(event)
            else:
                offers[known] = Offer(event, [row.line])
        except ValidationError as refusal:
            report.refuse(
                row.line, cells.text(*col.TITLE), refusal, column=cells.header(*col.NUMBER)
            )
    return list(offers.values())
