"""What each step of a draw of rooms refuses, each with its own code and sentence."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Registration, RoomLottery, RoomRedraw
from centers.models.wish import MOST_WISHES
from portal.draws.arithmetic import LONGEST_VALUE
from portal.japan import calendar
from portal.people.models import User

LONGEST_REASON = 200

# Stands in for the public value where nobody wished for anything: there is nothing to draw.
NOTHING_TO_DRAW = "希望がないため、公開の数は使いません"


# ---------------------------------------------------------------- wishes


def refuse_unless_taking(lottery: RoomLottery, *, at_desk: bool) -> None:
    """Staff write down what was told in time until the list is closed. Codes: not_open, closed."""
    now = timezone.now()
    if now < lottery.opens_at:
        opens = calendar.short_date(timezone.localdate(lottery.opens_at))
        raise ValidationError(
            f"{lottery}の抽選の受付は、{opens}からです。その日からあとに入れてください。",
            code="not_open",
        )
    if lottery.is_closed or (now >= lottery.closes_at and not at_desk):
        raise ValidationError(
            f"{lottery}の抽選の受付は終わりました。結果のお知らせのあと、"
            "空いている時間を先着で申請できます。",
            code="closed",
        )


def refuse_wisher(registration: Registration, lottery: RoomLottery) -> None:
    """Who has asked to be registered may wish; whether it was granted is seen when rooms are given.

    Code: not_registered.
    """
    year = calendar.fiscal_year(lottery.month)
    if registration.status not in Registration.LIVE or registration.fiscal_year != year:
        raise ValidationError(
            f"{lottery}は{calendar.fiscal_year_name(year)}です。その年度の利用登録をしてから、"
            "希望を入れてください。",
            code="not_registered",
        )


def refuse_other_month(lottery: RoomLottery, day: date) -> None:
    """Code: other_month."""
    if not lottery.holds(day):
        raise ValidationError(
            f"この抽選は{lottery}です。{lottery.month.month}月の日を選んでください。",
            code="other_month",
        )


def refuse_more_than(number: int) -> None:
    """Code: too_many_wishes."""
    if number >= MOST_WISHES:
        raise ValidationError(
            f"希望は{MOST_WISHES}件までです。どれかを取りやめてから、加えてください。",
            code="too_many_wishes",
        )


# ---------------------------------------------------------------- the draw


def refuse_unless_closable(lottery: RoomLottery) -> None:
    """Codes: still_open, already_closed."""
    if lottery.is_closed:
        raise ValidationError("この抽選の名簿は、すでに確定しています。", code="already_closed")
    if timezone.now() < lottery.closes_at:
        raise ValidationError("受付の締切が過ぎてから、名簿を確定してください。", code="still_open")


def refuse_unless_drawable(lottery: RoomLottery, value: str) -> None:
    """Codes: not_closed, already_drawn, redraw_asked, no_value, value_too_long."""
    _refuse_unless_closed(lottery)
    if lottery.is_drawn:
        raise ValidationError(
            "この月の抽選は、すでに終わっています。画面を開き直してください。",
            code="already_drawn",
        )
    _refuse_while_asked(lottery)
    if not value or value == NOTHING_TO_DRAW:
        raise ValidationError("公開の数を入れてから、抽選してください。", code="no_value")
    if len(value) > LONGEST_VALUE:
        raise ValidationError(
            f"公開の数は{LONGEST_VALUE}文字までで入れてください。", code="value_too_long"
        )


def refuse_unless_announceable(lottery: RoomLottery) -> None:
    """Codes: not_closed, not_drawn, redraw_asked."""
    _refuse_unless_closed(lottery)
    if not lottery.is_drawn:
        raise ValidationError(
            "まだ抽選していません。先に、公開の数を入れて抽選してください。", code="not_drawn"
        )
    _refuse_while_asked(lottery)


def refuse_to_ask(lottery: RoomLottery, reason: str) -> None:
    """Codes: not_closed, redraw_asked, too_late_to_redraw, no_reason."""
    _refuse_unless_closed(lottery)
    _refuse_while_asked(lottery)
    _refuse_once_told(lottery)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise ValidationError(
            f"やり直す理由を、{LONGEST_REASON}文字までで書いてください。公開されます。",
            code="no_reason",
        )


def redraw_asked_of(lottery: RoomLottery) -> RoomRedraw:
    """The redraw to decide about. Code: redraw_not_asked."""
    asked = lottery.redraw_asked
    if asked is None:
        raise ValidationError("やり直しは、求められていません。", code="redraw_not_asked")
    return asked


def refuse_to_approve(lottery: RoomLottery, asked: RoomRedraw, by: User) -> None:
    """Codes: second_person, too_late_to_redraw."""
    if asked.asked_by_id == by.pk:
        raise ValidationError(
            "求めた本人は認められません。もう一人の職員が、理由を確かめて認めてください。",
            code="second_person",
        )
    _refuse_once_told(lottery)


def _refuse_unless_closed(lottery: RoomLottery) -> None:
    if not lottery.is_closed:
        raise ValidationError(
            "受付名簿がまだ確定していません。先に、名簿を確定してください。", code="not_closed"
        )


def _refuse_while_asked(lottery: RoomLottery) -> None:
    if lottery.redraw_asked:
        raise ValidationError(
            "やり直しが求められています。認めるか、取り下げてから進めてください。",
            code="redraw_asked",
        )


def _refuse_once_told(lottery: RoomLottery) -> None:
    if lottery.is_announced:
        raise ValidationError(
            "結果を知らせたので、抽選はやり直せません。選ばれた団体の予約は、そのまま有効です。",
            code="too_late_to_redraw",
        )
