"""Places for small children: their own seats and their own queue, behind the parents' seats."""

from collections.abc import Sequence
from itertools import groupby

from django.utils import timezone

from programs.models import ChildcarePlace, Course, SignUp
from programs.models.sign_up_queryset import LIVE

Status = ChildcarePlace.Status


def settle(course: Course, new: Sequence[SignUp] = ()) -> list[ChildcarePlace]:
    """Bring the places of `course`, which must be locked, in line with the parents' seats.

    Who left gives the places back; who holds no seat (any more) waits; what is free goes to the
    children of seated parents in the order their parents signed up, all children of a parent or
    none, as a party is seated whole. Who had waited is written to; `new` sign-ups hear it with
    their own letter. Returns the places newly given.
    """
    if course.childcare_capacity is None:
        return []
    places = ChildcarePlace.objects.filter(sign_up__course=course.pk)
    gone = places.exclude(status=Status.WITHDRAWN).exclude(sign_up__status__in=LIVE)
    gone.update(status=Status.WITHDRAWN)
    held = places.filter(status=Status.SEATED).exclude(sign_up__status=SignUp.Status.SEATED)
    held.update(status=Status.WAITING)
    course.refresh_from_db(fields=["childcare_taken"])
    free = course.childcare_capacity - course.childcare_taken
    given: list[ChildcarePlace] = []
    for children in _waiting(course) if free > 0 else []:
        if len(children) <= free:
            free -= len(children)
            given += children
    if given:
        keys = [place.pk for place in given]
        ChildcarePlace.objects.filter(pk__in=keys).update(status=Status.SEATED)
        _tell({place.sign_up_id for place in given} - {sign_up.pk for sign_up in new})
    return given


def _tell(sign_ups: set[int]) -> None:
    from programs.tasks import tell_of_childcare  # noqa: PLC0415  tasks import what settles

    now = timezone.now().isoformat()
    for pk in sorted(sign_ups):
        tell_of_childcare.enqueue(pk, now)


def _waiting(course: Course) -> list[list[ChildcarePlace]]:
    """The children that wait for a place while their parent holds a seat, by parent."""
    waiting = ChildcarePlace.objects.filter(
        sign_up__course=course.pk, sign_up__status=SignUp.Status.SEATED, status=Status.WAITING
    ).order_by("sign_up_id", "pk")
    return [list(children) for _, children in groupby(waiting, key=lambda one: one.sign_up_id)]
