"""How many rows of a list each condition would leave: one statement for a whole page.

A row bears one tag for each value it has: 「ward:moji」, 「time:evening」. How many rows bear a tag
is what the list would hold with that condition; a group of which something is chosen is counted
without its own choice. Which scans that takes is said by each list.
"""

import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Count, Expression, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from portal.made_once import keep, one_at_a_time

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
    """How many were found as a whole, by name, and by group and value.

    The latter are kept as text, read only when the conditions are drawn: they are thousands where
    there are a thousand centres.
    """

    wholes: dict[str, int]
    _by_value: str

    @property
    def total(self) -> int:
        return self.wholes.get("total", 0)

    def by_value(self) -> dict[str, dict[str, int]]:
        return json.loads(self._by_value)


def name_of(what: str) -> str:
    """A name for what is asked, short enough for any cache."""
    return hashlib.sha256(what.encode()).hexdigest()[:32]


def kept(name: str, count: Callable[[], Counts]) -> Counts:
    """What `count` finds, up to COUNT_SECONDS old.

    Where counting is dear it is done more seldom: no more than SHARE_FOR_COUNTING of the time goes
    into it.
    """
    key = f"counts-{name}"
    with one_at_a_time(key) as found:
        if found is not None:
            return found
        begun = time.time()
        counts = count()
        seconds = max(COUNT_SECONDS, (time.time() - begun) / SHARE_FOR_COUNTING)
        keep(key, counts, fresh=min(seconds, LONGEST_SECONDS), seconds=2 * LONGEST_SECONDS)
        return counts


def count(scans: Iterable[QuerySet]) -> Counts:
    """What all these scans (`tagged`) find, in one statement."""
    first, *others = scans
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for tag, number in first.union(*others, all=True).order_by():
        name, colon, value = (tag or ":").partition(":")
        if value or not colon:  # 「role:」 is of those that have none
            found[name][value] = number
    wholes = {name: values[""] for name, values in found.items() if "" in values}
    return Counts(wholes, json.dumps(found))


def tagged(rows: QuerySet, tags: Expression | Sequence[Expression], *, of: str = "") -> QuerySet:
    """(tag, number): how many of `rows` bear each of these tags, in one scan.

    With `of`, how many different ones of that relation.
    """
    tag = tags if isinstance(tags, Expression) else Unnest(_array(tags))
    number = Count(of, distinct=True) if of else Count("pk")
    return (
        rows.order_by()
        .annotate(_tag=tag)
        .values("_tag")
        .annotate(_number=number)
        .values_list("_tag", "_number")
    )


def tag_if(rule: Q, tag: str) -> Case:
    """The tag where the rule holds, else none."""
    return Case(When(rule, then=Value(tag)))


def _array(tags: Sequence[Expression]) -> Func:
    return Func(
        *(Cast(tag, TextField()) for tag in tags),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(TextField()),
    )
