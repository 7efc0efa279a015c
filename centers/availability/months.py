"""How the rooms of each month are given: first-come, by lot, or not yet."""

from datetime import date, timedelta
from enum import Enum

from django.utils import timezone

from centers.models import RoomLottery
from centers.reserving.rules import last_month_without_a_draw


class Giving(Enum):
    FIRST_COME = "first_come"
    LOTTERY = "lottery"
    NOT_YET = "not_yet"


class Months:
    """The months from `first` to `last`, by the rule a request is refused by; one statement."""

    def __init__(self, first: date, last: date) -> None:
        self._last_without_a_draw = last_month_without_a_draw(timezone.localdate())
        drawn = RoomLottery.objects.filter(month__gte=first.replace(day=1), month__lte=last)
        self.lotteries = {lottery.month: lottery for lottery in drawn}

    def giving(self, day: date) -> Giving:
        month = day.replace(day=1)
        if lottery := self.lotteries.get(month):
            return Giving.FIRST_COME if lottery.is_announced else Giving.LOTTERY
        return Giving.FIRST_COME if month <= self._last_without_a_draw else Giving.NOT_YET

    def first_come_days(self, first: date, last: date) -> list[date]:
        """The days on which a free slot may be asked for now."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self.giving(day) is Giving.FIRST_COME]

    def not_first_come(self, first: date, last: date) -> list[tuple[date, Giving]]:
        """The months from `first` to `last` in which nothing is given first-come, in order."""
        months = sorted(
            {(first + timedelta(days=n)).replace(day=1) for n in range((last - first).days + 1)}
        )
        ways = [(month, self.giving(month)) for month in months]
        return [(month, giving) for month, giving in ways if giving is not Giving.FIRST_COME]
