"""One course, as its page shows it and as machines read it (schema.org)."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from portal.japan import calendar
from portal.json_ld import as_json_ld
from programs.composed import Composed, ask_together
from programs.models import Course, Session
from programs.reference import LIFE_STAGES, PLAN_ITEMS, ROOMS, SERIES, with_reference_rows
from programs.sign_ups.choices import outlook

# What one who came now would get, and what the page therefore offers.
STATE_OF_OUTLOOK = {"seat": "open", "queue": "queue", "entry": "lottery", "": "full"}
PUBLISHED = Composed(Course.objects.for_page().order_by().published().filter(pk=0))
SESSIONS = Composed(Session.objects.filter(course=0))


def published_course(pk: int) -> tuple[Course, list[Session]] | None:
    """The course of this key with its sessions, if it is published."""
    courses, sessions = ask_together((PUBLISHED, (timezone.now(), pk)), (SESSIONS, (pk,)))
    return (courses[0], _with_rooms(sessions)) if courses else None


def context_of(request: HttpRequest, course: Course, sessions: list[Session]) -> dict:
    """What the page of `course` shows; fetched `for_page`."""
    with_reference_rows([course])
    list_url = reverse("programs:list")
    address = f"{list_url}{course.pk}/"  # beneath the list
    return {
        "section_nav": "courses",
        "course": course,
        "sessions": sessions,
        "place": place_of(course),
        "series": SERIES.get(course.series_id),
        "stages": LIFE_STAGES.among(course.stage_ids),
        "plan_items": PLAN_ITEMS.among(course.plan_item_ids),
        "apply": {
            "state": apply_state(course),
            "until": apply_until(course),
            "url": f"{address}sign-ups/",
        },
        "calendar_url": f"{address}course.ics",
        "list_url": list_url,
        "category_url": f"{list_url}?category={course.category.slug}",
        "other_facts": sorted(course.source_columns.items()),
        "json_ld": as_json_ld(structured_data(request.build_absolute_uri(address), course)),
    }


def sessions_of(course: Course) -> list[Session]:
    """The meetings of `course` in their order, with their rooms."""
    return _with_rooms(SESSIONS.ask(course.pk))


def _with_rooms(sessions: list[Session]) -> list[Session]:
    for session in sessions:
        session.room = ROOMS.get(session.room_id)
    return sessions


def apply_state(course: Course) -> str:
    """What one can do about this course now: the one word the apply card turns on."""
    if course.is_cancelled:
        return "cancelled"
    if course.needs_no_sign_up and not course.is_over:
        return "none"
    if course.is_closed:
        return "closed"
    if course.is_not_yet_open:
        return "not_yet"
    if not course.takes_sign_ups_here:
        return "full" if course.is_full else "elsewhere"
    return STATE_OF_OUTLOOK[outlook(course).kind]


def apply_until(course: Course) -> str:
    """「12月6日（日）17:00」, or its beginning if no deadline is set; empty if neither is known."""
    if not (last := course.apply_until or course.starts_at):
        return ""
    moment = calendar.local(last)
    day = f"{moment.month}月{moment.day}日（{calendar.weekday_name(moment)}）"
    return f"{day}{calendar.clock(moment)}" if course.apply_until else f"{day}の開始まで"


def place_of(course: Course) -> dict:
    """Where the course is held, and a map of it."""
    center = course.center
    return {
        "name": course.place_name,
        "url": center.get_absolute_url() if center and center.is_open_to_public else "",
        "room": course.venue if center else "",
        "address": address_of(course),
        "ward": course.ward,
        "access": center.access if center else "",
        "map_url": course.map_url or (center.map_url if center else ""),
    }


def address_of(course: Course) -> str:
    """Where it is held: the course's own address, else the centre's."""
    return course.address or (course.center.address if course.center else "")


def structured_data(address: str, course: Course) -> dict:
    """The course at `address` as a schema.org Event; what is not known is left out."""
    begins, ends = _days(course)
    event = "EventCancelled" if course.is_cancelled else "EventScheduled"
    mode, location = _where(address, course)
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": course.title,
        "description": course.summary or course.description[:300],
        "startDate": begins,
        "endDate": ends,
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "eventStatus": f"https://schema.org/{event}",
        "url": address,
        "location": location,
        "organizer": {"@type": "Organization", "name": course.held_by} if course.held_by else None,
        "maximumAttendeeCapacity": course.capacity,
        "isAccessibleForFree": course.fee == 0 if course.fee is not None else None,
        "offers": {
            "@type": "Offer",
            "url": address,
            "priceCurrency": "JPY" if course.fee is not None else None,
            "price": course.fee,
            "availability": f"https://schema.org/{'SoldOut' if course.is_full else 'InStock'}",
            "validFrom": course.apply_from and calendar.local(course.apply_from).isoformat(),
            "validThrough": course.apply_until and calendar.local(course.apply_until).isoformat(),
        },
        "inLanguage": "ja",
    }


def _days(course: Course) -> tuple[str, str]:
    """When it begins and ends on the city's clock; days alone where no times are known."""
    if course.starts_at is None or course.ends_at is None:
        return "", ""
    begins, ends = calendar.local(course.starts_at), calendar.local(course.ends_at)
    if begins.hour or begins.minute:
        return begins.isoformat(), ends.isoformat()
    return begins.date().isoformat(), ends.date().isoformat()


def _where(address: str, course: Course) -> tuple[str, dict | list[dict] | None]:
    """How one takes part, and where: at a place, online (its page says how), or as one likes."""
    place = {"@type": "Place", "name": course.place_name, "address": address_of(course)}
    online = {"@type": "VirtualLocation", "url": address}
    has_place = course.center_id or course.venue or course.address
    if course.online:
        return ("Mixed", [place, online]) if has_place else ("Online", online)
    return "Offline", place if has_place else None
