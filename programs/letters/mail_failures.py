"""Whom mail does not reach, as far as a member of staff has to do with them."""

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Value

from portal.notices.models import Message
from portal.people.models import User
from portal.people.permissions import works_for_section
from programs.desk.people import known_to
from programs.models import SignUp


def failures_seen_by(user: User) -> QuerySet[User]:
    """Accounts whose mail comes back and whose household holds a place in a course of `user`.

    With `last_reason` of the last mail that did not arrive; the longest first. Of the household
    only those known at the places of `user` come along, and what the mail was about, which may be
    a course elsewhere, the section alone learns.
    """
    concerned = SignUp.objects.visible_to(user).live()
    returned = Message.objects.filter(to=OuterRef("email"), bounced_at__isnull=False)
    last = returned.order_by("-bounced_at")
    subject = Subquery(last.values("subject")[:1]) if works_for_section(user) else Value("")
    return (
        User.objects.filter(
            mail_fails_since__isnull=False,
            household__in=concerned.values("person__household"),
        )
        .annotate(
            last_reason=Subquery(last.values("bounce_reason")[:1]),
            last_subject=subject,
        )
        .prefetch_related(Prefetch("household__people", known_to(user)))
        .order_by("mail_fails_since", "pk")
    )
