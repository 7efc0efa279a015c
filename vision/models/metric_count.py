from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from ..metrics import NOTHING, Cell, Figure
from .plan import YEAR_LIMITS


class MetricCountQuerySet(models.QuerySet["MetricCount"]):
    def of_city(self) -> "MetricCountQuerySet":
        """The figures of the whole city."""
        return self.filter(dimension="")

    def last_run(self) -> datetime | None:
        """When the newest count began; a metric counted earlier failed since."""
        return self.aggregate(at=models.Max("at"))["at"]


class MetricCount(models.Model):
    """What a metric came to in a fiscal year, for the city or by one dimension, when last counted.

    Pages read these and run no metric, so that a page costs the same however large the city is,
    and a figure does not move while the day's sign-ups come in. Counted anew every night; what was
    published of a plan's figures is kept elsewhere (`PublishedFigure`).
    """

    metric = models.CharField("数値", max_length=40)
    dimension = models.CharField("分けかた", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("年度", validators=YEAR_LIMITS)
    lines = models.JSONField("数", default=list)
    at = models.DateTimeField("数えた時", default=timezone.now)

    objects = MetricCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自動で数えた数値"
        ordering = ["metric", "dimension", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "dimension", "year"], name="one_count_per_metric_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.dimension} {self.year}"

    @property
    def cells(self) -> list[Cell]:
        """The lines as they were counted; of a city there is one."""
        return [
            Cell(key, name, Figure(None if value is None else Decimal(value), n, rows), group)
            for key, name, group, value, n, rows in self.lines
        ]

    @property
    def figure(self) -> Figure:
        """The one figure of a count of the whole city."""
        return self.cells[0].figure or NOTHING

    @staticmethod
    def as_line(cell: Cell) -> list[Any]:
        figure = cell.figure
        if figure is None:
            raise ValueError("A hidden figure is not counted.")
        value = None if figure.value is None else str(figure.value)
        return [cell.key, cell.name, cell.group, value, figure.n, figure.rows]
