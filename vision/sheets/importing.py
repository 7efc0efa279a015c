"""A file of sheets on its way through the desk: looked at, sealed into the page, then written.

What is written here are drafts: whoever loads a file goes the same way as whoever types, and two
people read what is published. (`loading` is for sheets that were published elsewhere.)
"""

from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.people.models import User
from portal.uploads import kept

from ..models import ProgressSheet, SheetEvent
from .content import Content
from .diff import changes
from .file import ToldSheet, read_sheets
from .loading import loose_ends

SEAL, SEAL_HOLDS_SECONDS = "vision.sheets", 3_600


@dataclass(frozen=True)
class FoundSheet:
    """A sheet of the file, and the one of the same number that is there, if any."""

    told: ToldSheet
    now: ProgressSheet | None

    @property
    def is_same(self) -> bool:
        return self.now is not None and self.now.told() == self.told.content

    @property
    def changes(self) -> list:
        """What writing it changes; empty for a new sheet."""
        return changes(self.now.told(), self.told.content) if self.now else []

    @property
    def refusal(self) -> str:
        """Why it cannot be written now."""
        if self.now is None or self.now.is_being_written or self.is_same:
            return ""
        return (
            f"{self.told.line}行目：「{self.told}」は、いま「{self.now.get_status_display()}」です。"
            "シートのページで「書き直しをはじめる」か「差し戻す」を押してから、読み込んでください。"
        )


@dataclass
class Preview:
    """What a file of sheets would do, and the links in it that lead nowhere yet."""

    sheets: list[FoundSheet] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def written(self) -> list[FoundSheet]:
        """Those that writing would make or change."""
        return [one for one in self.sheets if not one.is_same]

    @property
    def refusals(self) -> list[str]:
        return [one.refusal for one in self.sheets if one.refusal]


def look_at(file: UploadedFile) -> Preview:
    """What an uploaded file holds; nothing is written.

    Raises ValidationError with everything that is wrong, each with its line, and with the codes
    of `kept`.
    """
    with kept(file) as path:
        told = read_sheets(path)
    preview = Preview()
    for one in told:
        now = ProgressSheet.objects.live().filter(**one.key).first()
        preview.sheets.append(FoundSheet(one, now))
        preview.warnings += loose_ends(one)
    return preview


def sealed(preview: Preview) -> str:
    """The sheets to write, for the page to send back unchanged."""
    rows = [
        {
            "key": one.told.key,
            "content": one.told.content.to_json(),
            "sheet": one.now.pk if one.now else None,
            "version": one.now.version if one.now else 0,
        }
        for one in preview.written
    ]
    return signing.dumps(rows, salt=SEAL, compress=True)


@transaction.atomic
def write_sealed(text: str, *, by: User) -> int:
    """Write what was looked at, all of it or nothing; how many sheets.

    Codes: seal_broken, and those of `ProgressSheet.begin` and `revise`.
    """
    try:
        rows = signing.loads(text, salt=SEAL, max_age=SEAL_HOLDS_SECONDS)
    except signing.BadSignature as broken:
        raise ValidationError(
            "確かめてから時間がたちました。もう一度、ファイルを選んでください。",
            code="seal_broken",
        ) from broken
    refusals = []
    for row in rows:
        try:
            _write(row, by)
        except ValidationError as refusal:
            refusals += [f"{_name(row['key'])}：{message}" for message in refusal.messages]
    if refusals:
        raise ValidationError(refusals)
    return len(rows)


def _write(row: dict[str, Any], by: User) -> None:
    content, loaded = Content.from_json(row["content"]), SheetEvent.What.LOADED
    if row["sheet"] is None:
        with transaction.atomic():
            ProgressSheet.begin(content, **row["key"], by=by, what=loaded)
        return
    sheet = ProgressSheet.objects.get(pk=row["sheet"])
    sheet.revise(content, by=by, version=row["version"], what=loaded)


def _name(key: dict[str, Any]) -> str:
    return f"{key['year']}年度 {key['bureau']} {key['area']}（{key['number']}）"
