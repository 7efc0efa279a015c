import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from portal.japan import calendar
from portal.receipts import receipt_field, spelled

from .volunteer import Volunteer


class Threshold(models.Model):
    """From how many hours or times on somebody is thanked with a certificate (感謝状の基準)."""

    class Counts(models.TextChoices):
        HOURS = "hours", "時間"
        TIMES = "times", "回"
        YEARS = "years", "年"

    counts = models.CharField("数えるもの", max_length=5, choices=Counts)
    value = models.PositiveIntegerField("いくつから", validators=[MinValueValidator(1)])
    title = models.CharField("感謝状の題", max_length=40, default="感謝状")
    words = models.TextField("本文", max_length=400)

    class Meta:
        verbose_name = verbose_name_plural = "感謝状の基準"
        ordering = ["counts", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["counts", "value"],
                name="one_threshold_of_a_number",
                violation_error_code="threshold_exists",
                violation_error_message="この基準は、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1),
                name="a_threshold_is_above_nought",
                violation_error_code="threshold_of_nought",
                violation_error_message="1以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value:,}{self.get_counts_display()}"


@pghistory.track()
class Thanks(models.Model):
    """A volunteer reached a threshold and is thanked (感謝状), once for each."""

    volunteer = models.ForeignKey(
        Volunteer, verbose_name="ボランティア", on_delete=models.PROTECT, related_name="thanks"
    )
    threshold = models.ForeignKey(
        Threshold, verbose_name="基準", on_delete=models.PROTECT, related_name="given"
    )
    reached_on = models.DateField("達した日")
    handed_on = models.DateField("贈った日", null=True, blank=True)
    handed_by = models.ForeignKey(
        "people.User",
        verbose_name="贈った職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    number = receipt_field()

    class Meta:
        verbose_name = verbose_name_plural = "感謝状"
        ordering = ["-reached_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "threshold"],
                name="thanked_once_for_each_threshold",
                violation_error_code="already_thanked",
                violation_error_message="この感謝状は、すでに記録されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.volunteer} {self.threshold}"

    @property
    def number_spelled(self) -> str:
        return spelled(self.number)

    @property
    def reached_in_era(self) -> str:
        """The day as a certificate writes it: 「令和8年11月21日」."""
        return calendar.era_date(self.reached_on)
