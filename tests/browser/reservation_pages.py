"""One reservation in each of its states, its papers, a wait and a series, with long words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from centers.models import Reservation, Room, RoomWait
from centers.reserving import giving_up
from centers.reserving.requesting import request
from tests import rooms

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.city import City
    from tests.browser.every_page import Stop


def stops(city: City) -> list[Stop]:
    """Every page about one reservation, as its group sees it and as the desk prints it."""
    from tests.browser.every_page import Stop, press  # noqa: PLC0415  it lists these pages

    own, asked, gone, used, wait, room = _reservations(city)
    series = f"/rooms/{room.pk}/series/?day={own.day}"
    my = {
        "reservation, paid": own,
        "reservation, to be approved": asked,
        "reservation, cancelled": gone,
        "reservation, used": used,
    }
    mine = f"/my/rooms/{asked.receipt}/"
    return [
        *(Stop(what, "resident", f"/my/rooms/{one.receipt}/") for what, one in my.items()),
        Stop("permit", "resident", f"/my/rooms/{own.receipt}/permit/"),
        Stop("permit, not yet", "resident", f"{mine}permit/"),
        Stop("fee receipt", "resident", f"/my/rooms/{own.receipt}/payment/"),
        Stop("permit at the desk", "staff", f"/desk/rooms/reservations/{own.receipt}/permit/"),
        Stop("receipt at the desk", "staff", f"/desk/rooms/reservations/{own.receipt}/receipt/"),
        Stop("change", "resident", f"{mine}change/"),
        Stop("change, paid", "resident", f"/my/rooms/{own.receipt}/change/"),
        Stop("change, closed day", "resident", f"{mine}change/?day=2030-01-01"),
        Stop("change, the same", "resident", f"{mine}change/", do=press("この内容に変える")),
        Stop("cancellation", "resident", f"{mine}cancellation/"),
        Stop("cancellation, gone", "resident", f"/my/rooms/{gone.receipt}/cancellation/"),
        Stop(
            "cancellation, late",
            "resident",
            f"{mine}cancellation/",
            do=_give_up(asked, city),
        ),
        Stop("wait, join", "resident", f"/rooms/{room.pk}/wait/?day={own.day}"),
        Stop(
            "wait, errors",
            "resident",
            f"/rooms/{room.pk}/wait/?day={own.day}",
            do=press("空き待ちに入る"),
        ),
        Stop("wait", "resident", f"/my/rooms/waits/{wait.pk}/"),
        Stop("wait, left", "resident", f"/my/rooms/waits/{wait.pk}/", do=press("空き待ちをやめる")),
        Stop("series, no day", "resident", f"/rooms/{room.pk}/series/"),
        Stop("series", "resident", series),
        Stop("series, errors", "resident", series, do=press("どの日が使えるか確かめる")),
        Stop("series, its days", "resident", series, do=_look_at_the_days),
    ]


def _reservations(
    city: City,
) -> tuple[Reservation, Reservation, Reservation, Reservation, RoomWait, Room]:
    """One paid, one to be approved, one cancelled, one over; one wait; all in a room of its own."""
    from tests.browser.city import UNBROKEN  # noqa: PLC0415  the city lists these pages

    slots = rooms.the_city_slots()
    room = Room.objects.create(
        center=city.center, name=f"{UNBROKEN[:30]}の部屋", capacity=200, note=UNBROKEN[:120]
    )
    for slot in slots:
        rooms.a_fee(room, slot, 100_000)
    day = timezone.localdate() + timedelta(days=12)
    for number in range(5):
        rooms.an_open_day(city.center, day + timedelta(weeks=number))
    group = rooms.a_group(city.resident, name=UNBROKEN[:60], center=city.center)
    registration = rooms.a_registration(
        city.resident,
        group=group,
        purpose_class=rooms.a_purpose_class("local"),
        on=day,
        exemption_percent=33,
        exemption_reason=UNBROKEN[:80],
    )
    said = {"purpose": UNBROKEN[:100], "headcount": 200, "by": city.resident}
    own, asked, gone = (request(registration, room, day, [slot], **said) for slot in slots)
    Reservation.objects.filter(pk=own.pk).update(paid_at=timezone.now(), what="paid")
    Reservation.objects.filter(pk=asked.pk).update(status="requested")
    Reservation.objects.filter(pk=gone.pk).update(series=own)
    giving_up.cancel(gone, by=city.staff, at_desk=True, why=UNBROKEN)
    used = rooms.a_reservation(registration, room, day - timedelta(days=20), slots[0])
    other = rooms.a_registration(
        group=rooms.a_group(name="ほかの団体"), purpose_class=registration.purpose_class, on=day
    )
    taken = request(other, room, day, [slots[2]], purpose="会議", headcount=3, by=other.by)
    wait = RoomWait.objects.create(
        registration=registration,
        room=room,
        period=taken.booking.period,
        slots=slots[2].name,
        purpose=UNBROKEN[:100],
        headcount=20,
        by=city.resident,
        told_free_at=timezone.now(),
    )
    return own, asked, gone, used, wait, room


def _give_up(own: Reservation, city: City):
    """Give a reservation up that was given up in another window."""

    def do(page: Page) -> None:
        if own.is_live:
            giving_up.cancel(own, by=city.resident)
        page.get_by_role("button", name="予約を取り消す").click()
        page.wait_for_load_state()

    return do


def _look_at_the_days(page: Page) -> None:
    page.locator("input[name=slot]").first.check()
    page.get_by_label("最後の日").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    page.get_by_label("使用目的").fill("練習")
    page.get_by_label("利用する人数").fill("8")
    page.get_by_role("button", name="どの日が使えるか確かめる").click()
    page.wait_for_load_state()
