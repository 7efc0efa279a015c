"""Plans: trees of items a city has promised."""

from .plan import Plan, PlanItem, PlanLevel

__all__ = ["Plan", "PlanItem", "PlanLevel"]
