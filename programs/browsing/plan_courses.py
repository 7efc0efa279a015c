"""What programs can show for a city's plan: the courses that serve its items."""

from programs.models import Course
from programs.reference import with_reference_rows
from vision.evidence import Evidence, Section
from vision.models.plan_item import PlanItemQuerySet

SHOWN = 20


def items_with_courses(items: PlanItemQuerySet) -> PlanItemQuerySet:
    """Those of `items` that a course is linked to, whether it is running or long over."""
    return items.filter(pk__in=Course.plan_items.through.objects.values("planitem_id"))


def current_courses(items: PlanItemQuerySet) -> Section:
    """The courses one can still reach that serve any of `items`: the first few, and how many."""
    links = Course.plan_items.through.objects.filter(planitem_id__in=items.values("pk"))
    courses = Course.objects.current().filter(pk__in=links.values("course_id"))
    return Section(
        "programs/plan_courses.html",
        {
            "courses": with_reference_rows(courses.for_list().soonest_first()[:SHOWN]),
            "course_count": courses.count(),
            "courses_shown": SHOWN,
        },
    )


PLAN_COURSES = Evidence(noun="講座", linked=items_with_courses, section=current_courses)
