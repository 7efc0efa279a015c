"""The desk's first page: what happens on a day, and what waits for somebody to do it."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.japan import calendar
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import day_in
from programs.desk.todo import todos_of
from programs.models import Course, Session, SignUp

MOST_SESSIONS = 100


@desk_page
@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """`/desk/`: the day's sessions by the hour, four numbers, and what waits."""
    day = _day_asked(request)
    begin, end = calendar.bounds_of(day)
    courses = Course.objects.editable_by(request.user)
    held = Session.objects.filter(
        course__in=courses.published(),
        course__cancelled_at=None,
        starts_at__lt=end,
        ends_at__gt=begin,
    )
    sessions = list(
        held.select_related("course__center", "room").order_by("starts_at", "pk")[:MOST_SESSIONS]
    )
    coming = [session for session in sessions if session.cancelled_at is None]
    current = courses.not_over().filter(cancelled_at=None)
    context = {
        "desk_nav": "today",
        "day": day,
        "is_today": day == timezone.localdate(),
        "this_year": timezone.localdate().year,
        "yesterday": day - timedelta(days=1),
        "tomorrow": day + timedelta(days=1),
        "sessions": sessions,
        "session_number": len(coming),
        "people_number": sum(session.course.seats_taken for session in coming),
        "new_number": SignUp.objects.filter(
            course__in=courses.exclude(ends_at__lt=begin),  # so few that no index by day is needed
            created_at__gte=begin,
            created_at__lt=end,
        ).count(),
        "open_number": current.filter(takes_sign_ups_here=True).open_for_sign_up().count(),
        "todos": todos_of(request.user),
    }
    return render(request, "desk/today.html", context)


def _day_asked(request: SignedInRequest) -> date:
    """The day of the address, or today where it names none."""
    asked = day_in(request.GET.get("day", ""))
    if asked is None or not 2000 <= asked.year <= 2200:
        return timezone.localdate()
    return asked
