"""`/volunteers/`: a resident sees who is wanted where and when, and finds what suits."""

from datetime import datetime, time, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.volunteers.models import ActivityField, Match, Opening, Shift
from centers.volunteers.openings import agreeing
from portal import kept
from portal.japan import calendar
from tests import cast, volunteering
from tests.page_lint import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client):
    """The page of an address, made anew."""

    def get(address: str = "", *, status: int = 200) -> Page:
        caches["pages"].clear()
        kept.forget_all()
        return client.get_page(f"/volunteers/{address}", status=status)

    return get


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def found(page: Page) -> list[str]:
    """The titles an answer holds, in its order."""
    titles = {f"/volunteers/openings/{one.pk}/": one.title for one in Opening.objects.all()}
    return [titles[a["href"]] for a in page.all("a") if a["href"] in titles]


def on(weekday: int, hour: int, *, weeks: int = 1) -> datetime:
    """The next such weekday and hour, at least a week ahead."""
    today = timezone.localdate()
    day = today + timedelta(days=(weekday - today.weekday()) % 7 + 7 * weeks)
    return calendar.at(day, time(hour))


def wanted(title: str, starts_at: datetime | None = None, **fields) -> Shift:
    return volunteering.a_shift(volunteering.an_opening(title, **fields), starts_at=starts_at)


@pytest.mark.parametrize(
    "door",
    [
        "/my/volunteer/register/",
        "/volunteers/roles/",
        "/volunteers/ask/",
        "/volunteers/organizations/",
        "/volunteers/results/",
    ],
)
def test_every_way_into_volunteering_begins_here(show, door):
    assert door in [link["href"] for link in show().all("a")]


def test_the_nearest_comes_first_and_what_is_over_or_called_off_is_left_out(show):
    wanted("来週の人", on(0, 10))
    wanted("再来週の人", on(0, 10, weeks=2))
    wanted("終わった人", timezone.now() - timedelta(days=1))
    off = wanted("中止した人", on(1, 10))
    agreeing.call_off(off, "大雨のため", by=volunteering.a_coordinator())
    wanted("確認中の人", status=Opening.Status.ASKED)
    closed = volunteering.an_organization(closed_on=timezone.localdate())
    wanted("終わった団体の人", organization=closed)
    assert found(show()) == ["来週の人", "再来週の人"]


def test_what_is_full_is_shown_when_asked_for(show):
    shift = wanted("満員の人")
    Shift.objects.update(needed=1)
    person = cast.a_resident().household.people.get()
    agreeing.sign_up(volunteering.a_volunteer(person), shift, by=person.household.accounts.get())
    assert found(show()) == []
    page = show("?full=1")
    assert found(page) == ["満員の人"]
    assert "人数に達しました" in said(page)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=えほん", []),
        ("?q=絵本", ["絵本を読む人"]),
        ("?q=浜小", ["絵本を読む人"]),
        ("?q=絵本 片づけ", []),
        ("?ward=moji", ["片づける人"]),
        ("?ward=moji&ward=tobata", ["絵本を読む人", "片づける人"]),
        ("?field=reading", ["絵本を読む人"]),
        ("?role=supporter", ["片づける人"]),
        ("?weekday=0", ["絵本を読む人"]),
        ("?time=2", ["片づける人"]),
        ("?weekday=0&time=2", []),
        ("?nice=first", ["絵本を読む人"]),
        ("?age=17", ["絵本を読む人"]),
        ("?age=１８歳", ["絵本を読む人", "片づける人"]),
    ],
)
def test_each_condition_narrows_the_list(show, query, expected):
    reading = ActivityField.objects.create(slug="reading", name="読み聞かせ")
    school = volunteering.an_organization()
    wanted("絵本を読む人", on(0, 10), organization=school).opening.fields.add(reading)
    moji = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    role = volunteering.a_role(minimum_age=18, requirements="研修を受けた方")
    wanted("片づける人", on(5, 18), center=moji, role=role, description="いすを運びます。")
    assert found(show(query)) == expected


def test_weekday_and_time_must_hold_for_one_and_the_same_shift(show):
    opening = wanted("二度の人", on(0, 10)).opening
    volunteering.a_shift(opening, starts_at=on(2, 18))
    assert found(show("?weekday=0&time=0")) == ["二度の人"]
    assert found(show("?weekday=0&time=2")) == []


