"""A host's words of thanks to those who came to a shift (お礼)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from centers.volunteers.models import Match, Shift
from centers.volunteers.openings.agreeing import thank
from portal.people.models import User


def thank_all(shift: Shift, words: str, *, by: User) -> int:
    """The same words to everybody who came and was not thanked yet, or to nobody; to how many.

    Codes: nobody_to_thank, and those of `thank`.
    """
    with transaction.atomic():
        Shift.objects.select_for_update().get(pk=shift.pk)  # who else thanks them waits
        came = shift.matches.filter(status=Match.Status.DONE, thanked_at=None)
        waiting = list(came.order_by("volunteer_id"))
        if not waiting:
            raise ValidationError(
                "まだお礼を伝えていない方は、いません。来た方を記録してから、お礼を送ってください。",
                code="nobody_to_thank",
            )
        for match in waiting:
            thank(match, words, by=by)
    return len(waiting)
