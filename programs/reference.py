"""The few rows every course points at, kept in memory for a minute."""

from collections.abc import Iterable

from centers.kept import CENTERS, WARDS
from centers.models import Room
from portal.kept import Kept
from vision.models import PlanItem

from .models import Category, Course, LifeStage, Organizer, Series, Term

CATEGORIES = Kept(Category.objects.all())
LIFE_STAGES, ORGANIZERS = Kept(LifeStage.objects.all()), Kept(Organizer.objects.all())
ROOMS = Kept(Room.objects.all())
PLAN_ITEMS = Kept(
    PlanItem.objects.select_related("plan").only("name", "code", "plan__slug").order_by("path")
)
SERIES, TERMS = Kept(Series.objects.all()), Kept(Term.objects.all())


def with_reference_rows(courses: Iterable[Course]) -> list[Course]:
    """The courses with centre, ward, organizer and category at hand; asks no database."""
    known = list(courses)
    for course in known:
        course.center = CENTERS.get(course.center_id)
        course.ward = WARDS.get(course.ward_id)
        course.organizer = ORGANIZERS.get(course.organizer_id)
        if category := CATEGORIES.get(course.category_id):
            course.category = category
    return known
