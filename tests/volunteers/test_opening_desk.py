"""The desk: openings are decided, shifts moved and called off, people signed up by telephone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.volunteers.models import Consent, Match, Opening, Organization, Shift
from centers.volunteers.openings import agreeing
from centers.volunteers.roster.finding import ticket_for
from portal.people.models import AccessLog
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
DESK = "/desk/volunteers/"


@pytest.fixture
def staff():
    return cast.center_staff(cast.a_center())


@pytest.fixture
def desk(client, staff):
    client.sign_in(staff)
    return client


@pytest.fixture
def shift() -> Shift:
    return volunteering.a_shift()


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


def said(page) -> str:
    return " ".join(" ".join(page.text).split())


def asked_for(**fields) -> Opening:
    opening = volunteering.an_opening(
        "公園の花", **{"status": "asked", "published_at": None} | fields
    )
    volunteering.a_shift(opening)
    return opening


def test_what_waits_stands_first(desk):
    asked_for()
    page = desk.get_page(f"{DESK}openings/")
    assert "確認を待つ募集 1件" in said(page)
    assert "公園の花" in said(page)


@pytest.mark.parametrize(
    ("do", "why", "becomes"),
    [
        ("publish", "", "published"),
        ("return", "くわしく", "returned"),
        ("refuse", "営利のため", "cancelled"),
    ],
)
def test_what_was_asked_is_decided_once_however_often_it_is_pressed(desk, do, why, becomes):
    opening = asked_for()
    for _ in range(2):
        answer = desk.post(f"{DESK}openings/{opening.pk}/decision/", {"do": do, "why": why})
        assert answer.status_code == 302
    opening.refresh_from_db()
    assert (opening.status, opening.why) == (becomes, why)


def test_sending_back_needs_a_reason(desk):
    opening = asked_for()
    address = f"{DESK}openings/{opening.pk}/decision/"
    page = desk.post_page(address, {"do": "return"}, status=422)
    assert "理由を書いてください" in said(page)
    desk.post_page(address, {"do": "nonsense"}, status=422)


def test_another_centre_sees_and_changes_nothing(client, shift, volunteer):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    client.sign_in(cast.center_staff(other, "other@example.jp"))
    school = volunteering.an_organization()
    for page in (
        f"openings/{shift.opening_id}/", f"openings/{shift.opening_id}/edit/",
        f"shifts/{shift.pk}/", f"shifts/{shift.pk}/list/", f"shifts/{shift.pk}/sign-up/",
        f"organizations/{school.pk}/",
    ):  # fmt: skip
        assert client.get(f"{DESK}{page}").status_code == 404
    client.post(f"{DESK}shifts/{shift.pk}/cancellation/", {"why": "雨"})
    client.post(f"{DESK}shifts/{shift.pk}/matches/{match.number}/release/")
    match.refresh_from_db()
    assert match.is_accepted


def test_the_centre_makes_an_opening_of_its_own_and_adds_times_week_after_week(desk, staff):
    center = cast.a_center()
    said_of_it = {
        "title": "親子を見守る人", "description": "見守ります。", "center": center.pk,
        "place": center.name, "ward": center.ward_id, "minimum_age": "18",
    }  # fmt: skip
    answer = desk.post(f"{DESK}openings/new/", said_of_it)
    opening = Opening.objects.get()
    assert answer["Location"] == f"{DESK}openings/{opening.pk}/#saved"
    day = timezone.localdate() + timedelta(days=7)
    times = {"day_1": day, "begins_1": "10:00", "ends_1": "12:00", "weeks_1": "4", "needed": "2"}
    address = f"{DESK}openings/{opening.pk}/shifts/"
    page = desk.post_page(address, times | {"more": "1", "rows": "3"}, status=200)
    assert "6つめの日" in said(page)
    assert desk.post(address, times).status_code == 302
    assert opening.shifts.count() == 4
    desk.post(f"{DESK}openings/{opening.pk}/decision/", {"do": "publish"})
    opening.refresh_from_db()
    assert opening.is_published


def test_who_comes_is_shown_and_each_look_is_written_down(desk, staff, shift, volunteer):
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    for page in (f"shifts/{shift.pk}/", f"shifts/{shift.pk}/list/"):
        assert "髙﨑 花子" in said(desk.get_page(f"{DESK}{page}"))
    seen = AccessLog.objects.filter(viewer=staff, person=volunteer.person_id)
    assert seen.count() == 2


def test_the_page_of_a_shift_asks_a_fixed_number_of_things(desk, shift):
    def number_of_queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(f"{DESK}shifts/{shift.pk}/").status_code == 200
        return len(asked)

    center = cast.a_center()
    people = [
        volunteering.a_volunteer(person, center, by=user) for user, person in cast.many_residents(3)
    ]
    agreeing.sign_up(people[0], shift, by=people[0].by)
    few = number_of_queries()
    for one in people[1:]:
        agreeing.sign_up(one, shift, by=one.by)
    assert number_of_queries() == few


def test_who_no_mail_reaches_is_marked_to_be_telephoned(desk, shift, volunteer):
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    assert "メールが届きません" not in said(desk.get_page(f"{DESK}shifts/{shift.pk}/"))
    volunteer.by.mail_fails_since = timezone.now()
    volunteer.by.save()
    assert "メールが届きません" in said(desk.get_page(f"{DESK}shifts/{shift.pk}/"))


def test_a_move_that_somebody_hinders_names_them_and_keeps_what_was_typed(desk, shift, volunteer):
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    later = volunteering.a_shift(starts_at=shift.starts_at + timedelta(days=1))
    agreeing.sign_up(volunteer, later, by=volunteer.by)
    typed = {"move-day": later.day, "move-begins": "10:30", "move-ends": "12:30"}
    page = desk.post_page(f"{DESK}shifts/{shift.pk}/move/", typed, status=409)
    assert "髙﨑 花子さん" in said(page)
    assert "ほかの活動が決まっています" in said(page)
    assert "10:30" in {box.get("value") for box in page.all("input")}
    free = {"move-day": later.day, "move-begins": "15:00", "move-ends": "16:00"}
    assert desk.post(f"{DESK}shifts/{shift.pk}/move/", free).status_code == 302
    shift.refresh_from_db()
    assert timezone.localtime(shift.starts_at).hour == 15


def test_the_number_is_changed_and_a_shift_called_off_once(desk, shift, volunteer):
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    assert desk.post(f"{DESK}shifts/{shift.pk}/number/", {"number-needed": "5"}).status_code == 302
    desk.post_page(f"{DESK}shifts/{shift.pk}/number/", {"number-needed": "0"}, status=422)
    address = f"{DESK}shifts/{shift.pk}/cancellation/"
    assert "中止の理由" in said(desk.post_page(address, {}, status=422))
    for _ in range(2):
        assert desk.post(address, {"why": "大雨のため"}).status_code == 302
    shift.refresh_from_db()
    assert (shift.needed, shift.is_cancelled, shift.taken) == (5, True, 0)


def test_somebody_on_the_telephone_comes_by_the_same_rules(desk, staff, shift, volunteer):
    page = desk.get_page(f"{DESK}shifts/{shift.pk}/sign-up/?q=たかさき")
    assert "髙﨑 花子さん" in said(page)
    ticket = ticket_for(staff, volunteer.person)
    address = f"{DESK}shifts/{shift.pk}/sign-up/"
    for _ in range(2):
        assert desk.post(address, {"person": ticket}).status_code == 302
    shift.refresh_from_db()
    assert shift.taken == 1
    beside = volunteering.a_shift(starts_at=shift.starts_at)
    again = f"{DESK}shifts/{beside.pk}/sign-up/"
    assert "同じ時間に" in said(desk.post_page(again, {"person": ticket}, status=409))
    assert desk.post_page(again, {"person": "made-up"}, status=422)


def test_who_cannot_come_after_all_is_taken_off_once(desk, shift, volunteer):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    address = f"{DESK}shifts/{shift.pk}/matches/{match.number}/release/"
    for _ in range(2):
        assert desk.post(address, {"why": "電話で連絡"}).status_code == 302
    match.refresh_from_db()
    assert (match.status, match.why) == (Match.Status.WITHDRAWN, "電話で連絡")


def test_an_organisation_is_kept_closed_and_its_representatives_confirmed(desk, staff):
    center = cast.a_center()
    told = {"name": "浜町町内会", "kind": "community", "center": center.pk, "is_public": "on"}
    desk.post(f"{DESK}organizations/new/", told)
    made = Organization.objects.get()
    address = f"{DESK}organizations/{made.pk}/"
    desk.post(f"{address}representatives/", {"email": "kaicho@example.jp"})
    speaker = made.representatives.get()
    assert (speaker.user.email, speaker.confirmed_by) == ("kaicho@example.jp", staff)
    assert "kaicho@example.jp" in said(desk.get_page(address))
    desk.post(f"{address}representatives/", {"end": speaker.pk})
    assert not made.representatives.live().exists()
    desk.post_page(f"{address}closing/", {"day": "2100-01-01"}, status=422)
    for _ in range(2):
        answer = desk.post(f"{address}closing/", {"day": timezone.localdate()})
        assert answer.status_code == 302
    made.refresh_from_db()
    assert made.is_closed
    desk.post(f"{address}closing/", {"do": "reopen"})
    made.refresh_from_db()
    assert not made.is_closed


def test_who_takes_a_consent_back_stands_on_the_list_until_it_is_decided(desk, shift, volunteer):
    consent = Consent.objects.create(
        volunteer=volunteer, item="name", audience="host", by=volunteer.by
    )
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    assert "参加するか、確かめてください" not in said(desk.get_page(f"{DESK}openings/"))
    consent.withdrawn_at = timezone.now()
    consent.save()
    assert list(Match.objects.to_decide()) == [match]
    assert "参加するか、確かめてください" in said(desk.get_page(f"{DESK}openings/"))
    assert "本人に確かめてください" in said(desk.get_page(f"{DESK}shifts/{shift.pk}/"))
    again = Consent.objects.create(
        volunteer=volunteer, item="name", audience="host", by=volunteer.by
    )
    assert not Match.objects.to_decide().exists()
    again.delete()
    agreeing.withdraw(match, by=volunteer.by)
    assert not Match.objects.to_decide().exists()


def test_who_asked_is_confirmed_from_the_opening(desk):
    asker = cast.a_resident("kaicho@example.jp")
    opening = asked_for(asked_by=asker, organization=volunteering.an_organization())
    page = desk.get_page(f"{DESK}openings/{opening.pk}/")
    assert "まだ、団体の担当者として確かめていません" in said(page)
    desk.post(f"{DESK}openings/{opening.pk}/representative/")
    assert [one.user for one in opening.organization.representatives.live()] == [asker]


def test_who_came_is_not_asked_for_before_it_begins(desk, shift, volunteer):
    volunteering.agreed(volunteer, shift)
    address = f"/desk/volunteers/shifts/{shift.pk}/"
    page = desk.get(address).content.decode()
    assert "来た方の記録は、始まってからできます" in page
    assert f"{address}wall/" in page
    assert f"{address}came/" not in page
    shift.starts_at = timezone.now() - timedelta(minutes=5)
    shift.save()
    assert f"{address}came/" in desk.get(address).content.decode()
