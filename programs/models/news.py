"""What is news of a sign-up: the versions of its row that tell its owner something, each once."""

from django.apps import apps
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

# The row was written again, and what was told before still holds: who is passed over waits on, and
# what was handed to another registration, or back, is what it was.
TELLS_NOTHING = Q(what="passed_over") | Q(what="merged", why="")


def happenings() -> QuerySet:
    """The history of all sign-ups: each version of a row, written by the database."""
    return apps.get_model("programs", "SignUpEvent")._default_manager.all()


def news() -> QuerySet:
    """The versions that tell what the one told before them did not."""
    earlier = happenings().filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    before = earlier.exclude(TELLS_NOTHING).order_by("-pgh_id").values("what")[:1]
    told = happenings().exclude(TELLS_NOTHING).alias(before=Subquery(before))
    return told.filter(Q(before=None) | ~Q(before=F("what")))


def last_news(column: str) -> Subquery:
    """A column of the version in which the sign-up of the outer query was told of last."""
    own = news().filter(pgh_obj=OuterRef("pk")).order_by("-pgh_id")
    return Subquery(own.values(column)[:1])
