"""A course for school years asks in which year somebody is on its first day."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.japan.calendar import (
    age_on,
    fiscal_year,
    school_year_name,
    school_year_on,
    school_years_name,
)
from portal.refusal import code_of
from programs.models import Course, Session
from tests import cast


@pytest.mark.parametrize(
    ("birth", "day", "year"),
    [
        (date(2018, 4, 1), date(2026, 5, 1), 3),  # the youngest of the third year
        (date(2018, 4, 2), date(2026, 5, 1), 2),  # the oldest of the second
        (date(2018, 4, 1), date(2027, 3, 31), 3),  # the last day of the fiscal year
        (date(2018, 4, 1), date(2027, 4, 1), 4),  # and the first of the next
        (date(2020, 4, 1), date(2026, 4, 1), 1),  # begins school the day of the sixth birthday
        (date(2020, 4, 2), date(2026, 4, 1), 0),  # one day younger, one year later
        (date(2016, 2, 29), date(2026, 4, 1), 5),
        (date(2008, 4, 2), date(2027, 3, 31), 12),
    ],
)
def test_the_school_year_turns_between_the_first_and_second_of_april(birth, day, year):
    assert school_year_on(birth, day) == year


@given(
    birth=st.dates(date(1990, 1, 1), date(2026, 3, 31)),
    days=st.integers(0, 20 * 365),
)
def test_one_moves_up_every_april_and_never_otherwise(birth, days):
    day = birth + timedelta(days=days)
    moved = school_year_on(birth, day + timedelta(days=1)) - school_year_on(birth, day)
    assert moved == (fiscal_year(day + timedelta(days=1)) - fiscal_year(day))
    # Who is in the year n turned n + 5 by the beginning of that school year, on 2 April at the
    # latest, and no more than a year before.
    april = date(fiscal_year(day), 4, 1)
    if birth <= april:
        assert age_on(birth, april) == school_year_on(birth, april) + 5


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (1, 6, "小学生"),
        (7, 9, "中学生"),
        (10, 12, "高校生"),
        (-2, 0, "年少〜年長"),
        (3, 6, "小学3〜6年"),
        (4, 4, "小学4年"),
        (5, 8, "小学5年〜中学2年"),
        (0, 2, "年長〜小学2年"),
        (7, None, "中学1年以上"),
        (None, 3, "小学3年まで"),
        (None, None, ""),
    ],
)
def test_years_are_said_as_people_say_them(first, last, name):
    assert school_years_name(first, last) == name


def test_before_and_after_school_are_said_in_words():
    assert school_year_name(-3) == "年少の前"
    assert school_year_name(13) == "高校卒業後"


# ---------------------------------------------------------------- what a course refuses


def a_course_on(day: date, **fields) -> Course:
    """A course whose only session is on `day`, open now."""
    course = cast.a_course(**fields)
    course.sessions.all().delete()
    begins = timezone.make_aware(datetime(day.year, day.month, day.day, 10))
    Session.objects.create(course=course, starts_at=begins, ends_at=begins + timedelta(hours=2))
    course.refresh_from_db()
    return course


def refusal(course: Course, born: date) -> str | None:
    user = cast.a_resident(f"{born}@example.jp", born=born)
    person = user.household.people.get()
    try:
        course.sign_up(person, by=user, told=cast.consent(person))
    except ValidationError as refused:
        return code_of(refused)
    return None


def next_fiscal_year() -> int:
    return fiscal_year(timezone.localdate()) + 1


@pytest.mark.django_db
def test_a_course_for_the_third_to_sixth_year_takes_exactly_those():
    year = next_fiscal_year()
    course = a_course_on(
        date(year, 6, 1),
        min_school_year=3,
        max_school_year=6,
        apply_until=timezone.now() + timedelta(days=1),
    )
    # Born 2 April of (year - 9) is the oldest of the third year; the youngest of the sixth was
    # born 1 April of (year - 11), the oldest 2 April of (year - 12).
    assert refusal(course, date(year - 8, 4, 2)) == "wrong_school_year"
    assert refusal(course, date(year - 8, 4, 1)) is None
    assert refusal(course, date(year - 12, 4, 2)) is None
    assert refusal(course, date(year - 12, 4, 1)) == "wrong_school_year"


@pytest.mark.django_db
@pytest.mark.parametrize(("month", "day", "code"), [(3, 31, "wrong_school_year"), (4, 1, None)])
def test_the_fiscal_years_end_decides_who_has_come_to_school(month, day, code):
    year = next_fiscal_year()
    born = date(year - 6, 4, 1)
    course = a_course_on(
        date(year, month, day), min_school_year=1, apply_until=timezone.now() + timedelta(days=1)
    )
    assert refusal(course, born) == code


@pytest.mark.django_db
def test_the_refusal_says_which_years_and_which_one_is_in():
    year = next_fiscal_year()
    course = a_course_on(
        date(year, 6, 1),
        min_school_year=3,
        max_school_year=6,
        apply_until=timezone.now() + timedelta(days=1),
    )
    user = cast.a_resident(born=date(year - 8, 5, 5))
    person = user.household.people.get()
    with pytest.raises(ValidationError) as refused:
        course.sign_up(person, by=user, told=cast.consent(person))
    assert "「小学3〜6年」" in refused.value.messages[0]
    assert "小学2年" in refused.value.messages[0]


@pytest.mark.django_db
def test_for_whom_is_said_by_school_years_where_no_age_is_given(client):
    course = cast.a_course(min_school_year=1, max_school_year=6)
    assert course.for_whom == "小学生"
    page = client.get_page("/courses/")
    assert "小学生" in " ".join(page.text)
    both = cast.a_course(title="両方", min_age=8, min_school_year=3, target="親子")
    page = client.get_page(both.get_absolute_url())
    assert "小学3年以上" in " ".join(" ".join(page.text).split())


@pytest.mark.django_db
def test_years_out_of_order_are_refused():
    course = cast.a_course()
    course.min_school_year, course.max_school_year = 6, 3
    with pytest.raises(ValidationError) as refused:
        course.full_clean()
    assert "school_years_out_of_order" in {
        error.code for errors in refused.value.error_dict.values() for error in errors
    }
