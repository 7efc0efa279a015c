"""Courses in a list, as HTML: when, what, where and for whom, and how many seats until when.

Written here and not in a template: a list shows twenty rows, and two fifths of its time went into
looking up their pieces one by one. So the pieces are plain strings, joined here; whatever comes
from a row goes through `escape` where it is put in.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from portal.japan import calendar
from programs.models import Course
from programs.sign_ups.choices import outlook
from programs.templatetags.courses import course_tags

register = template.Library()

LONGEST_TARGET = 40


@register.simple_tag
def course_rows(courses: Iterable[Course]) -> SafeString:
    """A row for each."""
    above = reverse("programs:list")  # a course's page lies beneath the list
    rows = "\n".join(_row(course, f"{above}{course.pk}/") for course in courses)
    return mark_safe(f'<ul class="rows">\n{rows}\n</ul>')  # noqa: S308  escaped piece by piece


def _row(course: Course, url: str) -> str:
    return f"""<li class="row">
  <p class="row__date">{_when(course)}</p>
  <div class="row__main">
    <h3 class="row__title"><a href="{url}">{escape(course.title)}</a></h3>
    <p class="row__place">{escape(_place(course))}</p>
    <p class="row__meta">{escape(_meta(course))}</p>
    {course_tags(course)}
  </div>
  <div class="row__state">{_state(course)}</div>
</li>"""


def _when(course: Course) -> str:
    if course.starts_at is None or course.ends_at is None:
        return "<span>日時は<br>詳しくは中で</span>"
    begins, ends = calendar.local(course.starts_at), calendar.local(course.ends_at)
    time = ""
    if course.session_count == 1 and begins.date() != ends.date():
        time = f" <span>〜{ends.month}/{ends.day}</span>"
    elif begins.hour or begins.minute:
        time = f" <span>{calendar.clock(begins)}〜</span>"
    return (
        f"<span>{calendar.weekday_name(begins)}曜</span>"
        f' <span class="row__day">{begins.month}/{begins.day}</span>{time}'
    )


def _place(course: Course) -> str:
    name = course.place_name or course.held_by
    return f"{name}（{course.ward.name}）" if course.ward else name


def _meta(course: Course) -> str:
    sessions = f"全{course.session_count}回" if course.session_count > 1 else ""
    parts = (sessions, _fee(course), _shortened(course.for_whom))
    return "・".join(part for part in parts if part)


def _fee(course: Course) -> str:
    if course.fee is not None:
        return f"{course.fee:,}円" if course.fee else "無料"
    return _shortened(course.fee_note) or "費用は中でご確認ください"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TARGET else Truncator(text).chars(LONGEST_TARGET)


def _state(course: Course) -> str:
    """What one can do: its state in words, the bar of seats, and the deadline."""
    if course.is_cancelled:
        return _told("中止")
    if course.is_over:
        return _told("終わりました")
    if course.needs_no_sign_up:
        return _told("直接会場へ")
    if course.is_closed:
        return _told("受付終了")
    places = f"定員{course.capacity}名" if course.capacity else ""
    if course.apply_from and course.is_not_yet_open:
        opens = calendar.short_date(calendar.local(course.apply_from))
        return _told(f"{opens}から受付", until=places)
    day = calendar.short_date(calendar.local(course.closes_at))
    until = f"{day}まで" if course.apply_until else f"{day}の開始まで"
    if not (course.takes_sign_ups_here and course.capacity):
        return _told(places or "受付中", until=until)
    kind = outlook(course).kind
    if kind == "entry":
        return _told(f"抽選・いま{course.entered_count}人", until=until)
    if kind == "queue":
        waiting = course.waiting_count
        words = f"キャンセル待ち{waiting}人" if waiting else "満席・キャンセル待ち"
        return _told(words, until=until)
    bar = (
        f'<progress class="bar" max="{course.capacity}" value="{course.seats_taken}"'
        ' aria-hidden="true"></progress>'
    )
    words = "満席" if course.is_full else f"あと{course.seats_left}席"
    return _told(words, bar, until, is_urgent=course.has_few_seats)


def _told(words: str, bar: str = "", until: str = "", *, is_urgent: bool = False) -> str:
    """Numbers, dates and words of our own: nothing here needs to be escaped."""
    look = ' class="danger-text"' if is_urgent else ""
    return f"<p{look}>{words}</p>{bar}" + (f'<p class="row__until">{until}</p>' if until else "")
