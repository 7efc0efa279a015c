"""Which progress sheets serve a plan's items: shown on an item's page."""

from ..evidence import Evidence, Section
from ..models import ProgressSheet
from ..models.plan_item import PlanItemQuerySet


def _linked(items: PlanItemQuerySet) -> PlanItemQuerySet:
    """None: what the plans' own app ties to an item, `ties` keeps from being taken away."""
    return items.none()


def _section(items: PlanItemQuerySet) -> Section:
    sheets = ProgressSheet.objects.published().filter(items__in=items).distinct()
    return Section(
        "vision/item_sheets.html", {"sheets": sheets.order_by("-year", "area", "number")}
    )


EVIDENCE = Evidence("進捗シート", _linked, _section)
