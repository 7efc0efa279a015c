"""Bringing the database to what a plan file says, item by item, all or nothing."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from . import evidence
from .models import Plan, PlanItem, PlanLevel
from .plan_file import ITEM_COLUMNS, PLAN_COLUMNS, Outline, OutlineItem, read_outline

PLAN_FIELDS = list(PLAN_COLUMNS.values())
PLACE_FIELDS = ["level_id", "parent_id", "path"]
ITEM_FIELDS = [*PLACE_FIELDS, *ITEM_COLUMNS.values()]
BATCH = 500


@dataclass(frozen=True)
class Report:
    """What a load did: to the plan itself, and how many items it touched."""

    plan: Plan
    plan_change: str
    created: int
    updated: int
    unchanged: int
    removed: int


def load_plan(path: Path) -> Report:
    """Make the plan in the database what the file says; load all of it or nothing.

    Items are recognised by their number (番号) and keep their identity, so that what is linked to
    them stays linked. Raises ValidationError with everything that is wrong in the file; with code
    `still_linked` where an item that something serves is gone from the file.
    """
    outline = read_outline(path)
    with transaction.atomic():
        return _load(outline)


def _load(outline: Outline) -> Report:
    plan, plan_change = _settle_plan(outline.plan)
    # Locked, so that nothing can be linked to an item while it is being removed.
    existing = {item.code: item for item in plan.items.select_for_update()}
    levels = _settle_levels(plan, outline.levels)
    change = _settle_items(plan, outline.items, levels, existing)
    kept = {entry.item.code for entry in outline.items}
    removed = _remove_items([item for code, item in existing.items() if code not in kept])
    plan.levels.exclude(name__in=outline.levels).delete()
    return Report(plan, plan_change, change["created"], change["updated"], change["same"], removed)


def _settle_plan(told: Plan) -> tuple[Plan, str]:
    values = {name: getattr(told, name) for name in PLAN_FIELDS}
    _, created = Plan.objects.get_or_create(slug=told.slug, defaults=values)
    plan = Plan.objects.select_for_update().get(slug=told.slug)
    if created:
        return plan, "追加"
    return plan, "変更" if _write_changes(plan, values) else "変更なし"


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
) -> Counter:
    """Write new and changed items, parents before children."""
    change: Counter = Counter(created=0, updated=0, same=0)
    changed: list[PlanItem] = []
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
                told.pk = now.pk
                is_same = all(getattr(now, name) == getattr(told, name) for name in ITEM_FIELDS)
                change["same" if is_same else "updated"] += 1
                changed += [] if is_same else [told]
            settled[told.code] = told
        PlanItem.objects.bulk_create(new, batch_size=BATCH)
        change["created"] += len(new)
    fields = [name.removesuffix("_id") for name in ITEM_FIELDS if name != "code"]
    PlanItem.objects.bulk_update(changed, fields, batch_size=BATCH)
    return change


def _remove_items(items: list[PlanItem]) -> int:
    """Delete items gone from the file; refuse while something is linked to any of them."""
    gone = PlanItem.objects.filter(pk__in=[item.pk for item in items])
    refusals = [
        ValidationError(
            f"「{item.name}」（番号 {item.code}）はファイルにありませんが、"
            f"{noun}が結びついています。"
            f"ファイルに戻すか、{noun}のほうの結びつきを外してから、もう一度読み込んでください。",
            code="still_linked",
        )
        for item, noun in evidence.links_to(gone)
    ]
    if refusals:
        raise ValidationError(refusals)
    gone.delete()
    return len(items)
