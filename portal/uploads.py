"""Tables that staff upload: read whole or refused, and what is wrong told by line."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from portal.japan.tables import Row, UnreadableTable, read_table
from portal.refusal import errors_in

LARGEST_FILE = 2_000_000
SUFFIXES = {".csv", ".xlsx"}


@contextmanager
def kept(file: UploadedFile) -> Iterator[Path]:
    """Where the uploaded table lies while it is read.

    Codes: file_too_large, unknown_kind_of_file, unreadable.
    """
    suffix = Path(file.name or "").suffix.lower()
    if (file.size or 0) > LARGEST_FILE:
        raise ValidationError(
            "ファイルが大きすぎます（2MBまで）。いくつかに分けて、読み込んでください。",
            code="file_too_large",
        )
    if suffix not in SUFFIXES:
        raise ValidationError(
            "CSVかExcel（.xlsx）のファイルを選んでください。", code="unknown_kind_of_file"
        )
    with tempfile.NamedTemporaryFile(suffix=suffix) as written:
        for chunk in file.chunks():
            written.write(chunk)
        written.flush()
        try:
            yield Path(written.name)
        except UnreadableTable as refusal:
            raise ValidationError(str(refusal), code="unreadable") from refusal


def read_upload(file: UploadedFile, *, most_rows: int) -> tuple[list[str], list[Row]]:
    """The columns and rows of an uploaded table. Codes: those of `kept`, too_many_rows."""
    with kept(file) as path:
        columns, lines = read_table(path)
        rows = list(islice(lines, most_rows + 1))
    if len(rows) > most_rows:
        raise ValidationError(
            f"行が多すぎます（{most_rows:,}行まで）。分けて読み込んでください。",
            code="too_many_rows",
        )
    return columns, rows


def at_line(line: int, refusal: ValidationError) -> Iterator[ValidationError]:
    """Everything a row was refused for, each with its line; codes stay."""
    for one in errors_in(refusal):
        for text in one.messages:
            yield ValidationError(f"{line}行目：{text}", code=one.code)
