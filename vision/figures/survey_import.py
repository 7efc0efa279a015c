"""A survey's sheet on its way through the desk: looked at, sealed into the page, then written."""

import tempfile
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from portal.japan.tables import UnreadableTable
from portal.people.models import User

from ..models import Indicator, Plan
from .measuring import Entry, record_figures
from .survey_file import Preview, parse

LARGEST_FILE = 2_000_000
SUFFIXES = {".csv", ".xlsx"}
SEAL, SEAL_HOLDS_SECONDS = "vision.figures", 3_600


def look_at(file: UploadedFile, *, plan: Plan, year: int, defaults: dict[str, str]) -> Preview:
    """What an uploaded sheet holds. Codes: file_too_large, unknown_kind_of_file, unreadable."""
    suffix = Path(file.name or "").suffix.lower()
    if (file.size or 0) > LARGEST_FILE:
        raise ValidationError("ファイルが大きすぎます（2MBまで）。", code="file_too_large")
    if suffix not in SUFFIXES:
        raise ValidationError(
            "CSVかExcel（.xlsx）のファイルを選んでください。", code="unknown_kind_of_file"
        )
    with tempfile.NamedTemporaryFile(suffix=suffix) as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        try:
            return parse(Path(kept.name), plan=plan, year=year, defaults=defaults)
        except UnreadableTable as refusal:
            raise ValidationError(str(refusal), code="unreadable") from refusal


def sealed(preview: Preview) -> str:
    """The changes of a preview, for the page to send back unchanged."""
    entries = [
        asdict(one.entry) | {"indicator": one.indicator.pk, "value": _text(one.entry.value)}
        for one in preview.changes
    ]
    told = {"plan": preview.plan.pk, "year": preview.year, "entries": entries}
    return signing.dumps(told, salt=SEAL, compress=True)


def write_sealed(text: str, *, plan: Plan, year: int, by: User) -> int:
    """Write what was looked at, all of it or nothing; how many figures changed.

    Codes: seal_broken, and those of `record_figures`.
    """
    try:
        told = signing.loads(text, salt=SEAL, max_age=SEAL_HOLDS_SECONDS)
    except signing.BadSignature:
        told = {}
    if (told.get("plan"), told.get("year")) != (plan.pk, year):
        raise ValidationError(
            "確かめてから時間がたちました。もう一度、ファイルを選んでください。",
            code="seal_broken",
        )
    indicators = Indicator.objects.in_bulk([row["indicator"] for row in told["entries"]])
    entries = [
        Entry(**row | {"indicator": indicators[row["indicator"]], "value": _number(row["value"])})
        for row in told["entries"]
        if row["indicator"] in indicators
    ]
    return record_figures(year, entries, by=by)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
