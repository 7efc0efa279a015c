"""The few rows every course points at, kept in memory for a minute.

A city has seven wards, a dozen categories, a hundred centres: joining them to every list costs
more than all else on the page. A change shows on public pages after a minute at most.
"""

import time
from collections.abc import Iterable

from django.db import models

from centers.models import Center
from portal.people.models import Ward

from .models import Category, Course, LifeStage, Organizer, Series, Term

SECONDS = 60


class Kept[Row: models.Model]:
    """All rows of one small table by key."""

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self.forget()

    def forget(self) -> None:
        """Read anew when next asked."""
        self._rows: dict[int, Row] = {}
        self._read_at = float("-inf")

    def rows(self) -> dict[int, Row]:
        """The rows in their table's order, a minute old at most."""
        if time.monotonic() - self._read_at > SECONDS:
            self._rows = {row.pk: row for row in self._model._default_manager.all()}
            self._read_at = time.monotonic()
        return self._rows

    def get(self, pk: int | None) -> Row | None:
        """One row; one that is too new to be kept makes all be read again."""
        if pk is not None and pk not in self.rows():
            self.forget()
        return self.rows().get(pk) if pk is not None else None


WARDS, CATEGORIES, LIFE_STAGES = Kept(Ward), Kept(Category), Kept(LifeStage)
CENTERS, ORGANIZERS = Kept(Center), Kept(Organizer)
SERIES, TERMS = Kept(Series), Kept(Term)


def forget_all() -> None:
    """Read every table anew when next asked."""
    for kept in (WARDS, CATEGORIES, LIFE_STAGES, CENTERS, ORGANIZERS, SERIES, TERMS):
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
