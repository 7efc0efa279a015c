"""What one row of an event table says, or why it cannot be taken."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from portal.japan.text import plain_spaces
from programs.models import Organizer

from . import columns as col
from . import fields, values
from .cells import Cells
from .schedule import Meeting, apply_until, forget_echoes, meeting_of, schedule_note

LONGEST_ORGANIZER = Organizer._meta.get_field("name").max_length or 0


@dataclass(frozen=True)
class Identity:
    """Which course a row speaks about: the publisher's code and its number there."""

    source: str
    key: str
    title: str
    has_number: bool


@dataclass
class Event:
    """A row that can become a course. `left` is what no field took; it stays with the course."""

    line: int
    identity: Identity
    fields: dict[str, Any]
    meetings: list[Meeting]
    kind: tuple[str, str]
    ward: tuple[str, str]
    organizer: str
    place: str
    contents: dict[str, str]
    left: dict[str, str]


def identify(cells: Cells) -> Identity:
    """Which course the row speaks about.

    A row without number is known by name, first day and place. Raises ValidationError by column.
    """
    source = ""
    if code := cells.place(*col.CODE):
        try:
            source = values.municipality(code)
        except ValidationError as refusal:
            cells.errors[cells.header(*col.CODE)] = refusal
    else:
        cells.refuse(
            col.CODE, "空です。公開した市区町村のコード（6桁）を書いてください。", code="missing"
        )
    title = plain_spaces(cells.place(*col.TITLE))
    if not title:
        cells.refuse(col.TITLE, "空です。講座の名前を書いてください。", code="missing")
    number = values.number_of_row(cells.place(*col.NUMBER))
    if len(number) > fields.longest("source_key"):
        cells.refuse(col.NUMBER, fields.too_long(number, "source_key"), code="too_long")
    if cells.errors:
        for read in (meeting_of, apply_until, fields.spot):  # so that all that is wrong is told
            read(cells)
        raise ValidationError(dict(cells.errors))
    return Identity(source, number or _derived_key(cells), title, has_number=bool(number))


def _derived_key(cells: Cells) -> str:
    known_by = [cells.text(*c) for c in (col.TITLE, col.FIRST_DAY, col.TEXTS["venue"])]
    return f"#{hashlib.sha256(repr(known_by).encode()).hexdigest()[:16]}"


def read_event(cells: Cells, identity: Identity) -> Event:
    """What a row says about the course of `identity`. Raises ValidationError by column."""
    if len(identity.title) > fields.longest("title"):
        cells.refuse(col.TITLE, fields.too_long(identity.title, "title"), code="too_long")
    forget_echoes(cells)
    contents = cells.contents
    meeting = meeting_of(cells)
    deadline = apply_until(cells)
    spot = fields.spot(cells)
    if cells.errors or meeting is None:
        raise ValidationError(dict(cells.errors))
    taken = fields.texts(cells)
    course_fields = {
        "title": identity.title,
        **taken,
        **fields.fee(cells),
        **spot,
        "schedule_note": schedule_note(cells),
        "apply_until": deadline,
        "address": fields.address(cells),
        "capacity": fields.capacity(cells),
        "contact_phone": fields.contact_phone(cells),
        **fields.from_sentences(cells, taken),
    }
    organizer = plain_spaces(cells.text(*col.HELD_BY))
    if len(organizer) > LONGEST_ORGANIZER:
        organizer = ""
    else:
        cells.place(*col.HELD_BY)
    return Event(
        line=cells.line,
        identity=identity,
        fields=course_fields,
        meetings=[meeting],
        kind=(cells.header(*col.KIND), cells.text(*col.KIND)),
        ward=(cells.header(*col.WARD), cells.text(*col.WARD)),
        organizer=organizer,
        place=f"{cells.text(*col.CITY_NAME)} {course_fields['address']}",
        contents=contents,
        left=cells.left,
    )
