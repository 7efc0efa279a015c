"""What waits for staff about volunteers, each kind with how many and where."""

from django.urls import reverse

from centers.running.todo import Todo, counted
from centers.volunteers.models import ActivityLog, Match, Opening, Shift
from portal.people.models import User


def volunteer_todos_of(user: User) -> list[Todo]:
    """What waits at the centres of `user`."""
    openings = Opening.objects.editable_by(user)
    matches = Match.objects.editable_by(user)
    records = ActivityLog.objects.editable_by(user)
    shown, hours = reverse("volunteers_desk:openings"), reverse("volunteers_desk:hours")
    return counted(
        [
            ("公開を決める活動募集", openings.to_decide(), f"{shown}?show=asked"),
            ("活動を終えた団体の募集", openings.of_closed_hosts(), shown),
            ("参加するかを確かめる回", shifts_of(matches.to_decide()), shown),
            ("来た方を記録する回", shifts_of(matches.to_record()), hours),
            ("確認を待つ活動記録", records.to_confirm(), hours),
        ]
    )


def shifts_of(matches):
    """The shifts these belong to, the earliest first."""
    return Shift.objects.filter(pk__in=matches.values("shift")).select_related("opening")
