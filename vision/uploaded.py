"""A file that somebody of the section chose: held as a file for as long as it is read."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from portal.japan.tables import UnreadableTable

LARGEST_FILE = 2_000_000
SUFFIXES = {".csv", ".xlsx"}


@contextmanager
def kept(file: UploadedFile) -> Iterator[Path]:
    """Where the uploaded table lies. Codes: file_too_large, unknown_kind_of_file, unreadable."""
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
