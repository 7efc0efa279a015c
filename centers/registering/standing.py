"""How the registrations of somebody's groups stand, and what can be done about each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from centers.models import Registration
from centers.models.registration import years_open
from portal.people.models import User


@dataclass
class Standing:
    """The newest registration of a group for a class, and the year it may be renewed for."""

    registration: Registration
    renewable_for: int | None = None
    may_ask_again: bool = False
    is_over: bool = False


def standings(user: User) -> list[Standing]:
    """Of each group and class of `user`'s, the years that still count, the newest first.

    A registration that is over stands here only while none has followed it.
    """
    today = timezone.localdate()
    rows = (
        Registration.objects.of(user)
        .select_related("group__center", "purpose_class")
        .order_by("group__kana", "group", "purpose_class__order", "-fiscal_year", "-applied_at")
    )
    by_kind: dict[tuple[int, int], list[Registration]] = {}
    for row in rows:
        by_kind.setdefault((row.group_id, row.purpose_class_id), []).append(row)
    return [one for rows in by_kind.values() for one in _of_one_kind(rows, today)]


def renewable_for(rows: Iterable[Registration], today: date) -> int | None:
    """The first open year after the last approved, where it has not been asked for yet."""
    rows = list(rows)
    if not any(row.is_approved for row in rows):
        return None
    asked = {row.fiscal_year for row in rows if row.status != Registration.Status.ENDED}
    last = max(row.fiscal_year for row in rows if row.is_approved)
    following = next((year for year in years_open(today) if year > last), None)
    return None if following in asked else following


def _of_one_kind(rows: list[Registration], today: date) -> list[Standing]:
    years = years_open(today)
    newest: dict[int, Registration] = {}
    for row in rows:
        newest.setdefault(row.fiscal_year, row)
    counting = [row for year, row in newest.items() if year in years] or rows[:1]
    found = [
        Standing(
            row,
            may_ask_again=row.fiscal_year in years and row.status not in row.LIVE,
            is_over=row.last_day < today,
        )
        for row in counting
    ]
    found[0].renewable_for = renewable_for(rows, today)
    return found
