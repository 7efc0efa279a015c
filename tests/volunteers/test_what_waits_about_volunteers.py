"""What waits about volunteers is told where people look first: the desk, and one's own page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.volunteers.directory import closing
from centers.volunteers.hours import recording
from centers.volunteers.models import Match, Opening, Qualification
from centers.volunteers.openings import agreeing
from portal.people.models import User
from programs.desk.todo import todos_of
from tests import cast, volunteering

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return cast.center_staff(cast.a_center())


def somebody():
    account = cast.a_resident(f"somebody{User.objects.count()}@example.jp")
    return volunteering.a_volunteer(account.household.people.get())


def said(page) -> str:
    return " ".join(" ".join(page.text).split())


def over(match: Match) -> Match:
    """The shift of `match` was yesterday."""
    shift, day = match.shift, timedelta(days=1)
    shift.starts_at = timezone.now() - day
    shift.ends_at = shift.starts_at + timedelta(hours=2)
    shift.save()
    return match


def test_the_desk_is_told_of_every_kind_and_led_to_it(client, staff):
    volunteering.an_opening("頼まれた募集", status=Opening.Status.ASKED, published_at=None)
    school = volunteering.an_organization()
    volunteering.a_shift(volunteering.an_opening("閉じた学校の募集", organization=school))
    closing.close(school, timezone.localdate(), by=staff)
    rests = somebody()
    volunteering.agreed(rests, volunteering.a_shift())
    rests.status = "paused"
    rests.save()
    over(volunteering.agreed(somebody(), volunteering.a_shift(volunteering.an_opening("昨日の回"))))
    writer = somebody()
    recording.log(writer, day=timezone.localdate(), minutes=60, what="見守り", by=writer.by)
    assert {todo.label: todo.number for todo in todos_of(staff)} == {
        "公開を決める活動募集": 1,
        "活動を終えた団体の募集": 1,
        "参加するかを確かめる回": 1,
        "来た方を記録する回": 1,
        "確認を待つ活動記録": 1,
    }
    client.sign_in(staff)
    page = client.get_page("/desk/")
    for todo in todos_of(staff):
        assert todo.label in page.text
        assert {"href": todo.url} in page.all("a")
    assert "頼まれた募集" in said(client.get_page("/desk/volunteers/openings/?show=asked"))
    assert "昨日の回" in said(client.get_page("/desk/volunteers/hours/"))
    elsewhere = cast.center_staff(cast.a_center("moji", name="よその市民センター"), "m@example.jp")
    assert todos_of(elsewhere) == []


def test_a_shift_is_off_the_list_once_it_is_written_down_who_came(staff):
    match = over(volunteering.agreed(somebody(), volunteering.a_shift()))
    assert list(Match.objects.to_record()) == [match]
    agreeing.record_absent(match, by=staff)
    assert not Match.objects.to_record().exists()


@pytest.mark.parametrize("asked_by", ["opening", "role"])
def test_a_qualification_that_ends_before_the_shift_is_listed_for_a_decision(asked_by):
    volunteer = somebody()
    held = volunteering.a_qualification(volunteer)
    opening = volunteering.an_opening(role=volunteering.a_role())
    asking = opening if asked_by == "opening" else opening.role
    asking.qualifications.add(held.kind)
    match = volunteering.agreed(volunteer, volunteering.a_shift(opening))
    assert not Match.objects.to_decide().exists()
    for day, is_listed in ((match.shift.day, False), (match.shift.day - timedelta(days=1), True)):
        Qualification.objects.update(expires_on=day)
        assert Match.objects.to_decide().exists() is is_listed
    Qualification.objects.update(expires_on=None, proof_seen_on=None, proof_seen_by=None)
    assert Match.objects.to_decide().get() == match, "the proof has to be shown again"


def test_my_page_tells_who_is_asked_and_what_is_to_come(client):
    asked, agreed = somebody(), somebody()
    shift = volunteering.a_shift(volunteering.an_opening("朝の読み聞かせ"))
    proposal = agreeing.propose(asked, shift, by=volunteering.a_coordinator())
    volunteering.agreed(agreed, shift)
    client.sign_in(asked.by)
    page = client.get_page("/my/")
    assert "お返事をお待ちしています" in said(page)
    assert f"/my/volunteer/matches/{proposal.number}/" in [a["href"] for a in page.all("a")]
    client.sign_in(agreed.by)
    page = client.get_page("/my/")
    assert "朝の読み聞かせ" in said(page)
    assert "お返事をお待ちしています" not in said(page)


def test_my_page_asks_no_more_for_many_activities(client):
    volunteer = somebody()
    client.sign_in(volunteer.by)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get_page("/my/")
        return len(asked)

    days = [timezone.now() + timedelta(days=number) for number in range(5, 9)]
    first, *others = [volunteering.a_shift(starts_at=day) for day in days]
    volunteering.agreed(volunteer, first)
    few = statements()
    for shift in others:
        volunteering.agreed(volunteer, shift)
    assert statements() == few
