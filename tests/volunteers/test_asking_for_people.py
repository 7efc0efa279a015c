"""A neighbourhood association asks for people, step by step; the centre decides; all are told."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.directory import representing
from centers.volunteers.models import Opening, Organization
from centers.volunteers.openings import asking, deciding
from portal.notices.models import Message
from portal.refusal import code_of
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
ASK = "/volunteers/ask/"
Status = Opening.Status


@pytest.fixture
def head():
    """The head of a neighbourhood association."""
    return cast.a_resident("kaicho@example.jp")


@pytest.fixture
def center():
    return cast.a_center()


@pytest.fixture
def staff(center):
    return cast.center_staff(center)


@pytest.fixture
def told(center) -> dict:
    """All that is said in the five steps."""
    day = timezone.localdate() + timedelta(days=10)
    return {
        "name": "浜町一丁目町内会", "kind": "community", "center": center.pk,
        "headline": "夏まつりの片づけ", "description": "テントをたたみます。",
        "day_1": day.isoformat(), "begins_1": "17:00", "ends_1": "19:00", "weeks_1": "3",
        "needed": "5", "place": "浜町公園", "ward": "tobata", "bring": "軍手",
        "minimum_age": "12", "is_insured": "on",
    }  # fmt: skip


def said(page) -> str:
    return " ".join(" ".join(page.text).split())


def at_the_end(told: dict) -> str:
    return f"{ASK}?{urlencode(told | {'done': 5, 'step': 6})}"


def refused(call, *args, **kwargs) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return code_of(refusal.value)


def ask(client, told: dict) -> Opening:
    client.post(at_the_end(told))
    return Opening.objects.get()


def test_step_by_step_to_the_centre(client, head, told, center):
    client.sign_in(head)
    assert "どなたからのお願いですか" in said(client.get_page(ASK))
    kept: dict = {}
    steps = [
        (("name", "kind", "center"), "何をしてほしいですか"),
        (("headline", "description"), "いつ、何人に来てほしいですか"),
        (("day_1", "begins_1", "ends_1", "weeks_1", "needed"), "どこでしますか"),
        (("place", "ward"), "来る方に知らせること"),
        (("bring", "minimum_age", "is_insured"), "内容を確かめてください"),
    ]
    for number, (names, follows) in enumerate(steps, start=1):
        kept |= {name: told[name] for name in names}
        page = client.get_page(f"{ASK}?{urlencode(kept | {'done': number, 'step': number + 1})}")
        assert follows in said(page)
    assert "全3回" in said(page)
    [form] = [one for one in page.all("form") if one.get("method") == "post"]
    answer = client.post(ASK + form["action"].replace("&amp;", "&"))
    opening = Opening.objects.get()
    assert answer["Location"] == f"/my/hosting/{opening.number}/"
    assert (opening.status, opening.center, opening.title) == (
        Status.ASKED,
        center,
        "夏まつりの片づけ",
    )
    assert [shift.needed for shift in opening.shifts.all()] == [5, 5, 5]
    assert opening.minimum_age == 12
    host = opening.organization
    assert (host.name, host.is_public) == ("浜町一丁目町内会", False)


def test_what_was_said_is_there_again_after_an_hour_signed_out(client, head, told):
    answer = client.post(at_the_end(told))
    back = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    client.sign_in(head)
    page = client.get_page(back)
    assert "夏まつりの片づけ" in said(page)
    assert "内容を確かめてください" in said(page)
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "団体の名前を書いてください"),
        ({"headline": ""}, "してほしいことを、ひとことで書いてください"),
        ({"day_1": ""}, "1つめの日を入れてください"),
        ({"ends_1": "16:00"}, "おわりの時刻は、はじまりよりあと"),
        ({"day_1": "2020-01-01"}, "過ぎた日や時間があります"),
        ({"day_1": "", "begins_1": "", "ends_1": ""}, "日と時間を、1つは入れてください"),
        ({"needed": "0"}, "人数は1人以上"),
        ({"place": ""}, "場所を書いてください"),
        ({"bring": "あ" * 201}, "200文字まで"),
    ],
)
def test_what_is_missing_leads_to_its_step_with_a_sentence(client, head, told, changed, sentence):
    client.sign_in(head)
    page = client.get_page(at_the_end(told | changed), status=422)
    assert sentence in said(page)
    client.post(at_the_end(told | changed))
    assert not Opening.objects.exists()


def test_more_days_keep_what_was_typed(client, head, told):
    client.sign_in(head)
    before = {name: told[name] for name in ("name", "kind", "center", "headline", "description")}
    typed = {"day_1": told["day_1"], "rows": 3, "more": 1, "done": 3, "step": 4}
    page = client.get_page(f"{ASK}?{urlencode(before | typed)}")
    boxes = {box["name"]: box.get("value", "") for box in page.all("input") if "name" in box}
    assert boxes["day_1"] == told["day_1"]
    assert "day_6" in boxes
    assert "day_7" not in boxes
    assert boxes["headline"] == told["headline"]


def test_sent_twice_it_is_asked_once(client, head, told):
    client.sign_in(head)
    for _ in range(2):
        assert client.post(at_the_end(told)).status_code == 302
    assert Opening.objects.count() == 1


def test_nobody_asks_without_end(client, head, told):
    client.sign_in(head)
    for number in range(asking.MOST_WAITING):
        client.post(at_the_end(told | {"headline": f"手伝い{number}"}))
    page = client.post_page(at_the_end(told | {"headline": "まだある"}), {}, status=409)
    assert "返事を待っている依頼が10件" in said(page)
    assert Opening.objects.count() == asking.MOST_WAITING
    Opening.objects.update(status=Status.CANCELLED)
    page = client.post_page(at_the_end(told | {"headline": "まだある"}), {}, status=409)
    assert "一日に送れる依頼は10件まで" in said(page)


def test_who_speaks_for_an_organisation_asks_for_it(client, head, told, staff):
    school = volunteering.an_organization()
    volunteering.a_representative(school, head, staff)
    client.sign_in(head)
    opening = ask(client, told | {"organization": school.pk, "name": "", "kind": "", "center": ""})
    assert (opening.organization, opening.center) == (school, school.center)


def test_nobody_asks_for_an_organisation_one_does_not_speak_for(client, head, told):
    school = volunteering.an_organization()
    client.sign_in(head)
    opening = ask(client, told | {"organization": school.pk})
    assert opening.organization != school


def test_the_centre_publishes_and_who_asked_is_told(client, head, told, staff):
    client.sign_in(head)
    opening = ask(client, told)
    assert Message.objects.filter(to=head.email, key__contains="opening_asked").count() == 1
    deciding.publish(opening, by=staff)
    assert opening.is_published
    letter = Message.objects.get(key__contains="opening_published")
    assert letter.to == head.email
    assert f"/my/hosting/{opening.number}/" in letter.body
    assert refused(deciding.send_back, opening, "だめ", by=staff) == "already_decided"


def test_what_is_sent_back_is_written_anew_with_the_words_kept(client, head, told, staff):
    client.sign_in(head)
    opening = ask(client, told)
    assert refused(deciding.send_back, opening, " ", by=staff) == "no_reason"
    deciding.send_back(opening, "雨の日のことを書いてください。", by=staff)
    page = client.get_page(f"/my/hosting/{opening.number}/")
    assert "雨の日のことを書いてください。" in said(page)
    answer = client.get(f"{ASK}?again={opening.number}")
    again = parse_qs(urlsplit(answer["Location"]).query)
    assert again["description"] == ["テントをたたみます。"]
    assert again["of"] == [str(opening.number)]
    flat = {name: values[0] for name, values in again.items()}
    client.post(at_the_end(flat | {"description": "雨の日は中止です。"}))
    opening.refresh_from_db()
    assert (opening.status, opening.description) == (Status.ASKED, "雨の日は中止です。")
    assert opening.shifts.count() == 3
    assert Opening.objects.count() == 1


def test_what_is_refused_says_why_and_is_never_shown(client, head, told, staff):
    client.sign_in(head)
    opening = ask(client, told)
    deciding.refuse(opening, "営利の活動のため", by=staff)
    assert "営利の活動のため" in said(client.get_page(f"/my/hosting/{opening.number}/"))
    assert client.get(opening.get_absolute_url()).status_code == 404
    assert "営利の活動のため" in Message.objects.get(key__contains="opening_refused").body


def test_who_asked_takes_it_back_before_it_is_published(client, head, told, staff):
    client.sign_in(head)
    opening = ask(client, told)
    client.post(f"/my/hosting/{opening.number}/taking-back/")
    opening.refresh_from_db()
    assert opening.was_refused
    published = volunteering.an_opening("公開した募集", asked_by=head)
    volunteering.a_shift(published)
    page = client.post_page(f"/my/hosting/{published.number}/taking-back/", {}, status=409)
    assert "担当の市民センターにお電話ください" in said(page)


def test_without_a_day_to_come_nothing_is_published(client, head, told, staff):
    client.sign_in(head)
    opening = ask(client, told)
    opening.shifts.all().delete()
    assert refused(deciding.publish, opening, by=staff) == "nothing_to_come"


def test_nobody_sees_what_others_asked_for(client, head, told):
    client.sign_in(head)
    opening = ask(client, told)
    client.sign_in(cast.a_resident("o@example.jp"))
    assert client.get(f"/my/hosting/{opening.number}/").status_code == 404
    assert client.get(f"{ASK}?again={opening.number}").status_code == 404
    assert client.post(f"/my/hosting/{opening.number}/taking-back/").status_code == 404


def test_an_unknown_address_becomes_a_representative_once(head, staff):
    school = volunteering.an_organization()
    for _ in range(2):
        representing.confirm(school, " KAICHO@example.jp ", by=staff)
    assert [one.user for one in school.representatives.live()] == [head]
    representing.end(school.representatives.get(), by=staff)
    assert not Organization.objects.of(head).exists()
    assert refused(representing.confirm, school, "だれか", by=staff) == "no_address"
    assert refused(representing.confirm, school, staff.email, by=staff) == "own_organization"
