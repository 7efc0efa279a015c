"""Who may use which room when: each refusal with its own code and sentence."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import OpenDay, Registration, Room, RoomLottery, Slot
from portal.japan import calendar


def refuse_room(room: Room, headcount: int) -> None:
    """Codes: not_bookable, too_many_people."""
    if not (room.is_bookable and room.center.is_open_to_public):
        raise ValidationError(
            "この部屋は、利用の申請を受けていません。ほかの部屋を選んでください。",
            code="not_bookable",
        )
    if room.capacity is not None and headcount > room.capacity:
        raise ValidationError(
            f"この部屋の定員は{room.capacity}人です。人数を確かめるか、広い部屋を選んでください。",
            code="too_many_people",
        )


def slots_in_order(room: Room, day: date, slots: Sequence[Slot]) -> list[Slot]:
    """The slots asked for, by time: one run of neighbours, in force and open on `day`.

    Codes: no_slot, slot_not_open, closed_day, slots_apart.
    """
    in_force = list(Slot.objects.of(room.center_id).on(day))
    state = OpenDay.objects.filter(center=room.center_id, day=day).first()
    return run_of(day, slots, in_force, state)


def run_of(
    day: date, slots: Sequence[Slot], in_force: Sequence[Slot], state: OpenDay | None
) -> list[Slot]:
    """As `slots_in_order`, of what is known: the slots `in_force` by time, and the day."""
    if not slots:
        raise ValidationError("利用する時間の区分を選んでください。", code="no_slot")
    if state is None or state.opens is None or state.closes is None:
        reason = f"（{state.reason}）" if state and state.reason else ""
        raise ValidationError(
            f"{calendar.short_date(day)}は休館です{reason}。別の日を選んでください。",
            code="closed_day",
        )
    wanted = {slot.pk for slot in slots}
    places = [place for place, slot in enumerate(in_force) if slot.pk in wanted]
    opens, closes = state.opens, state.closes
    if len(places) < len(wanted) or any(
        in_force[place].starts < opens or in_force[place].ends > closes for place in places
    ):
        raise ValidationError(
            f"{calendar.short_date(day)}は、選んだ区分では利用できません"
            f"（開館は{calendar.clock(opens)}〜{calendar.clock(closes)}です）。"
            "別の区分を選んでください。",
            code="slot_not_open",
        )
    if places[-1] - places[0] + 1 != len(places):
        raise ValidationError(
            "区分の間が空いています。続いた区分を選ぶか、分けて申請してください。",
            code="slots_apart",
        )
    return [in_force[place] for place in places]


def refuse_time(registration: Registration, starts_at: datetime, *, at_desk: bool) -> None:
    """Codes: in_the_past, too_late. At the desk the deadline of the class does not hold."""
    now = timezone.now()
    if starts_at <= now:
        raise ValidationError(
            "もう始まった時間です。これからの時間を選んでください。", code="in_the_past"
        )
    days = 0 if at_desk else registration.purpose_class.days_before
    day = timezone.localdate(starts_at)
    if timezone.localdate(now) > day - timedelta(days=days):
        raise ValidationError(
            f"ウェブでの申請は、利用する日の{days}日前までです。市民センターに電話してください。",
            code="too_late",
        )


def refuse_before_the_draw(day: date) -> None:
    """Nothing of a month is given first-come before its draw is announced. Code: too_early.

    A month without a draw opens `months_ahead` months before it begins (the city file).
    """
    refuse_until_announced(day, RoomLottery.objects.filter(month=day.replace(day=1)).first())


def refuse_until_announced(day: date, lottery: RoomLottery | None) -> None:
    """As `refuse_before_the_draw`, of what is known: the draw of the month of `day`."""
    first = day.replace(day=1)
    if lottery is not None:
        if not lottery.is_announced:
            told = calendar.short_date(timezone.localdate(lottery.results_at))
            raise ValidationError(
                f"{first.month}月分は抽選です。結果を知らせる{told}までは、"
                "先着では申請できません。",
                code="too_early",
            )
    elif first > last_month_without_a_draw(timezone.localdate()):
        raise ValidationError(
            f"{first.year}年{first.month}月分の受付は、まだ始まっていません。"
            "もっと近い日を選んでください。",
            code="too_early",
        )


def refuse_registration(registration: Registration, day: date) -> None:
    """Code: not_registered."""
    if registration.is_applied:
        raise ValidationError(
            "利用登録がまだ認められていません。市民センターからの連絡をお待ちください。",
            code="not_registered",
        )
    if not registration.is_approved:
        raise ValidationError(
            f"この利用登録は「{registration.get_status_display()}」になっています。"
            "もう一度、利用登録をしてから申請してください。",
            code="not_registered",
        )
    if registration.fiscal_year != calendar.fiscal_year(day):
        year = calendar.fiscal_year_name(calendar.fiscal_year(day))
        raise ValidationError(
            f"この日は{year}です。その年度の利用登録をしてから、申請してください。",
            code="not_registered",
        )


def last_month_without_a_draw(today: date) -> date:
    """The first of the last month given first-come where there is no draw (the city file)."""
    return calendar.months_later(today, settings.CITY["rooms"]["months_ahead"])
