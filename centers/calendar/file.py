"""Days set by hand from a table (docs/calendar-file.md): read, looked at, then written.

Everything that is wrong is collected; nothing is written until there is nothing wrong.
"""

import re
from dataclasses import dataclass, field
from datetime import date, time
from unicodedata import normalize

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from centers.models import Center, OpenDay
from portal.japan.days import read_day
from portal.japan.tables import Row
from portal.japan.text import plain_spaces
from portal.people.models import User
from portal.refusal import refused_by_database
from portal.spreadsheets import unguarded
from portal.uploads import at_line, read_upload

from .hand import ODD_TIME

CENTER, DAY, OPENS, CLOSES, REASON = "市民センター", "日", "開館", "閉館", "理由"
COLUMNS = [CENTER, DAY, OPENS, CLOSES, REASON]
MOST_ROWS = 5_000
SEAL, SEAL_HOLDS_SECONDS = "centers.calendar", 3_600
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")


@dataclass(frozen=True)
class Change:
    """One day as it is and as the table would have it."""

    was: OpenDay | None
    new: OpenDay

    @property
    def is_one(self) -> bool:
        was, new = self.was, self.new
        return (
            was is None
            or not was.by_hand
            or any(
                getattr(was, name) != getattr(new, name) for name in ("opens", "closes", "reason")
            )
        )


@dataclass
class Preview:
    """What a table would change, and everything that is wrong with it."""

    changes: list[Change] = field(default_factory=list)
    problems: list[ValidationError] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[str]:
        return [text for problem in self.problems for text in problem.messages]


def look_at(file: UploadedFile, user: User) -> Preview:
    """What an uploaded table holds. Codes: file_too_large, unknown_kind_of_file, unreadable,
    too_many_rows."""
    return _previewed(*read_upload(file, most_rows=MOST_ROWS), user)


def _previewed(columns: list[str], rows: list[Row], user: User) -> Preview:
    preview = Preview(unread=[name for name in columns if name and name not in COLUMNS])
    if missing := [name for name in COLUMNS if name not in columns]:
        text = f"列が足りません：{'、'.join(missing)}。1行目に列の名前を書いてください。"
        preview.problems.append(ValidationError(text, code="missing_column"))
        return preview
    centers = {
        _folded(name): center
        for center in Center.objects.editable_by(user)
        for name in (center.name, center.slug)
    }
    lines: dict[tuple[int, date], int] = {}
    found: list[OpenDay] = []
    for row in rows:
        try:
            day = _read(row, centers)
            first = lines.setdefault((day.center_id, day.day), row.line)
            if first != row.line:
                raise ValidationError(
                    f"この日は{first}行目にもあります。どちらかを消してください。",
                    code="day_given_twice",
                )
            found.append(day)
        except ValidationError as refusal:
            preview.problems += at_line(row.line, refusal)
    preview.changes = [change for change in _beside_the_old(found) if change.is_one]
    return preview


def _beside_the_old(found: list[OpenDay]) -> list[Change]:
    known = OpenDay.objects.filter(
        center__in={day.center_id for day in found}, day__in={day.day for day in found}
    )
    old = {(day.center_id, day.day): day for day in known}
    return [Change(old.get((day.center_id, day.day)), day) for day in found]


def _read(row: Row, centers: dict[str, Center]) -> OpenDay:
    """Codes: no_such_center, not_a_date, odd_time, half_a_time, …"""
    cells = {name: _folded(unguarded(row.cells.get(name, ""))) for name in COLUMNS}
    center = centers.get(cells[CENTER])
    if center is None:
        raise ValidationError(
            f"「{cells[CENTER]}」は、担当の市民センターの名称ではありません。",
            code="no_such_center",
        )
    day = OpenDay(
        center=center,
        day=_date(cells[DAY]),
        opens=_time(cells[OPENS]),
        closes=_time(cells[CLOSES]),
        reason=plain_spaces(unguarded(row.cells.get(REASON, ""))),
        by_hand=True,
    )
    day.refuse_unless_to_come()
    day.refuse_odd_hours()
    day.clean_fields(exclude=["center"])
    day.validate_constraints(exclude=["center"])  # the day may be there already
    return day


def _folded(text: str) -> str:
    """In one width: names and numbers are found however they are typed."""
    return normalize("NFKC", text).strip()


def _date(text: str) -> date:
    if (found := read_day(text)) is not None:
        return found
    raise ValidationError(
        f"「{text}」という日はありません。「2026-12-05」のように書いてください。", code="not_a_date"
    )


def _time(text: str) -> time | None:
    if not text:
        return None
    found = TIME.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        hour, minute = map(int, found.groups())
        return time(hour, minute)
    except ValueError as error:
        raise ValidationError(f"「{text}」は読めません。{ODD_TIME}", code="odd_time") from error


# ------------------------------------------------------------------ writing


def sealed(preview: Preview, user: User) -> str:
    """The days of a preview, for the page to send back unchanged."""
    days = [
        [d.center_id, f"{d.day}", _text(d.opens), _text(d.closes), d.reason]
        for d in (change.new for change in preview.changes)
    ]
    return signing.dumps({"by": user.pk, "days": days}, salt=SEAL, compress=True)


def write_sealed(text: str, user: User) -> int:
    """Write what was looked at, all of it or nothing; how many days. Codes: seal_broken, …"""
    try:
        told = signing.loads(text, salt=SEAL, max_age=SEAL_HOLDS_SECONDS)
    except signing.BadSignature:
        told = {}
    own = set(Center.objects.editable_by(user).values_list("pk", flat=True))
    if told.get("by") != user.pk or any(center not in own for center, *_ in told["days"]):
        raise ValidationError(
            "確かめてから時間がたちました。もう一度、ファイルを選んでください。", code="seal_broken"
        )
    days = [
        OpenDay(
            center_id=center,
            day=date.fromisoformat(day),
            opens=_time(opens),
            closes=_time(closes),
            reason=reason,
            by_hand=True,
        )
        for center, day, opens, closes, reason in told["days"]
    ]
    for one in days:
        one.refuse_unless_to_come()
    with refused_by_database(OpenDay), transaction.atomic():
        OpenDay.objects.bulk_create(
            days,
            update_conflicts=True,
            unique_fields=["center", "day"],
            update_fields=["opens", "closes", "reason", "by_hand"],
        )
    return len(days)


def _text(moment: time | None) -> str:
    return f"{moment:%H:%M}" if moment else ""
