"""A room that comes free while others reach for it: one has it, and who waits comes first.

Each test runs with real connections. The control gives the room up first and hands it on after, and
shows that somebody comes between.
"""

from threading import Barrier, Thread

import pytest
from django.db import connections, transaction

from centers.models import Registration, Reservation, RoomWait
from centers.reserving import giving_up, waiting
from centers.reserving.requesting import request
from tests.centers.hall import Hall, refused
from tests.race import race

pytestmark = pytest.mark.django_db(transaction=True)


def live_in(hall: Hall) -> list[Reservation]:
    return list(Reservation.objects.live().filter(booking__room=hall.room).order_by("pk"))


def test_given_up_while_others_ask_it_goes_to_who_waits_and_to_nobody_else():
    hall = Hall()
    held = hall.reserve(hall.registration("持つ"))
    waits = [hall.wait(hall.registration(name)) for name in ("一番", "二番")]
    others = [hall.registration(f"新{number}") for number in range(4)]

    def go(racer):
        if isinstance(racer, Reservation):
            return giving_up.cancel(racer, by=racer.by)
        return hall.reserve(racer)

    results = race(go, [held, *others])
    [has_it] = live_in(hall)
    assert has_it.registration == waits[0].registration
    assert results.count("room_taken") == len(others)
    assert RoomWait.objects.live().get() == waits[1]


def test_two_rooms_given_up_at_once_serve_the_same_two_groups_without_waiting_for_each_other():
    first, second = Hall(name="第1会議室"), Hall(name="第2会議室")
    one, other = first.registration("一"), first.registration("二")
    held = [hall.reserve(hall.registration(f"持つ{hall.room.pk}")) for hall in (first, second)]
    held += [
        hall.reserve(hall.registration(f"持つ{hall.room.pk}夜"), hall.evening)
        for hall in (first, second)
    ]
    # Each group waits in both rooms, and the order of asking is crossed.
    for hall, names in ((first, (one, other)), (second, (other, one))):
        for slot, registration in zip((hall.morning, hall.evening), names, strict=True):
            hall.wait(registration, slot)
    results = race(lambda own: giving_up.cancel(own, by=own.by), held)
    assert [len(made) for made in results] == [1, 1, 1, 1]
    assert RoomWait.objects.live().count() == 0


def test_the_same_reservation_cancelled_twice_at_once_is_given_up_once():
    hall = Hall()
    held = hall.reserve(hall.registration("持つ"))
    hall.wait(hall.registration("一番"))
    hall.wait(hall.registration("二番"))
    results = race(lambda _: giving_up.cancel(held, by=held.by), range(3))
    assert results.count("not_live") == 2
    assert len(live_in(hall)) == 1


def test_two_who_change_places_at_once_both_keep_what_they_had():
    hall = Hall()
    morning = hall.reserve(hall.registration("朝"))
    evening = hall.reserve(hall.registration("夜"), hall.evening)

    def swap(racer):
        own, slot = racer
        return giving_up.change(own, hall.room, hall.day, [slot], by=own.by)

    results = race(swap, [(morning, hall.evening), (evening, hall.morning)])
    assert results == ["room_taken", "room_taken"]
    assert [one.slots for one in live_in(hall)] == ["午前", "夜間"]


def test_who_leaves_in_the_instant_the_room_comes_free_is_either_gone_or_served():
    hall = Hall()
    held = hall.reserve(hall.registration("持つ"))
    wait = hall.wait(hall.registration("一番"))

    def go(racer):
        if isinstance(racer, RoomWait):
            return racer.leave(by=racer.by)
        return giving_up.cancel(racer, by=racer.by)

    race(go, [held, wait])
    wait.refresh_from_db()
    assert wait.outcome in {RoomWait.Outcome.GIVEN, RoomWait.Outcome.LEFT}
    assert (wait.reservation is not None) == (wait.outcome == RoomWait.Outcome.GIVEN)
    assert len(live_in(hall)) == (wait.outcome == RoomWait.Outcome.GIVEN)


def test_the_chore_of_two_workers_serves_everybody_once():
    hall = Hall()
    held = hall.reserve(hall.registration("持つ"))
    hall.wait(hall.registration("一番"))
    Reservation.objects.filter(pk=held.pk).update(status=Reservation.Status.CANCELLED)
    held.booking.cancel(by=None)
    race(lambda _: waiting.keep_handing_on(), range(3))
    assert len(live_in(hall)) == 1


def test_between_the_giving_up_and_the_handing_on_nobody_comes(monkeypatch):
    hall = Hall()
    held = hall.reserve(hall.registration("持つ"))
    wait = hall.wait(hall.registration("一番"))
    newcomer = hall.registration("新しい団体")
    is_given_up, answers = Barrier(2), []
    hand_on = waiting.hand_on

    def slowly(room, period):
        is_given_up.wait(timeout=10)
        asking.join(timeout=1)  # in vain: the newcomer waits for the room's lock
        return hand_on(room, period)

    def ask():
        try:
            is_given_up.wait(timeout=10)
            answers.append(refused(ask_as_if_nobody_waited, hall, newcomer))
        finally:
            connections.close_all()

    asking = Thread(target=ask)
    monkeypatch.setattr(waiting, "hand_on", slowly)
    asking.start()
    giving_up.cancel(held, by=held.by)
    asking.join()
    assert answers == ["room_taken"]
    assert live_in(hall)[0].registration == wait.registration


def test_control_given_up_first_and_handed_on_after_somebody_comes_between():
    hall = Hall()
    held = hall.reserve(hall.registration("持つ"))
    hall.wait(hall.registration("一番"))
    newcomer = hall.registration("新しい団体")
    Reservation.objects.filter(pk=held.pk).update(status=Reservation.Status.CANCELLED)
    held.booking.cancel(by=None)
    made = ask_as_if_nobody_waited(hall, newcomer)
    with transaction.atomic():
        assert waiting.hand_on(hall.room, held.booking.period) == []
    assert live_in(hall) == [made]


def ask_as_if_nobody_waited(hall: Hall, registration: Registration) -> Reservation:
    """As `request` without letting those who wait have their turn first."""
    said = hall.said(registration) | {"what": Reservation.What.MOVED_UP}
    return request(registration, hall.room, hall.day, [hall.morning], **said)
