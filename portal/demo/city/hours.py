"""What those who hold an office did in the demo city, week by week, and who was thanked for it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta
from random import Random

from centers.volunteers.models import ActivityLog, Posting, Thanks, Threshold
from portal.japan import calendar
from portal.people.models import User

from .rows import row_of
from .timetable import at, is_common_closing_day
from .volunteers import COORDINATOR, HELPER, LEADER, LIAISON, SUPPORTER, Member

MONTHS_BACK = 14
WAITS_DAYS = 12  # what was written down in the last days waits for the centre
HANDED_DAYS = 40  # a certificate is handed over by then
SOMETIMES, ALWAYS = 0.65, 0.95
# What each office does, how long, and every how many weeks.
DOES = {
    SUPPORTER: (("フリースペースでの見守り", "親子の集いの手伝い"), 120, 1),
    COORDINATOR: (("講座の企画の話し合い", "地域の団体との打ち合わせ"), 150, 1),
    HELPER: (("講座の受付と案内", "会場の準備と片づけ"), 120, 2),
    LIAISON: (("学校との打ち合わせ", "見守りの方への連絡"), 90, 2),
    LEADER: (("防災訓練の準備", "地区の防災学習会"), 120, 4),
}


class Hours:
    """Writes down what was done by those who hold an office at one centre."""

    def __init__(self, desk: User, today: date) -> None:
        self.rng = Random(f"hours {desk.email}")  # noqa: S311  a demo city, not a secret
        self.desk, self.today = desk, today
        self.first = calendar.months_later(today, -MONTHS_BACK)

    def of(self, member: Member, *, is_faithful: bool) -> list[ActivityLog]:
        """The records of their terms; who `is_faithful` hardly ever stays away."""
        rng, comes = self.rng, ALWAYS if is_faithful else SOMETIMES
        weekday, logs = rng.randrange(5), []
        for posting in member.postings:
            weeks = DOES[posting.role.slug][2]
            first = max(self.first, posting.first_day, member.since)
            last = min(
                self.today - timedelta(days=1),
                posting.last_day or self.today,
                member.volunteer.stopped_on or self.today,
            )
            day = first + timedelta(days=(weekday - first.weekday()) % 7)
            while day <= last:
                stays_away = is_common_closing_day(day) or day in member.busy
                if not stays_away and rng.random() < comes:
                    member.busy.add(day)
                    logs.append(self._log(member, posting, day))
                day += timedelta(weeks=weeks)
        return logs

    def _log(self, member: Member, posting: Posting, day: date) -> ActivityLog:
        rng, (what, minutes, _) = self.rng, DOES[posting.role.slug]
        written = at(day, time(20, rng.randint(0, 59)))
        one = row_of(
            ActivityLog,
            volunteer=member.volunteer,
            match=None,
            posting=posting,
            role=posting.role,
            center=member.site.center,
            organization=posting.organization,
            day=day,
            minutes=minutes + rng.choice([-30, 0, 0, 0, 30]),
            what=rng.choice(what),
            status=ActivityLog.Status.LOGGED,
            created_at=written,
            by=member.by,
        )
        if (self.today - day).days > WAITS_DAYS:
            one.status, one.how = ActivityLog.Status.CONFIRMED, rng.choice(["list", "counter"])
            one.decided_by, one.decided_at = self.desk, written + timedelta(hours=15)
        return one


def thanked(
    logs: Iterable[ActivityLog], thresholds: Iterable[Threshold], desk: User, today: date
) -> list[Thanks]:
    """The certificates for hours these records reached, the older ones handed over."""
    minutes: defaultdict[int, int] = defaultdict(int)
    hours = [one for one in thresholds if one.counts == Threshold.Counts.HOURS]
    reached = []
    for log in sorted(logs, key=lambda log: log.day):
        if log.status != ActivityLog.Status.CONFIRMED:
            continue
        before = minutes[id(log.volunteer)]
        now = minutes[id(log.volunteer)] = before + log.minutes
        for threshold in hours:
            if before < threshold.value * 60 <= now:
                handed = log.day + timedelta(days=HANDED_DAYS)
                is_handed = handed <= today
                reached.append(
                    Thanks(
                        volunteer=log.volunteer,
                        threshold=threshold,
                        reached_on=log.day,
                        handed_on=handed if is_handed else None,
                        handed_by=desk if is_handed else None,
                    )
                )
    return reached
