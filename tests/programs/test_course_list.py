"""The list answers every address with a clear page, and always with as many statements."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.cache import caches
from django.utils import timezone

from portal import facets
from programs.models import Course
from tests import cast

pytestmark = pytest.mark.django_db


def titles(page) -> str:
    return " ".join(page.text)


@pytest.mark.parametrize(
    ("condition", "fits", "does_not"),
    [
        ("ward=tobata", {}, {"center": "moji"}),
        ("center=hama", {}, {"center": "moji"}),
        ("category=food", {}, {"category": "music"}),
        ("method=lottery", {"method": "lottery", "takes_sign_ups_here": False}, {}),
        ("nice=free", {"fee": 0}, {"fee": 500}),
        ("nice=childcare", {"childcare": True}, {}),
        ("nice=wheelchair&nice=online", {"wheelchair": True, "online": True}, {"online": True}),
        ("nice=sign_language", {"sign_language": True}, {}),
        ("nice=captioning", {"captioning": True}, {}),
        ("open=1", {}, {"apply_from": "later"}),
        ("open=1", {}, {"capacity": "full"}),
        ("stage=senior", {"stage": "senior"}, {"stage": "child"}),
    ],
)
def test_a_condition_keeps_what_fits_and_drops_the_rest(client, condition, fits, does_not):
    a_course_like(fits, "合う講座")
    a_course_like(does_not, "合わない講座")
    text = titles(client.get_page(f"/courses/?{condition}"))
    assert "合う講座" in text
    assert "合わない講座" not in text


def a_course_like(wanted: dict, title: str) -> Course:
    fields, stage, full = dict(wanted), wanted.get("stage"), wanted.get("capacity") == "full"
    fields.pop("stage", None)
    if fields.get("center") == "moji":
        fields["center"] = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    if fields.get("category") == "music":
        fields["category"] = cast.a_category("音楽", "music")
    if fields.get("apply_from") == "later":
        fields["apply_from"] = timezone.now() + timedelta(days=1)
    if full:
        fields["capacity"] = 1
    course = cast.a_course(title=title, **fields)
    if full:
        user, person = cast.many_residents(1)[0]
        course.sign_up(person, by=user)
    if stage:
        course.life_stages.add(cast.a_life_stage(stage))
    return course


def test_weekday_time_and_days_are_those_of_the_sessions(client):
    course = cast.a_course(title="朝の講座", days_ahead=10)
    evening = cast.a_course(title="夜の講座", days_ahead=11)
    evening.sessions.all().delete()
    cast.add_sessions(evening, days_ahead=11, hour=19)
    weekday = timezone.localtime(course.starts_at).weekday()
    day = timezone.localdate(course.starts_at)
    for condition in (f"weekday={weekday}", "time=morning", f"from={day}&to={day}"):
        text = titles(client.get_page(f"/courses/?{condition}"))
        assert "朝の講座" in text
        assert "夜の講座" not in text


def test_each_condition_shows_how_many_it_would_leave(client):
    cast.a_course(title="一", fee=0)
    cast.a_course(title="二", fee=300)
    cast.a_course(
        title="三", center=cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    )
    response = client.get("/courses/?ward=tobata")
    options = {
        (group["name"], option["value"]): option["count"]
        for group in response.context["facets"]()
        for option in group["options"]
    }
    assert response.context["count"] == 2
    assert options["ward", "tobata"] == 2
    assert options["ward", "moji"] == 1, "another ward shows what it would give instead"
    assert options["nice", "free"] == 1
    assert options["method", "first_come"] == 2
    assert options["open", "1"] == 2


def test_what_closes_first_comes_first(client):
    cast.a_course(title="あとで", days_ahead=30)
    cast.a_course(title="もうすぐ", days_ahead=5)
    response = client.get("/courses/")
    assert [course.title for course in response.context["courses"]] == ["もうすぐ", "あとで"]


def test_drafts_scheduled_and_finished_courses_are_not_listed(client):
    cast.a_course(title="下書き", published_at=None)
    cast.a_course(title="予約", published_at=timezone.now() + timedelta(hours=1))
    cast.a_course(title="終了", days_ahead=-3)
    assert client.get("/courses/").context["count"] == 0


def test_a_course_whose_sign_up_is_over_is_found_when_asked_for(client):
    cast.a_course(title="受付終了", apply_until=timezone.now() - timedelta(hours=1))
    assert client.get("/courses/").context["count"] == 0
    assert client.get("/courses/?closed=1").context["count"] == 1


def test_asking_for_more_loses_no_course_whose_days_are_not_known_yet(client):
    soon = timezone.now() + timedelta(days=9)
    cast.a_course(title="日時は未定", sessions=0, apply_until=soon)
    assert client.get("/courses/").context["count"] == 1
    assert client.get("/courses/?closed=1").context["count"] == 1
    assert client.get("/courses/?q=未定&closed=1").context["count"] == 1


@pytest.mark.parametrize(
    "address",
    [
        "?ward=atlantis",
        "?weekday=9&time=midnight&method=magic",
        "?from=yesterday&to=2026-02-30",
        "?from=0001-01-01",
        "?center=nowhere",
        "?q=" + "あ" * 5_000,
        "?q=%F0%9F%8D%A3",
        "?q=%27%3B+DROP+TABLE+programs_course%3B--",
        "?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "?q=%25_%5C",
        "?q=:*%20%26%20%7C%20!",
        "?q=%ff%fe",
        "?unknown=1",
        "?ward=moji&ward=moji&ward=",
    ],
)
def test_any_address_is_answered_with_a_page(client, address):
    cast.a_course()
    assert "講座をさがす" in client.get_page(f"/courses/{address}").text


def test_an_unknown_value_is_left_out_and_said_so(client):
    cast.a_course(title="のこる講座")
    text = titles(client.get_page("/courses/?ward=atlantis"))
    assert "知らない条件" in text
    assert "のこる講座" in text


def test_days_in_the_wrong_order_are_told_apart_from_no_course(client):
    text = titles(client.get_page("/courses/?from=2026-12-31&to=2026-12-01"))
    assert "「この日から」が「この日まで」よりあとです。" in text
    same_day = titles(client.get_page("/courses/?from=2026-12-31&to=2026-12-31"))
    assert "よりあとです" not in same_day


def test_the_order_told_is_the_order_given(client):
    cast.a_course(title="ヨガ")
    assert "題名に合うものから、締切が近い順" in titles(client.get_page("/courses/?q=ヨガ"))
    assert "題名に合うもの" not in titles(client.get_page("/courses/?nice=free"))


@pytest.mark.parametrize("number", ["0", "-1", "2", "abc", "99999999999999999999", ""])
def test_a_page_that_does_not_exist_says_so_with_404(client, number):
    cast.a_course(title="ただ一つ")
    page = client.get_page(f"/courses/?page={number}", status=404)
    assert "ただ一つ" in titles(page)
    assert "ページはありません" in titles(page)


@pytest.mark.parametrize("address", ["/courses/?q=%00", "/courses/%00/"])
def test_nul_bytes_are_refused_with_a_sentence(client, address):
    page = client.get_page(address, status=400)
    assert "読み取れない内容がありました" in titles(page)


def test_an_empty_answer_offers_three_ways_on(client):
    response = client.get("/courses/?q=ありえない&ward=")
    assert len(response.context["suggestions"]) == 3


def test_paging_keeps_the_conditions(client):
    for i in range(45):
        cast.a_course(title=f"講座{i}")
    page = client.get("/courses/?category=food&page=2").context["page"]
    assert page["previous_url"] == "?category=food"
    assert page["next_url"] == "?category=food&page=3"
    assert len(client.get("/courses/?category=food&page=3").context["courses"]) == 5


def test_htmx_is_given_the_results_alone_and_caches_keep_them_apart(client):
    cast.a_course()
    whole = client.get("/courses/")
    part = client.get("/courses/", headers={"HX-Request": "true"})
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert "HX-Request" in part["Vary"]
    assert b"<html" in client.get("/courses/").content


def test_who_goes_back_is_given_the_whole_page_though_a_part_of_it_is_kept(client):
    cast.a_course()
    asked = {"HX-Request": "true"}
    part = client.get("/courses/", headers=asked)
    back = client.get("/courses/", headers=asked | {"HX-History-Restore-Request": "true"})
    assert b"<html" not in part.content
    assert b"<html" in back.content
    assert "HX-History-Restore-Request" in part["Vary"], "nor does the browser take it for the page"
    assert b"<html" not in client.get("/courses/", headers=asked).content


@pytest.mark.parametrize("address", ["/courses/", "/courses/?q=講座&ward=tobata&nice=free"])
def test_the_number_of_statements_does_not_grow_with_the_courses(
    client, django_assert_max_num_queries, address
):
    cast.a_course(title="講座")
    client.get(address)
    for number in (1, 40):
        for i in range(number):
            cast.a_course(title=f"講座{i}")
        caches["pages"].clear()
        client.get("/courses/?q=groups-are-kept")
        with django_assert_max_num_queries(3 if "q=" in address else 2):
            client.get(address)


def test_the_page_is_the_same_for_everyone_and_sets_no_cookie(client):
    cast.a_course()
    first = client.get("/courses/")
    caches["pages"].clear()
    client.sign_in(cast.a_resident())
    second = client.get("/courses/")
    assert first.content == second.content
    assert "public" in second["Cache-Control"]
    assert not second.cookies


def test_a_browser_that_has_the_page_is_told_so(client):
    etag = client.get("/courses/")["ETag"]
    assert client.get("/courses/", headers={"If-None-Match": etag}).status_code == 304


def test_what_takes_long_to_count_is_counted_more_seldom(monkeypatch):
    clock, counted = [1_000.0], []

    def slowly() -> facets.Counts:
        counted.append(clock[0])
        clock[0] += 0.5
        return facets.Counts({"total": 7}, "{}")

    monkeypatch.setattr(facets.time, "time", lambda: clock[0])
    for _ in range(100):
        assert facets.kept("name", slowly).total == 7
        clock[0] += 1
    assert counted == [1_000.0, 1_050.5], "half a second of counting in fifty"


def test_a_count_nobody_has_is_made_once_and_the_others_wait_for_it():
    start, counted = Barrier(4), []

    def slowly() -> facets.Counts:
        counted.append(1)
        time.sleep(0.1)
        return facets.Counts({"total": 7}, "{}")

    def ask(_) -> int:
        start.wait(timeout=10)
        return facets.kept("name", slowly).total

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [7] * 4
    assert len(counted) == 1
