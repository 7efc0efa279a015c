"""How much somebody did, year by year (年度ごとの時間と回数)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from centers.volunteers.models import ActivityLog
from portal.japan import calendar


@dataclass
class Year:
    """One fiscal year of a volunteer: all records, and what the confirmed ones add up to."""

    number: int
    logs: list[ActivityLog] = field(default_factory=list)

    @property
    def name(self) -> str:
        return calendar.fiscal_year_name(self.number)

    @property
    def confirmed(self) -> list[ActivityLog]:
        return [log for log in self.logs if log.status == ActivityLog.Status.CONFIRMED]

    @property
    def times(self) -> int:
        return len(self.confirmed)

    @property
    def minutes(self) -> int:
        return sum(log.minutes for log in self.confirmed)

    @property
    def in_words(self) -> str:
        return in_words(self.minutes)


def years_of(logs: Iterable[ActivityLog]) -> list[Year]:
    """The years there are, the newest first; `logs` as they come."""
    found: dict[int, Year] = {}
    for log in logs:
        number = calendar.fiscal_year(log.day)
        found.setdefault(number, Year(number)).logs.append(log)
    return [found[number] for number in sorted(found, reverse=True)]


def in_words(minutes: int) -> str:
    """「2時間30分」."""
    hours, rest = divmod(minutes, 60)
    return f"{hours:,}時間{rest}分" if rest and hours else f"{rest}分" if rest else f"{hours:,}時間"
