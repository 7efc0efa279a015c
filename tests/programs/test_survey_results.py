"""Results tell of groups of five or more: alone, by difference, and by looking twice."""

import csv
import io
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.japan.calendar import fiscal_year
from programs.models import Course, SignUp, SurveyAnswer
from programs.survey.results import (
    CenterResults,
    Figures,
    comments_on,
    results_of,
    results_of_course,
)
from tests import cast
from tests.programs.test_survey import over
from vision import metrics
from vision.figures.counting import count_live

pytestmark = pytest.mark.django_db

LONG_AGO = 20


def answered(course: Course, *marks: int, comment: str = "", days_ago: int = LONG_AGO) -> Course:
    """A course that is over, with these answers."""
    before = SignUp.objects.count()
    sign_ups = cast.newcomers(course, *(1 for _ in marks))
    assert SignUp.objects.count() == before + len(marks)
    over(course, days_ago=days_ago)
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            sign_up=sign_up,
            satisfaction=mark,
            uses=["daily"],
            comment=f"{comment}{number}" if comment else "",
            wants_activity=mark == 5,
        )
        for number, (sign_up, mark) in enumerate(zip(sign_ups, marks, strict=True))
    )
    return course


def year_of(course: Course) -> int:
    return fiscal_year(timezone.localdate(course.ends_at))


def results(course: Course):
    return results_of(year_of(course), Course.objects.all())


def said(page) -> str:
    return " ".join(page.text)


def test_five_answers_are_added_up():
    course = answered(cast.a_course(), 5, 5, 4, 3, 1)
    figures = results_of_course(course)
    assert (figures.n, figures.average, figures.satisfied_percent) == (5, 3.6, 60)
    assert figures.wants_activity_percent == 40
    assert figures.uses == Counter(daily=5)


def test_four_answers_are_shown_nowhere():
    course = answered(cast.a_course(), 5, 5, 5, 5, comment="秘密")
    assert results_of_course(course) is None
    assert comments_on(course) == []
    assert results(course).centers == []
    assert results(course).together.n == 0


def test_a_course_of_six_in_a_centre_of_ten_does_not_tell_of_the_other_four():
    six = answered(cast.a_course(title="六人"), 5, 5, 5, 4, 4, 4)
    answered(cast.a_course(title="四人"), 1, 1, 1, 1)
    [center] = results(six).centers
    assert center.together.n == 6
    assert [line.name for line in center.courses] == ["六人"]
    assert results(six).together.n == 6


def test_small_courses_of_a_centre_count_once_they_make_five_together():
    first = answered(cast.a_course(), 1, 1, 1)
    answered(cast.a_course(), 3, 3)
    [center] = results(first).centers
    assert center.courses == []
    assert (center.together.n, center.together.average) == (5, 1.8)


@given(st.lists(st.integers(1, 12), max_size=12))
def test_no_two_looks_differ_by_fewer_than_five(sizes):
    """Whatever the courses, what a centre shows grows by five or more, or not at all."""
    center, shown, before = CenterResults("館"), [], 0
    for size in sizes:
        center.take_in(Course(title="講座"), Figures(n=size))
        grown = center.together.n - before
        assert grown == 0 or grown >= 5
        before = center.together.n
        shown = [line.figures.n for line in center.courses]
        rest = center.together.n - sum(shown)
        assert rest == 0 or rest >= 5
        assert all(n >= 5 for n in shown)
    assert sum(sizes) - before < 5


def test_while_answers_come_in_nothing_is_shown(client):
    course = answered(cast.a_course(), 5, 5, 5, 5, 5, comment="よい", days_ago=3)
    assert results_of_course(course) is None
    assert comments_on(course) == []
    client.sign_in(cast.center_staff(course.center))
    page = said(client.get_page(f"/desk/courses/{course.pk}/survey/"))
    assert "いま回答を受け付けています" in page
    assert results(course).together.n == 0


def test_comments_come_without_names_times_or_order(client):
    course = answered(cast.a_course(), 5, 5, 5, 5, 5, 5, 5, 5, comment="ひとこと")
    written = [f"ひとこと{number}" for number in range(8)]
    assert sorted(comments_on(course)) == written
    assert comments_on(course) != written
    client.sign_in(cast.center_staff(course.center))
    page = said(client.get_page(f"/desk/courses/{course.pk}/survey/"))
    assert "ひとこと3" in page
    assert "髙﨑" not in page


def test_a_comment_is_text_whatever_it_looks_like(client):
    course = answered(cast.a_course(), 5, 5, 5, 5, 5, comment="<script>alert(1)</script>")
    client.sign_in(cast.center_staff(course.center))
    page = client.get_page(f"/desk/courses/{course.pk}/survey/")
    assert "<script>alert(1)</script>" in said(page)
    assert all(script.get("src") for script in page.all("script"))


