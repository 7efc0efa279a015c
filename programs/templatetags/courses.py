"""A course's tags, and its meetings in words."""

from collections.abc import Sequence
from functools import cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.japan import calendar
from portal.japan.templatetags.japan import long_date
from programs.models import Course, Session

register = template.Library()

MOST_IN_SIGHT = 6  # sessions
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
def course_sessions(course: Course, sessions: Sequence[Session]) -> SafeString:
    """The meetings of a course; where they are many, from when to when, and all on request."""
    if not sessions:
        return mark_safe("<p>日時は主催者にお問い合わせください。</p>")
    lines = [escape(session_line(session, course)) for session in sessions]
    if len(lines) == 1:
        return mark_safe(f"<p>{lines[0]}</p>")  # noqa: S308  escaped above
    html = "".join(
        f"<li><b>第{number}回</b> <span>{line}</span></li>" for number, line in enumerate(lines, 1)
    )
    html = f'<ol class="sessions">{html}</ol>'
    number = f"全{course.session_count}回"
    if len(lines) <= MOST_IN_SIGHT:
        return mark_safe(f"<p>{number}</p>{html}")  # noqa: S308  escaped above
    return mark_safe(  # noqa: S308  escaped above
        f"<p>{number}　{long_date(course.starts_at)}から{long_date(course.ends_at)}まで</p>"
        '<details class="disclosure"><summary>すべての回の日時</summary>'
        f"{html}</details>"
    )


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
