"""What the rest of the portal can show for a plan: the registry other apps put themselves into.

The plan knows no courses and no bookings. Whoever serves its items registers here what it has,
in its app's `ready()`, so that knowledge flows down to the plan and imports never point up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .models import PlanItem
from .models.plan_item import PlanItemQuerySet


@dataclass(frozen=True)
class Section:
    """A part of an item's page: a template and what it shows."""

    template: str
    context: dict


@dataclass(frozen=True)
class Evidence:
    """One kind of thing that serves plan items.

    `noun` names it on screen, `linked` narrows items to those that something serves, and `section`
    shows what serves any of the items.
    """

    noun: str
    linked: Callable[[PlanItemQuerySet], PlanItemQuerySet]
    section: Callable[[PlanItemQuerySet], Section]


_registered: dict[str, Evidence] = {}


def register(evidence: Evidence) -> None:
    """Take `evidence` into every item's page; what has the same noun is replaced."""
    _registered[evidence.noun] = evidence


def sections_for(item: PlanItem) -> list[Section]:
    """What serves `item` or anything below it, in the order of registration."""
    below = PlanItem.objects.under(item)
    return [evidence.section(below) for evidence in _registered.values()]


def links_to(items: PlanItemQuerySet) -> list[tuple[PlanItem, str]]:
    """The items that something serves, each with the noun of what serves it."""
    return [
        (item, evidence.noun)
        for evidence in _registered.values()
        for item in evidence.linked(items)
    ]
