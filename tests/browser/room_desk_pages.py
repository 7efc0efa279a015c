"""The desk of rooms in each of its states, with long words and everything at once."""

from datetime import timedelta

from django.utils import timezone

from centers.models import Booking, Call, Registration, Reservation, Room
from centers.reserving import deciding, giving_up
from centers.running.place import Place
from portal.japan import calendar
from programs.models import Session
from tests import cast, rooms
from tests.browser.city import UNBROKEN, City
from tests.browser.every_page import Stop, press


def stops(city: City) -> list[Stop]:
    """The day, its sheet, moves, blocks, the use record, and a reservation in each state."""
    day = timezone.localdate() + timedelta(days=14)
    here = f"?center={city.center.pk}&day={day}"
    closed = f"?center={city.center.pk}&day={day + timedelta(days=1)}"
    asked, going_on, over = _in_the_rooms(city, day)
    course, block = (
        Booking.objects.get(kind=kind, room__name="調理室") for kind in ("course", "block")
    )
    slot = rooms.a_slot()
    bookings, one = "/desk/rooms/bookings", f"/desk/rooms/reservations/{asked.receipt}/"
    drop = f"room={going_on.booking.room_id}&slot={slot.pk}&day={day}"
    pages = {
        "rooms, a day": f"/desk/rooms/{here}",
        "rooms, today": f"/desk/rooms/?center={city.center.pk}",
        "rooms, a closed day": f"/desk/rooms/{closed}",
        "rooms, the sheet": f"/desk/rooms/sheet/{here}",
        "rooms, an empty sheet": f"/desk/rooms/sheet/{closed}",
        "rooms, to approve, all": "/desk/rooms/approvals/",
        "rooms, calls": "/desk/rooms/calls/",
        "rooms, no calls": "/desk/rooms/calls/?group=999999999",
        "rooms, fees to pay back": "/desk/rooms/repayments/",
        "rooms, tables": "/desk/rooms/files/",
        "rooms, a table": "/desk/rooms/files/rooms/",
        "rooms, calendars": "/desk/rooms/calendars/",
        "rooms, move a group": f"{bookings}/{asked.booking_id}/move/",
        "rooms, move a course": f"{bookings}/{course.pk}/move/",
        "rooms, dropped on somebody": f"{bookings}/{course.pk}/move/?{drop}",
        "rooms, unblock": f"{bookings}/{block.pk}/unblock/",
        "rooms, block": f"/desk/rooms/centers/{city.center.pk}/blocks/?{drop}",
        "rooms, a use": f"{bookings}/{going_on.booking_id}/use/",
        "rooms, to approve": one,
        "rooms, used": f"/desk/rooms/reservations/{over.receipt}/",
        "rooms, how much is used": f"/desk/rooms/utilisation/?center={city.center.slug}",
        "rooms, how much of all": "/desk/rooms/utilisation/?center=",
        "rooms, how much of one": f"/desk/rooms/utilisation/?room={going_on.booking.room_id}",
    }
    return [
        *(Stop(what, "staff", address) for what, address in pages.items()),
        Stop("rooms, no reason", "staff", one, do=press("承認しない")),
        Stop("rooms, not moved", "staff", f"{bookings}/{course.pk}/move/", do=press("ここへ移す")),
        Stop(
            "rooms, nothing blocked",
            "staff",
            f"/desk/rooms/centers/{city.center.pk}/blocks/",
            do=press("確保する"),
        ),
    ]


def _in_the_rooms(city: City, day) -> tuple[Reservation, Reservation, Reservation]:
    """A request to approve and a course and a block on the day; a use going on, and one over."""
    slots = rooms.the_city_slots()
    rooms.an_open_day(city.center, day)
    rooms.a_closed_day(city.center, day + timedelta(days=1), UNBROKEN[:100])
    kitchen = Room.objects.create(center=city.center, name="調理室", capacity=20)
    hall = Room.objects.create(center=city.center, name=UNBROKEN[:38], capacity=200)
    group = rooms.a_group(name=UNBROKEN[:60], center=city.center)
    registration = rooms.a_registration(group=group, on=day, exemption_percent=50)
    asked, going_on, over = (
        rooms.a_reservation(registration, hall, day - timedelta(days=before), slots[0])
        for before in (0, 7, 14)
    )
    Reservation.objects.filter(pk=asked.pk).update(
        status="requested", fee=1_800, exemption=900, purpose=UNBROKEN[:100]
    )
    now = timezone.now()
    Booking.objects.filter(pk=over.booking_id).update(
        period=Place(hall, now - timedelta(days=2), now - timedelta(days=2, hours=-1)).period
    )
    Booking.objects.filter(pk=going_on.booking_id).update(
        period=Place(hall, now - timedelta(minutes=30), now + timedelta(hours=1)).period
    )
    deciding.note_no_show(over, by=city.staff)
    Registration.objects.create(
        group=group,
        purpose_class=rooms.a_purpose_class("local"),
        fiscal_year=registration.fiscal_year,
        by=registration.by,
    )
    for told_at in (None, now):
        Call.objects.create(
            key=f"call-{told_at}",
            group=group,
            center=city.center,
            subject=UNBROKEN[:100],
            body=f"{UNBROKEN}\n\n{UNBROKEN}",
            told_at=told_at,
            told_by=told_at and city.staff,
            how="phone" if told_at else "",
        )
    paid = rooms.a_reservation(registration, hall, day - timedelta(days=3), slots[0])
    Reservation.objects.filter(pk=paid.pk).update(fee=123_456)
    deciding.receive_fee(paid, by=city.staff)
    giving_up.cancel(paid, by=city.staff, why=UNBROKEN[:100], at_desk=True)
    course = cast.a_course(title=UNBROKEN, center=city.center, sessions=0)
    Session.objects.create(
        course=course,
        room=kitchen,
        starts_at=calendar.at(day, slots[1].starts),
        ends_at=calendar.at(day, slots[1].ends),
    )
    rooms.a_booking(kitchen, day, slots[2], note=UNBROKEN[:100])
    rooms.a_booking(hall, day, slots[2], note=UNBROKEN[:100])
    return asked, going_on, over
