"""Who reached a threshold is thanked with a certificate (感謝状): found each day, once for each."""

from django.db import transaction
from django.db.models import Count, Max, Sum

from centers.volunteers.letters.thanks import tell_thanked
from centers.volunteers.models import ActivityLog, Thanks, Threshold
from vision.metrics import FiscalYear

Counts = Threshold.Counts


def see_who_is_thanked() -> int:
    """Write down everybody who reached a threshold since, and tell them; how many certificates."""
    number = 0
    for threshold in Threshold.objects.order_by("counts", "value"):
        with transaction.atomic():
            number += _thank(threshold)
    return number


def _thank(threshold: Threshold) -> int:
    """One statement finds them, one writes; who was written meanwhile is not written twice."""
    reached = (
        ActivityLog.objects.confirmed()
        .exclude(volunteer__thanks__threshold=threshold)
        .order_by()
        .values("volunteer")
        .annotate(reached=_sum_of(threshold), last=Max("day"))
        .filter(reached__gte=_least_of(threshold))
    )
    Thanks.objects.bulk_create(
        [
            Thanks(volunteer_id=row["volunteer"], threshold=threshold, reached_on=row["last"])
            for row in reached
        ],
        ignore_conflicts=True,
    )
    fresh = Thanks.objects.filter(
        threshold=threshold, volunteer__in=[row["volunteer"] for row in reached]
    )
    for thanks in fresh.select_related("volunteer__person__household", "volunteer__center"):
        tell_thanked(thanks)
    return len(fresh)


def _sum_of(threshold: Threshold):
    match threshold.counts:
        case Counts.HOURS:
            return Sum("minutes")
        case Counts.TIMES:
            return Count("pk")
        case _:
            return Count(FiscalYear("day"), distinct=True)


def _least_of(threshold: Threshold) -> int:
    return threshold.value * 60 if threshold.counts == Counts.HOURS else threshold.value
