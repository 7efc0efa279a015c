"""Find the centre nearby, and see before leaving home whether it is open."""

from datetime import date, time, timedelta

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.calendar.holidays import write_holidays
from centers.calendar.laying_out import lay_out
from centers.models import Center, Closure, OpeningHours, Room
from tests import cast, rooms
from tests.page_lint import Page

pytestmark = pytest.mark.django_db


def texts(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def hrefs(page: Page) -> list[str]:
    return [a["href"] for a in page.all("a")]


def names_on(page: Page) -> set[str]:
    return {center.name for center in Center.objects.all() if center.name in texts(page)}


def in_moji() -> Center:
    center = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    center.kana, center.address = "モジミナトシミンセンター", "北九州市門司区港町2-3"
    center.save()
    return center


def statements(client, address: str) -> int:
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        client.get_page(address)
    return len(asked)


# ---------------------------------------------------------------- all centres


def test_centres_stand_by_ward_and_reading_with_their_number_of_courses(client):
    in_moji()
    cast.a_center("ya", name="矢の市民センター")
    Center.objects.filter(slug="ya").update(kana="ヤノシミンセンター")
    cast.a_course()
    cast.a_course(published_at=None)
    cast.a_course(apply_until=timezone.now() - timedelta(hours=1))
    said = texts(client.get_page("/centers/"))
    order = ["門司区 門司みなと", "戸畑区 戸畑浜市民センター", "講座 1 件", "矢の市民センター"]
    places = [said.index(word) for word in order]
    assert places == sorted(places)
    assert said.count("講座 1 件") == 1, "drafts and closed ones are not counted"


@pytest.mark.parametrize(
    "typed",
    [
        "みなと",
        "ミナト",
        "ﾐﾅﾄ",
        "もじみなと",
        "港町",
        "港町２",
        "門司区",
        "門司　みなと",
        " 港町 みなと ",
    ],
)
def test_a_centre_is_found_by_name_reading_address_and_ward_in_any_kana(client, typed):
    in_moji()
    cast.a_center()
    page = client.get_page(f"/centers/?q={typed}")
    assert names_on(page) == {"門司みなと市民センター"}


@pytest.mark.parametrize("typed", ["ないところ", "%", "_", "\\", "'", '"><b>', "🍣", "あ" * 500])
def test_where_nothing_is_found_there_are_three_ways_on(client, typed):
    cast.a_center()
    page = client.get_page("/centers/", status=200)
    response = client.get("/centers/", {"q": typed})
    assert response.status_code == 200
    said = response.content.decode()
    assert "見つかりませんでした" in said
    assert "すべての市民センターを見る" in said
    assert "で講座をさがす" in said
    assert "お電話でもお答えします" in said
    assert "<b>" not in said.split("nothing__title")[1].split("</p>")[0]
    assert names_on(page)


def test_a_centre_not_shown_to_the_public_is_nowhere(client):
    cast.a_course(title="あるこう会")
    Center.objects.update(is_open_to_public=False)
    assert names_on(client.get_page("/centers/")) == set()
    client.get_page("/centers/hama/", status=404)
    page = client.get_page(f"/courses/{cast.a_course().pk}/")
    assert "/centers/hama/" not in hrefs(page), "no link that leads nowhere"


@pytest.mark.parametrize("slug", ["nowhere", "Hama", "hama%20", "%E6%B5%9C", "a" * 3_000])
def test_a_centre_that_never_was_is_not_found(client, slug):
    cast.a_center()
    page = client.get_page(f"/centers/{slug}/", status=404)
    assert "ページが見つかりません" in texts(page)
    assert names_on(page) == set()


def test_many_centres_ask_the_database_as_often_as_one(client):
    cast.a_course()
    one = statements(client, "/centers/")
    for number in range(6):
        center = cast.a_center(f"c{number}", ward="moji", name=f"門司{number}市民センター")
        cast.a_course(center=center)
    assert statements(client, "/centers/") == one <= 2


# ---------------------------------------------------------------- one centre


def test_a_centre_shows_hours_place_rooms_and_courses(client):
    center = cast.a_center()
    Room.objects.create(center=center, name="調理室", capacity=24, floor=2)
    Center.objects.update(
        introduction="浜のそばです。", access="浜町バス停から3分", parking="10台", elevator=True
    )
    course = cast.a_course()
    page = client.get_page("/centers/hama/")
    said = texts(page)
    for fact in (
        *("月曜日 9:00〜22:00", "土曜日 9:00〜17:00", "日曜日・祝日・年末年始は休館です"),
        *("〒804-0000", "北九州市戸畑区浜町1-1", "調理室（2階・24人）", "浜のそばです。"),
        *("浜町バス停から3分", "10台", "エレベーターがあります", course.title),
    ):
        assert fact in said, fact
    assert "https://maps.gsi.go.jp/#17/33.893100/130.829100/" in hrefs(page)
    assert "tel:093-000-0001" in hrefs(page)
    assert "/courses/?center=hama" in hrefs(page)


def test_without_a_known_spot_there_is_no_map_and_without_courses_there_is_a_way_on(client):
    cast.a_center()
    Center.objects.update(latitude=None, longitude=None)
    page = client.get_page("/centers/hama/")
    assert "maps.gsi.go.jp" not in str(hrefs(page))
    assert "いま受付中の講座はありません" in texts(page)
    assert "/courses/?ward=tobata" in hrefs(page)


def test_a_busy_centre_asks_the_database_as_often_as_a_quiet_one(client):
    center = cast.a_center()
    cast.a_course()
    Room.objects.create(center=center, name="和室")
    client.get("/centers/hama/")
    quiet = statements(client, "/centers/hama/")
    for number in range(8):
        cast.a_course(title=f"講座{number}", sessions=3)
        Room.objects.create(center=center, name=f"会議室{number}")
        a_closure(center, date(2099, 1, number + 1))
    assert statements(client, "/centers/hama/") == quiet


# ---------------------------------------------------------------- open today?


def a_closure(
    center: Center | None, first: date, last: date | None = None, reason="点検"
) -> Closure:
    return Closure.objects.create(
        center=center, first_day=first, last_day=last or first, reason=reason
    )


@pytest.fixture
def shown_on(client, monkeypatch):
    """What the centre's page says of today, on any day."""

    def show(day: date) -> str:
        caches["pages"].clear()
        write_holidays(day, day)
        lay_out(first=day, last=day)
        monkeypatch.setattr("centers.views.public.timezone.localdate", lambda: day)
        return texts(client.get_page("/centers/hama/")).split("電話する")[0]

    return show


MONDAY, SATURDAY, SUNDAY = date(2026, 6, 1), date(2026, 6, 6), date(2026, 6, 7)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (MONDAY, "きょう 6/1（月） 9:00〜22:00 開館"),
        (SATURDAY, "9:00〜17:00 開館"),
        (SUNDAY, "休館（定休日）"),
        (date(2026, 11, 3), "休館（祝日（文化の日））"),
        (date(2026, 9, 22), "休館（祝日（国民の休日））"),
        (date(2026, 12, 28), "9:00〜22:00 開館"),
        (date(2026, 12, 29), "休館（年末年始）"),
        (date(2027, 1, 3), "休館（年末年始）"),
        (date(2027, 1, 4), "9:00〜22:00 開館"),
    ],
)
def test_the_page_says_whether_the_centre_is_open_today_and_why_not(shown_on, day, said):
    cast.a_center()
    assert said in shown_on(day)


