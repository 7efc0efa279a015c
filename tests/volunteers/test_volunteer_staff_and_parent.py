"""One person is a volunteer, works at the desk and has a child who is a volunteer, all at once.

As staff they keep the roster of their centre; what needs a second pair of eyes a colleague does,
for them and for their child.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.hours import recording
from centers.volunteers.models import Volunteer
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import appointing, qualifying
from portal.people.models import AccessLog, Membership, Person, User
from portal.refusal import code_of
from tests import cast
from tests.volunteering import a_qualification, a_role, a_shift, a_volunteer, an_opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def parent() -> User:
    """The head of the centre at which they and their child are registered."""
    user = cast.a_resident()
    user.is_staff = True
    user.save()
    Membership.objects.create(user=user, center=cast.a_center(), role=Membership.Role.MANAGER)
    return user


@pytest.fixture
def family(parent) -> dict[str, Volunteer]:
    born = date(timezone.localdate().year - 16, 1, 1)
    child = Person.register(parent, cast.a_person(given_name="三郎", born=born))
    own = parent.household.people.exclude(pk=child.pk).get()
    return {
        "oneself": a_volunteer(own, by=parent),
        "the child": a_volunteer(
            child, by=parent, guardian_name="髙﨑 花子", guardian_agreed_on=timezone.localdate()
        ),
    }


def propose(who: Volunteer, by: User) -> None:
    agreeing.propose(who, a_shift(), by=by)


def appoint(who: Volunteer, by: User) -> None:
    appointing.appoint([who], a_role(), who.center, timezone.localdate(), None, by=by)


def see_proof(who: Volunteer, by: User) -> None:
    qualifying.see_proof(a_qualification(who, proof_seen_on=None, proof_seen_by=None), by=by)


def confirm_hours(who: Volunteer, by: User) -> None:
    today = timezone.localdate()
    told = recording.log(who, day=today, minutes=60, what="見守り", by=who.by)
    recording.confirm(told, by=by, how="counter")


REFUSED: dict[str, Callable[[Volunteer, User], None]] = {
    "own_proposal": propose,
    "own_posting": appoint,
    "own_proof": see_proof,
    "own_hours": confirm_hours,
}


@pytest.mark.parametrize("who", ["oneself", "the child"])
@pytest.mark.parametrize("code", REFUSED)
def test_what_needs_a_colleague_is_refused_and_the_colleague_may(family, parent, code, who):
    with pytest.raises(ValidationError) as refusal:
        REFUSED[code](family[who], parent)
    assert code_of(refusal.value) == code
    Volunteer.objects.get(pk=family[who].pk).qualifications.all().delete()
    Volunteer.objects.get(pk=family[who].pk).logs.all().delete()
    REFUSED[code](family[who], cast.center_staff(family[who].center))


def test_neither_is_offered_to_the_parent_as_somebody_who_fits(client, family, parent):
    role = a_role()
    for one in family.values():
        one.wanted_roles.add(role)
    opening = an_opening(center=family["oneself"].center, role=role)
    a_shift(opening)
    address = f"/desk/volunteers/openings/{opening.pk}/fits/"
    client.sign_in(parent)
    assert "髙﨑" not in client.get(address).content.decode()
    client.sign_in(cast.center_staff(opening.center))
    page = client.get(address).content.decode()
    assert "髙﨑 花子" in page
    assert "髙﨑 三郎" in page


def test_on_the_own_page_it_is_the_family_and_at_the_desk_a_look_that_is_written(
    client, family, parent
):
    client.sign_in(parent)
    page = client.get("/my/volunteer/").content.decode()
    assert "花子さん" in page
    assert "三郎さん" in page
    assert not AccessLog.objects.exists()
    client.get("/desk/volunteers/")
    looked = AccessLog.objects.filter(viewer=parent).values_list("person", flat=True)
    assert set(looked) == {one.person_id for one in family.values()}
