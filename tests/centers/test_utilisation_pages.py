"""How much the rooms are used: the page for everybody, the desk's page, and its files."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from openpyxl import load_workbook

from centers.models import DistrictPopulation, Registration, Room, Use
from centers.utilisation.periods import Period, yesterday
from portal.japan import calendar
from tests import cast, rooms

pytestmark = pytest.mark.django_db

PUBLIC, DESK = "/rooms/utilisation/", "/desk/rooms/utilisation/"


def said(page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture
def day() -> date:
    return yesterday()


@pytest.fixture
def room(day) -> Room:
    """A room open yesterday in three slots, of which the morning costs a fee."""
    slots = rooms.the_city_slots()
    room = rooms.a_room()
    rooms.an_open_day(room.center, day)
    rooms.a_fee(room, slots[0])
    return room


@pytest.fixture
def registration(day) -> Registration:
    return rooms.a_registration(on=day)


def used(registration, room: Room, day: date, slot: str = rooms.MORNING, **fields) -> Use | None:
    """A reservation of a slot; with ages, recorded as used."""
    ages = {age: fields.pop(age) for age in ("young", "middle", "senior") if age in fields}
    reservation = rooms.a_reservation(registration, room, day, rooms.a_slot(slot))
    for name, value in fields.items():
        setattr(reservation, name, value)
    reservation.save()
    if not ages:
        return None
    return Use.objects.create(booking=reservation.booking, recorded_by=registration.by, **ages)


# ---------------------------------------------------------------- for everybody


def test_the_page_shows_both_rates_and_how_each_came_about(client, registration, room, day):
    used(registration, room, day, fee=600)
    page = said(client.get_page(PUBLIC))
    assert "1 ÷ 3 × 100 ＝ 33.3％" in page
    assert "1 ÷ 1 × 100 ＝ 100.0％" in page
    assert "休館の日と、職員が工事や点検などのために押さえた区分は入れません" in page


def test_the_heat_map_is_a_table_with_a_number_in_every_cell(client, registration, room, day):
    used(registration, room, day)
    page = client.get_page(PUBLIC)
    heads = [one for one in page.all("th") if one.get("scope") == "row"]
    cells = [one for one in page.all("td") if "util-heat__cell" in one.get("class", "")]
    assert len(heads) >= 3
    assert len(cells) == 4 * 8  # with the sums of each row and column
    assert "util-heat__cell--5" in " ".join(one["class"] for one in cells)
    assert "100.0" in said(page)


def test_the_year_before_is_counted_over_the_same_days(client, registration, room, day):
    first = Period.of_year(calendar.fiscal_year(day)).year_before().first
    rooms.an_open_day(room.center, first)  # the records begin with the year
    rooms.an_open_day(room.center, before_a_year(day))
    rooms.an_open_day(room.center, before_a_year(day) + timedelta(days=3), opens=9, closes=12)
    used(registration, room, day)
    page = said(client.get_page(PUBLIC))
    assert "前の年の同じ期間 0.0％（+" in page
    assert "前の年の記録は" not in page


def test_where_the_records_begin_later_the_page_says_what_it_compares(
    client, registration, room, day
):
    used(registration, room, day)
    rooms.an_open_day(room.center, before_a_year(day))
    page = said(client.get_page(PUBLIC))
    if before_a_year(day) > Period.of_year(calendar.fiscal_year(day)).year_before().first:
        assert "前の年の同じ月 0.0％（この年のその月は 33.3％、+33.3ポイント）" in page
        assert f"前の年の記録は{calendar.long_date(before_a_year(day))}からです" in page
    else:  # the second of April: the records begin with the year
        assert "前の年の同じ期間 0.0％（+33.3ポイント）" in page


def before_a_year(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))


def test_a_year_without_records_says_so_and_an_unknown_year_is_the_present(client, room):
    assert "まだありません" in said(
        client.get_page(f"{PUBLIC}?year={calendar.fiscal_year(yesterday())}")
    )
    assert client.get(f"{PUBLIC}?year=xyz").status_code == 200


def test_before_any_centre_has_a_calendar_the_page_says_there_is_nothing_yet(client):
    assert "まだありません" in said(client.get_page(PUBLIC))


def test_ages_of_fewer_than_ten_are_not_shown_nor_what_gives_them_away(
    client, registration, room, day
):
    used(registration, room, day, young=4, middle=30, senior=60)
    page = said(client.get_page(PUBLIC))
    assert "60歳以上 60 63.8" in page
    assert "29歳以下 4" not in page
    assert "30〜59歳 30" not in page  # with the sum of 94 it would tell the four
    assert "94" in page


def test_fewer_than_ten_people_in_all_are_not_shown(client, registration, room, day):
    used(registration, room, day, young=1, middle=2, senior=6)
    page = said(client.get_page(PUBLIC))
    assert "この期間に出せる人数の記録は、まだありません" in page


def test_all_ages_are_shown_where_each_is_ten_at_least(client, registration, room, day):
    used(registration, room, day, young=10, middle=30, senior=60)
    page = said(client.get_page(PUBLIC))
    assert "29歳以下 10 10.0 30〜59歳 30 30.0 60歳以上 60 60.0 合わせて 100" in page


def test_nothing_about_who_booked_is_on_the_public_page(client, registration, room, day):
    used(registration, room, day, purpose="秘密の集まり")
    page = said(client.get_page(PUBLIC))
    assert "秘密の集まり" not in page
    assert registration.group.name not in page


def test_the_page_asks_as_many_statements_for_many_rooms_as_for_one(
    client, registration, room, day, django_assert_num_queries
):
    with django_assert_num_queries(6):
        client.get_page(PUBLIC)
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    for number in range(5):
        rooms.an_open_day(other, day - timedelta(days=number))
        more = rooms.a_room(other, f"会議室{number}")
        used(registration, more, day, young=20, middle=20, senior=20)
    caches["pages"].clear()
    with django_assert_num_queries(6):
        client.get_page(PUBLIC)


def test_the_figures_are_kept_a_while(client, settings, room, django_assert_num_queries):
    settings.PUBLIC_PAGE_SECONDS = 0
    client.get_page(PUBLIC)
    with django_assert_num_queries(1):
        client.get_page(PUBLIC)


# ---------------------------------------------------------------- at the desk


@pytest.fixture
def staff(client, room):
    user = cast.center_staff(room.center)
    cast.with_second_factor(user)
    client.force_login(user)
    return user


def section(client):
    user = cast.section_staff()
    cast.with_second_factor(user)
    client.force_login(user)


def test_staff_of_a_centre_begin_with_their_own_rooms(client, staff, registration, room, day):
    used(registration, room, day)
    rooms.a_room(cast.a_center("minato", ward="moji", name="門司みなと市民センター"), "海の間")
    page = said(client.get_page(DESK))
    assert "部屋の稼働率" in page
    assert room.name in page
    assert "1／3" in page
    assert "海の間" not in page


def test_a_room_nobody_used_has_a_rate_of_nought(client, staff, registration, room, day):
    used(registration, room, day)
    rooms.a_room(name="和室")
    assert "和室 0.0 " in said(client.get_page(DESK))


def test_the_section_begins_with_all_centres(client, registration, room, day):
    section(client)
    used(registration, room, day)
    rooms.an_open_day(cast.a_center("minato", ward="moji", name="門司みなと市民センター"), day)
    page = said(client.get_page(DESK))
    assert "市民センターごと" in page
    assert "区ごと" in page


def test_a_ward_a_centre_and_a_room_can_be_looked_at(client, staff, registration, room, day):
    used(registration, room, day)
    other = rooms.a_room(room.center, "和室")
    assert "2 ÷" not in said(client.get_page(f"{DESK}?ward=tobata&center="))
    assert "1 ÷ 6 × 100" in said(client.get_page(f"{DESK}?center={room.center.slug}"))
    assert "1 ÷ 3 × 100" in said(client.get_page(f"{DESK}?room={room.pk}"))
    assert "0 ÷ 3 × 100" in said(client.get_page(f"{DESK}?room={other.pk}"))


@pytest.mark.parametrize("query", ["center=nowhere", "ward=nowhere&center=", "room=0", "room=x"])
def test_what_is_not_there_is_not_found(client, staff, query):
    assert client.get(f"{DESK}?{query}").status_code == 404


def test_only_the_months_asked_for_are_counted(client, staff, registration, room, day):
    used(registration, room, day)
    year, month = calendar.fiscal_year(day), day.month
    asked = f"{DESK}?year={year}&center={room.center.slug}"
    assert "1 ÷ 3 × 100" in said(client.get_page(f"{asked}&from={month}&to={month}"))
    other = 4 if month != 4 else 3
    assert "1 ÷ 3 × 100" not in said(client.get_page(f"{asked}&from={other}&to={other}"))


def test_purposes_are_read_by_the_staff_of_the_centre_alone(client, staff, registration, room, day):
    used(registration, room, day, purpose="囲碁の例会")
    assert "囲碁の例会" in said(client.get_page(f"{DESK}?center={room.center.slug}"))
    assert "囲碁の例会" not in said(client.get_page(f"{DESK}?center="))
    other = cast.center_staff(
        cast.a_center("minato", ward="moji", name="門司みなと市民センター"), "minato@example.jp"
    )
    cast.with_second_factor(other)
    client.force_login(other)
    page = said(client.get_page(f"{DESK}?center={room.center.slug}"))
    assert "1／3" in page
    assert "囲碁の例会" not in page


def test_like_centres_have_as_many_rooms_or_one_more_or_less(client, staff, room, day):
    for slug, number in (("minato", 2), ("oinda", 4)):
        center = cast.a_center(slug, ward="moji", name=f"{slug}市民センター")
        rooms.an_open_day(center, day)
        for place in range(number):
            rooms.a_room(center, f"会議室{place}")
    compared = said(client.get_page(DESK)).split("規模の近い市民センター")[1]
    assert "minato市民センター" in compared
    assert "oinda市民センター" not in compared


def test_like_centres_have_like_people_where_that_is_known(client, staff, room, day):
    for slug, people in (("minato", 15_000), ("oinda", 15_001)):
        center = cast.a_center(slug, ward="moji", name=f"{slug}市民センター")
        rooms.an_open_day(center, day)
        rooms.a_room(center)
        _live_in(center, people)
    _live_in(room.center, 10_000)
    compared = said(client.get_page(DESK)).split("規模の近い市民センター")[1]
    assert "minato市民センター" in compared
    assert "15,000人" in compared
    assert "oinda市民センター" not in compared


def _live_in(center, people: int) -> None:
    DistrictPopulation.objects.create(
        center=center, as_of=timezone.localdate(), from_age=0, to_age=None, count=people
    )


def test_the_desk_asks_as_many_statements_for_many_rooms_as_for_one(
    client, staff, registration, room, django_assert_max_num_queries
):
    client.get_page(DESK)
    with django_assert_max_num_queries(21) as first:
        client.get_page(DESK)
    for number in range(5):
        used(registration, rooms.a_room(room.center, f"会議室{number}"), yesterday(), senior=20)
    with django_assert_max_num_queries(len(first)):
        client.get_page(DESK)


# ---------------------------------------------------------------- files


def test_the_csv_has_a_line_for_each_room_and_month(client, staff, registration, room, day):
    used(registration, room, day, fee=600)
    response = client.get(f"{DESK}rooms.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines == [
        {
            "年": str(day.year),
            "月": str(day.month),
            "区": "戸畑区",
            "市民センター": "戸畑浜市民センター",
            "部屋": room.name,
            "借りられる区分": "3",
            "使われた区分": "1",
            "全体の稼働率（％）": "33.3",
            "使用料のある区分": "1",
            "使用料を払って使われた区分": "1",
            "有償の稼働率（％）": "100.0",
        }
    ]


def test_the_workbook_holds_the_tables_and_the_rules(client, staff, registration, room, day):
    used(registration, room, day, fee=600)
    book = load_workbook(io.BytesIO(client.get(f"{DESK}rooms.xlsx").content))
    assert book.sheetnames == [
        "まとめ",
        "月",
        "部屋と月",
        "市民センター",
        "曜日と時間帯",
        "利用の種別",
        "年代",
        "使用目的",
        "計算のしかた",
    ]
    together = [[cell.value for cell in row] for row in book["まとめ"].iter_rows(min_row=2)]
    assert [row[:4] for row in together] == [
        ["全体（区分）", 1, 3, 33.3],
        ["有償（区分）", 1, 1, 100],
        ["日ごと（部屋と日）", 1, 1, 100],
    ]
    assert [cell.value for cell in book["月"][2]][:5] == [day.year, day.month, 3, 1, 33.3]
    weekday = "月火水木金土日"[day.weekday()]
    assert [cell.value for cell in book["曜日と時間帯"][2]][:2] == [weekday, "午前"]
    assert [cell.value for cell in book["市民センター"][2]] == [
        "戸畑区", "戸畑浜市民センター", 3, 1, 33.3, 1, 1, 100,
    ]  # fmt: skip
    assert book["利用の種別"]["A2"].value == "多目的利用"


def test_each_sheet_is_printed_as_wide_as_the_paper_under_its_heads(client, staff, room, day):
    book = load_workbook(io.BytesIO(client.get(f"{DESK}rooms.xlsx?center=").content))
    assert book["区"]["A2"].value == "戸畑区"
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.fitToWidth, setup.fitToHeight, setup.orientation) == (1, 0, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"


def test_the_purposes_of_another_centre_are_in_no_file(client, staff, registration, room, day):
    used(registration, room, day)
    address = f"{DESK}rooms.xlsx?center={room.center.slug}"
    assert "使用目的" in load_workbook(io.BytesIO(client.get(address).content)).sheetnames
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    client.sign_in(cast.center_staff(other, "minato@example.jp"))
    assert "使用目的" not in load_workbook(io.BytesIO(client.get(address).content)).sheetnames


def test_no_name_is_taken_for_a_formula(client, staff, registration, room, day):
    Room.objects.update(name='=HYPERLINK("http://example.jp")')
    kind = registration.purpose_class
    kind.name = "+1+1"
    kind.save()
    used(registration, room, day)
    text = client.get(f"{DESK}rooms.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    book = load_workbook(io.BytesIO(client.get(f"{DESK}rooms.xlsx").content))
    assert book["部屋と月"]["E2"].value.startswith("'=HYPERLINK")
    assert book["部屋と月"]["E2"].data_type == "s"
    assert book["利用の種別"]["A2"].value == "'+1+1"


def test_another_ward_takes_the_place_of_the_centre_beside_it(client, staff, room, day):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    rooms.an_open_day(other, day)
    rooms.a_room(other, "海の間")
    page = said(client.get_page(f"{DESK}?center={room.center.slug}&ward=moji"))
    assert "市民センターごと" in page
    page = said(client.get_page(f"{DESK}?center={room.center.slug}&ward=tobata"))
    assert "部屋ごと" in page