def test_the_shifts_that_answer_are_shown_and_decide_the_order(show):
    first = wanted("月曜と土曜の人", on(0, 10)).opening
    volunteering.a_shift(first, starts_at=on(5, 10, weeks=2))
    wanted("土曜の人", on(5, 10))
    page = show("?weekday=5")
    assert found(page) == ["土曜の人", "月曜と土曜の人"]
    days = [calendar.local(on(5, 10, weeks=weeks)) for weeks in (1, 2)]
    assert all(f"{day.month}/{day.day}" in said(page) for day in days)
    monday = calendar.local(on(0, 10))
    assert f"{monday.month}/{monday.day}" not in said(page)


def test_days_narrow_the_list(show):
    shift = wanted("来週の人", on(0, 10))
    day = shift.day.isoformat()
    assert found(show(f"?from={day}&to={day}")) == ["来週の人"]
    assert found(show(f"?to={(shift.day - timedelta(days=1)).isoformat()}")) == []


def test_what_cannot_be_read_is_said_and_left_out(show):
    wanted("来週の人", on(0, 10))
    page = show("?ward=nowhere&from=yesterday&age=old&field=x&page=zz")
    assert found(page) == ["来週の人"]
    assert "知らない条件" in said(page)
    assert "日付を読み取れませんでした" in said(page)
    assert "年齢は、0から110までの数字" in said(page)


def test_an_empty_list_offers_three_ways_on(show):
    page = show("?q=絵本&age=5")
    assert "いまはありません" in said(page)
    ways = [a["href"] for a in page.all("a")]
    assert {"/volunteers/", "/volunteers/organizations/"} & set(ways)


def test_the_list_asks_a_fixed_number_of_things(show, client):
    def number_of_queries(address: str = "/volunteers/") -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    wanted("一つめ", on(0, 10))
    show()
    few = number_of_queries()
    for number in range(8):
        opening = wanted(f"次の{number}", on(1, 10), organization=None).opening
        volunteering.a_shift(opening, starts_at=on(2, 10))
    assert number_of_queries() == few
    assert few <= 5


def test_the_page_of_an_opening_says_all_of_it(show):
    school = volunteering.an_organization()
    kind = volunteering.a_qualification(volunteering.a_volunteer()).kind
    opening = volunteering.an_opening(
        organization=school, bring="上ばき", expenses="交通費500円", minimum_age=15
    )
    opening.qualifications.add(kind)
    shift = volunteering.a_shift(opening)
    text = said(show(f"openings/{opening.pk}/"))
    for words in (
        "絵本を読む人", "戸畑浜小学校", "上ばき", "交通費500円", "15歳以上", "普通救命講習",
        calendar.long_date(shift.day), "あと3人", opening.center.phone,
    ):  # fmt: skip
        assert words in text


def test_the_page_of_an_opening_asks_a_fixed_number_of_things(show, client):
    shift = wanted("一つめ", on(0, 10))
    address = f"/volunteers/openings/{shift.opening_id}/"

    def number_of_queries() -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    few = number_of_queries()
    for week in range(2, 9):
        volunteering.a_shift(shift.opening, starts_at=on(0, 10, weeks=week))
    assert number_of_queries() == few <= 5


def test_what_was_never_published_has_no_page_and_what_ended_keeps_it(show):
    asked = volunteering.an_opening(status=Opening.Status.ASKED, published_at=None)
    show(f"openings/{asked.pk}/", status=404)
    over = volunteering.an_opening(status=Opening.Status.CLOSED)
    assert "募集は終わりました" in said(show(f"openings/{over.pk}/"))


def test_the_list_and_a_page_are_the_same_for_all_and_set_no_cookie(client):
    volunteer = volunteering.a_volunteer()
    shift = wanted("来週の人", on(0, 10))
    Match.objects.create(shift=shift, volunteer=volunteer, status=Match.Status.ACCEPTED)
    for address in ("/volunteers/", f"/volunteers/openings/{shift.opening_id}/"):
        answer = client.get(address)
        assert answer["Cache-Control"].startswith("public")
        assert not answer.cookies
        assert volunteer.person.family_name not in answer.content.decode()
