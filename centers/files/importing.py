"""A table on its way in: looked at, sealed into the page, then taken over, all of it or nothing.

The look is the writing itself, undone: what it shows is what the database would have said.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.japan.tables import Row
from portal.people.models import User
from portal.uploads import at_line, read_upload

from .cells import Cells
from .table import Outcome, Table, Written

MOST_SHOWN = 200
SEAL, SEAL_HOLDS_SECONDS = "centers.files", 3_600


@dataclass
class Preview:
    """What every row comes to, and everything that is wrong."""

    written: list[tuple[int, Written]] = field(default_factory=list)
    problems: list[ValidationError] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    sealed: str = ""

    @property
    def messages(self) -> list[str]:
        return [text for problem in self.problems for text in problem.messages]

    @property
    def counts(self) -> list[tuple[str, int]]:
        found = Counter(one.outcome for _, one in self.written)
        return [(outcome.value, found[outcome]) for outcome in Outcome]

    @property
    def changes(self) -> list[tuple[int, Written]]:
        return [(line, one) for line, one in self.written if one.outcome != Outcome.SAME]

    @property
    def shown(self) -> list[tuple[int, Written]]:
        """What changes; new rows that somebody has to look at first."""
        return sorted(self.changes, key=lambda row: not _is_doubtful(row[1]))[:MOST_SHOWN]


def _is_doubtful(written: Written) -> bool:
    return written.outcome == Outcome.NEW and bool(written.differences)


def look_at(table: Table, file: UploadedFile, by: User) -> Preview:
    """What a file would do; nothing is done. Codes: those of `read_upload`, missing_column."""
    columns, rows = read_upload(file, most_rows=table.most_rows)
    if missing := [name for name in table.columns if name not in columns]:
        raise ValidationError(
            f"列が足りません：{'、'.join(missing)}。1行目に列の名前を書いてください。",
            code="missing_column",
        )
    read = {*table.columns, *table.extra}
    with transaction.atomic():
        preview = _write(table, rows, by)
        transaction.set_rollback(True)
    preview.unread = [name for name in columns if name and name not in read | {*table.told_only}]
    if preview.changes and not preview.problems:
        lines = [
            [row.line, {name: cell for name, cell in row.cells.items() if name in read}]
            for row in rows
        ]
        told = {"table": table.slug, "by": by.pk, "rows": lines}
        preview.sealed = signing.dumps(told, salt=SEAL, compress=True)
    return preview


def take_over(table: Table, sealed: str, by: User) -> Preview:
    """Write what was looked at. With problems, which came up meanwhile, nothing is written.

    Code: seal_broken.
    """
    try:
        told = signing.loads(sealed, salt=SEAL, max_age=SEAL_HOLDS_SECONDS)
    except signing.BadSignature:
        told = {}
    if (told.get("table"), told.get("by")) != (table.slug, by.pk):
        raise ValidationError(
            "確かめてから時間がたちました。もう一度、ファイルを選んでください。", code="seal_broken"
        )
    with transaction.atomic():
        preview = _write(table, [Row(line, cells) for line, cells in told["rows"]], by)
        transaction.set_rollback(bool(preview.problems))
    return preview


def _write(table: Table, rows: Sequence[Row], by: User) -> Preview:
    preview, kept = Preview(), dict[str, Any]()
    for row in rows:
        try:
            with transaction.atomic():
                preview.written.append((row.line, table.write(Cells(row, kept), by)))
        except ValidationError as refusal:
            preview.problems += at_line(row.line, refusal)
    return preview
