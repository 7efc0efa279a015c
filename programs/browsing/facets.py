"""How many courses each condition would leave: one statement for the whole page."""

import hashlib
import json
import time
from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.core.cache import caches
from django.db.models import Case, Count, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from programs.browsing.catalogue import NICE, Catalogue
from programs.models import Course
from programs.models.course_queryset import CourseQuerySet, is_open

COUNT_SECONDS = 30
LONGEST_SECONDS = 300
SHARE_FOR_COUNTING = 0.01


class Unnest(Func):
    """Each element of an array as a row."""

    function = "unnest"
    set_returning = True
    output_field = TextField()


@dataclass(frozen=True)
class Counts:
    """Courses found in all, those found by their title, and by group and value.

    The last are kept as text, read only when the conditions are drawn: they are thousands where
    there are a thousand centres.
    """

    total: int
    titled: int
    _by_value: str

    def by_value(self) -> dict[str, dict[str, int]]:
        return json.loads(self._by_value)


def key_of(asked: Catalogue) -> str:
    """A name for what is asked, short enough for any cache."""
    return hashlib.sha256(asked.key().encode()).hexdigest()[:32]


def counts(asked: Catalogue) -> Counts:
    """Count the answer and every condition's; up to COUNT_SECONDS old.

    Where counting is dear it is done more seldom: no more than SHARE_FOR_COUNTING of the time goes
    into it. A condition's count is what the list would hold with it in place of the others of its
    group.
    """
    cache, key = caches["pages"], f"counts-{key_of(asked)}"
    kept, fresh_until = cache.get(key, (None, 0.0))
    now = time.time()
    # One reader counts anew; the others are served what is kept meanwhile.
    if kept is None or (now > fresh_until and cache.add(f"{key}-busy", True, COUNT_SECONDS)):
        kept = _count(asked)
        seconds = max(COUNT_SECONDS, (time.time() - now) / SHARE_FOR_COUNTING)
        cache.set(key, (kept, now + min(seconds, LONGEST_SECONDS)), 2 * LONGEST_SECONDS)
        cache.delete(f"{key}-busy")
    return kept


def _count(asked: Catalogue) -> Counts:
    """One statement. Groups without a chosen value leave the answer as it is: one scan for all."""
    unbound = [group.name for group in asked.groups if group.name not in asked.chosen]
    if "nice" in asked.chosen:  # narrows with each tick, so nothing is left aside for it
        unbound.append("nice")
    arms = [_counted(asked.courses(), ["total", *unbound])]
    if asked.q:
        arms.append(_counted(asked.courses(in_titles=True), ["titled"]))
    for name in asked.chosen.keys() - {"nice"}:
        arms.append(_counted(asked.courses(without=name), [name]))
    if "stage" in unbound:
        arms.append(_counted(asked.courses(), ["stage"]))
    first, *others = arms
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for tag, number in first.union(*others, all=True).order_by():
        name, _, value = (tag or "").partition(":")
        found[name][value] = number
    total, titled = (found[name].get("", 0) for name in ("total", "titled"))
    return Counts(total, titled, json.dumps(found))


def _counted(courses: CourseQuerySet, names: list[str]):
    """(tag, number) for every value these groups have among `courses`, in one scan.

    A course bears one tag for each value it has: 「ward:moji」, 「time:evening」. Life stages stand
    in a table of their own, so they are asked for alone.
    """
    if names == ["stage"]:
        tag: Func = Concat(Value("stage:"), F("life_stages__slug"), output_field=TextField())
    else:
        tag = Unnest(_tags([name for name in names if name != "stage"]))
    return (
        courses.order_by()
        .annotate(_tag=tag)
        .values("_tag")
        .annotate(_number=Count("pk"))
        .values_list("_tag", "_number")
    )


def _tags(names: list[str]) -> Func:
    """The array of a course's tags in these groups; absent ones are NULL."""
    now = timezone.now()
    tags: list = []
    for name in names:
        match name:
            case "total" | "titled":
                tags.append(Value(name))
            case "method":
                tags.append(Concat(Value("method:"), F("method")))
            case "ward" | "center" | "category":
                tags.append(Concat(Value(f"{name}:"), F(f"{name}__slug")))
            case "open":
                tags.append(Case(When(is_open(now), then=Value("open:1"))))
            case "weekday":
                tags += [_if(Q(weekdays__contains=[i]), f"weekday:{i}") for i in range(7)]
            case "time":
                tags += [_if(Q(dayparts__contains=[d]), f"time:{d}") for d in Course.Daypart.values]
            case "nice":
                tags += [_if(rule, f"nice:{kind}") for kind, (_, rule) in NICE.items()]
    return Func(
        *(Cast(tag, TextField()) for tag in tags),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(TextField()),
    )


def _if(rule: Q, tag: str) -> Case:
    return Case(When(rule, then=Value(tag)))
