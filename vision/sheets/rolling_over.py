"""The turn of the fiscal year: last year's sheets that go on begin the new year as drafts."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.people.models import User
from portal.refusal import code_of

from ..models import ProgressSheet, SheetEvent


@dataclass
class Report:
    """What became of each sheet of the year before."""

    made: list[ProgressSheet] = field(default_factory=list)
    there_already: list[ProgressSheet] = field(default_factory=list)
    left_behind: list[ProgressSheet] = field(default_factory=list)
    number_taken: list[ProgressSheet] = field(default_factory=list)


def roll_over(year: int, *, by: User | None = None) -> Report:
    """Begin the sheets of the fiscal year `year` from those of the year before; safe to repeat.

    A sheet marked as ended (`goes_on` is off) stays behind. Challenge, strands and links come
    along; quarters, progress and result are the new year's to write.
    """
    report = Report()
    last_year = ProgressSheet.objects.of_year(year - 1).order_by("bureau", "area", "number")
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
        if code_of_first(refusal) != "repeated_number":
            raise
        report.number_taken.append(sheet)
    else:
        report.made.append(following)


def code_of_first(refusal: ValidationError) -> str | None:
    """The code of a refusal, of a field or of the whole."""
    if hasattr(refusal, "error_dict"):
        return next(iter(refusal.error_dict.values()))[0].code
    return code_of(refusal)
