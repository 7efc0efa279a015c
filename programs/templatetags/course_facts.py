"""What a course's page tells under its three headings, as HTML: one term and what is said of it.

Written here and not in a template: a course knows some twenty-five facts and has half of them, and
asking in a template which ones took a sixth of the page's time. The pieces are plain strings,
joined here; whatever comes from a row goes through `escape` or a filter that escapes.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django import template
from django.template.defaultfilters import (
    linebreaks_filter,
    linebreaksbr,
    truncatechars,
    urlizetrunc,
)
from django.utils.safestring import SafeString, mark_safe

from portal.japan.templatetags.japan import yen
from programs.models import Course, LifeStage, Series, Session
from programs.templatetags.courses import course_sessions
from vision.models import PlanItem

register = template.Library()

LONGEST_ADDRESS = 60
UNKNOWN = "<p>主催者にお問い合わせください。</p>"


@register.simple_tag
def when_and_where(
    course: Course, sessions: Sequence[Session], place: dict, calendar_url: str
) -> SafeString:
    """いつ・どこで: the sessions, the place with its map, and whether one can come online."""
    when: str = course_sessions(course, sessions)
    if course.schedule_note:
        when += f"<p>{linebreaksbr(course.schedule_note)}</p>"
    if sessions:
        when += f'<p class="lone-link"><a href="{calendar_url}">カレンダーに入れる</a></p>'
    facts = [_fact("日時", when)]
    if place["name"] or place["address"]:
        facts.append(_fact("会場", _place(place)))
    if course.online:
        facts.append(_fact("オンライン", "オンラインで参加できます。"))
    return _joined(facts)


@register.simple_tag
def for_whom_and_how_much(course: Course, stages: Iterable[LifeStage]) -> SafeString:
    """だれが・いくらで: who may come, what it costs, and what is provided."""
    limits = "".join(f'<p class="muted">{escape(limit)}</p>' for limit in _limits(course, stages))
    whom = f"<p>{escape(course.for_whom)}</p>" if course.for_whom else ""
    facts = [_fact("対象", f"{whom}{limits}" or UNKNOWN)]
    if course.takes_sign_ups_here and course.takes_parties:
        facts.append(
            _fact(
                "人数",
                f"{_party(course)}いっしょに申し込めます。席は全員分がいっしょに決まります。",
            )
        )
    facts.append(_fact("費用", _fee(course)))
    if course.capacity:
        least = course.minimum_to_run
        runs = f"（{least}名以上の申込で開きます）" if least else ""
        facts.append(_fact("定員", f"{course.capacity}名{runs}"))
    if course.instructor:
        facts.append(_fact("講師", escape(course.instructor)))
    if course.belongings:
        facts.append(_fact("持ち物", escape(course.belongings)))
    if course.childcare_capacity or course.childcare or course.childcare_note:
        facts.append(_fact("託児", _childcare(course)))
    if course.wheelchair or course.sign_language or course.captioning:
        facts.append(_fact("配慮", _provisions(course)))
    return _joined(facts)


@register.simple_tag
def further_facts(
    course: Course,
    series: Series | None,
    plan_items: Iterable[PlanItem],
    category_url: str,
    other_facts: Iterable[tuple[str, str]],
) -> SafeString:
    """そのほか: who holds it, what it belongs to, and whatever its source said besides."""
    facts = []
    is_known_who = course.organizer_id or course.center_id or not course.source
    if is_known_who and course.held_by:
        facts.append(_fact("主催", _holder(course)))
    facts.append(_fact("分野", _link(category_url, course.category.name)))
    if series:
        name = _link(series.get_absolute_url(), series.name)
        facts.append(_fact("シリーズ", f"{name}（まとめて申し込めます）"))
    items = "".join(f"<p>{_link(item.get_absolute_url(), item.name)}</p>" for item in plan_items)
    if items:
        facts.append(_fact("ビジョン", items))
    if course.note:
        facts.append(_fact("備考", linebreaks_filter(urlizetrunc(course.note, LONGEST_ADDRESS))))
    if course.url:
        shown = truncatechars(course.url, LONGEST_ADDRESS)
        facts.append(_fact("詳しいページ", _link(course.url, shown)))
    for term, told in other_facts:
        facts.append(_fact(escape(term), linebreaksbr(urlizetrunc(told, LONGEST_ADDRESS))))
    return _joined(facts)


def _joined(facts: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(facts))  # noqa: S308  escaped piece by piece


def _fact(term: str, told: str) -> str:
    return f"<div><dt>{term}</dt><dd>{told}</dd></div>"


def _link(url: str, words: str) -> str:
    return f'<a href="{escape(url)}">{escape(words)}</a>'


def _place(place: dict) -> str:
    name = _link(place["url"], place["name"]) if place["url"] else escape(place["name"])
    room = f"　{escape(place['room'])}" if place["room"] else ""
    html = f"<p>{name}{room}</p>"
    if place["address"] or place["map_url"]:
        to_map = (
            f'　<a class="nowrap" href="{escape(place["map_url"])}">地図を見る</a>'
            if place["map_url"]
            else ""
        )
        html += f"<p>{escape(place['address'])}{to_map}</p>"
    if place["access"]:
        html += f'<p class="muted">{escape(place["access"])}</p>'
    return html


def _limits(course: Course, stages: Iterable[LifeStage]) -> Iterator[str]:
    """Who may come, as far as the staff's own words do not say it already."""
    target, years = course.target, course.school_years
    if target:
        if course.min_age and str(course.min_age) not in target:
            yield f"{course.min_age}歳から"
        if course.max_age and str(course.max_age) not in target:
            yield f"{course.max_age}歳まで"
    elif names := "・".join(stage.name for stage in stages):
        yield names
    if years and years not in course.for_whom:
        yield years
    says_more_than_residence = target or course.min_age or course.max_age or years
    is_limited = course.residence != Course.Residence.ANYONE and "市内" not in target
    if is_limited and says_more_than_residence:
        yield course.get_residence_display()


def _party(course: Course) -> str:
    least, most = course.party_min, course.party_max
    if least == most:
        return f"{least}人"
    return f"お一人から{most}人まで" if least == 1 else f"{least}人から{most}人まで"


def _fee(course: Course) -> str:
    fee = "" if course.fee is None else f"<p>{yen(course.fee)}</p>"
    if course.fee_note:
        return f"{fee}<p>{linebreaksbr(course.fee_note)}</p>"
    return fee or UNKNOWN


def _childcare(course: Course) -> str:
    note = escape(course.childcare_note)
    if course.childcare_capacity:
        return (
            f"<p>{course.childcare_capacity}人まで（いまの申込 {course.childcare_taken}人）。"
            "参加の申込といっしょに申し込めます。</p>"
        ) + (f"<p>{note}</p>" if note else "")
    return note or "あります。申込のときにお知らせください。"


def _provisions(course: Course) -> str:
    provided = (
        (course.wheelchair, "車いすで参加できます"),
        (course.sign_language, "手話通訳があります"),
        (course.captioning, "要約筆記があります"),
    )
    words = "".join(f"<li>{what}</li>" for is_so, what in provided if is_so)
    return f'<ul class="plain">{words}</ul>'


def _holder(course: Course) -> str:
    organizer = course.organizer
    if organizer and organizer.url:
        return _link(organizer.url, course.held_by)
    return escape(course.held_by)
