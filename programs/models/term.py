"""What spans several courses: a series signed up for at once, a term with its limits."""

from django.db import models
from django.db.models import F, Q


class Series(models.Model):
    """Courses that belong together and take one application for all (シリーズ)."""

    name = models.CharField("名称", max_length=120)
    description = models.CharField("紹介", max_length=300, blank=True)
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    class Meta:
        verbose_name = verbose_name_plural = "シリーズ"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A span of days with what one person may take in it (期); the city sets it or does not."""

    name = models.CharField("名称", max_length=60)
    first_day = models.DateField("初日")
    last_day = models.DateField("最終日")
    most_courses = models.PositiveSmallIntegerField(
        "1人が申し込める講座の数", null=True, blank=True, help_text="空けると、限りはありません。"
    )
    most_absences = models.PositiveSmallIntegerField(
        "連絡のない欠席の限度",
        null=True,
        blank=True,
        help_text="この回数になった方の申込は、この期のあいだ受けません。空けると、数えません。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "期"
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="term_days_in_order",
                violation_error_code="days_out_of_order",
                violation_error_message="最終日は、初日以後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name
