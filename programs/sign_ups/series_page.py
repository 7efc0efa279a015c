"""A series as one form: its courses still open, what each would give, who of the family comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from portal.people.models import Person, User
from programs.models import Course, Series, SignUp
from programs.sign_ups.choices import (
    Choice,
    Outlook,
    chosen_of,
    next_places,
    outlook,
    places_held,
    refusals_in,
)
from programs.sign_ups.told_form import ToldForm

LARGEST_SERIES = 50


@dataclass
class Row:
    """One course of the series as the form offers it: what one gets, and who could not come."""

    course: Course
    outlook: Outlook
    place: int
    refusals: list[str]
    is_chosen: bool


class SeriesPage:
    """What the household may choose from; 404 where no course of the series is published."""

    def __init__(self, series: Series, family: Sequence[Person]) -> None:
        published = Course.objects.published().with_questions().filter(series=series)
        self.series, self.family = series, family
        self.all = list(published.order_by("starts_at", "pk")[:LARGEST_SERIES])
        if not self.all:
            raise Http404
        self.open = [course for course in self.all if course.can_be_signed_up_here]
        self._refusals = refusals_in(self.open, family, places_held(family))
        self.courses = [course for course in self.open if len(self._refused(course)) < len(family)]
        self.people: list[Person] = list(family) if len(family) == 1 else []

    def choose(self, people: Iterable[str], courses: Iterable[str]) -> None:
        """What a form that was sent names; nothing where it names what is not offered."""
        by_key = {str(course.pk): course for course in self.open}
        named = dict.fromkeys(courses)
        self.courses = [by_key[key] for key in named] if named.keys() <= by_key.keys() else []
        self.people = chosen_of(self.family, people)

    def form(self, data: Mapping[str, Any] | None = None) -> ToldForm:
        """The rest of the form; sent, it asks only for the courses chosen."""
        courses = self.courses if data is not None else self.open
        return ToldForm(data, courses=courses, people=self.family, chosen=self.people)

    def context(self, user: User) -> dict[str, Any]:
        chosen = {course.pk for course in self.courses}
        places = next_places(self.open)
        held = SignUp.objects.of(user).live().filter(course__in=self.all)
        return {
            "section_nav": "courses",
            "series": self.series,
            "held": held.select_related("person", "course").order_by("course__starts_at", "pk"),
            "rows": [
                Row(
                    course,
                    outlook(course),
                    places[course.pk],
                    self._refused(course),
                    course.pk in chosen,
                )
                for course in self.open
            ],
            "choices": [Choice(p, is_chosen=p in self.people) for p in self.family],
            "party": {
                "takes_parties": any(course.takes_parties for course in self.open),
                "party_min": max((course.party_min for course in self.open), default=1),
                "party_max": min((course.party_max for course in self.open), default=1),
            },
            "fees": [course for course in self.open if course.fee],
        }

    def _refused(self, course: Course) -> list[str]:
        found = [(person, self._refusals.get((course.pk, person.pk), "")) for person in self.family]
        return [f"{person.full_name}さん：{why}" for person, why in found if why]