def test_some_centres_open_on_sundays_but_not_on_a_holiday_that_is_one(shown_on):
    center = cast.a_center()
    OpeningHours.objects.create(center=center, weekday=6, opens="10:00", closes="16:00")
    assert "10:00〜16:00 開館" in shown_on(SUNDAY)
    assert "祝日（春分の日）" in shown_on(date(2027, 3, 21))


def test_the_page_tells_days_of_their_own_and_says_where_no_day_is_known(client):
    center, today = cast.a_center(), timezone.localdate()
    rooms.an_open_day(center, today + timedelta(days=9), closes=21)
    rooms.a_closed_day(center, today + timedelta(days=10), "選挙の投票所")
    said = texts(client.get_page("/centers/hama/"))
    assert "時間が変わる日" in said
    assert "9:00〜21:00" in said
    assert "休館（選挙の投票所）" in said
    center.open_days.all().delete()
    caches["pages"].clear()
    assert "お電話でお確かめください" in texts(client.get_page("/centers/hama/"))


def test_a_centre_opening_on_sundays_says_so(client):
    OpeningHours.objects.create(center=cast.a_center(), weekday=6, opens="10:00", closes="16:00")
    assert "日曜日・祝日" not in texts(client.get_page("/centers/hama/"))
    assert "日曜も開館" in texts(client.get_page("/centers/"))


def test_a_centre_closes_for_its_own_reasons_and_the_city_for_all(shown_on):
    center = cast.a_center()
    a_closure(center, MONDAY, MONDAY + timedelta(days=1), "空調の工事")
    a_closure(None, MONDAY + timedelta(days=2), reason="選挙の投票所")
    a_closure(in_moji(), MONDAY + timedelta(days=3), reason="よその点検")
    assert "休館（空調の工事）" in shown_on(MONDAY)
    assert "休館（空調の工事）" in shown_on(MONDAY + timedelta(days=1))
    assert "休館（選挙の投票所）" in shown_on(MONDAY + timedelta(days=2))
    assert "開館" in shown_on(MONDAY + timedelta(days=3))
    assert "よその点検" not in shown_on(MONDAY + timedelta(days=3))


def test_coming_closures_are_announced_and_past_ones_are_not(client):
    center, today = cast.a_center(), timezone.localdate()
    a_closure(center, today + timedelta(days=30), today + timedelta(days=31), "消毒")
    a_closure(center, today - timedelta(days=30), reason="すんだ工事")
    said = texts(client.get_page("/centers/hama/"))
    assert "休館の予定" in said
    assert "消毒" in said
    assert "すんだ工事" not in said


# ---------------------------------------------------------------- what staff may write


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (
            lambda c: OpeningHours(center=c, weekday=0, opens="9:00", closes="12:00"),
            "weekday_taken",
        ),
        (
            lambda c: OpeningHours(center=c, weekday=6, opens=time(17), closes=time(9)),
            "closes_before_opening",
        ),
        (
            lambda c: Closure(center=c, first_day=SUNDAY, last_day=MONDAY, reason="逆"),
            "days_out_of_order",
        ),
        (lambda c: Room(center=c, name="和室"), "room_name_taken"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(row, code):
    center = cast.a_center()
    Room.objects.create(center=center, name="和室")
    with pytest.raises(ValidationError) as refused:
        row(center).full_clean()
    errors = [error for found in refused.value.error_dict.values() for error in found]
    assert code in [error.code for error in errors]
    assert all("。" in message for message in refused.value.messages)
