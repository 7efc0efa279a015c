"""Who may sign up for a course, and when: each rule refuses with its own code and sentence."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.japan import calendar
from portal.people.models import Person

if TYPE_CHECKING:
    from .course import Course
    from .draw import Draw

ALREADY = "この方は、すでにこの講座に申し込んでいます。マイページでお確かめください。"
FULL = "満席になりました。ほかの講座をさがすか、会場にお問い合わせください。"

OF_AGE = 18


def first_day_of(course: "Course") -> date:
    """The day the ages count on: the course's first; today where none is known yet."""
    return timezone.localdate(course.starts_at) if course.starts_at else timezone.localdate()


def is_under_age(course: "Course", person: Person) -> bool:
    """Whether a guardian has to consent: under 18 on the first day."""
    return person.age_on(first_day_of(course)) < OF_AGE


def refuse_unless_open(
    course: "Course", now: datetime, draw: "Draw | None" = None, via: str = "web"
) -> None:
    """Refuse outside the sign-up period, and where sign-up is held elsewhere.

    A postcard that came in time is entered after the deadline too, until the list of a lottery
    is closed. `draw` is the course's, where its list is closed already.
    Codes: not_published, cancelled, elsewhere, not_yet_open, closed.
    """
    if course.published_at is None or course.published_at > now:
        raise ValidationError("この講座は公開されていません。", code="not_published")
    if course.is_cancelled:
        raise ValidationError("この講座は中止になりました。", code="cancelled")
    if not course.takes_sign_ups_here:
        raise ValidationError(
            "この講座は、このサイトでは申し込めません。講座のページの申込方法をご覧ください。",
            code="elsewhere",
        )
    if course.apply_from and now < course.apply_from:
        raise ValidationError(
            "申込の受付はまだ始まっていません。講座のページで開始日時をお確かめください。",
            code="not_yet_open",
        )
    may_be_late = via == "postcard" and course.is_lottery and draw is None
    between = draw is not None and draw.announced_at is None
    if between or course.closes_at is None or (course.closes_at < now and not may_be_late):
        raise ValidationError(
            "申込の受付は終わりました。空きがあるかどうかは、会場にお問い合わせください。",
            code="closed",
        )


def refuse_party(course: "Course", people: Sequence[Person]) -> None:
    """Refuse too few or too many at once, and somebody named twice.

    Codes: party_too_small, party_too_large, named_twice.
    """
    if len({person.pk for person in people}) < len(people):
        raise ValidationError("同じ方が2回選ばれています。", code="named_twice")
    if len(people) < course.party_min:
        raise ValidationError(
            f"この講座は{course.party_min}人以上でいっしょにお申し込みください。",
            code="party_too_small",
        )
    if len(people) > course.party_max:
        together = (
            f"一度に申し込めるのは{course.party_max}人までです。"
            if course.takes_parties
            else "お一人ずつお申し込みください。"
        )
        raise ValidationError(together, code="party_too_large")


def refuse_unless_eligible(course: "Course", person: Person) -> None:
    """Refuse by age and school year on the first day and by residence.

    Codes: too_young, too_old, wrong_school_year, not_resident.
    """
    day = first_day_of(course)
    age = person.age_on(day)
    if course.min_age is not None and age < course.min_age:
        raise ValidationError(
            f"この講座は{course.min_age}歳からです（{person.full_name}さんは開講日に{age}歳）。",
            code="too_young",
        )
    if course.max_age is not None and age > course.max_age:
        raise ValidationError(
            f"この講座は{course.max_age}歳までです（{person.full_name}さんは開講日に{age}歳）。",
            code="too_old",
        )
    _refuse_school_year(course, person, day)
    allowed = {
        course.Residence.ANYONE: True,
        course.Residence.CITY: person.lives_in_city,
        course.Residence.CITY_WIDE: person.lives_in_city or person.works_or_studies_in_city,
    }
    if not allowed[course.Residence(course.residence)]:
        raise ValidationError(
            f"この講座は「{course.get_residence_display()}」が対象です。登録の内容がちがうときは、"
            "マイページで直してからお申し込みください。",
            code="not_resident",
        )


def _refuse_school_year(course: "Course", person: Person, day: date) -> None:
    first, last = course.min_school_year, course.max_school_year
    year = calendar.school_year_on(person.birth_date, day)
    if (first is not None and year < first) or (last is not None and year > last):
        raise ValidationError(
            f"この講座の対象は「{calendar.school_years_name(first, last)}」です"
            f"（{person.full_name}さんは開講日に{calendar.school_year_name(year)}）。",
            code="wrong_school_year",
        )
