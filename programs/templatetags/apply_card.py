"""The card on a course's page: whether one can still apply, until when, how, and whom to ask.

Written here and not in a template: what it says turns on one of nine states, and asking for them in
a template, sixty conditions one by one, took a fourteenth of the page's time. The pieces are plain
strings, joined here; whatever comes from a row goes through `escape` or a filter that escapes.
"""

from html import escape
from urllib.parse import quote

from django import template
from django.template.defaultfilters import linebreaks_filter, urlizetrunc
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from portal.japan import calendar
from portal.japan.templatetags.japan import long_moment
from programs.models import Course

register = template.Library()

HEADINGS = {"none": "参加する", "closed": "申込", "full": "申込", "cancelled": "申込"}
TOO_LATE = {"closed", "cancelled"}
BUTTONS = {
    "open": "このページから申し込む",
    "queue": "キャンセル待ちに並ぶ",
    "lottery": "抽選に申し込む",
}
METHODS: dict[str, str] = {Course.Method.LOTTERY: "（抽選）", Course.Method.FIRST_COME: "（先着）"}
LONGEST_PHONE = 16  # what is longer is a sentence and not a number to call
LONGEST_ADDRESS = 40


@register.simple_tag
def apply_card(course: Course, apply: dict, category_url: str) -> SafeString:
    """All of the card; `apply` holds its state, its deadline and the address of the form."""
    state = apply["state"]
    phone = course.contact_phone or (course.center.phone if course.center else "")
    parts = [
        f'<h2 id="apply">{HEADINGS.get(state, "申し込む")}</h2>',
        _told(course, state),
        f'<dl class="apply__facts">{_facts(course, apply)}</dl>',
        _way(course, apply, category_url),
        _call(course, state, phone),
    ]
    if course.is_lottery and course.takes_sign_ups_here:
        draw = reverse("programs:draw", args=[course.pk])
        parts.append(f'<p class="lone-link"><a href="{draw}">抽選のしくみと結果</a></p>')
    if course.how_to_apply and state not in TOO_LATE:
        how = linebreaks_filter(urlizetrunc(course.how_to_apply, LONGEST_ADDRESS))
        parts.append(f'<div class="apply__how"><h3>申込方法</h3>{how}</div>')
    elif state == "elsewhere" and not (course.apply_url or phone):
        parts.append(_small("申込方法は、主催者のページか問い合わせ先でご確認ください。"))
    parts.append(_contact(course, phone))
    return mark_safe("\n".join(part for part in parts if part))  # noqa: S308  escaped in each


def _told(course: Course, state: str) -> str:
    """How things stand; nothing where the button says it."""
    match state:
        case "cancelled":
            told = _state("この講座は中止になりました", " danger-text")
            return told + (_small(escape(course.cancel_reason)) if course.cancel_reason else "")
        case "full":
            return _state("満席です")
        case "queue":
            full = "満席・" if course.is_full else ""
            free = "" if full else "空いている席は、先に待っている方のものです。"
            waiting = f"いま{course.waiting_count}人が待っています。{free}"
            return _state(f"{full}キャンセル待ちができます") + _small(waiting)
        case "lottery":
            return _state("抽選で決まります") + _small(
                f"いま{course.entered_count}人が申し込んでいます。"
                "早く申し込んでも、選ばれやすさは同じです。"
            )
        case "closed":
            return _state("この講座は終わりました" if course.is_over else "受付は終わりました")
        case "not_yet":
            return _state(f"{long_moment(course.apply_from)}から受け付けます")
        case "none":
            return _state("申し込まなくても参加できます")
        case _:
            return ""


def _facts(course: Course, apply: dict) -> str:
    state, facts = apply["state"], ""
    if course.capacity:
        facts += _fact("定員", f"{course.capacity}名{METHODS.get(course.method, '')}")
    if course.takes_sign_ups_here and state == "open" and course.capacity:
        look = ' class="danger-text"' if course.has_few_seats else ""
        facts += f"<div><dt>のこり</dt><dd{look}>あと{course.seats_left}席</dd></div>"
    if apply["until"] and state != "none" and state not in TOO_LATE:
        facts += _fact("しめきり", f"<b>{apply['until']}</b>")
    if state == "lottery" and course.results_at:
        day = calendar.local(course.results_at)
        weekday = calendar.weekday_name(day)
        facts += _fact("結果", f"{day.month}月{day.day}日（{weekday}）にお知らせ")
    return facts


def _way(course: Course, apply: dict, category_url: str) -> str:
    """The one button: to apply, or to look for another course."""
    state = apply["state"]
    if state in BUTTONS:
        return _button(apply["url"], BUTTONS[state])
    if state == "elsewhere" and course.apply_url:
        return _button(course.apply_url, "主催者の申込ページを開く")
    if state == "none":
        return _small("時間までに、直接会場へお越しください。")
    if state != "full" and state not in TOO_LATE:
        return ""
    hope = "取り消しが出ると、このページからまた申し込めます。"
    similar = _button(f"{category_url}&open=1", "似た講座をさがす", " button--outline")
    return _small(hope) + similar if state == "full" else similar


def _call(course: Course, state: str, phone: str) -> str:
    if not phone or len(phone) > LONGEST_PHONE or state in TOO_LATE:
        return ""
    how = course.how_to_apply
    takes_calls = "電話" in how or (state == "open" and not how)
    only_asks = state in {"full", "none", "queue", "lottery"} or not takes_calls
    words = "電話で問い合わせる" if only_asks else "電話で申し込む"
    return (
        f'<p><a class="button button--outline button--wide" href="tel:{quote(phone)}">'
        f'<span>{words} <span class="nowrap">{escape(phone)}</span></span></a></p>'
    )


def _contact(course: Course, phone: str) -> str:
    lines = [escape(course.contact_name or course.held_by)]
    if phone and len(phone) <= LONGEST_PHONE:
        lines.append(f'電話 <a class="nowrap" href="tel:{quote(phone)}">{escape(phone)}</a>')
    elif phone:
        lines.append(f"電話 {escape(phone)}")
    if course.contact_email:
        mail = escape(course.contact_email)
        lines.append(f'メール <a href="mailto:{mail}">{mail}</a>')
    told = "<br>".join(line for line in lines if line)
    if not told:
        return ""
    return f'<div class="apply__contact"><h3>お問い合わせ</h3><p>{told}</p></div>'


def _state(words: str, look: str = "") -> str:
    return f'<p class="apply__state{look}">{words}</p>'


def _small(words: str) -> str:
    return f'<p class="small">{words}</p>'


def _fact(term: str, told: str) -> str:
    return f"<div><dt>{term}</dt><dd>{told}</dd></div>"


def _button(url: str, words: str, look: str = "") -> str:
    return f'<p><a class="button{look} button--wide" href="{escape(url)}">{words}</a></p>'
