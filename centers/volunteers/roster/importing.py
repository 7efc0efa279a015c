"""A roster on its way in: looked at, decided about, then taken over, all of it or nothing.

The look is the writing itself, undone. A row that seems to tell of somebody registered is not
written before it is decided: the same person with the data registered, the same person with those
of the table, or somebody else. Every row is written, decided or named as wrong; none is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from centers.files.cells import Cells
from centers.files.importing import MOST_SHOWN, Preview
from centers.files.table import MOST_ROWS, Written
from centers.volunteers.models import Volunteer
from portal.japan.tables import Row
from portal.people.models import AccessLog, Person, User
from portal.uploads import at_line, read_upload

from .alike import Alike, KnownPeople
from .shown import kept_by
from .table import COLUMNS, EXTRA, TOLD_ONLY, person_of, write

SEAL, SEAL_HOLDS_SECONDS = "volunteers.roster", 3_600
NEW, KEEP, CORRECT = "new", "keep", "correct"
DECISION = "decision-"
# What one page can be sent back with, and what one can decide in a sitting.
MOST_DOUBTS = 300
CORRECTED = ("family_name", "given_name", "family_kana", "given_kana", "birth_date", "phone")

type Decisions = Mapping[int, str]


@dataclass(frozen=True)
class Choice:
    """One of those a row may mean, with what may be decided about it."""

    alike: Alike
    may_correct: bool

    @property
    def keep(self) -> str:
        return f"{KEEP}-{self.alike.key}"

    @property
    def correct(self) -> str:
        return f"{CORRECT}-{self.alike.key}"


@dataclass(frozen=True)
class Doubt:
    """A row that seems to tell of somebody registered, and what was decided about it."""

    line: int
    told: Person
    choices: tuple[Choice, ...]
    decision: str = ""

    @property
    def name(self) -> str:
        return f"{DECISION}{self.line}"


@dataclass
class RosterPreview(Preview):
    """What every row comes to; and those to be decided about."""

    doubts: list[Doubt] = field(default_factory=list)

    @property
    def undecided(self) -> list[Doubt]:
        return [one for one in self.doubts if not one.decision]

    @property
    def shown(self) -> list[tuple[int, Written]]:
        told = [(line, one) for line, one in self.written if one.differences]
        return sorted({*self.changes, *told}, key=lambda one: one[0])[:MOST_SHOWN]


def decisions_of(sent: Mapping[str, str]) -> dict[int, str]:
    """What was chosen on the page, by line."""
    found = {}
    for name, value in sent.items():
        line = name.removeprefix(DECISION)
        if name.startswith(DECISION) and line.isdecimal() and len(line) < 7:
            found[int(line)] = value
    return found


def look_at(file: UploadedFile, by: User) -> RosterPreview:
    """What a file would do; nothing is done.

    Codes: those of `read_upload`, missing_column, too_many_doubts.
    """
    columns, rows = read_upload(file, most_rows=MOST_ROWS)
    if missing := [name for name in COLUMNS if name not in columns]:
        raise ValidationError(
            f"列が足りません：{'、'.join(missing)}。1行目に列の名前を書いてください。",
            code="missing_column",
        )
    read = {*COLUMNS, *EXTRA}
    with transaction.atomic():
        preview = _write(rows, {}, by)
        transaction.set_rollback(True)
    if len(preview.doubts) > MOST_DOUBTS:
        raise ValidationError(
            f"同じ方かどうかを決める行が{len(preview.doubts):,}行あります。"
            f"{MOST_DOUBTS}行までになるように、表を分けて読み込んでください。",
            code="too_many_doubts",
        )
    _note(preview, by)
    preview.unread = [name for name in columns if name and name not in read | {*TOLD_ONLY}]
    if (preview.changes or preview.doubts) and not preview.problems:
        lines = [
            [row.line, {name: cell for name, cell in row.cells.items() if name in read}]
            for row in rows
        ]
        preview.sealed = signing.dumps({"by": by.pk, "rows": lines}, salt=SEAL, compress=True)
    return preview


def take_over(sealed: str, decisions: Decisions, by: User) -> RosterPreview:
    """Write what was looked at and decided; nothing while a row is wrong or undecided.

    Code: seal_broken.
    """
    try:
        told = signing.loads(sealed, salt=SEAL, max_age=SEAL_HOLDS_SECONDS)
    except signing.BadSignature:
        told = {}
    if told.get("by") != by.pk:
        raise ValidationError(
            "確かめてから時間がたちました。もう一度、ファイルを選んでください。", code="seal_broken"
        )
    rows = [Row(line, cells) for line, cells in told["rows"]]
    with transaction.atomic():
        preview = _write(rows, decisions, by)
        transaction.set_rollback(bool(preview.problems or preview.undecided))
    _note(preview, by)
    preview.sealed = sealed
    return preview


def _write(rows: Sequence[Row], decisions: Decisions, by: User) -> RosterPreview:
    preview, kept = RosterPreview(), dict[str, Any]()
    people: list[tuple[Row, Person]] = []
    for row in rows:
        try:
            people.append((row, person_of(Cells(row, kept))))
        except ValidationError as refusal:
            preview.problems += at_line(row.line, refusal)
    known = KnownPeople.read(person for _, person in people)
    for row, told in people:
        try:
            with transaction.atomic():
                doubt = _doubt(row.line, told, known, decisions, by)
                if doubt is not None:
                    preview.doubts.append(doubt)
                cells = Cells(row, kept)
                if doubt is not None and not doubt.decision:
                    _try(cells, doubt, by)
                else:
                    person = _decided(doubt, known) if doubt else _sure(row.line, told, known)
                    preview.written.append((row.line, write(cells, person, by)))
        except ValidationError as refusal:
            preview.problems += at_line(row.line, refusal)
    return preview


def _try(cells: Cells, doubt: Doubt, by: User) -> None:
    """Whether the other cells can be read, before anybody decides whose they are."""
    with transaction.atomic():
        write(cells, doubt.choices[0].alike.person, by)
        transaction.set_rollback(True)


def _note(preview: RosterPreview, by: User) -> None:
    """Write down who was shown because a row may mean them."""
    shown = {one.alike.person.pk for doubt in preview.doubts for one in doubt.choices}
    registered = Person.objects.filter(pk__in=shown).values_list("pk", flat=True)
    AccessLog.record(by, registered, reason="ボランティア名簿の読み込み")


def _doubt(
    line: int, told: Person, known: KnownPeople, decisions: Decisions, by: User
) -> Doubt | None:
    """Whether it must be decided who a row means."""
    if known.same(told):
        return None
    choices = tuple(Choice(one, _may_correct(one.person, by)) for one in known.alike(told))
    if not choices:
        return None
    return Doubt(line, told, choices, _valid(decisions.get(line, ""), choices))


def _sure(line: int, told: Person, known: KnownPeople) -> Person:
    return known.same(told) or _register(line, told, known)


def _decided(doubt: Doubt, known: KnownPeople) -> Person:
    if doubt.decision == NEW:
        return _register(doubt.line, doubt.told, known)
    what, _, key = doubt.decision.partition("-")
    person = next(one.alike.person for one in doubt.choices if one.alike.key == key)
    if what == CORRECT:
        for name in CORRECTED:
            setattr(person, name, getattr(doubt.told, name))
        person.full_clean()
        person.save()
        known.add(person)
    return person


def _register(line: int, told: Person, known: KnownPeople) -> Person:
    person = Person.register_at_the_desk(told)
    known.join(person, line)
    return person


def _valid(decision: str, choices: Sequence[Choice]) -> str:
    """What was chosen, if it is one of those there are; nothing else counts as decided."""
    allowed = {NEW, *(one.keep for one in choices)}
    allowed |= {one.correct for one in choices if one.may_correct}
    return decision if decision in allowed else ""


def _may_correct(person: Person, by: User) -> bool:
    """Whom no account and no other centre keeps: the others say themselves what has changed."""
    if person.household.accounts.exists():
        return False
    volunteer = Volunteer.objects.filter(person=person).first()
    return volunteer is None or kept_by(by).filter(pk=volunteer.pk).exists()


def counts(preview: RosterPreview) -> list[tuple[str, int]]:
    """How many rows are new, changed, the same and to be decided about."""
    undecided = ("決めていただく", len(preview.undecided))
    return [*preview.counts, *([undecided] if preview.doubts else [])]
