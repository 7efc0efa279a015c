"""What a volunteer's consents and a match let each be seen by hosts, and who looked is written.

The staff's side of this table stands in test_what_is_shown.py.
"""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from centers.volunteers.hours.recording import log
from centers.volunteers.models import Consent, Match, Shift, Thanks, Threshold, Volunteer
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import agreed
from portal.people.models import AccessLog
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
Item, HOST = Consent.Item, Consent.Audience.HOST
NAME, PHONE, SKILLS = "髙﨑 花子", "093-000-0002", "元保育士"

CONSENTS = {
    "nothing": [],
    "name": [Item.NAME],
    "telephone": [Item.PHONE],
    "name and telephone": [Item.NAME, Item.PHONE],
    "everything": [Item.NAME, Item.PHONE, Item.EMAIL, Item.SKILLS],
}
# How the volunteer stands to the shift × what was agreed: what the school reads of them.
SHOWN = {
    "nothing": set(),
    "name": {NAME},
    "telephone": set(),
    "name and telephone": {NAME, PHONE},
    "everything": {NAME, PHONE, SKILLS},
}
HOLDS = {"accepted": True, "done": True, "proposed": False, "withdrawn": False, "declined": False}


@pytest.fixture
def teacher():
    return cast.a_resident("kyoto@example.jp", family_name="教頭")


@pytest.fixture
def shift(teacher) -> Shift:
    school = volunteering.an_organization()
    volunteering.a_representative(school, teacher, by=volunteering.a_coordinator())
    return volunteering.a_shift(volunteering.an_opening(organization=school))


@pytest.fixture
def volunteer() -> Volunteer:
    return volunteering.a_volunteer(skills=SKILLS)


def stands(volunteer: Volunteer, shift: Shift, status: str) -> None:
    """Bring the volunteer to stand so to the shift, the way people do."""
    if status in {"proposed", "declined"}:
        match = agreeing.propose(volunteer, shift, by=volunteering.a_coordinator())
        if status == "declined":
            agreeing.decline(match, by=volunteer.by)
        return
    match = volunteering.agreed(volunteer, shift)
    if status == "withdrawn":
        agreeing.withdraw(match, by=volunteer.by)
    if status == "done":
        begin(shift)
        agreeing.record_done(match, by=volunteering.a_coordinator())


def begin(shift: Shift) -> None:
    now = timezone.now()
    Shift.objects.filter(pk=shift.pk).update(
        starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=1)
    )


def pages(shift: Shift) -> list[str]:
    number = shift.opening.number
    return [f"/my/hosting/{number}/", f"/my/hosting/{number}/shifts/{shift.pk}/"]


@pytest.mark.parametrize("case", [*product(CONSENTS, HOLDS)], ids="-".join)
def test_a_host_sees_whom_it_expects_as_far_as_they_agreed(client, teacher, volunteer, shift, case):
    consent, status = case
    agreed.agree(volunteer, [(HOST, item) for item in CONSENTS[consent]], by=volunteer.by)
    stands(volunteer, shift, status)
    client.sign_in(teacher)
    before, after = pages(shift)
    expected = SHOWN[consent] if HOLDS[status] else set()
    for address, may_read in ((before, expected), (after, expected & {NAME})):
        AccessLog.objects.all().delete()
        if address == after:
            begin(shift)
        said = client.get(address).content.decode()
        assert {words for words in (NAME, PHONE, SKILLS) if words in said} == may_read, address
        seen = AccessLog.objects.filter(viewer=teacher, person=volunteer.person)
        assert seen.exists() == bool(may_read), address


def test_nobody_else_reads_what_a_host_reads(client, volunteer, shift):
    agreed.agree(volunteer, [(HOST, Item.NAME)], by=volunteer.by)
    volunteering.agreed(volunteer, shift)
    stranger = cast.a_resident("stranger@example.jp")
    for user in (stranger, cast.center_staff(shift.opening.center)):
        client.sign_in(user)
        for address in pages(shift):
            assert client.get(address).status_code == 404
    assert not AccessLog.objects.exists()


LOOKS = {
    "/desk/volunteers/openings/{opening}/fits/": "活動に合う方をさがすため",
    "/desk/volunteers/shifts/{shift}/came/": "来た方の記録",
    "/desk/volunteers/hours/": "活動記録の確認",
    "/desk/volunteers/thanks/": "感謝状の確認",
    "/desk/volunteers/thanks/print/": "感謝状の印刷",
}


@pytest.mark.parametrize("address", LOOKS)
def test_every_look_of_a_coordinator_is_written_down(client, volunteer, shift, address):
    role = volunteering.a_role()
    volunteer.wanted_roles.add(role)
    if "fits" not in address:
        volunteering.agreed(volunteer, shift)
        begin(shift)
    log(volunteer, day=timezone.localdate(), minutes=60, what="見守り", by=volunteer.by)
    threshold = Threshold.objects.create(counts="times", value=88, words="ありがとう")
    Thanks.objects.create(volunteer=volunteer, threshold=threshold, reached_on=timezone.localdate())
    client.sign_in(staff := cast.center_staff(shift.opening.center))
    said = client.get(address.format(opening=shift.opening_id, shift=shift.pk))
    assert NAME in said.content.decode()
    looks = AccessLog.objects.filter(viewer=staff, person=volunteer.person)
    assert [look.reason for look in looks] == [LOOKS[address]]


def test_before_it_begins_the_list_of_who_came_shows_nobody(client, teacher, volunteer, shift):
    agreed.agree(volunteer, [(HOST, Item.NAME)], by=volunteer.by)
    volunteering.agreed(volunteer, shift)
    staff = cast.center_staff(shift.opening.center)
    desk = f"/desk/volunteers/shifts/{shift.pk}/came/"
    for user, address in ((teacher, pages(shift)[1]), (staff, desk)):
        client.sign_in(user)
        assert NAME not in client.get(address).content.decode()
    assert not AccessLog.objects.exists()


def test_a_match_withdrawn_leaves_no_name_at_the_host(client, teacher, volunteer, shift):
    agreed.agree(volunteer, [(HOST, Item.NAME)], by=volunteer.by)
    match = volunteering.agreed(volunteer, shift)
    client.sign_in(teacher)
    assert NAME in client.get(pages(shift)[0]).content.decode()
    agreeing.withdraw(match, by=volunteer.by)
    assert Match.objects.get().status == Match.Status.WITHDRAWN
    assert NAME not in client.get(pages(shift)[0]).content.decode()
