"""A course's page says in every state what one can do, and shows only what is published."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.models import Course, Organizer, Series, Session
from tests import cast
from tests.page_lint import Page

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
BREAKS_OUT = f"</script>{SCRIPT}<b>"


def texts(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def hrefs(page: Page) -> list[str]:
    return [a["href"] for a in page.all("a")]


def page_of(client, course: Course) -> Page:
    return client.get_page(f"/courses/{course.pk}/")


def json_ld_of(client, course: Course) -> dict:
    html = client.get(f"/courses/{course.pk}/").content.decode()
    found = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    return json.loads(found)


def hours_from_now(number: float):
    return timezone.now() + timedelta(hours=number)


# ---------------------------------------------------------------- what one can do now


def test_an_open_course_says_how_many_seats_are_left_and_until_when(client):
    course = cast.a_course(capacity=3)
    page = page_of(client, course)
    assert "このページから申し込む" in texts(page)
    assert f"/courses/{course.pk}/sign-ups/" in hrefs(page)
    assert "あと3席" in texts(page)
    until = timezone.localtime(course.apply_until)
    assert f"{until.month}月{until.day}日" in texts(page)
    assert "電話で申し込む 093-000-0001" in texts(page), "the telephone is the web's equal"


def test_without_a_deadline_it_is_open_until_it_begins(client):
    page = page_of(client, cast.a_course(apply_until=None))
    assert "の開始まで" in texts(page)
    assert "このページから申し込む" in texts(page)


def test_a_full_course_says_so_and_shows_ways_on(client):
    course = cast.a_course(capacity=1)
    user, person = cast.many_residents(1)[0]
    course.sign_up(person, by=user)
    page = page_of(client, course)
    assert "満席です" in texts(page)
    assert "取り消しが出ると" in texts(page)
    assert "似た講座をさがす" in texts(page)
    assert f"/courses/{course.pk}/sign-ups/" not in hrefs(page)


def test_a_course_not_yet_open_says_from_when(client):
    opens = hours_from_now(24)
    page = page_of(client, cast.a_course(apply_from=opens))
    local = timezone.localtime(opens)
    assert f"{local.month}月{local.day}日" in texts(page)
    assert "から受け付けます" in texts(page)
    assert "このページから申し込む" not in texts(page)


def test_a_closed_course_says_so(client):
    page = page_of(client, cast.a_course(apply_until=hours_from_now(-1)))
    assert "受付は終わりました" in texts(page)
    assert "しめきり" not in texts(page)
    assert "このページから申し込む" not in texts(page)


def test_a_finished_course_is_still_found_and_says_so(client):
    page = page_of(client, cast.a_course(days_ahead=-20, apply_from=hours_from_now(-9999)))
    assert "この講座は終わりました" in texts(page)


def test_a_course_without_sign_up_asks_one_to_come(client):
    page = page_of(client, cast.a_course(method="none", takes_sign_ups_here=False))
    assert "申し込まなくても参加できます" in texts(page)
    assert "直接会場へお越しください" in texts(page)
    assert "このページから申し込む" not in texts(page)


def test_a_course_without_sign_up_that_is_over_asks_nobody_to_come(client):
    closed = {"takes_sign_ups_here": False, "apply_from": None, "apply_until": None}
    page = page_of(client, cast.a_course(method="none", days_ahead=-14, **closed))
    assert "この講座は終わりました" in texts(page)
    assert "申し込まなくても参加できます" not in texts(page)
    assert "直接会場へお越しください" not in texts(page)


def test_a_table_that_says_not_for_whom_is_no_invitation_to_everybody(client):
    """Six cities fill the column in no row, and write 「小学生以下」 into their notes."""
    course = cast.a_course(source="112011", source_key="1", target="")
    assert "どなたでも" not in texts(page_of(client, course))
    assert "対象主催者にお問い合わせください。" in texts(page_of(client, course)).replace(" ", "")
    assert "どなたでも" in texts(page_of(client, cast.a_course()))


def test_sign_up_elsewhere_leads_there(client):
    course = cast.a_course(
        method="lottery",
        takes_sign_ups_here=False,
        apply_url="https://university.example/apply",
        how_to_apply="往復はがきに、講座名・住所・氏名を書いてお送りください。",
    )
    page = page_of(client, course)
    assert "https://university.example/apply" in hrefs(page)
    assert "主催者の申込ページを開く" in texts(page)
    assert "往復はがき" in texts(page)
    assert "抽選" in texts(page)
    assert f"/courses/{course.pk}/sign-ups/" not in hrefs(page)


def test_a_course_of_a_partner_from_an_imported_table_shows_all_its_columns(client):
    course = cast.a_course(
        center=None,
        organizer=Organizer.objects.create(name="九州の大学", url="https://university.example/"),
        venue="大学の講堂",
        address="北九州市小倉北区1-1",
        latitude="33.883300",
        longitude="130.875000",
        takes_sign_ups_here=False,
        source="401005",
        source_key="7",
        source_columns={"外国語対応": "英語", "駐輪場情報": "あり"},
    )
    page = page_of(client, course)
    for said in (
        "九州の大学",
        "大学の講堂",
        "北九州市小倉北区1-1",
        "外国語対応",
        "英語",
        "駐輪場情報",
    ):
        assert said in texts(page)
    assert "https://maps.gsi.go.jp/#17/33.883300/130.875000/" in hrefs(page)
    assert "https://university.example/" in hrefs(page)


def test_a_course_in_a_centre_links_to_it_and_to_its_map(client):
    page = page_of(client, cast.a_course(venue="調理室"))
    assert "/centers/hama/" in hrefs(page)
    assert "調理室" in texts(page)
    assert "https://maps.gsi.go.jp/#17/33.893100/130.829100/" in hrefs(page)


def test_all_that_helps_to_decide_is_on_the_page(client):
    course = cast.a_course(
        summary="だしのひき方を習います。",
        fee=500,
        fee_note="材料費をふくむ",
        instructor="出汁 太郎",
        belongings="エプロン",
        childcare=True,
        wheelchair=True,
        sign_language=True,
        captioning=True,
        minimum_to_run=5,
        note="汚れてもよい服で。",
        schedule_note="雨でも開きます",
    )
    course.life_stages.add(cast.a_life_stage("senior"))
    said = texts(page_of(client, course))
    for fact in (
        *("だしのひき方を習います。", "500円", "材料費をふくむ", "出汁 太郎", "エプロン", "託児"),
        *("車いすで参加できます", "手話通訳があります", "要約筆記があります", "5名以上の申込で"),
        *("汚れてもよい服で。", "雨でも開きます", "60歳以上", "どなたでも"),
    ):
        assert fact in said, fact


def test_sessions_are_listed_with_date_weekday_and_time(client):
    course = cast.a_course(sessions=3)
    first = timezone.localtime(course.starts_at)
    weekday = "月火水木金土日"[first.weekday()]
    said = texts(page_of(client, course))
    assert "全3回" in said
    assert f"{first.year}年{first.month}月{first.day}日（{weekday}）10:00〜12:00" in said
    assert "第3回" in said


def test_a_course_whose_days_are_not_known_says_whom_to_ask(client):
    course = cast.a_course(sessions=0, apply_until=hours_from_now(99))
    page = page_of(client, course)
    assert "日時は主催者にお問い合わせください。" in texts(page)
    assert f"/courses/{course.pk}/course.ics" not in hrefs(page)
    assert "startDate" not in json_ld_of(client, course)


def test_a_course_of_many_sessions_asks_the_database_as_often_as_one(client):
    def statements(course: Course) -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(client, course)
        return len(asked)

    one, many = cast.a_course(), cast.a_course(sessions=12)
    many.life_stages.add(cast.a_life_stage("senior"), cast.a_life_stage("child"))
    statements(cast.a_course())
    assert statements(many) == statements(one) <= 2


# ---------------------------------------------------------------- what is not for everybody


@pytest.mark.parametrize("published_at", [None, "tomorrow"])
def test_what_is_not_published_is_shown_nowhere(client, published_at):
    hidden = cast.a_course(
        title="ひみつの講座", published_at=hours_from_now(24) if published_at else None
    )
    for address in (f"/courses/{hidden.pk}/", f"/courses/{hidden.pk}/course.ics"):
        assert client.get(address).status_code == 404
    client.sign_in(cast.a_resident())
    assert client.get(f"/courses/{hidden.pk}/sign-ups/").status_code == 404
    for address in (
        *(
            "/",
            "/courses/?closed=1",
            "/courses/?q=ひみつ",
            "/centers/hama/",
            "/calendar/courses.ics",
        ),
        *("/feeds/courses.atom", "/open-data/401005_event.csv"),
    ):
        answer = client.get(address)
        shown = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        assert "ひみつの講座" not in shown, address


def test_a_scheduled_course_appears_when_its_time_has_come(client):
    course = cast.a_course(published_at=hours_from_now(1))
    assert client.get(f"/courses/{course.pk}/").status_code == 404
    Course.objects.filter(pk=course.pk).update(published_at=hours_from_now(-0.001))
    page_of(client, course)


@pytest.mark.parametrize("pk", ["0", "999999999999999999999", "9" * 5_000, "abc", "1.5", "-1"])
@pytest.mark.parametrize("tail", ["", "course.ics"])
def test_a_course_that_never_was_is_not_found(client, pk, tail):
    client.assert_not_found(f"/courses/{pk}/{tail}")


# ---------------------------------------------------------------- for machines


def test_search_engines_read_the_course_as_an_event(client):
    course = cast.a_course(title="出汁「とり」", fee=500, capacity=20)
    data = json_ld_of(client, course)
    assert data["@type"] == "Event"
    assert data["name"] == "出汁「とり」"
    assert data["startDate"] == timezone.localtime(course.starts_at).isoformat()
    assert data["startDate"].endswith("T10:00:00+09:00"), "the time on the clock of the city"
    assert data["location"]["name"] == "戸畑浜市民センター"
    assert data["offers"]["price"] == 500
    assert data["offers"]["validThrough"].endswith("+09:00")
    assert data["url"] == f"http://testserver/courses/{course.pk}/"


@pytest.mark.parametrize(
    ("held", "mode", "kinds"),
    [
        ({"online": False}, "Offline", ["Place"]),
        ({"online": True}, "Mixed", ["Place", "VirtualLocation"]),
        (
            {"online": True, "center": None, "venue": "大学3号館"},
            "Mixed",
            ["Place", "VirtualLocation"],
        ),
        ({"online": True, "center": None}, "Online", ["VirtualLocation"]),
        ({"online": False, "center": None}, "Offline", []),
    ],
)
def test_search_engines_learn_whether_one_comes_or_stays_at_home(client, held, mode, kinds):
    data = json_ld_of(client, cast.a_course(**held))
    found = data.get("location", [])
    locations = found if isinstance(found, list) else [found]
    assert data["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert [location["@type"] for location in locations] == kinds


def test_search_engines_are_told_no_time_and_no_price_that_is_not_known(client):
    course = cast.a_course(center=None, venue="港の広場", fee=None, sessions=0)
    cast.add_sessions(course, days_ahead=14, hour=0)
    course.refresh_from_db()
    data = json_ld_of(client, course)
    assert data["startDate"] == timezone.localdate(course.starts_at).isoformat()
    assert data["endDate"] == timezone.localdate(course.ends_at).isoformat()
    assert data["location"] == {"@type": "Place", "name": "港の広場"}
    assert "priceCurrency" not in data["offers"]


def test_nothing_typed_by_anybody_breaks_out_of_the_page(client):
    typed = {
        field.name: BREAKS_OUT[: field.max_length or None]
        for field in Course._meta.get_fields()
        if field.get_internal_type() in {"CharField", "TextField"} and not field.choices
    }
    typed |= {
        "source_columns": {BREAKS_OUT: BREAKS_OUT},
        "organizer": Organizer.objects.create(name=BREAKS_OUT),
        "center": None,
        "fee": None,
        "contact_phone": '"><i>1',
    }
    course = cast.a_course(**typed)
    Session.objects.filter(course=course).update(title=BREAKS_OUT)
    for address in (f"/courses/{course.pk}/", "/courses/", "/", f"/courses/?q={BREAKS_OUT}"):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html, address
        assert "<i>1" not in html, address
    assert json_ld_of(client, course)["name"] == BREAKS_OUT
    assert client.get(f"/courses/{course.pk}/").content.decode().count("<h1>") == 1


def test_no_name_a_course_points_at_breaks_out_of_the_page(client):
    center = cast.a_center()
    center.name, center.access, center.phone = BREAKS_OUT, BREAKS_OUT, SCRIPT[:20]
    center.address = BREAKS_OUT
    center.save()
    room = center.rooms.create(name=BREAKS_OUT, capacity=30)
    series = Series.objects.create(name=BREAKS_OUT)
    course = cast.a_course(
        category=cast.a_category(SCRIPT),
        series=series,
        cancelled_at=timezone.now(),
        cancel_reason=BREAKS_OUT,
    )
    Session.objects.filter(course=course).update(room=room)
    for address in (f"/courses/{course.pk}/", "/courses/", f"/series/{series.pk}/"):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html, address
        assert "&lt;script&gt;alert" in html, address


@pytest.mark.parametrize("field", ["url", "apply_url"])
@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt://x%0aalert(1)", "data:text/html,x", "//x.example"],
)
def test_only_addresses_of_the_web_are_taken(field, address):
    course = cast.a_course()
    setattr(course, field, address)
    with pytest.raises(ValidationError) as refused:
        course.full_clean()
    assert field in refused.value.error_dict


def test_an_address_within_a_text_becomes_a_link_only_if_it_is_one_of_the_web(client):
    course = cast.a_course(
        description="https://city.example/a?b=1&c=2 へ。javascript:alert(1) は開きません。"
    )
    links = hrefs(page_of(client, course))
    assert "https://city.example/a?b=1&c=2" in links
    assert not [href for href in links if href.lower().startswith("javascript")]
