"""`/rooms/` and `/rooms/<id>/`: a resident sees which room is free when, and not who has it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.availability import search_page
from centers.availability.near import Spot
from centers.models import Booking, Center, Room, RoomLottery, Slot
from portal import kept
from portal.japan import calendar
from programs.models import Session
from tests import cast, rooms
from tests.page_lint import Page

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
VIEWS = ["list", "week", "month"]


def in_days(number: int) -> date:
    return timezone.localdate() + number * DAY


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def hrefs(page: Page) -> list[str]:
    return [a["href"] for a in page.all("a")]


@pytest.fixture
def room() -> Room:
    rooms.the_city_slots()
    room = rooms.a_room()
    rooms.an_open_day(room.center, in_days(14))
    return room


@pytest.fixture
def show(client, room):
    """The page of an address, made anew."""

    def get(address: str = "", *, status: int = 200) -> Page:
        caches["pages"].clear()
        kept.forget_all()
        return client.get_page(f"/rooms/{address}", status=status)

    return get


def found(page: Page) -> list[str]:
    """The names of the rooms an answer holds, in its order."""
    names = {str(pk): name for pk, name in Room.objects.values_list("pk", "name")}
    linked = [
        href.split("/")[2]
        for href in hrefs(page)
        if href.startswith("/rooms/") and "reserve" not in href and href.split("/")[2].isdecimal()
    ]
    return [names[key] for key in dict.fromkeys(linked)]


def in_moji(name: str = "門司の和室", **fields) -> Room:
    center = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    Center.objects.filter(pk=center.pk).update(latitude="33.945000", longitude="130.962000")
    rooms.an_open_day(center, in_days(14))
    return rooms.a_room(center, name=name, **fields)


# ---------------------------------------------------------------- the list


def test_the_list_holds_rooms_with_something_free_and_says_when(show, room):
    full = rooms.a_room(name="ふさがった部屋")
    for slot in rooms.the_city_slots():
        rooms.a_booking(full, in_days(14), slot)
    rooms.a_booking(room, in_days(14), rooms.a_slot(rooms.AFTERNOON))
    page = show(f"?day={in_days(14)}")
    assert found(page) == ["第1会議室"]
    words = said(page)
    assert "1 室に空きがあります" in words
    assert "午前 空き、申請する" in words
    assert "夜間 空き、申請する" in words
    assert "午後 空き、申請する" not in words


def test_each_free_slot_leads_to_the_form_with_its_day_and_slot(show, room):
    slot = rooms.a_slot()
    way = f"/rooms/{room.pk}/reserve/?day={in_days(14)}&slot={slot.pk}"
    for address in (f"?day={in_days(14)}", f"?view=week&day={in_days(14)}"):
        assert way in hrefs(show(address))
    assert way in hrefs(show(f"{room.pk}/?day={in_days(14)}"))
    rooms.a_booking(room, in_days(14), slot)
    assert way not in hrefs(show(f"{room.pk}/?day={in_days(14)}"))


def test_for_a_slot_that_is_taken_one_may_wait_unless_its_month_is_drawn(show, room):
    slot, day = rooms.a_slot(), in_days(14)
    rooms.a_booking(room, day, slot)
    way = f"/rooms/{room.pk}/wait/?day={day}&slot={slot.pk}"
    page = show(f"{room.pk}/?day={day}")
    assert [href for href in hrefs(page) if "/wait/" in href] == [way]
    now = timezone.now()
    RoomLottery.objects.create(
        month=day.replace(day=1), opens_at=now, closes_at=now + DAY, results_at=now + 2 * DAY
    )
    assert way not in hrefs(show(f"{room.pk}/?day={day}"))


def test_without_a_day_two_weeks_are_searched_and_the_rest_is_counted(show, room):
    for number in range(14):
        rooms.an_open_day(room.center, in_days(number), opens=18)
    words = said(show())
    assert f"{calendar.long_date(in_days(0))}〜{calendar.short_date(in_days(13))}" in words
    assert "ほかに空きのある日が1" in words


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("people=24", ["第1会議室", "ホール", "定員なし"]),
        ("people=２５", ["ホール", "定員なし"]),
        ("people=120", ["ホール", "定員なし"]),
        ("wheelchair=1", ["ホール"]),
        ("equipment=piano", ["ホール"]),
        ("equipment=piano&equipment=mirror", []),
        ("ward=moji", []),
        ("center=hama&wheelchair=1", ["ホール"]),
        ("slot=EVENING&people=24", ["第1会議室", "定員なし"]),
    ],
)
def test_what_is_asked_for_narrows(show, room, asked, names):
    hall = rooms.a_room(name="ホール", capacity=120, wheelchair=True, floor=3)
    hall.equipment.add(rooms.an_equipment())
    rooms.an_equipment("鏡", "mirror")
    rooms.a_room(name="定員なし", capacity=None, floor=4)
    rooms.a_booking(hall, in_days(14), rooms.a_slot(rooms.EVENING))
    in_moji("よその部屋", is_bookable=False)
    asked = asked.replace("EVENING", str(rooms.a_slot(rooms.EVENING).pk))
    assert found(show(f"?day={in_days(14)}&{asked}")) == names


def test_a_slot_of_the_city_finds_single_hours_within_it(show, room):
    other = in_moji()
    rooms.a_slot("10時", starts=10, ends=11, center=other.center)
    rooms.a_slot("20時", starts=20, ends=21, center=other.center)
    words = said(show(f"?day={in_days(14)}&slot={rooms.a_slot().pk}&ward=moji"))
    assert "10時 空き" in words
    assert "20時" not in words


def test_rooms_not_lent_and_centres_not_shown_are_nowhere(show, room, client):
    hidden = in_moji()
    Center.objects.filter(pk=hidden.center_id).update(is_open_to_public=False)
    corner = rooms.a_room(name="読書コーナー", is_bookable=False)
    for view in VIEWS:
        assert found(show(f"?view={view}&day={in_days(14)}")) == ["第1会議室"]
    for one in (hidden, corner):
        show(f"{one.pk}/", status=404)
    show("999999999999999999/", status=404)


def test_rooms_stand_by_ward_and_nearness_puts_the_nearest_first(show, room):
    in_moji()
    address = f"?day={in_days(14)}"
    assert found(show(address)) == ["門司の和室", "第1会議室"], "門司 comes before 戸畑"
    assert found(show(f"{address}&center=hama")) == ["第1会議室"]
    near = show(f"{address}&center=hama&near=1")
    assert found(near) == ["第1会議室", "門司の和室"]
    assert "約13.6km" in said(near)
    assert "約0.0km" not in said(near)
    here = show(f"{address}&near=33.945,130.962")
    assert found(here) == ["門司の和室", "第1会議室"]
    assert "いまいる場所から近い順" in said(here)
    Center.objects.filter(slug="minato").update(latitude=None)
    assert found(show(f"{address}&near=33.945,130.962")) == ["第1会議室", "門司の和室"]


def test_a_kilometre_is_a_kilometre(room):
    center = room.center
    center.latitude, center.longitude = "33.9", "130.83"
    assert Spot(33.891, 130.83).kilometres_to(center) == pytest.approx(1.0, abs=0.01)
    assert Spot(33.9, 130.84083).kilometres_to(center) == pytest.approx(1.0, abs=0.01)


# ---------------------------------------------------------------- the tables


def test_the_tables_hold_every_room_that_fits_free_or_not(show, room):
    for slot in rooms.the_city_slots():
        rooms.a_booking(room, in_days(14), slot)
    for view in ("week", "month"):
        page = show(f"?view={view}&day={in_days(14)}")
        assert found(page) == ["第1会議室"]
        assert "空きなし" in said(page).split("この条件でさがす")[-1]


@pytest.mark.parametrize("address", ["?view=week", "?view=month", "ROOM/", "ROOM/?view=month"])
def test_a_table_has_a_caption_heads_and_a_place_to_scroll_by_keyboard(show, room, address):
    page = show(address.replace("ROOM", str(room.pk)))
    assert len(page.all("table")) == len(page.all("caption")) == 1
    scopes = {th.get("scope") for th in page.all("th")}
    assert scopes == ({"col"} if address == "ROOM/?view=month" else {"col", "row"})
    [region] = [div for div in page.all("div") if div.get("role") == "region"]
    assert region["tabindex"] == "0"
    assert region["aria-labelledby"] in {caption.get("id") for caption in page.all("caption")}


def test_the_week_of_a_room_tells_days_slots_and_why_it_is_closed(show, room):
    rooms.a_closed_day(room.center, in_days(15), "空調の工事")
    rooms.an_open_day(room.center, in_days(16), closes=17)
    rooms.a_booking(room, in_days(14), rooms.a_slot())
    words = said(show(f"{room.pk}/?day={in_days(14)}"))
    for part in (
        f"{calendar.long_date(in_days(14))}〜{calendar.short_date(in_days(20))}",
        "午前 9:00〜12:00 午後 13:00〜17:00 夜間 18:00〜22:00",
        "× 空きなし",
        "休館（空調の工事）",
        "－ 時間外",
    ):
        assert part in words, part


def test_the_month_of_a_room_sums_up_each_day_and_leads_to_its_week(show, room):
    day = in_days(14)
    page = show(f"{room.pk}/?view=month&day={day}")
    assert f"/rooms/{room.pk}/?day={day}#free" in hrefs(page)
    assert f"{day.year}年{day.month}月 月 曜日 火 曜日" in said(page)
    assert f"{calendar.short_date(day)} ○ 空き" in said(page)
    rooms.a_booking(room, day, rooms.a_slot())
    assert "△ 一部空き" in said(show(f"{room.pk}/?view=month&day={day}"))


def test_one_turns_to_the_next_week_and_month_and_not_back_into_the_past(show, room):
    week = f"/rooms/{room.pk}/?day={{}}#free"
    now, later = show(f"{room.pk}/"), show(f"{room.pk}/?day={in_days(10)}")
    assert week.format(in_days(7)) in hrefs(now)
    assert "前の週" not in said(now)
    assert week.format(in_days(3)) in hrefs(later)
    assert "前の月" not in said(show(f"{room.pk}/?view=month"))
    following = calendar.at(in_days(0).replace(day=1) + 40 * DAY, time()).date()
    assert "前の月" in said(show(f"{room.pk}/?view=month&day={following}"))
    assert "前の週" not in said(show("?view=week"))
    assert f"?view=week&day={in_days(17)}" in hrefs(show(f"?view=week&day={in_days(10)}"))


def test_a_room_is_told_with_all_that_decides(show, room):
    Room.objects.filter(pk=room.pk).update(
        wheelchair=True, changeover_minutes=15, note="うわばきをお持ちください。", floor=-1
    )
    Center.objects.update(elevator=True, access="浜町バス停から3分")
    room.equipment.add(rooms.an_equipment())
    rooms.a_fee(room, rooms.a_slot(), 1_600)
    rooms.a_purpose_class(days_before=3, needs_approval=True)
    photo = rooms.a_photo(room)
    page = show(f"{room.pk}/")
    for part in (
        *("24人", "地下1階（エレベーターがあります）", "ピアノ", "車いすで利用できます"),
        *("午前（9:00〜12:00） 1,600円", "夜間（18:00〜22:00） 無料", "うわばきをお持ちください。"),
        *("15分", "利用する日の3日前まで（館長の承認がいります）", "浜町バス停から3分"),
    ):
        assert part in said(page), part
    assert (photo.get_absolute_url(), photo.alt) in [(i["src"], i["alt"]) for i in page.all("img")]
    assert "https://maps.gsi.go.jp/#17/33.893100/130.829100/" in hrefs(page)
    assert "/centers/hama/" in hrefs(page)


# ---------------------------------------------------------------- who and why stay unsaid


def test_no_page_says_who_has_a_room_or_why(client, room):
    """Whatever is written about a use of a room, not one word of it is on any page."""
    registration = rooms.a_registration(group=rooms.a_group(name="ひみつ合唱団"))
    reservation = rooms.a_reservation(registration, room, in_days(14), rooms.a_slot())
    reservation.purpose, reservation.why = "ひみつの練習", "ひみつの理由"
    reservation.save()
    rooms.a_booking(room, in_days(14), rooms.a_slot(rooms.AFTERNOON), note="ひみつの人事面談")
    course = cast.a_course(center=room.center, title="ひみつの講座", published_at=None)
    moment = calendar.at(in_days(14), time(18))
    Session.objects.create(
        course=course,
        room=room,
        title="ひみつの回",
        starts_at=moment,
        ends_at=moment + timedelta(hours=2),
    )
    person = registration.group.representative
    unsaid = [
        *("ひみつ", registration.group.kana, registration.group.activity),
        *(person.family_name, person.family_kana, person.phone, registration.by.email),
        *(reservation.receipt_number, str(reservation.receipt), "講座で", "職員が確保"),
    ]
    told_taken = 0
    for where in ("", f"{room.pk}/"):
        for view in VIEWS:
            for way in ({}, {"HX-Request": "true"}):
                caches["pages"].clear()
                address = f"/rooms/{where}?view={view}&day={in_days(14)}"
                html = client.get(address, headers=way).content.decode()
                assert [word for word in unsaid if word in html] == [], address
                told_taken += "空きなし" in html
    assert told_taken > 0, "the control: that the room is taken is told"
    assert Booking.objects.live().count() == 3


def test_uses_of_every_kind_look_alike(show, room):
    """A course, a reservation and a block differ by nothing on the page but their slot."""
    html = {}
    for kind in Booking.Kind:
        booking = rooms.a_booking(room, in_days(14), rooms.a_slot(), kind, note=str(kind))
        html[kind] = said(show(f"{room.pk}/?day={in_days(14)}"))
        booking.cancel(by=None)
    assert len(set(html.values())) == 1


# ---------------------------------------------------------------- odd addresses


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("day=yesterday", "日付を読み取れませんでした"),
        ("day=2027-02-29", "日付を読み取れませんでした"),
        ("day=0001-01-01", "日付を読み取れませんでした"),
        ("day=9999-12-31&to=9999-12-31", "日付を読み取れませんでした"),
        ("day=2020-01-01", "過ぎた日があったので、きょうからさがしました"),
        ("day=2026-01-01&to=2026-01-31", "過ぎた日があったので"),
        ("day=2099-12-31&to=2026-11-30", "2つの日を入れかえて"),
        ("to=2100-12-31", "一度にさがせるのは93日まで"),
        ("people=0", "人数は1から2,000までの数字で"),
        ("people=-5", "人数は1から"),
        ("people=99999999999", "人数は1から"),
        ("people=三十", "人数は1から"),
        ("people=²", ""),
        ("ward=nowhere", "「区」に知らない条件"),
        ("center=nowhere", "「市民センター」に知らない条件"),
        ("slot=999999", "「時間帯」に知らない条件"),
        ("slot=朝", "「時間帯」に知らない条件"),
        ("equipment=rocket", "「設備」に知らない条件"),
        ("near=1", "もとにする市民センターもえらんで"),
        ("near=here", "いまいる場所を読み取れなかった"),
        ("near=91,0", "いまいる場所を読み取れなかった"),
        ("near=nan,nan", "いまいる場所を読み取れなかった"),
        ("near=1e5,1e5", "いまいる場所を読み取れなかった"),
        ("view=hologram&page=0", ""),
        ("page=99999999999&view=week", ""),
        ("page=-1", ""),
        ("day=%F0%9F%8D%A3&slot=%F0%9F%8D%A3&people=%F0%9F%8D%A3", "日付を読み取れませんでした"),
    ],
)
def test_what_cannot_be_used_becomes_a_sentence(show, room, asked, problem):
    for view in ("", "&view=week", "&view=month"):
        assert problem in said(show(f"?{asked}{view if 'view=' not in asked else ''}"))


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("day=2020-02-29", "過ぎた日なので、きょうからの予定"),
        ("day=2027-02-30&view=month", "日付を読み取れませんでした"),
        ("day=9999-12-31", "日付を読み取れませんでした"),
        ("day=2100-12-31", "開館の予定がまだ決まっていない日があります"),
        ("day=2100-12-31&view=month", "開館の予定がまだ決まっていない日があります"),
        ("view=list&day=", ""),
    ],
)
def test_a_room_answers_odd_days_too(show, room, asked, problem):
    assert problem in said(show(f"{room.pk}/?{asked}"))


def test_a_nul_is_refused_and_a_post_too(client, room):
    assert client.get("/rooms/?day=%00").status_code == 400
    assert client.post("/rooms/").status_code == 405
    assert client.post(f"/rooms/{room.pk}/").status_code == 405


@pytest.mark.parametrize("view", VIEWS)
def test_where_nothing_answers_there_are_three_ways_on(show, room, view):
    words = said(show(f"?people=1999&view={view}&day={in_days(14)}"))
    assert (
        "空いている部屋は、いまはありません" if view == "list" else "合う部屋はありません"
    ) in words
    for way in ("2週間に空いている部屋をすべて見る", "近くの市民センターからさがす", "お電話でも"):
        assert way in words


def test_a_city_without_rooms_or_slots_has_pages_too(client):
    cast.a_center()
    for view in VIEWS:
        caches["pages"].clear()
        assert "室" in said(client.get_page(f"/rooms/?view={view}"))
    lonely = rooms.a_room()
    for view in ("week", "month"):
        assert lonely.name in said(client.get_page(f"/rooms/{lonely.pk}/?view={view}"))
    assert Slot.objects.count() == 0


def test_a_month_that_is_drawn_says_so_in_every_view(show, room):
    day = in_days(14)
    now = timezone.now()
    RoomLottery.objects.create(
        month=day.replace(day=1), opens_at=now, closes_at=now + DAY, results_at=now + 2 * DAY
    )
    for view in VIEWS:
        words = said(show(f"?view={view}&day={day}"))
        assert f"{day.year}年{day.month}月分は抽選です" in words
        assert "、申請する" not in words
        assert f"/rooms/lotteries/{day:%Y-%m}/" in hrefs(show(f"?view={view}&day={day}"))
    assert "抽 抽選待ち" in said(show(f"{room.pk}/?day={day}"))
    assert found(show(f"?day={day}")) == []


def test_at_the_end_of_a_fiscal_year_the_next_registration_is_told_of(show, room, monkeypatch):
    march = timezone.make_aware(datetime(2027, 3, 29, 12))
    monkeypatch.setattr("django.utils.timezone.now", lambda: march)
    for address in ("?view=week", f"{room.pk}/"):
        assert "2027年4月からの利用には、令和9（2027）年度の利用登録がいります" in said(
            show(address)
        )
    assert "令和9（2027）年度" not in said(show("?day=2027-03-31"))


# ---------------------------------------------------------------- as public pages are


def statements(client, address: str) -> int:
    """Once the small tables are kept, which is once a minute."""
    kept.forget_all()
    for _ in range(2):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            client.get_page(address)
    return len(asked)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("?day=DAY", 4),
        ("?view=week&day=DAY", 5),
        ("?view=month&day=DAY&near=33.9,130.8", 5),
        ("ROOM/", 9),
        ("ROOM/?view=month", 9),
    ],
)
def test_a_city_of_rooms_asks_the_database_as_often_as_one_room(client, room, address, most):
    address = f"/rooms/{address}".replace("ROOM", str(room.pk)).replace("DAY", str(in_days(14)))
    room.equipment.add(rooms.an_equipment())
    one = statements(client, address)
    other = in_moji()
    for number in range(12):
        more = rooms.a_room(other.center if number % 2 else None, name=f"会議室{number}")
        more.equipment.add(rooms.an_equipment(f"設備{number}", f"e{number}"))
        rooms.a_fee(room, rooms.a_slot(f"時{number}", starts=number, ends=number + 1))
        rooms.a_booking(more, in_days(14), rooms.a_slot())
        rooms.a_photo(room)
    assert statements(client, address) == one <= most


def test_the_pages_are_the_same_for_all_and_set_no_cookie(client, room):
    signed_in = type(client)()
    signed_in.sign_in(cast.a_resident())
    for address in ("/rooms/", "/rooms/?view=week", f"/rooms/{room.pk}/"):
        ours, theirs = client.get(address), signed_in.get(address)
        assert ours.content == theirs.content
        assert not ours.cookies
        assert "public" in ours["Cache-Control"]
        assert "Cookie" not in ours.get("Vary", "")


def test_htmx_is_given_the_answer_alone(client, room):
    address = f"/rooms/?day={in_days(14)}"
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'id="results"' in part
    assert "<h1" not in part
    assert "第1会議室" in part
    assert "<h1" in client.get(address).content.decode()


def test_long_answers_come_in_pages_that_keep_what_was_asked(show, room):
    for number in range(24):
        rooms.a_room(name=f"会議室{number:02}", floor=3)
    first = show(f"?day={in_days(14)}&people=10")
    assert "25 室に空きがあります" in said(first)
    assert f"?day={in_days(14)}&people=10&page=2" in hrefs(first)
    second = show(f"?day={in_days(14)}&people=10&page=2")
    assert len(found(first)) == 20
    assert len(found(second)) == 5
    assert len(found(show("?view=week"))) == 10


# ---------------------------------------------------------------- ways to the rooms


def test_the_menu_the_home_page_and_a_centre_lead_to_the_rooms(client, room):
    rooms.a_room(name="読書コーナー", is_bookable=False)
    home, center = client.get_page("/"), client.get_page("/centers/hama/")
    assert hrefs(home).count("/rooms/") == 2, "the menu and the door"
    assert f"/rooms/{room.pk}/" in hrefs(center)
    assert "/rooms/?center=hama" in hrefs(center)
    assert "読書コーナー（2階・24人）" in said(center)
    assert len([href for href in hrefs(center) if href.startswith("/rooms/")]) == 3
    menu = [a for a in client.get_page("/rooms/").all("a") if a.get("aria-current") == "page"]
    assert [a["href"] for a in menu] == ["/rooms/"]


# ---------------------------------------------------------------- a large answer


def options(page: Page) -> list[str]:
    return [option["value"] for option in page.all("option")]


def test_of_too_many_centres_one_chooses_after_the_ward(show, room, monkeypatch):
    monkeypatch.setattr(search_page, "MOST_CENTERS", 1)
    in_moji()
    assert "先に区をえらんでください" in said(show())
    assert not {"hama", "minato"} & set(options(show()))
    in_ward = show("?ward=moji")
    assert "先に区をえらんでください" not in said(in_ward)
    assert "minato" in options(in_ward)
    assert "hama" not in options(in_ward)
    assert "hama" in options(show("?center=hama")), "the chosen one is still shown"


def test_of_too_many_rooms_the_first_are_shown_and_it_is_said_that_there_are_more(
    show, room, monkeypatch
):
    monkeypatch.setattr(search_page, "MOST_ROOMS", 2)
    for number in range(3):
        rooms.a_room(name=f"会議室{number}", floor=3)
    for view in VIEWS:
        page = show(f"?view={view}&day={in_days(14)}")
        assert "2 室以上" in said(page)
        assert found(page) == ["第1会議室", "会議室0"]


def test_a_slot_taken_after_the_search_is_not_told_free_on_the_next_page(client, room):
    address = f"/rooms/?day={in_days(14)}"
    assert found(client.get_page(address)) == ["第1会議室"]
    for slot in rooms.the_city_slots():
        rooms.a_booking(room, in_days(14), slot)
    assert found(client.get_page(f"{address}&page=1")) == []