def test_staff_see_their_own_centres_results(client):
    course = answered(cast.a_course(title="だし"), 5, 5, 5, 5, 5)
    other = cast.a_center("other", ward="moji", name="門司の市民センター")
    answered(cast.a_course(title="のり", center=other), 1, 1, 1, 1, 1)
    client.sign_in(cast.center_staff(course.center))
    page = said(client.get_page(f"/desk/surveys/?year={year_of(course)}"))
    assert "だし" in page
    assert "のり" not in page
    assert (
        client.get(f"/desk/courses/{Course.objects.get(title='のり').pk}/survey/").status_code
        == 404
    )


def test_the_section_sees_all_with_the_figures_of_the_plan_and_as_a_table(client):
    course = answered(cast.a_course(title="=だし"), 5, 5, 4, 4, 4)
    client.sign_in(cast.section_staff())
    year = year_of(course)
    count_live()
    page = said(client.get_page(f"/desk/surveys/?year={year}"))
    assert "満足度 4.4 点（5点満点）" in page
    answer = client.get(f"/desk/surveys/results.csv?year={year}")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["（すべて）", "'=だし", "（すべて）"]
    assert rows[1][3:5] == ["5", "4.4"]


@pytest.mark.parametrize("year", ["", "x", "9999", "-1", "２０２６", "2026'--"])
def test_a_year_that_is_none_shows_this_one(client, year):
    client.sign_in(cast.section_staff())
    page = client.get_page(f"/desk/surveys/?year={year}")
    chosen = [one["value"] for one in page.all("option") if "selected" in one]
    assert chosen == [str(fiscal_year(timezone.localdate()))]


def test_an_answer_belongs_to_the_fiscal_year_of_the_last_session():
    tokyo = timezone.get_current_timezone()
    course = answered(cast.a_course(), 5, 5, 5, 5, 5)
    for moment, year in [
        (datetime(2025, 3, 31, 23, 59, tzinfo=tokyo), 2024),
        (datetime(2025, 4, 1, 0, 0, tzinfo=tokyo), 2025),
    ]:
        session = course.sessions.get()
        session.starts_at, session.ends_at = moment - timedelta(hours=1), moment
        session.save()
        for asked in (2024, 2025):
            together = results_of(asked, Course.objects.all()).together
            assert bool(together.n) == (asked == year)


def test_the_page_asks_the_same_for_one_course_and_for_many(client, django_assert_max_num_queries):
    for number in range(8):
        course = answered(cast.a_course(title=f"講座{number}"), 5, 5, 5, 5, 5)
    client.sign_in(cast.center_staff(course.center))
    with django_assert_max_num_queries(14):
        client.get_page(f"/desk/surveys/?year={year_of(course)}")


# ---------------------------------------------------------------- for the plan


def test_the_plan_reads_the_mean_and_the_share_of_those_who_want_to_be_active():
    course = answered(cast.a_course(), 5, 5, 4, 3, 1)
    year = year_of(course)
    satisfaction, wants = metrics.metric("satisfaction"), metrics.metric("wants_activity")
    assert satisfaction.measure(year) == metrics.Figure(Decimal("3.6"), 5, 5)
    assert wants.measure(year) == metrics.Figure(Decimal(40), 5, 5)


def test_the_plan_counts_the_same_groups_of_five_as_the_results():
    tobata, moji = cast.a_center(), cast.a_center("minato", ward="moji", name="門司の市民センター")
    for center, marks in [
        (tobata, [5] * 6),
        (tobata, [1, 1]),
        (tobata, [2, 2, 2]),
        (moji, [3] * 4),
    ]:
        course = answered(cast.a_course(center=center), *marks)
    year, satisfaction = year_of(course), metrics.metric("satisfaction")
    together = results(course).together
    assert (together.n, together.average) == (11, 3.5)
    assert satisfaction.measure(year) == metrics.Figure(Decimal("3.5"), 11, 11)
    [cell] = satisfaction.breakdown(year, "ward")
    assert (cell.key, cell.figure.n) == ("tobata", 11)
    assert satisfaction.measure(year, metrics.Scope("ward", "moji")) == metrics.NOTHING


def test_a_group_of_two_categories_counts_in_neither():
    music = cast.a_category("音楽", "music")
    answered(cast.a_course(), 5, 5)
    course = answered(cast.a_course(category=music), 4, 4, 4)
    year, satisfaction = year_of(course), metrics.metric("satisfaction")
    assert satisfaction.measure(year).n == 5
    assert satisfaction.breakdown(year, "category") == []


def test_behind_the_survey_only_courses_of_five_answers_are_listed():
    answered(cast.a_course(title="二人"), 5, 5)
    answered(cast.a_course(title="三人"), 5, 5, 5)
    course = answered(cast.a_course(title="五人"), 5, 5, 4, 4, 4)
    year, satisfaction = year_of(course), metrics.metric("satisfaction")
    assert satisfaction.measure(year).n == 10
    assert [row["row_0"] for row in satisfaction.rows(year)] == ["五人"]


def test_a_survey_of_fewer_than_five_has_no_figure():
    year = year_of(answered(cast.a_course(), 5, 5, 5, 5))
    for key in ("satisfaction", "wants_activity"):
        assert metrics.metric(key).measure(year) == metrics.NOTHING
