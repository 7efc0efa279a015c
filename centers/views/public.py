"""Pages anyone sees: all centres by ward and name, and one centre."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from centers.models import Center, Closure
from portal.public_pages import public_page

LONGEST_WORDS = 60
COURSES_SHOWN = 10
DAYS_SHOWN = 20


@require_safe
@public_page
def center_list(request: HttpRequest) -> HttpResponse:
    """`/centers/`: by ward, then by reading; `?q=` finds by name, reading or address."""
    q = " ".join(request.GET.get("q", "").split())[:LONGEST_WORDS]
    found = (
        Center.objects.open_to_public()
        .with_course_count()
        .select_related("ward")
        .prefetch_related("opening_hours")
        .order_by("ward__code", "kana")  # counting drops the default order
    )
    if q:
        found = found.called(q)
    wards = [
        {"ward": ward, "centers": list(centers)}
        for ward, centers in groupby(found, key=lambda center: center.ward)
    ]
    context = {"section_nav": "centers", "wards": wards, "q": q}
    return render(request, "centers/center_list.html", context)


@require_safe
@public_page
def center(request: HttpRequest, slug: str) -> HttpResponse:
    """`/centers/<slug>/`: where it is, when it opens, whether it is open today, its courses."""
    found = get_object_or_404(
        Center.objects.open_to_public()
        .select_related("ward")
        .prefetch_related("opening_hours", "rooms"),
        slug=slug,
    )
    today = timezone.localdate()
    closures = list(Closure.objects.concerning(found).not_before(today))
    days, rooms = found.open_days.from_day(today), found.rooms.all()
    context = {
        "section_nav": "centers",
        "center": found,
        "today": days.filter(day=today).first(),
        "today_date": today,
        "hours": found.opening_hours.all(),
        "closures": closures,
        "odd_days": days.set_by_hand()[:DAYS_SHOWN],
        "rooms": rooms,
        "can_be_booked": any(room.is_bookable for room in rooms),
        "rooms_url": f"{reverse('rooms:index')}?center={found.slug}",
        "map_url": found.map_url,
        "courses_url": f"{reverse('programs:list')}?center={found.slug}",
        "courses": found.courses.current().for_list().soonest_first()[:COURSES_SHOWN],
    }
    return render(request, "centers/center_detail.html", context)
