"""What others take and build upon: the feed, and the table of events."""

import csv
import io
from datetime import datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.utils import timezone

from programs.imports.report import Outcome
from programs.imports.run import import_courses
from programs.models import Course, Organizer, Session
from tests import cast
from tests.programs.event_tables import THIRTY_TWO

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/feeds/courses.atom"
TABLE = "/open-data/401005_event.csv"
TOKYO = ZoneInfo("Asia/Tokyo")


def entries(client) -> list[ElementTree.Element]:
    answer = client.get(FEED)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def titles(client) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(client)]


def table(client) -> bytes:
    return b"".join(client.get(TABLE))


def rows(client) -> list[dict[str, str]]:
    text = table(client).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


# ---------------------------------------------------------------- the feed


def test_the_feed_is_in_japanese_and_names_itself(client):
    cast.a_course()
    feed = ElementTree.fromstring(client.get(FEED).content)
    assert feed.findtext(f"{ATOM}title") == "まなびの環 新しい講座"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/feeds/courses.atom"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ja"


def test_what_was_published_last_comes_first_and_keeps_its_id(client):
    now = timezone.now()
    for days, title in ((3, "さきに出た"), (1, "あとに出た")):
        cast.a_course(title=title, published_at=now - timedelta(days=days))
    assert titles(client) == ["あとに出た", "さきに出た"]
    before = [entry.findtext(f"{ATOM}id") for entry in entries(client)]
    assert len(set(before)) == 2
    Course.objects.filter(title="さきに出た").update(title="題を直した")
    caches["pages"].clear()
    assert [entry.findtext(f"{ATOM}id") for entry in entries(client)] == before


def test_published_in_one_go_they_keep_one_order(client):
    at = timezone.now() - timedelta(hours=1)
    for number in range(4):
        cast.a_course(title=f"講座{number}", published_at=at)
    assert titles(client) == ["講座3", "講座2", "講座1", "講座0"]


def test_the_feed_holds_fifty_at_most_and_asks_once(client, django_assert_num_queries):
    for number in range(52):
        cast.a_course(title=f"講座{number}", sessions=0, apply_until=None)
    Course.objects.update(apply_until=timezone.now() + timedelta(days=1))
    with django_assert_num_queries(1):
        assert len(entries(client)) == 50


@pytest.mark.parametrize(
    "title", ["<b>&amp;", "]]>", "改行\nと\tタブ", "制御\x07文字\x0b", "🍣", "\ufffe"]
)
def test_no_title_breaks_the_feed(client, title):
    course = cast.a_course(title=title, summary=title)
    [entry] = entries(client)
    assert entry.findtext(f"{ATOM}id").endswith(f"/courses/{course.pk}/")


