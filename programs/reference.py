"""The few rows every course points at, kept in memory for a minute.

A city has seven wards, a dozen categories, a hundred centres with their rooms: joining them to
every page costs more than all else it asks. A change shows on public pages after a minute at most.
"""

import time
from collections.abc import Collection, Iterable

from django.db import models

from centers.models import Center, Room
from portal.people.models import Ward
from vision.models import PlanItem

from .models import Category, Course, LifeStage, Organizer, Series, Term

SECONDS = 60


class Kept[Row: models.Model]:
    """All rows of one small table by key."""

    def __init__(self, table: models.QuerySet[Row]) -> None:
        self._table = table
        self.forget()

    def forget(self) -> None:
        """Read anew when next asked."""
        self._rows: dict[int, Row] = {}
        self._read_at = float("-inf")

    def rows(self) -> dict[int, Row]:
        """The rows in their table's order, a minute old at most."""
        if time.monotonic() - self._read_at > SECONDS:
            self._rows = {row.pk: row for row in self._table.all()}
            self._read_at = time.monotonic()
        return self._rows

    def get(self, pk: int | None) -> Row | None:
        """One row; one that is too new to be kept makes all be read again."""
        if pk is not None and pk not in self.rows():
            self.forget()
        return self.rows().get(pk) if pk is not None else None

    def among(self, keys: Collection[int]) -> list[Row]:
        """The rows of these keys in their table's order."""
        if not self.rows().keys() >= set(keys):
            self.forget()
        return [row for pk, row in self.rows().items() if pk in keys]


WARDS, CATEGORIES = Kept(Ward.objects.all()), Kept(Category.objects.all())
LIFE_STAGES, ORGANIZERS = Kept(LifeStage.objects.all()), Kept(Organizer.objects.all())
CENTERS, ROOMS = Kept(Center.objects.all()), Kept(Room.objects.all())
PLAN_ITEMS = Kept(
    PlanItem.objects.select_related("plan").only("name", "code", "plan__slug").order_by("path")
)
SERIES, TERMS = Kept(Series.objects.all()), Kept(Term.objects.all())


def forget_all() -> None:
    """Read every table anew when next asked."""
    kept_tables = (WARDS, CATEGORIES, LIFE_STAGES, ORGANIZERS, CENTERS, ROOMS, PLAN_ITEMS)
    for kept in (*kept_tables, SERIES, TERMS):
        kept.forget()


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
