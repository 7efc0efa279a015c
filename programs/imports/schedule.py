"""When: the session a row describes, and until when one applies."""

from dataclasses import dataclass
from datetime import datetime, time

from django.core.exceptions import ValidationError

from portal.japan import calendar

from . import columns as col
from . import values
from .cells import Cells
from .fields import fits

NOTHING = {"なし", "無し", "特になし"}


@dataclass(frozen=True, order=True)
class Meeting:
    """One session, compared by what the file says about it."""

    starts_at: datetime
    ends_at: datetime
    all_day: bool
    title: str = ""


def meeting_of(cells: Cells) -> Meeting | None:
    """The session from the first day's opening to the last day's closing; None where refused.

    Where either time is unknown the session has no fixed time (`all_day`).
    """
    first = cells.day(col.FIRST_DAY)
    last = cells.day(col.LAST_DAY, optional=True) or first
    if not cells.text(*col.FIRST_DAY):
        cells.refuse(col.FIRST_DAY, "空です。最初の日を書いてください。", code="missing")
    if first is None or last is None:
        return None
    if last < first:
        cells.refuse(
            col.LAST_DAY,
            f"終了日（{last}）が開始日（{first}）より前です。どちらかを直してください。",
            code="days_out_of_order",
        )
        return None
    opening, closing = _times(cells)
    starts_at = calendar.at(first, opening or time())
    ends_at = calendar.at(last, closing or values.LAST_MOMENT)
    if ends_at <= starts_at:
        cells.refuse(
            col.CLOSING,
            "終了が開始よりあとになっていません。開始と終了の時刻を直してください。",
            code="times_out_of_order",
        )
        return None
    return Meeting(starts_at, ends_at, all_day=opening is None or closing is None)


def schedule_note(cells: Cells) -> str:
    """What else is said about the schedule, with the one time that is known or the words for it."""
    note = cells.text(*col.SCHEDULE_NOTE)
    lines = [note] if note and note not in NOTHING else []
    times = [names for names in (col.OPENING, col.CLOSING) if cells.text(*names)]
    if all(_times(cells)):
        for names in times:
            cells.place(*names)
    else:
        lines += [f"{cells.header(*names)}：{cells.text(*names)}" for names in times]
    whole = "\n".join(lines)
    if not fits("schedule_note", whole):
        return ""
    for names in (col.SCHEDULE_NOTE, *times) if note not in NOTHING else times:
        cells.place(*names)
    return whole


def _times(cells: Cells) -> tuple[time | None, time | None]:
    return values.clock(cells.text(*col.OPENING)), values.clock(cells.text(*col.CLOSING))


def apply_until(cells: Cells) -> datetime | None:
    """Until when one applies: the end of the last day where no time stands beside it."""
    last = cells.day(col.LAST_APPLY_DAY, optional=True)
    if last is None:
        return None
    until = values.clock(cells.text(*col.LAST_APPLY_TIME))
    if until is not None:
        cells.place(*col.LAST_APPLY_TIME)
    return calendar.at(last, until or values.LAST_MOMENT)


def forget_echoes(cells: Cells) -> None:
    """Leave out lines of a note that only repeat another column of the row.

    Tables made from web pages carry them: 「開始日: 2022/1/25」 beside a 開始日 that says the same.
    """
    for note in (*col.SCHEDULE_NOTE, *col.TEXTS["how_to_apply"], *col.TEXTS["note"]):
        lines = cells.text(note).split("\n")
        kept = [line for line in lines if not _is_echo(cells, line)]
        if len(kept) < len(lines):
            cells.rewrite(note, "\n".join(kept).strip())


def _is_echo(cells: Cells, line: str) -> bool:
    """Whether a line of the form 「列名: 値」 says what that column of the row says anyway."""
    name, _, said = line.partition(": ")
    if name in (*col.FIRST_DAY, *col.LAST_DAY, *col.LAST_APPLY_DAY):
        try:
            return values.day(said) == values.day(cells.text(name))
        except ValidationError:
            return False
    if name in (*col.OPENING, *col.CLOSING, *col.LAST_APPLY_TIME):
        read = values.clock(said)
        return read is not None and read == values.clock(cells.text(name))
    return False
