"""A resident signs up to shifts, for oneself or a child, sees what was agreed, and withdraws."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from centers.volunteers.models import Match, QualificationKind, Shift, Volunteer
from centers.volunteers.openings import agreeing
from portal.notices.models import Message
from portal.people.models import Person
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
Status = Match.Status


@pytest.fixture
def shift() -> Shift:
    return volunteering.a_shift()


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


@pytest.fixture
def signed_in(client, volunteer):
    client.sign_in(volunteer.by)
    return client


def address(shift: Shift) -> str:
    return f"/volunteers/openings/{shift.opening_id}/sign-ups/"


def said(page) -> str:
    return " ".join(" ".join(page.text).split())


def test_who_is_signed_out_is_led_back_with_the_shift_that_was_chosen(client, shift):
    answer = client.get(f"{address(shift)}?shift={shift.pk}")
    back = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    assert back == f"{address(shift)}?shift={shift.pk}"


def test_who_is_signed_out_in_the_middle_finds_what_was_chosen(client, shift, volunteer):
    answer = client.post(address(shift), {"shift": shift.pk})
    client.sign_in(volunteer.by)
    page = client.get_page(parse_qs(urlsplit(answer["Location"]).query)["next"][0])
    assert [box["value"] for box in page.all("input") if "checked" in box] == [str(shift.pk)]
    assert not Match.objects.exists()


def test_who_is_no_volunteer_yet_registers_first_and_comes_back(client, shift):
    client.sign_in(cast.a_resident())
    answer = client.get(f"{address(shift)}?shift={shift.pk}")
    to = urlsplit(answer["Location"])
    assert to.path == "/my/volunteer/register/"
    assert parse_qs(to.query)["next"] == [f"{address(shift)}?shift={shift.pk}"]


def test_who_registers_on_the_way_is_led_back_to_the_shift_at_every_step(client, shift):
    chosen = f"{address(shift)}?shift={shift.pk}"
    client.sign_in(cast.a_resident())
    to = client.get(chosen)["Location"]
    page = client.get_page(to)
    told = {box["name"]: box["value"] for box in page.all("input") if box.get("name") == "next"}
    assert told == {"next": chosen}
    went = client.post(to, told | {"center": shift.opening.center_id})["Location"]
    volunteer = Volunteer.objects.get()
    for step in ("wishes", "times", "qualifications", "consents"):
        at = urlsplit(went)
        assert at.path == f"/my/volunteer/{volunteer.number}/{step}/"
        page = client.get_page(went.removesuffix("#saved"))
        assert chosen in [link["href"] for link in page.all("a")]
        went = client.post(at.path, {"first": "1"} | told)["Location"]
    assert went == chosen
    assert client.post(address(shift), {"shift": shift.pk}).status_code == 302
    assert Match.objects.get().is_accepted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_nobody_is_led_off_by_it(client, shift, elsewhere):
    client.sign_in(cast.a_resident())
    told = {"center": shift.opening.center_id, "next": elsewhere}
    went = client.post("/my/volunteer/register/", told)["Location"]
    assert "evil" not in went
    assert "javascript" not in went


def test_what_one_cannot_come_to_is_told_before_one_presses(signed_in, volunteer, shift):
    other = volunteering.a_shift(
        volunteering.an_opening("朝のそうじ"), starts_at=shift.starts_at + timedelta(hours=1)
    )
    next_week = volunteering.a_shift(shift.opening, starts_at=shift.starts_at + timedelta(days=7))
    volunteering.agreed(volunteer, other)
    page = signed_in.get_page(address(shift))
    assert "同じ時間に「朝のそうじ」に参加します" in said(page)
    boxes = [box for box in page.all("input") if box.get("name") == "shift"]
    assert {box["value"]: "disabled" in box for box in boxes} == {
        str(shift.pk): True,
        str(next_week.pk): False,
    }


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (None, "資格がありません：普通救命講習。"),
        ({"expires_on": date(2026, 4, 1)}, "普通救命講習（期限は2026年4月1日（水）まで）。"),
        ({"proof_seen_on": None, "proof_seen_by": None}, "普通救命講習（証明の確認がまだです）。"),
    ],
)
def test_what_one_is_not_qualified_for_is_told_before_one_presses(
    signed_in, volunteer, shift, held, told
):
    kind, _ = QualificationKind.objects.get_or_create(slug="普通救命講習", name="普通救命講習")
    shift.opening.qualifications.add(kind)
    if held is not None:
        volunteering.a_qualification(volunteer, **held)
    page = signed_in.get_page(address(shift))
    assert told in said(page)
    assert "市民センターで証明をお見せください" in said(page)
    (box,) = [box for box in page.all("input") if box.get("name") == "shift"]
    assert "disabled" in box
    refused = signed_in.post_page(address(shift), {"shift": shift.pk}, status=409)
    assert told.removesuffix("。").partition("：")[2] in said(refused)


def test_who_is_asked_may_say_yes_here_too(signed_in, volunteer, shift):
    match = agreeing.propose(volunteer, shift, by=volunteering.a_coordinator())
    page = signed_in.get_page(f"{address(shift)}?shift={shift.pk}")
    assert [box["value"] for box in page.all("input") if "checked" in box] == [str(shift.pk)]
    signed_in.post(address(shift), {"shift": shift.pk})
    match.refresh_from_db()
    assert match.is_accepted


def test_a_shift_that_was_chosen_on_the_page_is_ticked(signed_in, shift):
    page = signed_in.get_page(f"{address(shift)}?shift={shift.pk}")
    assert [box["value"] for box in page.all("input") if "checked" in box] == [str(shift.pk)]


def test_several_shifts_are_taken_together_and_told_with_their_dates(signed_in, shift, volunteer):
    second = volunteering.a_shift(shift.opening, starts_at=shift.starts_at + timedelta(days=7))
    answer = signed_in.post(address(shift), {"shift": [shift.pk, second.pk]})
    assert answer["Location"] == "/my/volunteer/matches/"
    assert Match.objects.filter(volunteer=volunteer, status=Status.ACCEPTED).count() == 2
    letters = Message.objects.filter(key__contains="-agreed-")
    assert letters.count() == 2
    assert all("METHOD:PUBLISH" in letter.calendar for letter in letters)


def test_of_several_none_is_taken_where_one_is_full(signed_in, shift):
    full = volunteering.a_shift(shift.opening, starts_at=shift.starts_at + timedelta(days=7))
    Shift.objects.filter(pk=full.pk).update(needed=1)
    other = volunteering.a_volunteer(cast.a_resident("o@example.jp").household.people.get())
    agreeing.sign_up(other, full, by=other.by)
    page = signed_in.post_page(address(shift), {"shift": [shift.pk, full.pk]}, status=409)
    assert "人数に達しました" in said(page)
    assert not Match.objects.filter(shift=shift).exists()


def test_sent_twice_it_takes_one_place(signed_in, shift):
    for _ in range(2):
        answer = signed_in.post(address(shift), {"shift": shift.pk})
        assert answer["Location"] == "/my/volunteer/matches/"
    shift.refresh_from_db()
    assert shift.taken == 1
    assert "もう申し込みずみです" in said(signed_in.get_page("/my/volunteer/matches/"))


def test_nothing_chosen_is_said_in_words(signed_in, shift):
    page = signed_in.post_page(address(shift), {}, status=422)
    assert "参加する日を、1つは選んでください" in said(page)


def test_a_parent_signs_up_a_registered_child(client, shift):
    parent = cast.a_resident()
    grown = volunteering.a_volunteer(parent.household.people.get(), by=parent)
    born = date(timezone.localdate().year - 15, 1, 1)
    child = Person.register(parent, cast.a_person(given_name="一郎", born=born))
    young = volunteering.a_volunteer(
        child, by=parent, guardian_agreed_on=timezone.localdate(), guardian_name="花子"
    )
    client.sign_in(parent)
    page = client.post_page(address(shift), {"shift": shift.pk}, status=422)
    assert "参加する方を選んでください" in said(page)
    client.post(address(shift), {"shift": shift.pk, "volunteer": young.pk})
    assert Match.objects.get().volunteer == young
    client.post(address(shift), {"shift": shift.pk, "volunteer": grown.pk})
    shift.refresh_from_db()
    assert shift.taken == 2


def test_nobody_signs_up_somebody_elses_child(signed_in, shift):
    stranger = volunteering.a_volunteer(cast.a_resident("o@example.jp").household.people.get())
    signed_in.post(address(shift), {"shift": shift.pk, "volunteer": stranger.pk})
    assert not Match.objects.filter(volunteer=stranger).exists()


def test_a_form_from_elsewhere_is_refused(shift, volunteer):
    from tests.page_lint import LintingClient  # noqa: PLC0415  one that checks the token

    client = LintingClient(enforce_csrf_checks=True)
    client.sign_in(volunteer.by)
    assert client.post(address(shift), {"shift": shift.pk}).status_code == 403
    assert not Match.objects.exists()


def test_what_was_agreed_stands_on_ones_page_and_goes_into_a_calendar(signed_in, shift, volunteer):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    page = signed_in.get_page("/my/volunteer/matches/")
    assert match.number_spelled in said(page)
    file = signed_in.get(f"/my/volunteer/matches/{match.number}/match.ics")
    assert b"METHOD:PUBLISH" in file.content
    assert "絵本を読む人" in file.content.decode().replace("\r\n ", "")


def test_who_cannot_come_says_why_and_the_place_is_free_again(signed_in, shift, volunteer):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    page = f"/my/volunteer/matches/{match.number}/withdrawal/"
    assert "取りやめますか" in said(signed_in.get_page(page))
    for _ in range(2):  # and pressed twice
        assert signed_in.post(page, {"why": "かぜをひきました"}).status_code == 302
    match.refresh_from_db()
    shift.refresh_from_db()
    assert (match.status, match.why, shift.taken) == (Status.WITHDRAWN, "かぜをひきました", 0)


def test_nobody_sees_or_takes_back_what_others_agreed_to(client, shift, volunteer):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    client.sign_in(cast.a_resident("o@example.jp"))
    for end in ("withdrawal/", "match.ics"):
        assert client.get(f"/my/volunteer/matches/{match.number}/{end}").status_code == 404
    client.post(f"/my/volunteer/matches/{match.number}/withdrawal/")
    match.refresh_from_db()
    assert match.is_accepted


def test_a_closed_host_takes_nobody_and_the_page_says_so(signed_in, shift):
    school = volunteering.an_organization(closed_on=timezone.localdate())
    shift.opening.organization = school
    shift.opening.save()
    assert "活動を終えたため" in said(signed_in.get_page(address(shift)))
    page = signed_in.post_page(address(shift), {"shift": shift.pk}, status=409)
    assert "活動を終えたため" in said(page)
