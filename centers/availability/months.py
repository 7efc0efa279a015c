"""How the rooms of each month are given: first-come, by lot, or not yet."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.urls import reverse
from django.utils import timezone

from centers.models import RoomLottery
from centers.reserving.rules import last_month_without_a_draw
from portal.japan import calendar

ASKED = ("month", "opens_at", "closes_at", "closed_at", "announced_at")


class Giving(Enum):
    FIRST_COME = "first_come"
    LOTTERY = "lottery"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Note:
    """A sentence beside a table; `url` leads to the draw it speaks of."""

    words: str
    url: str = ""


class Months:
    """The months from `first` to `last`, by the rule a request is refused by; one statement."""

    def __init__(self, first: date, last: date) -> None:
        self._last_without_a_draw = last_month_without_a_draw(timezone.localdate())
        drawn = RoomLottery.objects.filter(month__gte=first.replace(day=1), month__lte=last)
        self._drawn = {lottery.month: lottery for lottery in drawn.only(*ASKED)}

    def giving(self, day: date) -> Giving:
        month = day.replace(day=1)
        if lottery := self._drawn.get(month):
            return Giving.FIRST_COME if lottery.is_announced else Giving.LOTTERY
        return Giving.FIRST_COME if month <= self._last_without_a_draw else Giving.NOT_YET

    def takes_wishes(self, day: date) -> bool:
        """Whether a wish for `day` may be put in now."""
        lottery = self._drawn.get(day.replace(day=1))
        return lottery is not None and lottery.takes_wishes

    def first_come_days(self, first: date, last: date) -> list[date]:
        """The days on which a free slot may be asked for now."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self.giving(day) is Giving.FIRST_COME]

    def notes(self, first: date, last: date) -> list[Note]:
        """What keeps some of these days from being asked for like any other, in sentences."""
        said = []
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        for month in sorted({day.replace(day=1) for day in days}):
            if self.giving(month) is Giving.LOTTERY:
                words = "結果を知らせたあとに、空いている時間を先着で受け付けます。"
                url = reverse("rooms:lottery", args=[month])
                said.append(Note(f"{month_name(month)}分は抽選です。{words}", url))
            elif self.giving(month) is Giving.NOT_YET:
                said.append(Note(f"{month_name(month)}分の受付は、まだ始まっていません。"))
        if (year := calendar.fiscal_year(last)) > calendar.fiscal_year(timezone.localdate()):
            name = calendar.fiscal_year_name(year)
            said.append(Note(f"{year}年4月からの利用には、{name}の利用登録がいります。"))
        return said


def month_name(day: date) -> str:
    """「2026年12月」"""
    return f"{day.year}年{day.month}月"


def bounds_of_month(day: date) -> tuple[date, date]:
    """The first and the last day of the month of `day`."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
