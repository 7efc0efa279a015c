"""Plans: trees of items a city has promised."""

from .plan import Plan, PlanLevel
from .plan_item import PlanItem

__all__ = ["Plan", "PlanItem", "PlanLevel"]
