"""Each item's page lists the courses that serve it; the plan itself knows no courses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.browsing.plan_courses import SHOWN
from programs.models import Course
from tests.cast import a_course
from tests.vision.plan_files import small_plan, write_csv
from vision.models import PlanItem
from vision.plans.loading import load_plan

pytestmark = pytest.mark.django_db

PLAN = "/vision/mirai-2027/"


@pytest.fixture(autouse=True)
def plan(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))


def a_course_for(code: str, title: str, **fields) -> Course:
    course = a_course(title=title, **fields)
    course.plan_items.add(PlanItem.objects.get(code=code))
    return course


def courses_on(client, code: str) -> list[str]:
    page = client.get_page(f"{PLAN}{code}/")
    return [
        a["href"]
        for a in page.all("a")
        if a["href"].startswith("/courses/") and a["href"][9:-1].isdecimal()
    ]


def test_an_item_lists_courses_for_it_and_for_all_below_it(client):
    below = a_course_for("k1-1-2", "はじめての編集", days_ahead=10)
    own = a_course_for("k1", "学ぶ楽しみ", days_ahead=20)
    elsewhere = a_course_for("k2-1", "ボランティア入門")

    assert courses_on(client, "k1") == [f"/courses/{below.pk}/", f"/courses/{own.pk}/"]
    assert courses_on(client, "k1-1-2") == [f"/courses/{below.pk}/"]
    assert courses_on(client, "k2") == [f"/courses/{elsewhere.pk}/"]


def test_a_course_that_serves_two_items_is_listed_once(client):
    course = a_course_for("k1-1-1", "図書館めぐり")
    course.plan_items.add(PlanItem.objects.get(code="k1-1-2"))

    assert courses_on(client, "k1") == [f"/courses/{course.pk}/"]


def test_drafts_and_courses_that_are_over_are_not_listed(client):
    a_course_for("k1", "下書き", published_at=None)
    a_course_for("k1", "終わった講座", days_ahead=-30, apply_from=None, apply_until=None)

    assert courses_on(client, "k1") == []
    assert "申し込める講座は、いまはありません。" in "".join(client.get_page(f"{PLAN}k1/").text)


def test_many_courses_are_counted_and_the_soonest_shown(client, settings):
    settings.PUBLIC_PAGE_SECONDS = 0
    a_course_for("k1", "はじめの講座", days_ahead=5)
    with CaptureQueriesContext(connection) as with_one:
        courses_on(client, "k1")
    for number in range(SHOWN + 4):
        a_course_for("k1-1", f"講座{number}", days_ahead=7 + number)

    with CaptureQueriesContext(connection) as with_many:
        shown = courses_on(client, "k1")

    assert len(shown) == SHOWN
    text = "".join(client.get_page(f"{PLAN}k1/").text)
    assert f"いま{SHOWN + 5}件" in text
    assert f"講座{SHOWN + 3}" not in text
    assert len(with_many) == len(with_one)


def test_course_links_survive_a_changed_file(tmp_path, client):
    course = a_course_for("k1-1-1", "図書館めぐり")
    rows = small_plan()
    rows[3] |= {"階層": 2, "名称": "図書館をもっと身近に"}
    load_plan(write_csv(tmp_path, [rows[0], rows[5], rows[3], rows[1], rows[2], rows[4], rows[6]]))

    assert [item.name for item in course.plan_items.all()] == ["図書館をもっと身近に"]


def test_an_item_that_a_course_serves_cannot_leave_the_plan(tmp_path):
    over = a_course_for("k1-1-1", "終わった講座", days_ahead=-30, apply_from=None, apply_until=None)
    rows = small_plan()
    rows[1]["名称"] = "書きかえた名前"
    kept = [row for row in rows if row["番号"] not in {"k1-1-1", "k1-1-2"}]

    with pytest.raises(ValidationError) as refused:
        load_plan(write_csv(tmp_path, kept))

    assert [error.code for error in refused.value.error_list] == ["still_linked"]
    assert "「図書館の開館時間をのばす」（番号 k1-1-1）" in refused.value.messages[0]
    assert "講座が結びついています" in refused.value.messages[0]
    assert PlanItem.objects.count() == 6
    assert PlanItem.objects.get(code="k1").name == "学ぶ機会を広げる"

    over.plan_items.clear()
    assert load_plan(write_csv(tmp_path, kept)).removed == 2
