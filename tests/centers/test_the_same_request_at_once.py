"""One form sent many times in the same instant: one reservation, one registration.

With real connections; the control asks without knowing its own request, and is told that the room
is taken.
"""

import pytest
from django.utils import timezone

from centers.models import Registration, Reservation, UserGroup
from centers.reserving.asking import Request
from portal.japan import calendar
from tests import cast, rooms
from tests.race import AT_ONCE, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def said() -> Request:
    """What a group has typed: a free room, in the morning of an open day."""
    room, slot = rooms.a_room(), rooms.a_slot()
    day = rooms.an_open_day(room.center).day
    registration = rooms.a_registration(on=day)
    return Request(registration, room, day, [slot], "合唱の練習", 12, registration.by)


def test_one_form_pressed_many_times_is_one_reservation(said):
    results = race(lambda _: said.make(), range(AT_ONCE))
    made = Reservation.objects.get()
    assert results == [made] * AT_ONCE


def test_without_knowing_its_own_request_the_same_race_is_refused(said, monkeypatch):
    """The control."""
    monkeypatch.setattr(Request, "made_already", lambda self: None)
    results = race(lambda _: said.make(), range(AT_ONCE))
    assert results.count("room_taken") == AT_ONCE - 1
    assert Reservation.objects.count() == 1


def test_one_group_asked_for_many_times_is_one_registration():
    user, purpose_class = cast.a_resident(), rooms.a_purpose_class()
    year = calendar.fiscal_year(timezone.localdate())
    known = rooms.a_group(user)

    def ask(number: int) -> Registration:
        new = UserGroup(
            name="親子の会",
            kana="オヤコノカイ",
            representative=known.representative,
            center=known.center,
            activity="親子の遊び場",
        )
        group = UserGroup.objects.get(pk=known.pk) if number % 2 else new
        return Registration.apply(group, purpose_class, year, by=user)

    results = race(ask, range(AT_ONCE))
    made = [one for one in results if isinstance(one, Registration)]
    assert len(made) == Registration.objects.count() == UserGroup.objects.count() == 2
    assert {*results} - {*made} == {"group_exists", "already_registered"}


def test_one_registration_is_decided_once():
    by = cast.section_staff()
    one = rooms.a_registration(
        on=timezone.localdate(), status=Registration.Status.APPLIED, decided_at=None
    )

    def decide(number: int) -> str:
        own = Registration.objects.get(pk=one.pk)
        return own.send_back("書類がない", by=by) if number % 2 else own.approve(by=by)

    results = race(decide, range(AT_ONCE))
    assert sorted(map(str, results)) == ["None", *["already_decided"] * (AT_ONCE - 1)]
