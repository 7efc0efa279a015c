"""Bringing the database to what a plan file says, item by item, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import Plan, PlanItem, PlanLevel
from ..sheets.loading import tie_to_plan
from .file import (
    CONTINUES,
    ITEM_COLUMNS,
    PLAN_COLUMNS,
    Outline,
    OutlineItem,
    Reference,
    problem_at,
    read_outline,
)
from .succession import circles, earlier_items
from .ties import refuse_removal

PLAN_FIELDS = list(PLAN_COLUMNS.values())
PLACE_FIELDS = ["level_id", "parent_id", "path"]
ITEM_FIELDS = [*PLACE_FIELDS, *ITEM_COLUMNS.values()]
BATCH = 500


@dataclass(frozen=True)
class Report:
    """What a load did: to the plan itself, and how many items it touched.

    `earlier` tells of the earlier plans that were loaded first, because this one continues them.
    """

    plan: Plan
    plan_change: str
    created: int
    updated: int
    unchanged: int
    removed: int
    earlier: tuple["Report", ...] = ()


def load_plan(path: Path) -> Report:
    """Make the plan in the database what the file says; load all of it or nothing.

    Items are recognised by their number (番号) and keep their identity, so that what is linked to
    them stays linked. An earlier plan that this one continues and that is not loaded yet is taken
    from its own file in the same folder (`mirai-2022.csv`). Raises ValidationError with everything
    that is wrong in the file; with code `still_linked` where an item is gone from the file that
    something hangs on.
    """
    with transaction.atomic():
        report = _load_with_earlier(path, ())
    for told in (*report.earlier, report):
        if told.created:
            tie_to_plan(told.plan)
    return report


def _load_with_earlier(path: Path, waiting: tuple[str, ...]) -> Report:
    """Load `path` after the plans it continues; `waiting` are those that wait for this one."""
    outline = read_outline(path)
    problems = [*outline.problems, *circles(outline)]
    waiting += (outline.plan.slug,)
    earlier = []
    broken: set[str] = set()  # earlier plans of which nothing can be told yet
    for reference in {one.slug: one for one in outline.references}.values():
        if reference.slug in waiting:
            raise ValidationError([*problems, _in_a_circle(reference)])
        beside = path.with_name(f"{reference.slug}{path.suffix}")
        if beside.is_file() and not Plan.objects.filter(slug=reference.slug).exists():
            try:
                earlier.append(_load_with_earlier(beside, waiting))
            except ValidationError as refusal:
                problems += _named(beside, refusal)
                broken.add(reference.slug)
    continued, wrong = earlier_items(outline, broken)
    problems += wrong
    if problems:
        raise ValidationError(sorted(problems, key=_line_of))
    return _load(outline, continued, tuple(earlier))


def _named(path: Path, refusal: ValidationError) -> list[ValidationError]:
    """What is wrong, told as wrong in the file at `path`."""
    return [
        ValidationError(f"{path.name}の{message}", code=error.code)
        for error in refusal.error_list
        for message in error.messages
    ]


def _line_of(problem: ValidationError) -> int:
    """Where it is wrong; what is told of other files comes first."""
    return (problem.params or {}).get("line", 0)


def _in_a_circle(reference: Reference) -> ValidationError:
    return problem_at(
        reference.line,
        CONTINUES,
        "circle",
        f"計画「{reference.slug}」のほうも、この計画を引きついでいます。"
        "新しいほうの計画にだけ書いてください。",
    )


def _load(
    outline: Outline, continued: Mapping[Reference, PlanItem], earlier: tuple[Report, ...]
) -> Report:
    plan, plan_change = _settle_plan(outline.plan)
    # Locked, so that nothing can be linked to an item while it is being removed.
    existing = {item.code: item for item in plan.items.select_for_update()}
    levels = _settle_levels(plan, outline.levels)
    items = [entry.item for entry in outline.items]
    created, changed = _settle_items(plan, outline.items, levels, existing)
    changed |= _settle_links(outline, continued, existing) & existing.keys()
    kept = {item.code for item in items}
    removed = _remove_items([item for code, item in existing.items() if code not in kept])
    plan.levels.exclude(name__in=outline.levels).delete()
    unchanged = len(items) - created - len(changed)
    return Report(plan, plan_change, created, len(changed), unchanged, removed, earlier)


def _settle_plan(told: Plan) -> tuple[Plan, str]:
    values = {name: getattr(told, name) for name in PLAN_FIELDS}
    _, created = Plan.objects.get_or_create(slug=told.slug, defaults=values)
    plan = Plan.objects.select_for_update().get(slug=told.slug)
    if created:
        return plan, "追加"
    changed = _write_changes(plan, values)
    plan.refuse_later_start()
    return plan, "変更" if changed else "変更なし"


def _write_changes(plan: Plan, values: dict) -> bool:
    if all(getattr(plan, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(values))
    return True


def _settle_levels(plan: Plan, names: list[str]) -> dict[str, PlanLevel]:
    PlanLevel.objects.bulk_create(
        [PlanLevel(plan=plan, name=name, order=order) for order, name in enumerate(names)],
        update_conflicts=True,
        unique_fields=["plan", "name"],
        update_fields=["order"],
    )
    return {level.name: level for level in plan.levels.all()}


def _settle_items(
    plan: Plan,
    entries: list[OutlineItem],
    levels: dict[str, PlanLevel],
    existing: dict[str, PlanItem],
) -> tuple[int, set[str]]:
    """Write new and changed items, parents before children; how many are new, which changed."""
    created = 0
    changed: dict[str, PlanItem] = {}
    settled: dict[str, PlanItem] = {}
    for depth in range(1, max((entry.item.depth for entry in entries), default=0) + 1):
        new: list[PlanItem] = []
        for entry in (entry for entry in entries if entry.item.depth == depth):
            told, now = entry.item, existing.get(entry.item.code)
            told.plan, told.level = plan, levels[entry.level]
            told.parent = settled[entry.parent_code] if entry.parent_code else None
            if now is None:
                new.append(told)
            else:
                told.pk, told.continues_id = now.pk, now.continues_id
                if any(getattr(now, name) != getattr(told, name) for name in ITEM_FIELDS):
                    changed[told.code] = told
            settled[told.code] = told
        PlanItem.objects.bulk_create(new, batch_size=BATCH)
        created += len(new)
    fields = [name.removesuffix("_id") for name in ITEM_FIELDS if name != "code"]
    PlanItem.objects.bulk_update(changed.values(), fields, batch_size=BATCH)
    return created, set(changed)


def _settle_links(
    outline: Outline, continued: Mapping[Reference, PlanItem], existing: dict[str, PlanItem]
) -> set[str]:
    """Write what continues what, when all items are there; the codes of those that changed.

    A link within the plan is what a review decided: an empty cell leaves it.
    """
    own = {entry.item.code: entry.item for entry in outline.items}
    own_keys = {item.pk for item in existing.values()}
    relinked: list[PlanItem] = []
    for entry in outline.items:
        item, named = entry.item, entry.continues
        if named is None:
            target = item.continues_id if item.continues_id in own_keys else None
        else:
            target = (continued[named] if named in continued else own[named.code]).pk
        if item.continues_id != target:
            item.continues_id = target
            relinked.append(item)
    PlanItem.objects.bulk_update(relinked, ["continues"], batch_size=BATCH)
    return {item.code for item in relinked}


def _remove_items(items: list[PlanItem]) -> int:
    """Delete items gone from the file; refuse while something is linked to any of them."""
    gone = PlanItem.objects.filter(pk__in=[item.pk for item in items])
    refuse_removal(gone)
    gone.delete()
    return len(items)
