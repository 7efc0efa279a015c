"""A survey's sheet on its way through the desk: looked at, sealed into the page, then written."""

from dataclasses import asdict
from decimal import Decimal

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from portal.people.models import User
from portal.uploads import kept

from ..models import Indicator, Plan
from .measuring import Entry, record_figures
from .survey_file import Preview, parse

SEAL, SEAL_HOLDS_SECONDS = "vision.figures", 3_600


def look_at(file: UploadedFile, *, plan: Plan, year: int, defaults: dict[str, str]) -> Preview:
    """What an uploaded sheet holds. Codes: those of `kept`."""
    with kept(file) as path:
        return parse(path, plan=plan, year=year, defaults=defaults)


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
