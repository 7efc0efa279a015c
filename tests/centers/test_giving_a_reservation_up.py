"""A group changes or cancels in time by itself; a change that is refused leaves all as it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.models import Booking, Registration, Reservation, RoomWait
from centers.models.reservation import GIVE_UP_DAYS
from centers.reserving import deciding, giving_up
from tests import cast, rooms
from tests.centers.hall import Hall, refused

pytestmark = pytest.mark.django_db

Status, What = Reservation.Status, Reservation.What


def change(hall: Hall, own: Reservation, *slots, day=None, room=None, **said):
    return giving_up.change(
        own, room or hall.room, day or hall.day, slots or [hall.afternoon], by=own.by, **said
    )


def test_another_time_is_held_instead_and_the_old_one_is_free():
    hall = Hall()
    own = hall.reserve(hall.registration())
    change(hall, own, hall.afternoon, hall.evening)
    assert (own.what, own.slots) == (What.CHANGED, "午後・夜間")
    assert "変更前" in own.why
    assert "午前" in own.why
    assert Booking.objects.live().get() == own.booking
    hall.reserve(hall.registration("ほか"))


def test_a_longer_time_that_meets_its_own_is_no_obstacle():
    hall = Hall()
    own = hall.reserve(hall.registration())
    change(hall, own, hall.morning, hall.afternoon)
    assert own.slots == "午前・午後"


def test_the_fee_and_the_exemption_are_those_of_the_new_time():
    hall = Hall()
    rooms.a_fee(hall.room, hall.morning, 600)
    rooms.a_fee(hall.room, hall.afternoon, 801)
    own = hall.reserve(hall.registration(exemption_percent=50))
    assert (own.fee, own.exemption, own.to_pay) == (600, 300, 300)
    change(hall, own)
    assert (own.fee, own.exemption, own.to_pay) == (801, 401, 400)


@pytest.mark.parametrize(
    ("obstacle", "code"),
    [("taken", "room_taken"), ("closed", "closed_day"), ("crowd", "too_many_people")],
)
def test_where_the_new_place_is_refused_the_old_one_is_kept(obstacle, code):
    hall = Hall(10, 11)
    own, said = hall.reserve(hall.registration()), {}
    if obstacle == "taken":
        hall.reserve(hall.registration("先"), day=hall.days[1])
    elif obstacle == "closed":
        rooms.a_closed_day(hall.room.center, hall.days[1])
    else:
        said = {"headcount": 25}
    refusal = refused(change, hall, own, hall.morning, day=hall.days[1], **said)
    assert refusal == code
    own.refresh_from_db()
    own.booking.refresh_from_db()
    assert (own.what, own.slots, own.headcount, own.day) == (What.REQUESTED, "午前", 12, hall.day)
    assert not own.booking.is_cancelled


def test_a_change_to_the_next_fiscal_year_needs_its_registration():
    hall = Hall()
    own = hall.reserve(hall.registration())
    Registration.objects.update(fiscal_year=2020)
    own.refresh_from_db()
    assert refused(change, hall, own) == "not_registered"


def test_another_room_of_the_centre_may_be_taken_but_none_of_another_centre():
    hall = Hall()
    own = hall.reserve(hall.registration())
    elsewhere = rooms.a_room(cast.a_center("minato", ward="moji", name="門司みなと市民センター"))
    rooms.an_open_day(elsewhere.center, hall.day)
    assert refused(change, hall, own, room=elsewhere) == "other_center"
    beside = rooms.a_room(name="和室")
    change(hall, own, hall.morning, room=beside)
    assert own.booking.room == beside


def test_what_changes_nothing_is_said_so_and_the_purpose_alone_may_change():
    hall = Hall()
    own = hall.reserve(hall.registration())
    assert refused(change, hall, own, hall.morning) == "not_changed"
    change(hall, own, hall.morning, purpose="発表会")
    assert (own.purpose, own.why) == ("発表会", "")


def test_a_change_of_what_needs_approval_waits_for_it_anew():
    hall = Hall()
    registration = hall.registration(
        purpose_class=rooms.a_purpose_class("needs", needs_approval=True)
    )
    own = hall.reserve(registration)
    deciding.approve(own, by=cast.center_staff(hall.room.center))
    assert own.status == Status.CONFIRMED
    change(hall, own)
    assert own.status == Status.REQUESTED


def test_what_is_paid_is_changed_by_the_centre_alone_but_may_be_cancelled():
    hall = Hall()
    own = hall.reserve(hall.registration())
    Reservation.objects.filter(pk=own.pk).update(paid_at=timezone.now())
    assert refused(change, hall, own) == "already_paid"
    giving_up.cancel(own, by=own.by)
    assert own.status == Status.CANCELLED


def test_the_last_day_to_give_up_is_so_many_days_before_the_use():
    hall = Hall(GIVE_UP_DAYS, GIVE_UP_DAYS - 1)
    registration = hall.registration()
    in_time = hall.reserve(registration)
    late = hall.reserve(registration, hall.evening, day=hall.days[1])
    rooms.an_open_day(hall.room.center, hall.day)
    assert in_time.may_be_given_up
    giving_up.cancel(in_time, by=in_time.by)
    assert not late.may_be_given_up
    assert refused(giving_up.cancel, late, by=late.by) == "too_late"
    assert refused(change, hall, late) == "too_late"


def test_later_the_desk_cancels_and_says_why():
    hall = Hall(1)
    own = hall.reserve(hall.registration())
    staff = cast.center_staff(hall.room.center)
    day = timezone.localdate() - timedelta(days=1)
    assert refused(giving_up.cancel, own, by=staff, at_desk=True) == "no_reason"
    giving_up.cancel(own, by=staff, at_desk=True, why="停電のため")
    assert (own.status, own.why, own.day > day) == (Status.CANCELLED, "停電のため", True)


def test_nothing_is_given_up_twice():
    hall = Hall()
    own = hall.reserve(hall.registration())
    giving_up.cancel(own, by=own.by)
    assert refused(giving_up.cancel, own, by=own.by) == "not_live"
    assert refused(change, hall, own) == "not_live"


def test_what_a_change_leaves_goes_to_who_waits_for_it():
    hall = Hall()
    own = hall.reserve(hall.registration())
    wait = hall.wait(hall.registration("待つ"))
    change(hall, own)
    wait.refresh_from_db()
    assert wait.outcome == RoomWait.Outcome.GIVEN


def test_what_staff_refuse_goes_to_who_waits_for_it():
    hall = Hall()
    registration = hall.registration(
        purpose_class=rooms.a_purpose_class("needs", needs_approval=True)
    )
    own = hall.reserve(registration)
    wait = hall.wait(hall.registration("待つ"))
    deciding.refuse(own, "行事のため", by=cast.center_staff(hall.room.center))
    wait.refresh_from_db()
    assert wait.outcome == RoomWait.Outcome.GIVEN
