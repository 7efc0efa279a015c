from django.db import models

from .role import VolunteerRole


class PastCount(models.Model):
    """How many there were, after their names are gone (終了した人の数).

    Who stopped is deleted after the retention time; what they did stays here, a row for each
    fiscal year, centre and role, so that no yearly figure changes by it: `people` who were active,
    each once a year, where they were active longest; confirmed `times` and `minutes`; what was
    `coordinated`; and those who were `posted` there in that role.
    """

    fiscal_year = models.PositiveSmallIntegerField("年度")
    center = models.ForeignKey(
        "centers.Center", verbose_name="市民センター", on_delete=models.PROTECT, related_name="+"
    )
    role = models.ForeignKey(
        VolunteerRole,
        verbose_name="役割",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    people = models.PositiveIntegerField("人数", default=0)
    times = models.PositiveIntegerField("回数", default=0)
    minutes = models.PositiveIntegerField("時間（分）", default=0)
    coordinated = models.PositiveIntegerField("コーディネート件数", default=0)
    posted = models.PositiveIntegerField("配置されていた人数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "終了した人の数"
        ordering = ["-fiscal_year", "center", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "center", "role"],
                nulls_distinct=False,
                name="one_past_count_per_year_center_and_role",
                violation_error_code="counted_already",
                violation_error_message="この年度の数は、すでにあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.people}人"
