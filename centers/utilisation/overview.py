"""The figures of a page: together, by month and by weekday and time, against the year before."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from centers.models import OpenDay
from portal.japan.calendar import WEEKDAYS, fiscal_year

from .counting import NOTHING, WHOLE, Counted, Line, Names, counted, whole
from .facts import Asked
from .periods import months_of, yesterday

MONTH: Names = ("month",)
WEEK: Names = ("weekday", "slot")
# The steps of the heat map, in per cent; the page says them, and every cell has its number.
STEPS = (10, 20, 30, 40)


@dataclass(frozen=True)
class Month:
    """A month with the same month of the year before, as far as they are over."""

    first: date
    now: Counted
    before: Counted


@dataclass(frozen=True)
class Cell:
    """A weekday at a time; `step` is how dark it is drawn."""

    counted: Counted

    @property
    def rate(self) -> Decimal | None:
        return self.counted.whole_rate

    @property
    def step(self) -> int:
        return 0 if self.rate is None else 1 + sum(self.rate >= step for step in STEPS)


@dataclass(frozen=True)
class Heat:
    """Rows are the slots by time, columns the weekdays, each with its sum at the end."""

    rows: list[tuple[str, time, time, list[Cell]]]
    sums: list[Cell]
    weekdays = WEEKDAYS


@dataclass(frozen=True)
class Overview:
    """What a page shows first."""

    now: Counted
    before: Counted
    by_day: Counted
    months: list[Month]
    heat: Heat
    lines: dict[Names, list[Line]]
    lines_before: dict[Names, list[Line]]

    @property
    def comparable(self) -> Counted:
        """This year's months of which the year before is known, too."""
        return sum((month.now for month in self.months if month.before.open), NOTHING)

    @property
    def change(self) -> str:
        """全体 against the same months of the year before, in points."""
        return difference(self.comparable.whole_rate, self.before.whole_rate)

    @property
    def paid_change(self) -> str:
        """有償 against the same months of the year before, in points."""
        return difference(self.comparable.paid_rate, self.before.paid_rate)


def overview(asked: Asked, *parts: Names) -> Overview:
    """The figures asked for, and besides them `parts` of this year and of the year before.

    Three statements, however many parts.
    """
    now = counted(asked, WHOLE, MONTH, WEEK, *parts)
    before = counted(asked.in_year_before(), WHOLE, MONTH, *parts)
    return Overview(
        now=now[WHOLE][0].counted,
        before=before[WHOLE][0].counted,
        by_day=whole(asked, by_day=True),
        months=_months(asked, now[MONTH], before[MONTH]),
        heat=_heat(now[WEEK]),
        lines={part: now[part] for part in parts},
        lines_before={part: before[part] for part in parts},
    )


def difference(now: Decimal | None, before: Decimal | None) -> str:
    """「+0.8」, 「−0.8」, 「±0.0」; empty where one of them is not known."""
    if now is None or before is None:
        return ""
    sign = "±" if now == before else "+" if now > before else "−"
    return f"{sign}{abs(now - before)}"


def records_from() -> date:
    """The first day of which it is known whether centres were open."""
    return OpenDay.objects.order_by("day").values_list("day", flat=True).first() or yesterday()


def years(since: date) -> list[int]:
    """The fiscal years from the one of `since`, the newest first."""
    newest = fiscal_year(yesterday())
    return list(range(newest, min(newest, fiscal_year(since)) - 1, -1))


def _months(asked: Asked, now: list[Line], before: list[Line]) -> list[Month]:
    these = {line["by_month"]: line.counted for line in now}
    those = {_later(line["by_month"]): line.counted for line in before}
    year = fiscal_year(asked.period.first)
    within = (asked.period.first.replace(day=1), asked.period.last)
    return [
        Month(first, these.get(first, NOTHING), those.get(first, NOTHING))
        for first in months_of(year)
        if within[0] <= first <= within[1]
    ]


def _later(month: date) -> date:
    return month.replace(year=month.year + 1)


def _heat(lines: list[Line]) -> Heat:
    by_slot: dict[tuple[time, time, str], dict[int, Counted]] = {}
    for line in lines:
        slot = (line["starts"], line["ends"], line["slot_name"])
        by_slot.setdefault(slot, {})[line["by_weekday"]] = line.counted
    rows = [
        (name, starts, ends, _with_sum([days.get(day, NOTHING) for day in range(7)]))
        for (starts, ends, name), days in sorted(by_slot.items())
    ]
    columns = zip(*([cell.counted for cell in cells] for *_, cells in rows), strict=True)
    return Heat(rows, [Cell(sum(column, NOTHING)) for column in columns])


def _with_sum(days: list[Counted]) -> list[Cell]:
    return [Cell(one) for one in [*days, sum(days, NOTHING)]]
