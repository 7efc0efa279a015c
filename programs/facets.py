"""How many courses each condition would leave: one statement for the whole page."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.core.cache import caches
from django.db.models import Case, CharField, Count, F, Func, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from .catalogue import NICE, Catalogue
from .models.course_queryset import CourseQuerySet, is_open

COUNT_SECONDS = 30


class Unnest(Func):
    function = "unnest"
    set_returning = True


@dataclass(frozen=True)
class Counts:
    """Courses found in all, those found by their title, and by (group, value)."""

    total: int
    titled: int
    by_value: Counter


def key_of(asked: Catalogue) -> str:
    """A name for what is asked, short enough for any cache."""
    return hashlib.sha256(asked.key().encode()).hexdigest()[:32]


def counts(asked: Catalogue) -> Counts:
    """Count the answer and every condition's; up to COUNT_SECONDS old.

    A condition's count is what the list would hold with it in place of the others of its group.
    """
    key = f"counts-{key_of(asked)}"
    kept = caches["pages"].get(key)
    if kept is None:
        kept = _count(asked)
        caches["pages"].set(key, kept, COUNT_SECONDS)
    return kept


def _count(asked: Catalogue) -> Counts:
    arms = [_grouped(asked.courses(), "total", Value("all"))]
    if asked.q:
        titled = asked.courses().filter(title_search__matches=asked.q)
        arms.append(_grouped(titled, "titled", Value("all")))
    for group in asked.groups:
        arms.append(
            _grouped(asked.courses(without=_left_aside(group.name)), group.name, _value(group.name))
        )
    found: Counter[tuple[str, str]] = Counter()
    for name, value, number in arms[0].union(*arms[1:], all=True).order_by():
        found[name, value] = number
    return Counts(found.pop(("total", "all"), 0), found.pop(("titled", "all"), 0), found)


def _left_aside(name: str) -> str:
    return "" if name == "nice" else name


def _grouped(courses: CourseQuerySet, name: str, value):
    return (
        courses.order_by()
        .annotate(_value=value)
        .values("_value")
        .annotate(_name=Value(name, CharField()), _number=Count("pk"))
        .values_list("_name", "_value", "_number")
    )


def _value(name: str):
    """The value of a course in one group: a column, or each element of an array."""
    match name:
        case "method":
            return Cast("method", CharField())
        case "ward" | "center" | "category":
            return F(f"{name}__slug")
        case "stage":
            return F("life_stages__slug")
        case "weekday":
            return Cast(Unnest(F("weekdays")), CharField())
        case "time":
            return Unnest(F("dayparts"), output_field=CharField())
        case "open":
            return Case(When(is_open(timezone.now()), then=Value("1")), output_field=CharField())
        case _:
            kinds = [Case(When(rule, then=Value(kind))) for kind, (_, rule) in NICE.items()]
            array = Func(
                *kinds,
                template="ARRAY[%(expressions)s]",
                output_field=ArrayField(CharField()),
            )
            return Unnest(array, output_field=CharField())
