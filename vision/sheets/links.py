"""From names to rows: the plan items and indicators a sheet's 「plan/code」 names stand for."""

from functools import reduce
from operator import or_

from django.db.models import Model, Q


def found[Row: Model](model: type[Row], names: tuple[str, ...]) -> list[Row]:
    """The rows that there are of these names, in their order, with their plans."""
    if not names:
        return []
    places = {name: place for place, name in enumerate(names)}
    pairs = [name.split("/", 1) for name in names]
    wanted = reduce(or_, (Q(plan__slug=slug, code=code) for slug, code in pairs))
    rows = model._default_manager.filter(wanted).select_related("plan")
    return sorted(rows, key=lambda row: places[name_of(row)])


def name_of(row) -> str:
    """「plan/code」"""
    return f"{row.plan.slug}/{row.code}"