def test_the_feed_is_kept_by_caches_and_takes_no_form(client):
    cast.a_course()
    answer = client.get(FEED)
    assert answer["Cache-Control"].startswith("public")
    assert client.get(FEED, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.post(FEED).status_code == 405


# ---------------------------------------------------------------- the table of events


def test_the_table_is_in_the_form_the_recommended_data_set_asks_for(client):
    cast.a_course()
    found = table(client)
    assert found.startswith(b"\xef\xbb\xbf")
    lines = found.decode("utf-8-sig").split("\r\n")
    assert lines[0].split(",") == THIRTY_TWO
    assert lines[-1] == ""
    assert "\n" not in "".join(lines)
    answer = client.get(TABLE)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="401005_event.csv"' in answer["Content-Disposition"]
    assert answer["Cache-Control"].startswith("public")


def test_a_course_is_one_row_with_all_it_has(client):
    course = cast.a_course(
        title="出汁とり",
        kana="ダシトリ",
        fee=500,
        fee_note="材料費",
        capacity=12,
        note="持ち物：エプロン",
    )
    [row] = rows(client)
    begins = timezone.localtime(course.starts_at)
    expected = {
        "都道府県コード又は市区町村コード": "401005",
        "NO": f"{course.pk:010d}",
        "都道府県名": "福岡県",
        "市区町村名": "北九州市",
        "イベント名": "出汁とり",
        "イベント名_カナ": "ダシトリ",
        "開始日": f"{begins:%Y-%m-%d}",
        "開始時間": "10:00",
        "終了時間": "12:00",
        "料金(基本)": "500",
        "料金(詳細)": "材料費",
        "主催者": "戸畑浜市民センター",
        "場所名称": "戸畑浜市民センター",
        "住所": "北九州市戸畑区浜町1-1",
        "緯度": "33.893100",
        "連絡先電話番号": "093-000-0001",
        "定員": "12",
        "参加申込方法": "先着",
        "URL": f"http://testserver/courses/{course.pk}/",
        "備考": "持ち物：エプロン",
    }
    assert {name: row[name] for name in expected} == expected


def test_what_is_not_known_is_left_empty(client):
    cast.a_course(
        center=None, sessions=0, fee=None, capacity=None, takes_sign_ups_here=False, method="other"
    )
    [row] = rows(client)
    for column in (
        "開始日",
        "終了日",
        "開始時間",
        "料金(基本)",
        "定員",
        "緯度",
        "住所",
        "場所名称",
    ):
        assert row[column] == "", column


def test_a_day_without_fixed_time_has_no_times(client):
    course = cast.a_course(sessions=0, apply_until=None)
    day = timezone.localdate() + timedelta(days=9)
    Session.objects.create(
        course=course,
        starts_at=datetime(day.year, day.month, day.day, tzinfo=TOKYO),
        ends_at=datetime(day.year, day.month, day.day, 23, 59, tzinfo=TOKYO),
        all_day=True,
    )
    [row] = rows(client)
    assert (row["開始日"], row["終了日"]) == (f"{day}", f"{day}")
    assert (row["開始時間"], row["終了時間"]) == ("", "")


def test_drafts_and_what_cannot_be_reached_any_more_are_not_in_it(client):
    cast.a_course(title="下書き", published_at=None)
    cast.a_course(title="受付終了", apply_until=timezone.now() - timedelta(hours=1))
    assert rows(client) == []
    assert len(table(client).splitlines()) == 1, "a table without rows still has its header"


@pytest.mark.parametrize(
    "title", ["=1+1", "@題", "+題", "-題", 'か「ぎ」と"引用"', "コンマ,と\n改行", "\x07"]
)
def test_a_title_stands_in_the_table_as_it_is(client, title):
    """Open data is data: a title that looks like a formula is not rewritten for one program."""
    cast.a_course(title=title)
    [row] = rows(client)
    assert row["イベント名"] == title


def test_the_whole_table_is_read_in_one_statement(client, django_assert_num_queries):
    for number in range(6):
        cast.a_course(title=f"講座{number}", sessions=2)
    with django_assert_num_queries(1):
        assert len(rows(client)) == 6


def test_our_own_table_can_be_brought_in_again_without_a_refusal(client, tmp_path):
    cast.a_course(title="一度きり", fee=500)
    cast.a_course(
        title="四回つづき", sessions=4, note="改行の\nある備考", fee=None, fee_note="実費"
    )
    partner = Organizer.objects.create(name="九州の大学")
    cast.a_course(
        title="大学の公開講座",
        center=None,
        organizer=partner,
        venue="大学の講堂",
        method="none",
        takes_sign_ups_here=False,
        capacity=None,
        description="くわしい説明",
    )
    path = tmp_path / "401005_event.csv"
    path.write_bytes(table(client))
    report = import_courses(path, dry_run=True)
    assert report.count(Outcome.REFUSED) == 0, [str(line) for line in report.in_order]
    assert report.count(Outcome.CREATED) == 3
    assert Course.objects.count() == 3


def test_the_page_of_open_data_leads_to_each(client):
    page = client.get_page("/open-data/")
    for href in (FEED, TABLE, "/calendar/courses.ics"):
        assert href in [a["href"] for a in page.all("a")]
        assert client.get(href).status_code == 200
