"""The review of a plan, about every five years (検証・見直し)."""

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .plan import YEAR_LIMITS, Plan
from .plan_item import PlanItem
from .wording import fingerprint

TEXT = MaxLengthValidator(20_000)


@pghistory.track()
class Review(models.Model):
    """A review of some years of a plan: opened, gathered into a draft, closed into the next focus.

    `gathered` keeps the grades, figures, opinions and surveys of its years as they were gathered.
    """

    plan = models.ForeignKey(
        Plan, verbose_name="計画", on_delete=models.PROTECT, related_name="reviews_held"
    )
    first_year = models.PositiveSmallIntegerField("最初の年度", validators=YEAR_LIMITS)
    last_year = models.PositiveSmallIntegerField("最後の年度", validators=YEAR_LIMITS)
    draft = models.TextField("見直しの案", blank=True, validators=[TEXT])
    gathered = models.JSONField("集めたもの", default=dict, blank=True, editable=False)
    gathered_at = models.DateTimeField("集めた時", null=True, blank=True, editable=False)
    opened_at = models.DateTimeField("始めた時", auto_now_add=True)
    opened_by = models.ForeignKey(
        "people.User", verbose_name="始めた人", on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField("閉じた時", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        "people.User",
        null=True,
        blank=True,
        editable=False,
        verbose_name="閉じた人",
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "見直し"
        ordering = ["plan", "-first_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "first_year"],
                name="one_review_of_a_period",
                violation_error_code="repeated_review",
                violation_error_message="この期間の見直しは、もう始まっています。",
            ),
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year")),
                name="review_years_in_order",
                violation_error_code="years_out_of_order",
                violation_error_message="最後の年度は、最初の年度と同じかあとにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_closed_review_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}の見直し（{self.first_year}〜{self.last_year}年度）"

    def get_absolute_url(self) -> str:
        return reverse("vision:review", args=[self.plan.slug, self.first_year])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def state(self) -> str:
        """What the draft and the proposals are now, so that two who write notice each other."""
        proposals = [f"{one.pk} {one.parent_id} {one.name} {one.body}" for one in self.proposals()]
        return fingerprint(self.draft, *proposals)

    def refuse_closed(self) -> None:
        """What is closed stays as it is. Code: already_closed."""
        if self.is_closed:
            raise ValidationError("この見直しは、もう閉じられています。", code="already_closed")

    def proposals(self) -> "models.QuerySet[NextFocus]":
        """The next focus as proposed, in order."""
        return self.next_focuses.select_related("parent", "follows__level").order_by("order", "pk")


class NextFocus(models.Model):
    """A focus item proposed for the years after a review; closing makes it an item of the plan."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="next_focuses")
    parent = models.ForeignKey(
        PlanItem,
        verbose_name="上の項目",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    follows = models.ForeignKey(
        PlanItem,
        verbose_name="引きつぐ項目",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField("名称", max_length=200)
    body = models.TextField("説明", blank=True, validators=[MaxLengthValidator(5_000)])
    order = models.PositiveSmallIntegerField("並び順", default=0)
    item = models.OneToOneField(
        PlanItem,
        verbose_name="できた項目",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="made_by",
    )

    class Meta:
        verbose_name = verbose_name_plural = "次の重点"
        ordering = ["review", "order", "pk"]

    def __str__(self) -> str:
        return self.name
