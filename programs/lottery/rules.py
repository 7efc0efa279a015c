"""What each step of a lottery refuses, each with its own code and sentence."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError

from portal.draws.arithmetic import LONGEST_VALUE
from portal.people.models import User
from programs.lottery.arithmetic import EVERYBODY_FITS
from programs.models import Course, Draw

LONGEST_REASON = 200


def close_delay() -> timedelta:
    """How long after the deadline the list closes by itself: time for late postcards."""
    return timedelta(days=settings.CITY["lottery"]["close_delay_days"])


def source_of(course: Course, said: str = "") -> str:
    """Which public value will be used: as said now, as the course says, else as the city does."""
    return " ".join((said or course.draw_source or settings.CITY["lottery"]["source"]).split())


def draw_of(course: Course) -> Draw:
    """The draw of `course` that counts. Code: not_closed."""
    found = Draw.objects.valid().filter(course=course).first()
    if found is None:
        raise ValidationError(
            "受付名簿がまだ確定していません。先に、名簿を確定してください。", code="not_closed"
        )
    found.course = course
    return found


def refuse_unless_closable(course: Course) -> None:
    """Codes: not_a_lottery, cancelled, still_open, already_closed."""
    if not (course.is_lottery and course.takes_sign_ups_here):
        raise ValidationError(
            "このサイトで申込を受ける抽選の講座ではありません。", code="not_a_lottery"
        )
    if course.is_cancelled:
        raise ValidationError("この講座は中止になりました。抽選はしません。", code="cancelled")
    if not course.is_closed:
        raise ValidationError(
            "申込の受付が終わってから、名簿を確定してください。", code="still_open"
        )
    if Draw.objects.valid().filter(course=course).exists():
        raise ValidationError("この講座の名簿は、すでに確定しています。", code="already_closed")


def refuse_unless_drawable(draw: Draw, value: str) -> None:
    """Codes: already_drawn, redraw_asked, no_value, value_too_long."""
    if draw.is_drawn:
        raise ValidationError(
            "この講座の抽選は、すでに終わっています。画面を開き直してください。",
            code="already_drawn",
        )
    _refuse_while_asked(draw)
    if not value or value == EVERYBODY_FITS:
        raise ValidationError("公開の数を入れてから、抽選してください。", code="no_value")
    if len(value) > LONGEST_VALUE:
        raise ValidationError(
            f"公開の数は{LONGEST_VALUE}文字までで入れてください。", code="value_too_long"
        )


def refuse_unless_announceable(draw: Draw) -> None:
    """Codes: cancelled, not_drawn, redraw_asked."""
    if draw.course.is_cancelled:
        raise ValidationError("この講座は中止になりました。結果は知らせません。", code="cancelled")
    if not draw.is_drawn:
        raise ValidationError(
            "まだ抽選していません。先に、公開の数を入れて抽選してください。", code="not_drawn"
        )
    _refuse_while_asked(draw)


def refuse_to_ask(draw: Draw, reason: str) -> None:
    """Codes: redraw_asked, no_reason, too_late_to_redraw."""
    if draw.redraw_is_asked:
        raise ValidationError(
            "やり直しは、すでに求められています。もう一人の職員が確かめてください。",
            code="redraw_asked",
        )
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise ValidationError(
            f"やり直す理由を、{LONGEST_REASON}文字までで書いてください。公開されます。",
            code="no_reason",
        )
    _refuse_once_begun(draw)


def refuse_unless_asked(draw: Draw) -> None:
    """Code: redraw_not_asked."""
    if not draw.redraw_is_asked:
        raise ValidationError("やり直しは、求められていません。", code="redraw_not_asked")


def refuse_to_approve(draw: Draw, by: User) -> None:
    """Codes: redraw_not_asked, second_person, too_late_to_redraw."""
    refuse_unless_asked(draw)
    if draw.annulment_asked_by_id == by.pk:
        raise ValidationError(
            "求めた本人は認められません。もう一人の職員が、理由を確かめて認めてください。",
            code="second_person",
        )
    _refuse_once_begun(draw)


def _refuse_while_asked(draw: Draw) -> None:
    if draw.redraw_is_asked:
        raise ValidationError(
            "やり直しが求められています。認めるか、取り下げてから進めてください。",
            code="redraw_asked",
        )


def _refuse_once_begun(draw: Draw) -> None:
    if draw.course.has_begun:
        raise ValidationError(
            "講座が始まったので、抽選はやり直せません。", code="too_late_to_redraw"
        )
