"""What waits for staff about volunteers, each kind with how many and where."""

from django.urls import reverse

from centers.models import Center
from centers.running.todo import Todo
from centers.volunteers.models import ActivityLog, Match, Opening, Shift
from portal.people.models import User


def volunteer_todos_of(user: User) -> list[Todo]:
    """What waits at the centres of `user`; a kind of which there is none is left out."""
    centers = list(Center.objects.editable_by(user).values_list("pk", flat=True))  # asked once
    openings = Opening.objects.filter(center__in=centers)
    matches = Match.objects.filter(shift__opening__center__in=centers)
    records = ActivityLog.objects.filter(center__in=centers).to_confirm()
    waiting = [
        ("公開を決める活動募集", openings.to_decide(), "openings", "?show=asked"),
        ("活動を終えた団体の募集", openings.of_closed_hosts(), "openings", ""),
        ("参加するかを確かめる回", shifts_of(matches.to_decide()), "openings", ""),
        ("来た方を記録する回", shifts_of(matches.to_record()), "hours", ""),
        ("確認を待つ活動記録", records, "hours", ""),
    ]
    numbers = [(label, found.count(), page, narrowed) for label, found, page, narrowed in waiting]
    return [
        Todo(label, number, "件", f"{reverse(f'volunteers_desk:{page}')}{narrowed}")
        for label, number, page, narrowed in numbers
        if number
    ]


def shifts_of(matches):
    """The shifts these belong to, the earliest first."""
    return Shift.objects.filter(pk__in=matches.values("shift")).select_related("opening")
