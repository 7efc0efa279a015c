"""The words of an opening are put right, at the desk or in the admin; who comes learns where.

Whoever reads the opening for its form locks it. Times are changed shift by shift (`shifts.py`).
"""

from django.db import transaction

from centers.volunteers.letters import matches as letters
from centers.volunteers.models import Match, Opening
from portal.people.models import User

from .desk_forms import OpeningForm


@transaction.atomic
def save(form: OpeningForm, *, by: User) -> Opening:
    """Write what the form says."""
    form.instance.changed_by = by
    opening: Opening = form.save()
    tell_where(form)
    return opening


def tell_where(form: OpeningForm) -> None:
    """Where the place has changed, write to all who come or were asked; in the same transaction.

    Who agrees in this very instant waits for it, or is told as well: the shifts are locked.
    """
    if "place" not in form.changed_data:
        return
    shifts = form.instance.shifts.to_come().select_for_update(of=["self"]).order_by("pk")
    live = Match.objects.live().filter(shift__in=list(shifts))
    letters.tell_elsewhere(list(live), form.initial.get("place", ""))
