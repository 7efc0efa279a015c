"""The turn of the fiscal year: last year's sheets that go on begin the new year as drafts."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.japan.calendar import fiscal_year, fiscal_year_name
from portal.people.models import User
from portal.refusal import code_of

from ..models import ProgressSheet, SheetEvent

NEW_FISCAL_YEAR = 4  # April


@dataclass
class Report:
    """What became of each sheet of the year before."""

    made: list[ProgressSheet] = field(default_factory=list)
    there_already: list[ProgressSheet] = field(default_factory=list)
    left_behind: list[ProgressSheet] = field(default_factory=list)
    number_taken: list[ProgressSheet] = field(default_factory=list)


def newest_year_to_begin() -> int:
    """The fiscal year whose sheets may be begun: this one, and from January on the next."""
    today = timezone.localdate()
    return fiscal_year(today) + (today.month < NEW_FISCAL_YEAR)


def roll_over(year: int, *, by: User | None = None) -> Report:
    """Begin the sheets of the fiscal year `year` from those of the year before; safe to repeat.

    A sheet marked as ended (`goes_on` is off) stays behind. Challenge, strands and links come
    along; quarters, progress and result are the new year's to write. Before the last quarter the
    old year's sheets are not written far enough. Code: too_early.
    """
    if year > newest_year_to_begin():
        raise ValidationError(
            f"{fiscal_year_name(year)}のシートは、{year}年1月から引きつげます。"
            "いまの年度のシートを書き進めて、お待ちください。",
            code="too_early",
        )
    report = Report()
    last_year = ProgressSheet.objects.live().of_year(year - 1).order_by("bureau", "area", "number")
    for key in last_year.values_list("pk", flat=True):
        _roll_over_one(key, by, report)
    return report


@transaction.atomic
def _roll_over_one(key: int, by: User | None, report: Report) -> None:
    sheet = ProgressSheet.objects.select_for_update().get(pk=key)
    if ProgressSheet.objects.filter(previous=sheet).exists():
        report.there_already.append(sheet)
        return
    if not sheet.goes_on:
        report.left_behind.append(sheet)
        return
    try:
        following = ProgressSheet.begin(
            sheet.told().for_the_next_year(),
            year=sheet.year + 1,
            bureau=sheet.bureau,
            area=sheet.area,
            number=sheet.number,
            by=by,
            what=SheetEvent.What.ROLLED_OVER,
            previous=sheet,
        )
    except ValidationError as refusal:
        if code_of(refusal) != "repeated_number":
            raise
        report.number_taken.append(sheet)
    else:
        report.made.append(following)
