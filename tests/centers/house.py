"""A centre at work: two rooms, the city's slots, a day on which it is open, and its manager."""

from datetime import date, timedelta

from django.utils import timezone

from centers.models import Booking, Registration, Reservation, Room, Slot
from centers.running.place import Place
from portal.japan import calendar
from programs.models import Course, Session
from tests import cast, rooms


class House:
    def __init__(self, *, days_ahead: int = 14) -> None:
        self.center = cast.a_center()
        self.staff = cast.center_staff(self.center)
        self.room = rooms.a_room(self.center)
        self.hall = rooms.a_room(self.center, "多目的ホール", capacity=80, floor=1)
        self.morning, self.afternoon, self.evening = rooms.the_city_slots()
        self.day = timezone.localdate() + timedelta(days=days_ahead)
        rooms.an_open_day(self.center, self.day)
        rooms.an_open_day(self.center, self.next_day)

    @property
    def next_day(self) -> date:
        return self.day + timedelta(days=1)

    def a_registration(self, name: str = "コーラス浜", **fields) -> Registration:
        group = rooms.a_group(name=name, center=self.center)
        return rooms.a_registration(group=group, on=self.day, **fields)

    def a_reservation(
        self, room: Room | None = None, slot: Slot | None = None, *, name: str = "コーラス浜"
    ) -> Reservation:
        return rooms.a_reservation(
            self.a_registration(name), room or self.room, self.day, slot or self.morning
        )

    def a_session(self, room: Room | None = None, hour: int = 10, **fields) -> Session:
        """A course's only session, two hours long, in a room on the day."""
        course = cast.a_course(center=self.center, sessions=0, **fields)
        starts_at = calendar.at(self.day, self.morning.starts.replace(hour=hour))
        session = Session.objects.create(
            course=course,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            room=room or self.room,
        )
        Course.objects.filter(pk=course.pk).update(apply_until=starts_at - timedelta(days=2))
        return Session.objects.select_related("booking__room").get(pk=session.pk)

    def at(self, room: Room, slot: Slot, day: date | None = None) -> Place:
        day = day or self.day
        return Place(room, calendar.at(day, slot.starts), calendar.at(day, slot.ends))

    def address(self) -> str:
        return f"/desk/rooms/?center={self.center.pk}&day={self.day}"


def mark(booking: Booking) -> str:
    """Where a form shows the booking now."""
    return Place.of(Booking.objects.select_related("room").get(pk=booking.pk)).mark


def happening_now(booking: Booking) -> None:
    """As if the use had begun an hour ago, whatever the clock says."""
    now = timezone.now()
    period = Place(booking.room, now - timedelta(minutes=40), now + timedelta(minutes=5)).period
    Booking.objects.filter(pk=booking.pk).update(period=period)
    booking.refresh_from_db()
