"""The few rows every course points at, kept in memory for a minute."""

from collections.abc import Iterable
from typing import Any

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
RELATIONS: list[tuple[Any, Kept[Any]]] = [
    (Course._meta.get_field("center"), CENTERS),
    (Course._meta.get_field("ward"), WARDS),
    (Course._meta.get_field("organizer"), ORGANIZERS),
    (Course._meta.get_field("category"), CATEGORIES),
]


def with_reference_rows(courses: Iterable[Course]) -> list[Course]:
    """The courses with centre, ward, organizer and category at hand; asks no database.

    They are put where Django keeps what a relation led to; set as one sets another centre, each
    of the eighty of a list would be checked by Django.
    """
    known = list(courses)
    for course in known:
        for relation, kept in RELATIONS:
            relation.set_cached_value(course, kept.get(getattr(course, relation.attname)))
    return known
