"""Which progress sheets serve a plan's items: shown on an item's page."""

from ..evidence import Evidence, Section
from ..models import SheetVersion
from ..models.plan_item import PlanItemQuerySet
from .links import name_of


def _linked(items: PlanItemQuerySet) -> PlanItemQuerySet:
    """None: what the plans' own app ties to an item, `ties` keeps from being taken away."""
    return items.none()


def _section(items: PlanItemQuerySet) -> Section:
    names = [name_of(item) for item in items.select_related("plan")]
    versions = SheetVersion.objects.published().filter(content__items__has_any_keys=names)
    in_order = versions.order_by("-sheet__year", "sheet__area", "sheet__number")
    return Section("vision/item_sheets.html", {"versions": in_order})


EVIDENCE = Evidence("進捗シート", _linked, _section)
