"""Courses in a list: their rows, their tags.

A list shows twenty rows, so what a row says is put into words here, once, and the template only
places them.
"""

from collections.abc import Iterable
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from portal.japan import calendar
from programs.models import Course, Session
from programs.sign_ups.choices import outlook

register = template.Library()

LONGEST_TARGET = 40
METHOD_TAGS: dict[str, tuple[str, str]] = {
    Course.Method.FIRST_COME: ("first-come", "先着"),
    Course.Method.LOTTERY: ("lottery", "抽選"),
    Course.Method.NONE: ("strong", "申込不要"),
}
# What a template asks for and does not find costs it more than what it finds.
NOTHING_MORE_TO_SAY = {"is_urgent": False, "capacity": "", "taken": "", "until": ""}


@register.inclusion_tag("components/course_rows.html")
def course_rows(courses: Iterable[Course]) -> dict:
    """A row for each: when, what, where and for whom, and how many seats are left until when."""
    above = reverse("programs:list")  # a course's page lies beneath the list
    return {"rows": [_row(course, f"{above}{course.pk}/") for course in courses]}


@register.filter
def session_line(session: Session, course: Course) -> str:
    """One meeting: when, in which room if that is not said already, about what."""
    begins, ends = calendar.local(session.starts_at), calendar.local(session.ends_at)
    first = last = ""
    if not session.all_day:
        first, last = calendar.clock(begins), calendar.clock(ends)
    line = f"{'【中止】' if session.is_cancelled else ''}{calendar.long_date(begins)}{first}"
    if begins.date() != ends.date():
        line += f"〜{calendar.long_date(ends)}{last}"
    elif last:
        line += f"〜{last}"
    room = session.room.name if session.room else ""
    return "　".join(part for part in (line, room != course.venue and room, session.title) if part)


@register.simple_tag
def course_tags(course: Course) -> SafeString:
    """The few words that decide at a glance."""
    return _drawn(tuple(tags_of(course)))


@cache
def _drawn(tags: tuple[tuple[str, str], ...]) -> SafeString:
    """Few combinations of tags exist, so each is drawn once."""
    return render_to_string("components/course_tags.html", {"tags": tags})


def tags_of(course: Course) -> list[tuple[str, str]]:
    """(kind, word) for each tag; the kind names the tag's look."""
    tags = [METHOD_TAGS[course.method]] if course.method in METHOD_TAGS else []
    if course.is_free:
        tags.append(("free", "無料"))
    if course.childcare:
        tags.append(("plain", "託児あり"))
    if course.wheelchair:
        tags.append(("plain", "車いす可"))
    if course.online:
        tags.append(("plain", "オンライン"))
    return tags


def _row(course: Course, url: str) -> dict:
    meta = (_sessions(course), _fee(course), _shortened(course.for_whom))
    return {
        "url": url,
        "title": course.title,
        "place": _place(course),
        "meta": "・".join(part for part in meta if part),
        "tags": course_tags(course),
        **_when(course),
        **NOTHING_MORE_TO_SAY,
        **_seats(course),
    }


def _when(course: Course) -> dict:
    if course.starts_at is None or course.ends_at is None:
        return {"weekday": "", "day": "", "time": ""}
    begins, ends = calendar.local(course.starts_at), calendar.local(course.ends_at)
    one_long_session = course.session_count == 1 and begins.date() != ends.date()
    time = ""
    if one_long_session:
        time = f"〜{ends.month}/{ends.day}"
    elif begins.hour or begins.minute:
        time = f"{calendar.clock(begins)}〜"
    return {
        "weekday": f"{calendar.weekday_name(begins)}曜",
        "day": f"{begins.month}/{begins.day}",
        "time": time,
    }


def _place(course: Course) -> str:
    name = course.place_name or course.held_by
    return f"{name}（{course.ward.name}）" if course.ward else name


def _sessions(course: Course) -> str:
    return f"全{course.session_count}回" if course.session_count > 1 else ""


def _fee(course: Course) -> str:
    if course.fee is not None:
        return f"{course.fee:,}円" if course.fee else "無料"
    return _shortened(course.fee_note) or "費用は中でご確認ください"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TARGET else Truncator(text).chars(LONGEST_TARGET)


def _seats(course: Course) -> dict:
    """What one can do: its state in words, the bar of seats, and the deadline."""
    if course.is_cancelled:
        return {"state": "中止"}
    if course.is_over:
        return {"state": "終わりました"}
    if course.needs_no_sign_up:
        return {"state": "直接会場へ"}
    if course.is_closed:
        return {"state": "受付終了"}
    places = f"定員{course.capacity}名" if course.capacity else ""
    if course.apply_from and course.is_not_yet_open:
        opens = calendar.short_date(calendar.local(course.apply_from))
        return {"state": f"{opens}から受付", "until": places}
    day = calendar.short_date(calendar.local(course.closes_at))
    closes = f"{day}まで" if course.apply_until else f"{day}の開始まで"
    if not (course.takes_sign_ups_here and course.capacity):
        return {"state": places or "受付中", "until": closes}
    kind = outlook(course).kind
    if kind == "entry":
        return {"state": f"抽選・いま{course.entered_count}人", "until": closes}
    if kind == "queue":
        waiting = course.waiting_count
        state = f"キャンセル待ち{waiting}人" if waiting else "満席・キャンセル待ち"
        return {"state": state, "until": closes}
    return {
        "state": "満席" if course.is_full else f"あと{course.seats_left}席",
        "is_urgent": course.has_few_seats,
        "capacity": str(course.capacity),
        "taken": str(course.seats_taken),
        "until": closes,
    }
