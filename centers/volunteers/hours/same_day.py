"""What else is known of somebody on the day of a record: one activity is not to count twice.

A volunteer may write down what its host records too. Only people know whether two records tell of
one activity: whoever confirms is told of the other, and nothing is refused.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from centers.models import Center
from centers.volunteers.models import ActivityLog, Match
from centers.volunteers.models.activity_log import ActivityLogQuerySet
from portal.japan import calendar
from portal.people.models import User

type Day = tuple[int, date]


def beside(logs: Collection[ActivityLog], user: User) -> dict[int, list[str]]:
    """By the key of each record: the others of that day, and agreed shifts not recorded yet.

    Of what another centre looks after `user` learns that it is there, and how long.
    """
    own = set(Center.objects.editable_by(user).values_list("pk", flat=True))
    who, days = {log.volunteer_id for log in logs}, {log.day for log in logs}
    found: dict[Day, list[tuple[int | None, str]]] = defaultdict(list)
    for other in _counting(ActivityLog.objects.all(), who, days):
        what = f"「{other.what}」" if other.center_id in own else "ほかの市民センターでの活動 "
        found[other.volunteer_id, other.day].append((other.pk, what + _length_and_state(other)))
    agreed = Match.objects.filter(
        volunteer__in=who, shift__starts_at__date__in=days, status=Match.Status.ACCEPTED
    )
    for match in agreed.select_related("shift__opening"):
        opening = match.shift.opening
        what = f"「{opening.title}」" if opening.center_id in own else "ほかの市民センターでの活動 "
        begins = calendar.clock(calendar.local(match.shift.starts_at))
        told = f"{what}{begins}から（参加が決まっていて、活動先がこれから記録します）"
        found[match.volunteer_id, match.day].append((None, told))
    return {
        log.pk: [told for key, told in found[log.volunteer_id, log.day] if key != log.pk]
        for log in logs
    }


def written_beside(matches: Collection[Match], known: ActivityLogQuerySet) -> dict[int, list[str]]:
    """By the key of each match: which of the `known` the volunteer wrote down of that day."""
    who, days = {one.volunteer_id for one in matches}, {one.day for one in matches}
    found: dict[Day, list[str]] = defaultdict(list)
    for log in _counting(known, who, days).filter(match=None):
        found[log.volunteer_id, log.day].append(f"「{log.what}」{_length_and_state(log)}")
    return {one.pk: found[one.volunteer_id, one.day] for one in matches}


def _counting(
    known: ActivityLogQuerySet, who: Collection[int], days: Collection[date]
) -> ActivityLogQuerySet:
    """Those that count, or wait to."""
    kept = known.exclude(status=ActivityLog.Status.REFUSED)
    return kept.filter(volunteer__in=who, day__in=days).order_by("pk")


def _length_and_state(log: ActivityLog) -> str:
    return f"{log.minutes}分（{log.get_status_display()}）"
