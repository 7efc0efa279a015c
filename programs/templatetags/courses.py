"""A course's tags, and its meetings in words."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.japan import calendar
from programs.models import Course, Session

register = template.Library()

METHOD_TAGS: dict[str, tuple[str, str]] = {
    Course.Method.FIRST_COME: ("first-come", "先着"),
    Course.Method.LOTTERY: ("lottery", "抽選"),
    Course.Method.NONE: ("strong", "申込不要"),
}


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
