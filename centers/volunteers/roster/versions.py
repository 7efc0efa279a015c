"""Rows that are changed together, so that they can be changed back by their versions (元にもどす).

Only the numbers of versions are kept: once a row is forgotten its versions are gone too, and there
is nothing left to go back to.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Max, QuerySet

type Step = tuple[str, int, int, int]  # model, row, its version before, its version after
type Key = tuple[str, int]

OWNER = "volunteer_id"


@contextmanager
def remembering(rows: Sequence[QuerySet]) -> Iterator[list[Step]]:
    """Fill the list with what became of these rows in the block."""
    watched = {one.model.__name__: list(one.values_list("pk", flat=True)) for one in rows}
    before = _latest(watched)
    steps: list[Step] = []
    yield steps
    after = _latest(watched)
    steps += [
        (*key, version, after[key]) for key, version in before.items() if after[key] != version
    ]


def change_back(steps: Iterable[Sequence[Any]]) -> None:
    """Let every row be what it was, as far as it still is what it became.

    Who left goes home first. What no longer fits (a place that was given away) stays as it is.
    """
    changes = [change for name, *step in steps if (change := _change_of(name, *step))]
    for row, was in sorted(changes, key=lambda change: OWNER not in change[1]):
        owner = {name: value for name, value in was.items() if name == OWNER}
        _write(row, was) or _write(row, owner)


def _change_of(name: str, key: int, before: int, after: int) -> tuple[QuerySet, dict] | None:
    model = apps.get_model("volunteers", name)
    row = model._default_manager.filter(pk=key)
    versions = _events(name).in_bulk([before, after])
    now = row.first()
    if now is None or len(versions) < 2:
        return None
    was, became = versions[before], versions[after]
    changed = {
        field: getattr(was, field)
        for field in _kept_of(model)
        if getattr(was, field) != getattr(became, field) == getattr(now, field)
    }
    return (row, changed) if changed else None


def _write(row: QuerySet, values: dict[str, Any]) -> bool:
    if not values:
        return True
    try:
        with transaction.atomic():
            row.update(**values)
    except IntegrityError:
        return False
    return True


def _kept_of(model: type[models.Model]) -> list[str]:
    """The columns a version holds and somebody writes."""
    fields = model._meta.concrete_fields
    return [one.attname for one in fields if not (one.generated or one.primary_key)]


def _latest(watched: dict[str, list[int]]) -> dict[Key, int]:
    return {
        (name, key): version
        for name, keys in watched.items()
        for key, version in _events(name)
        .filter(pgh_obj_id__in=keys)
        .order_by()
        .values_list("pgh_obj_id")
        .annotate(version=Max("pgh_id"))
    }


def _events(name: str):
    return apps.get_model("volunteers", f"{name}Event").objects
