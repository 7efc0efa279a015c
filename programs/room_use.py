"""What the desk of rooms needs to know of a course that is in one of them."""

from django.urls import reverse

from centers.models import Booking
from centers.running.owners import Came, Owner
from centers.running.place import Place
from portal.japan import calendar
from portal.people.models import User
from programs.models import Attendance


def _address(booking: Booking) -> str:
    return reverse("desk:session", args=[booking.session.pk])


def _move(booking: Booking, to: Place, shown: str, by: User) -> None:
    booking.session.move_to(to, shown=shown, by=by)


def _told(booking: Booking) -> str:
    number = booking.session.course.seats_taken
    return (
        f"参加する{number}人。日や時刻を変えると、すぐにお知らせします。"
        "部屋だけを変えるときは、お知らせしません。"
    )


def _number(booking: Booking) -> int | None:
    """Unknown where people sign up elsewhere, or need not sign up."""
    course = booking.session.course
    return course.seats_taken if course.takes_sign_ups_here else None


def _came(booking: Booking) -> Came:
    """Those seen at the door; where nobody was marked, those who have a seat."""
    session = booking.session
    present = session.attendances.filter(state=Attendance.State.PRESENT)
    births = list(present.values_list("sign_up__person__birth_date", flat=True)) or list(
        session.course.sign_ups.seated().values_list("person__birth_date", flat=True)
    )
    ages = [calendar.age_on(born, booking.day) for born in births]
    return Came(
        young=sum(age < 30 for age in ages),
        middle=sum(30 <= age < 60 for age in ages),
        senior=sum(age >= 60 for age in ages),
    )


COURSES = Owner(address=_address, move=_move, told=_told, number=_number, came=_came)
