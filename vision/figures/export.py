"""A plan's indicators as the file that `load_indicators` reads (docs/indicator-file.md).

For the section all of it; for everybody the targets, and of the figures those that were published.
"""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from portal.spreadsheets import guarded

from ..models import Indicator, Measurement, Plan, PublishedFigure
from ..models.indicator import PER_CENT
from .file import (
    ANSWERS,
    CHOICES,
    CODE,
    COLUMNS,
    DETAILS,
    FIELDS,
    ITEM,
    LIMIT,
    PLAN,
    TARGET,
    UNLIMITED,
    VALUE,
)
from .measuring import NOT_BEGUN

WORDS = {column: {kept: word for word, kept in words.items()} for column, words in CHOICES.items()}


def whole_file(plan: Plan) -> bytes:
    """Everything the section keeps; loading it again changes nothing."""
    indicators = list(Indicator.objects.for_plan(plan).with_years())
    figures = {
        (one.pk, found.year): _recorded(found)
        for one in indicators
        for found in one.measurements.all()
    }
    return _as_csv(plan, indicators, figures)


def public_file(plan: Plan) -> bytes:
    """What everybody may have: the figures as they were published last."""
    indicators = list(Indicator.objects.for_plan(plan).prefetch_related("targets"))
    published = PublishedFigure.objects.filter(indicator__plan=plan).newest()
    figures = {(one.indicator_id, one.year): _published(one) for one in published}
    return _as_csv(plan, indicators, figures)


def _recorded(found: Measurement) -> dict[str, str]:
    cells = {word: str(getattr(found, name)) for word, name in DETAILS.items()}
    cells[VALUE] = NOT_BEGUN if found.not_begun else _plain(found.value)
    answers = found.counted.get("n") if found.origin != Measurement.Origin.LIVE else None
    return cells | {ANSWERS: "" if answers is None else str(answers)}


def _published(figure: PublishedFigure) -> dict[str, str]:
    value = NOT_BEGUN if figure.value is None else _plain(figure.value)
    return {VALUE: value, "出典": figure.source, "補足": figure.reason}


def _as_csv(
    plan: Plan, indicators: list[Indicator], figures: dict[tuple[int, int], dict[str, str]]
) -> bytes:
    rows = [
        _row(plan, one) | _of_years(one, {y: f for (pk, y), f in figures.items() if pk == one.pk})
        for one in indicators
    ]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _columns(rows), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: guarded(text) for name, text in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _row(plan: Plan, one: Indicator) -> dict[str, str]:
    cells = {PLAN: plan.slug, CODE: one.code, ITEM: one.item.code if one.item else ""}
    for column, name in FIELDS.items():
        value = getattr(one, name)
        if column in WORDS:
            cells[column] = WORDS[column].get(value, "")
        elif isinstance(value, Decimal):
            cells[column] = _plain(value)
        else:
            cells[column] = "" if value is None else str(value)
    if one.highest is None and one.unit in PER_CENT:
        cells[LIMIT] = UNLIMITED
    return cells


def _of_years(one: Indicator, figures: dict[int, dict[str, str]]) -> dict[str, str]:
    cells = {f"{TARGET}{target.year}": _plain(target.value) for target in one.targets.all()}
    for year, figure in figures.items():
        cells |= {f"{word}{year}": text for word, text in figure.items() if text}
    return cells


def _columns(rows: Iterable[dict[str, str]]) -> list[str]:
    """The fixed columns, then the targets, then what each year says, oldest first."""
    named = {name for row in rows for name in row if name not in COLUMNS}
    words = [VALUE, *DETAILS, ANSWERS]
    years = sorted({name[-4:] for name in named})
    targets = [f"{TARGET}{year}" for year in years if f"{TARGET}{year}" in named]
    figures = [f"{word}{year}" for year in years for word in words]
    return [*COLUMNS, *targets, *(name for name in figures if name in named)]


def _plain(value: Decimal | None) -> str:
    """A number without a tail of noughts: 「50」, 「22.8」."""
    if value is None:
        return ""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
