"""A new draft from a form that may be sent twice."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from centers.models import Center, CityRequest
from portal.people.models import User

PRESSED_TWICE = timedelta(minutes=1)
# What two drafts of the same minute share if they are one.
TOLD = (
    "year", "title", "bureau", "section", "to", "content", "first_day", "last_day", "hours",
)  # fmt: skip


@transaction.atomic
def write_once(one: CityRequest, centers: Collection[Center], *, by: User) -> CityRequest:
    """Keep a new draft, and return the one that stands. Codes: those of `CityRequest.write`."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    twin = CityRequest.objects.filter(
        status=CityRequest.Status.DRAFT,
        changed_by=by,
        changed_at__gt=timezone.now() - PRESSED_TWICE,
        **{name: getattr(one, name) for name in TOLD},
    ).first()
    if twin is None:
        one.write(centers, by=by)
    return twin or one
