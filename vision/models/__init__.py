"""Plans, what they are measured by, and the sheets and reviews that tell how they went."""

from .indicator import Indicator, Measurement, Target
from .metric_count import MetricCount
from .plan import Plan, PlanLevel
from .plan_item import PlanItem
from .publication import Difference, PublishedFigure, YearReport
from .review import NextFocus, Review
from .sheet import ProgressSheet
from .sheet_trail import Opinion, SheetEvent, SheetVersion
from .sheet_work import QUARTERS, Step, Workstream

__all__ = [
    "QUARTERS",
    "Difference",
    "Indicator",
    "Measurement",
    "MetricCount",
    "NextFocus",
    "Opinion",
    "Plan",
    "PlanItem",
    "PlanLevel",
    "ProgressSheet",
    "PublishedFigure",
    "Review",
    "SheetEvent",
    "SheetVersion",
    "Step",
    "Target",
    "Workstream",
    "YearReport",
]
