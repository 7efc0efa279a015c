from django.core.validators import RegexValidator
from django.db import models


class PlanQuerySet(models.QuerySet["Plan"]):
    def current(self, year: int) -> "PlanQuerySet":
        """Plans whose period holds the fiscal year `year`, the newest first."""
        return self.filter(first_year__lte=year, last_year__gte=year).order_by("-first_year")


class Plan(models.Model):
    """A city's plan or vision: a period, an idea, and a tree of items."""

    slug = models.SlugField("アドレスの名前", max_length=60, unique=True)
    name = models.CharField("名称", max_length=100)
    city = models.CharField("自治体", max_length=40)
    first_year = models.PositiveSmallIntegerField("最初の年度")
    last_year = models.PositiveSmallIntegerField("最後の年度")
    reviews = models.CharField("検証・見直し", max_length=200, blank=True)
    concept = models.CharField("めざす姿", max_length=200, blank=True)
    introduction = models.TextField("説明", blank=True)
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


class PlanLevel(models.Model):
    """A kind of item, named by the plan itself: 基本方針, 視点, 取組, 施策の柱 …"""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="levels")
    name = models.CharField("名称", max_length=40)
    depth = models.PositiveSmallIntegerField("深さ")

    class Meta:
        verbose_name = verbose_name_plural = "計画の階層"
        ordering = ["depth", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="one_level_of_a_name_per_plan")
        ]

    def __str__(self) -> str:
        return self.name


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def under(self, item: "PlanItem") -> "PlanItemQuerySet":
        """`item` and everything below it in its plan."""
        return self.filter(plan_id=item.plan_id, path__startswith=item.path)


class PlanItem(models.Model):
    """One item of a plan's tree (項目): a policy, a perspective, an initiative, a focus …

    `path` orders the tree and finds what lies below: three digits for each step, 「001002」.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    level = models.ForeignKey(PlanLevel, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    code = models.CharField("番号", max_length=30)
    path = models.CharField("並び", max_length=60)
    name = models.CharField("名称", max_length=200)
    body = models.TextField("説明", blank=True)
    period = models.CharField("期間", max_length=40, blank=True)
    color = models.CharField(
        "色", max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-f]{6}$")]
    )
    issues = models.TextField("現状と課題", blank=True)
    picture = models.TextField("5年後の姿", blank=True)
    citizens = models.TextField("市民の取組", blank=True)
    community = models.TextField("地域の取組", blank=True)
    administration = models.TextField("行政の取組", blank=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画の項目"
        ordering = ["plan", "path"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="one_item_of_a_code_per_plan"),
            models.UniqueConstraint(
                fields=["plan", "path"],
                name="one_item_per_place_in_plan",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.name
