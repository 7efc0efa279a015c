"""What the courses tell a centre's profile: how many of which category it held in a year."""

from collections.abc import Collection, Iterable

from django.db.models import Count

from centers.profile.offers import Offered
from programs.models import Course
from vision.metrics import begin_of


def courses_by_category(centers: Collection[int], year: int) -> Iterable[Offered]:
    """Published courses that were not called off, by the fiscal year of their last session.

    Of the present year those to come count too: the profile is what next year's plans begin from.
    """
    held = Course.objects.published().filter(
        cancelled_at=None,
        center__in=centers,
        ends_at__gte=begin_of(year),
        ends_at__lt=begin_of(year + 1),
    )
    rows = held.order_by().values_list("center", "category__name", "category__order")
    for center, name, order, number in rows.annotate(number=Count("pk")):
        yield Offered(center, name, order, number)
