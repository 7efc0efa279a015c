"""The turn of the fiscal year: what was asked last year comes back as drafts to be decided."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.models import CityRequest
from portal.people.models import User
from portal.people.permissions import works_for_section


@dataclass
class Report:
    """What became of the requests of the year before."""

    made: int = 0
    there_already: int = 0
    left_behind: int = 0


def roll_over(year: int, *, by: User) -> Report:
    """Begin the requests of the fiscal year `year` from those of the year before; safe to repeat.

    What was a draft, merged, replaced or stopped stays behind. Code: not_section.
    """
    if not works_for_section(by):
        raise ValidationError("依頼事項は、生涯学習課の職員が決めます。", code="not_section")
    report = Report()
    for key in CityRequest.objects.of_year(year - 1).order_by("pk").values_list("pk", flat=True):
        _roll_over_one(key, by, report)
    return report


@transaction.atomic
def _roll_over_one(key: int, by: User, report: Report) -> None:
    last = CityRequest.objects.select_for_update().get(pk=key)
    if CityRequest.objects.filter(previous=last).exists():
        report.there_already += 1
        return
    if not last.is_in_force:
        report.left_behind += 1
        return
    following = CityRequest(
        previous=last,
        year=last.year + 1,
        what=CityRequest.What.ROLLED_OVER,
        changed_by=by,
        changed_at=timezone.now(),
        version=1,
        **{name: getattr(last, name) for name in COMES_ALONG},
    )
    following.first_day, following.last_day = a_year_on(last.first_day), a_year_on(last.last_day)
    following.deadline = a_year_on(last.deadline) if last.deadline else None
    following.full_clean()
    following.save()
    following.centers.set(last.centers.all())
    report.made += 1


COMES_ALONG = [
    "title",
    "bureau",
    "section",
    "to",
    "content",
    "basis",
    "basis_text",
    "hours",
    "everywhere",
    "contact_name",
    "contact_phone",
    "contact_email",
]


def a_year_on(day: date) -> date:
    """The same day of the next year; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)
