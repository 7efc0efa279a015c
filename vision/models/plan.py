from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from portal.japan.calendar import fiscal_year
from portal.japan.text import as_meant

EARLIEST, LATEST = 2000, 2100
YEAR_LIMITS = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]


class PlanQuerySet(models.QuerySet["Plan"]):
    def current(self, year: int) -> "PlanQuerySet":
        """Plans whose period holds the fiscal year `year`, the newest first."""
        return self.filter(first_year__lte=year, last_year__gte=year).order_by("-first_year")

    def own_first(self, city: str) -> "PlanQuerySet":
        """The plans of `city` before those of other cities, the newest first."""
        is_foreign = models.Case(models.When(city=city, then=0), default=1)
        return self.order_by(is_foreign, "-first_year", "slug")


class Plan(models.Model):
    """A city's plan or vision: a period, an idea, and a tree of items."""

    slug = models.SlugField("アドレスの名前", max_length=60, unique=True)
    kind = models.CharField("種別", max_length=20, help_text="ビジョン、推進計画など。")
    name = models.CharField("名称", max_length=100)
    city = models.CharField("自治体", max_length=40)
    first_year = models.PositiveSmallIntegerField("最初の年度", validators=YEAR_LIMITS)
    last_year = models.PositiveSmallIntegerField("最後の年度", validators=YEAR_LIMITS)
    reviews = models.CharField("見直し", max_length=200, blank=True)
    concept = models.CharField("めざす姿", max_length=200, blank=True)
    introduction = models.TextField("説明", blank=True, validators=[MaxLengthValidator(5_000)])
    source = models.CharField("出典", max_length=200, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画"
        ordering = ["-first_year", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_year__lte=models.F("last_year")),
                name="plan_years_in_order",
                violation_error_code="years_out_of_order",
                violation_error_message="最後の年度は、最初の年度と同じかあとにしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("vision:plan", args=[self.slug])

    def clean(self) -> None:
        """Codes: after_its_successor, before_what_it_continues."""
        super().clean()
        self.introduction = as_meant(self.introduction)
        if self.pk is None or self.first_year is None:
            return
        self.refuse_later_start()
        earlier = self.items.exclude(continues__plan=self)
        if earlier.filter(continues__plan__first_year__gte=self.first_year).exists():
            raise ValidationError(
                "この計画が引きつぐ計画より、あとに始まるようにしてください。",
                code="before_what_it_continues",
            )

    def refuse_later_start(self) -> None:
        """Refuse a first year that is not before the plans that continue this one.

        So plans that follow one another can never run in a circle. Code: after_its_successor.
        """
        successors = type(self).objects.filter(items__continues__plan=self).exclude(pk=self.pk)
        if successors.filter(first_year__lte=self.first_year).exists():
            raise ValidationError(
                "次の計画がこの計画を引きついでいます。最初の年度は、次の計画より前にしてください。",
                code="after_its_successor",
            )

    @property
    def years(self) -> int:
        """How many fiscal years the plan runs."""
        return self.last_year - self.first_year + 1

    def measured_years(self) -> list[int]:
        """The fiscal years begun so far, the newest first; of a plan to come, its first."""
        now = fiscal_year(timezone.localdate())
        return list(range(max(min(self.last_year, now), self.first_year), self.first_year - 1, -1))

    def years_to_report(self, year: int) -> list[int]:
        """The years begun so far, those before of which something is known, and `year` itself."""
        known = self.indicators.values_list("measurements__year", flat=True).distinct()
        return sorted({year, *self.measured_years(), *filter(None, known)}, reverse=True)

    def is_measured_in(self, year: int) -> bool:
        """Whether figures of `year` can be told: of a year begun, in the plan's time or before."""
        return EARLIEST <= year <= self.measured_years()[0]

    def is_current(self, year: int) -> bool:
        """Whether the plan's period holds the fiscal year `year`."""
        return self.first_year <= year <= self.last_year


class PlanLevel(models.Model):
    """A kind of item, named by the plan itself: 基本方針, 視点, 取組, 施策の柱 …

    A kind is not bound to a depth: in one policy initiatives may stand in groups, in the next not.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="levels")
    name = models.CharField("種別", max_length=40)
    order = models.PositiveSmallIntegerField("並び順")

    class Meta:
        verbose_name = verbose_name_plural = "項目の種別"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="one_level_of_a_name_per_plan")
        ]

    def __str__(self) -> str:
        return self.name
