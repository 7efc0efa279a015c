"""Bringing progress sheets from a file into the database: all or nothing, never over staff's words.

A sheet of a file is one that was published elsewhere; it is loaded as the published version.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import Indicator, Plan, PlanItem, ProgressSheet, SheetEvent
from .file import ToldSheet, read_sheets
from .links import found, name_of


@dataclass
class Report:
    """What a load did, and the links that lead nowhere yet."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    warnings: list[str] = field(default_factory=list)


@transaction.atomic
def load_sheets(path: Path) -> Report:
    """Load the sheets of a file; loaded again, what did not change stays as it is.

    Raises ValidationError with everything that is wrong; code `written_since` for a sheet that
    staff took up after it was loaded and that the file now tells otherwise.
    """
    report = Report()
    refusals: list[ValidationError] = []
    for told in read_sheets(path):
        try:
            _settle(told, report)
        except ValidationError as refusal:
            refusals += refusal.error_list
    if refusals:
        raise ValidationError(refusals)
    return report


def _settle(told: ToldSheet, report: Report) -> None:
    report.warnings += loose_ends(told)
    sheet = ProgressSheet.objects.live().select_for_update().filter(**told.key).first()
    if sheet is None:
        sheet = ProgressSheet.begin(told.content, **told.key, by=None, what=SheetEvent.What.LOADED)
        _show_as_loaded(sheet)
        report.created += 1
        return
    loaded = sheet.events.filter(what=SheetEvent.What.LOADED, by=None).order_by("pk").last()
    if loaded and sheet.told(loaded.version) == told.content:
        if loaded.version == sheet.version:
            sheet.settle_links(told.content)
        report.unchanged += 1
    elif loaded and loaded.version == sheet.version and sheet.status == sheet.Status.PUBLISHED:
        sheet.lock(None)
        sheet.write(told.content, by=None)
        sheet.record(SheetEvent.What.LOADED, None)
        _show_as_loaded(sheet)
        report.updated += 1
    else:
        raise ValidationError(
            f"{told.line}行目：「{told}」は、職員が書いたか書き直したシートです。"
            "その内容を守るため、何も読み込んでいません。"
            "ファイルからこのシートを除くか、窓口の画面で直してください。",
            code="written_since",
        )


def _show_as_loaded(sheet: ProgressSheet) -> None:
    """Publish what the file told: it was published elsewhere before."""
    sheet.published_version = sheet.version
    sheet.step(ProgressSheet.Status.PUBLISHED, SheetEvent.What.PUBLISHED, None)


@transaction.atomic
def tie_to_plan(plan: Plan) -> None:
    """Link the sheets that name items or indicators of `plan` which came after them.

    Called after a plan or its indicators were loaded, when their rows are no longer locked: sheets
    are locked before what they name.
    """
    for sheet in ProgressSheet.objects.live().select_for_update().order_by("pk"):
        told = sheet.told()
        if any(name.startswith(f"{plan.slug}/") for name in (*told.items, *told.indicators)):
            sheet.settle_links(told)


def loose_ends(told: ToldSheet) -> Iterable[str]:
    """The items and indicators a sheet names that are not there yet."""
    for noun, model, names in (
        ("計画の項目", PlanItem, told.content.items),
        ("指標", Indicator, told.content.indicators),
    ):
        there = {name_of(row) for row in found(model, names)}
        for name in names:
            if name not in there:
                yield f"{told}：{noun}「{name}」はまだありません。できたら、つながります。"
