"""Whom mail does not reach, as far as a member of staff has to do with them."""

from django.db.models import OuterRef, QuerySet, Subquery

from portal.notices.models import Message
from portal.people.models import User
from programs.models import SignUp


def failures_seen_by(user: User) -> QuerySet[User]:
    """Accounts whose mail comes back and whose household holds a place in a course of `user`.

    With `last_reason` of the last mail that did not arrive; the longest first.
    """
    concerned = SignUp.objects.visible_to(user).live()
    returned = Message.objects.filter(to=OuterRef("email"), bounced_at__isnull=False)
    return (
        User.objects.filter(
            mail_fails_since__isnull=False,
            household__in=concerned.values("person__household"),
        )
        .annotate(
            last_reason=Subquery(returned.order_by("-bounced_at").values("bounce_reason")[:1]),
            last_subject=Subquery(returned.order_by("-bounced_at").values("subject")[:1]),
        )
        .prefetch_related("household__people")
        .order_by("mail_fails_since", "pk")
    )
