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


KEPT = {
    Course._meta.get_field(name): kept
    for name, kept in {
        "center": CENTERS,
        "ward": WARDS,
        "organizer": ORGANIZERS,
        "category": CATEGORIES,
    }.items()
}


def with_reference_rows(courses: Iterable[Course]) -> list[Course]:
    """The courses with centre, ward, organizer and category at hand; asks no database.

    They are put where Django keeps what a relation led to: giving them to the course as one gives
    it another centre would check each of eighty again.
    """
    known = list(courses)
    for course in known:
        for field, kept in KEPT.items():
            field.set_cached_value(course, kept.get(getattr(course, field.attname)))
    return known
