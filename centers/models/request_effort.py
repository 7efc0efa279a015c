from decimal import Decimal

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .center import Center


def told_hours(hours: Decimal) -> str:
    """「7.25」, 「1.5」, 「10」"""
    return f"{hours:.2f}".rstrip("0").rstrip(".")


@pghistory.track()
class RequestEffort(models.Model):
    """The hours a request really took at one centre (実際にかかった時間), told by its staff."""

    request = models.ForeignKey(
        "centers.CityRequest",
        verbose_name="依頼事項",
        on_delete=models.PROTECT,
        related_name="efforts",
    )
    center = models.ForeignKey(
        Center,
        verbose_name="市民センター",
        on_delete=models.PROTECT,
        related_name="request_efforts",
    )
    hours = models.DecimalField(
        "実際にかかった時間",
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(2_000))],
    )
    note = models.CharField("ひとこと", max_length=200, blank=True)
    by = models.ForeignKey(
        "people.User", verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("書いた日時", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "実際にかかった時間"
        constraints = [
            models.UniqueConstraint(fields=["request", "center"], name="one_effort_per_center"),
            models.CheckConstraint(
                condition=Q(hours__gte=0, hours__lte=2_000),
                name="an_effort_is_a_number_of_hours",
                violation_error_code="hours_out_of_range",
                violation_error_message="時間は、0〜2,000時間で書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}（{self.center}）{self.hours}時間"

    @property
    def hours_told(self) -> str:
        return told_hours(self.hours)
