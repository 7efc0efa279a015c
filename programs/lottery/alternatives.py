"""What else one could join: named kindly to those for whom there was no seat."""

from django.db.models import Case, Q, Value, When

from programs.models import Course

MOST = 3


def alternatives_to(course: Course) -> list[Course]:
    """Up to three other courses that still take people: alike, near, and for the same ages.

    Of the same category in the same ward first, then of the category, then of the ward; what
    closes soonest first.
    """
    alike, near = Q(category=course.category_id), Q(ward__isnull=False, ward=course.ward_id)
    others = (
        Course.objects.open_for_sign_up()
        .filter(alike | near, takes_sign_ups_here=True, starts_at__isnull=False)
        .exclude(pk=course.pk)
    )
    if course.max_age is not None:
        others = others.filter(Q(min_age=None) | Q(min_age__lte=course.max_age))
    if course.min_age is not None:
        others = others.filter(Q(max_age=None) | Q(max_age__gte=course.min_age))
    nearness = Case(When(alike & near, then=Value(0)), When(alike, then=Value(1)), default=Value(2))
    ordered = others.annotate(nearness=nearness).order_by("nearness", "closes_at", "pk")
    return list(ordered.for_list()[:MOST])
