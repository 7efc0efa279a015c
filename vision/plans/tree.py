"""A plan as people read it: items under items, siblings gathered by their kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from ..models import PlanItem

SHORT_NAME = 14


@dataclass
class Branch:
    """An item and what stands below it."""

    item: PlanItem
    groups: list["Group"] = field(default_factory=list)


@dataclass
class Group:
    """Siblings of one kind that follow one another, under the kind's name."""

    level: str
    branches: list[Branch]

    @property
    def period(self) -> str:
        """The period all of them share, said once; empty where they differ."""
        periods = {branch.item.period for branch in self.branches}
        return periods.pop() if len(periods) == 1 else ""

    @property
    def flows(self) -> bool:
        """Whether these are bare, short names that may stand side by side."""
        items = [branch.item for branch in self.branches]
        is_bare = not any(branch.groups or branch.item.label for branch in self.branches)
        same_period = len({item.period for item in items}) == 1
        return (
            is_bare and same_period and sum(len(i.name) for i in items) <= SHORT_NAME * len(items)
        )


def grow(items: Iterable[PlanItem]) -> list[Group]:
    """The groups at the top of `items`, which come in the order of the plan."""
    items = list(items)
    below: dict[int | None, list[Branch]] = {}
    branches = {item.pk: Branch(item) for item in items}
    for item in items:
        parent = item.parent_id if item.parent_id in branches else None
        below.setdefault(parent, []).append(branches[item.pk])
    for pk, branch in branches.items():
        branch.groups = _by_kind(below.get(pk, []))
    return _by_kind(below.get(None, []))


def _by_kind(branches: list[Branch]) -> list[Group]:
    return [
        Group(level, list(members))
        for level, members in groupby(branches, key=lambda branch: branch.item.level.name)
    ]
