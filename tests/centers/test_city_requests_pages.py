"""The desk's pages of requests: who sees what, what is typed wrong, what is taken along."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from centers.models import CityRequest, RequestEffort
from centers.requests.years import this_year
from tests import cast
from tests.city_requests import a_draft, a_request, section

pytestmark = pytest.mark.django_db

INDEX, NEW, LOAD = "/desk/requests/", "/desk/requests/new/", "/desk/requests/load/"


def told(**fields) -> dict:
    """What the form sends."""
    year = this_year()
    return {
        "year": year,
        "title": "避難所の開設訓練の手伝い",
        "bureau": "危機管理室",
        "section": "防災課",
        "to": "centers",
        "content": "受付を1名お願いします。",
        "basis": "law",
        "basis_text": "災害対策基本法",
        "first_day": f"{year}-06-01",
        "last_day": f"{year}-06-30",
        "hours": "5",
        "everywhere": "on",
        "contact_name": "企画係",
        "contact_phone": "０９３ー０００ー２０００",
    } | fields


@pytest.fixture
def desk(client):
    """The section, signed in."""
    cast.a_center()
    client.sign_in(section())
    return client


def test_a_request_is_written_looked_at_and_sent(desk):
    a_request("先にあるもの")
    seen = desk.post(NEW, told(look="1"))
    assert seen.status_code == 200
    assert "＋5.0時間" in seen.content.decode()
    assert not CityRequest.objects.filter(title__startswith="避難所").exists()
    desk.post(NEW, told())
    one = CityRequest.objects.get(title__startswith="避難所")
    assert (one.status, one.contact_phone) == ("draft", "093-000-2000")
    page = desk.get(one.get_absolute_url()).content.decode()
    assert "もう決まっている業務量" in page
    assert "3.0時間" in page
    desk.post(f"{one.get_absolute_url()}asking/", {"version": one.version})
    one.refresh_from_db()
    assert one.status == "asked"


def test_htmx_is_answered_with_the_load_alone(desk):
    answer = desk.post(NEW, told(look="1", title=""), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "＋5.0時間" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "件名を入力してください"),
        ({"hours": "NaN"}, "数"),
        ({"hours": "-3"}, "0.25"),
        ({"first_day": "2027-02-30"}, "日付"),
        ({"last_day": "1999-01-01"}, "年度"),
        ({"basis_text": ""}, "根拠の名前"),
        ({"everywhere": "", "centers": ["99999"]}, "市民センター"),
        ({"year": "1"}, "年度"),
        ({"title": "あ" * 101}, "100"),
        ({"to": "everybody"}, "相手"),
    ],
)
def test_garbage_is_refused_in_words_and_nothing_is_written(desk, fields, words):
    answer = desk.post(NEW, told(**fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not CityRequest.objects.exists()


def test_centres_are_chosen_one_by_one_or_by_ward(desk):
    moji = cast.a_center("minato", ward="moji", name="門司みなと")
    desk.post(NEW, told(everywhere="", wards=[moji.ward_id]))
    assert list(CityRequest.objects.get().centers.all()) == [moji]


def test_a_decision_is_written_with_its_reason(desk):
    one = a_request()
    address = f"{one.get_absolute_url()}decision/"
    missing = desk.post(address, {"decision": "stop", "why": "", "version": one.version})
    assert missing.status_code == 422
    desk.post(address, {"decision": "stop", "why": "使っていない", "version": one.version})
    page = desk.get(one.get_absolute_url()).content.decode()
    assert "「やめる」と決めました" in page
    assert "使っていない" in page
    late = desk.post(address, {"decision": "keep", "why": "続ける", "version": one.version})
    assert late.status_code == 409
    assert "先に" in late.content.decode()


def test_who_writes_on_an_old_version_is_told_and_may_send_the_words_once_more(desk):
    one = a_draft()
    address = f"{one.get_absolute_url()}edit/"
    mine, theirs = told(title="わたしの件名", version=1), told(title="先の件名", version=1)
    desk.post(address, theirs)
    late = desk.post(address, mine)
    assert late.status_code == 422
    assert "先に" in late.content.decode()
    assert "わたしの件名" in late.content.decode()
    assert 'name="version" value="2"' in late.content.decode()
    desk.post(address, mine | {"version": 2})
    one.refresh_from_db()
    assert (one.title, one.version) == ("わたしの件名", 3)


def test_a_decision_made_while_another_asked_is_not_lost(desk):
    one = a_draft()
    sent = {"decision": "keep", "why": "続けるわけ", "version": 1}
    one.ask(by=section(), version=1)
    late = desk.post(f"{one.get_absolute_url()}decision/", sent)
    assert late.status_code == 409
    assert "続けるわけ" in late.content.decode()
    desk.post(f"{one.get_absolute_url()}decision/", sent | {"version": 2})
    one.refresh_from_db()
    assert one.decision == "keep"


def test_centre_staff_see_what_their_centre_was_asked_and_tell_what_it_took(client):
    own, other = cast.a_center(), cast.a_center("minato", ward="moji", name="門司みなと")
    one, elsewhere, draft = a_request(), a_request("他所だけ", centers=[other]), a_draft("下書き")
    client.sign_in(cast.center_staff(own))
    listed = client.get(INDEX).content.decode()
    assert one.title in listed
    assert elsewhere.title not in listed
    for hidden in (elsewhere, draft):
        assert client.get(hidden.get_absolute_url()).status_code == 404
    for closed in (NEW, f"{one.get_absolute_url()}edit/", "/desk/requests/comparison/"):
        assert client.get(closed).status_code == 404
    assert client.get(f"{LOAD}minato/").status_code == 404
    decision = {"decision": "stop", "why": "嫌だから", "version": one.version}
    assert client.post(f"{one.get_absolute_url()}decision/", decision).status_code == 404
    client.post(f"{one.get_absolute_url()}efforts/", {"center": own.pk, "hours": "7.25"})
    assert RequestEffort.objects.get().hours == 7.25
    stranger = {"center": other.pk, "hours": "1"}
    assert client.post(f"{one.get_absolute_url()}efforts/", stranger).status_code == 422
    assert "7.25時間" in client.get(f"{LOAD}hama/").content.decode()


def test_what_a_centre_took_is_not_shown_to_another(client):
    own, other = cast.a_center(), cast.a_center("minato", ward="moji", name="門司みなと")
    one = a_request()
    one.record_effort(own, 33, by=section())
    client.sign_in(cast.center_staff(other))
    assert "33時間" not in client.get(one.get_absolute_url()).content.decode()


@pytest.mark.parametrize("hours", ["", "-1", "3000", "NaN", "九"])
def test_hours_that_are_none_are_refused(client, hours):
    center, one = cast.a_center(), a_request()
    client.sign_in(cast.center_staff(center))
    sent = {"center": center.pk, "hours": hours}
    assert client.post(f"{one.get_absolute_url()}efforts/", sent).status_code == 422
    assert not RequestEffort.objects.exists()


def test_the_list_and_the_load_are_taken_along_as_tables(desk):
    a_request(title="=HYPERLINK()のお願い")
    listed = desk.get(f"{INDEX}requests.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK()のお願い" in listed
    book = load_workbook(io.BytesIO(desk.get(f"{INDEX}requests.xlsx").content))
    assert [cell.value for cell in book.active[2]][2] == "'=HYPERLINK()のお願い"
    load = desk.get(f"{LOAD}load.csv").content.decode("utf-8-sig")
    assert "戸畑浜市民センター" in load
    assert load_workbook(io.BytesIO(desk.get(f"{LOAD}load.xlsx").content)).active.max_row == 2


@pytest.mark.parametrize("query", ["year=９９９９", "year=x&to=y", "state=x&basis=y&q=%E3%80%80"])
def test_addresses_nobody_wrote_show_this_year(desk, query):
    for page in (INDEX, LOAD, "/desk/requests/comparison/"):
        assert desk.get(f"{page}?{query}").status_code == 200


def test_last_year_is_rolled_over_from_the_list(desk):
    a_request(year=this_year() - 1)
    desk.post(f"{INDEX}rolling-over/", {"year": this_year()})
    assert CityRequest.objects.of_year(this_year()).get().status == "draft"
    assert desk.post(f"{INDEX}rolling-over/", {"year": "1999"}).status_code == 404


def test_lists_cost_the_same_however_long_they_are(desk, django_assert_max_num_queries):
    for number in range(3):
        a_request(f"依頼{number}", centers=[cast.a_center()])
    for page in (INDEX, LOAD, f"{LOAD}hama/", "/desk/requests/comparison/"):
        with django_assert_max_num_queries(18):
            desk.get(page)
    for number in range(12):
        a_request(f"もっと{number}")
    for page in (INDEX, LOAD, f"{LOAD}hama/", "/desk/requests/comparison/"):
        with django_assert_max_num_queries(18):
            desk.get(page)


def test_the_admin_lists_them_and_throws_away_only_drafts(desk):
    one, draft = a_request(), a_draft("下書き")
    assert "クーリング" in desk.get("/admin/centers/cityrequest/").content.decode()
    delete = "/admin/centers/cityrequest/{}/delete/"
    assert desk.get(delete.format(draft.pk)).status_code == 200
    assert desk.get(delete.format(one.pk)).status_code == 403


def test_the_year_is_that_of_the_citys_clock():
    today = timezone.localdate()
    assert this_year() == today.year - (today.month < 4)
