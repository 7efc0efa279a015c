from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q

from .center import Center

OLDEST = 120


class DistrictPopulationQuerySet(models.QuerySet["DistrictPopulation"]):
    def newest(self) -> "DistrictPopulationQuerySet":
        """Of each centre the rows of its newest day."""
        last = (
            DistrictPopulation.objects.filter(center=models.OuterRef("center"))
            .order_by("-as_of")
            .values("as_of")[:1]
        )
        return self.filter(as_of=models.Subquery(last))


class DistrictPopulation(models.Model):
    """How many people of an age band live in the school district of a centre (校区の人口)."""

    center = models.ForeignKey(
        Center, verbose_name="市民センター", on_delete=models.CASCADE, related_name="populations"
    )
    as_of = models.DateField("時点")
    from_age = models.PositiveSmallIntegerField("何歳から", validators=[MaxValueValidator(OLDEST)])
    to_age = models.PositiveSmallIntegerField(
        "何歳まで", null=True, blank=True, validators=[MaxValueValidator(OLDEST)]
    )
    count = models.PositiveIntegerField("人数", validators=[MaxValueValidator(1_000_000)])

    objects = DistrictPopulationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "校区の人口"
        ordering = ["center", "-as_of", "from_age"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_age=None) | Q(from_age__lte=F("to_age")),
                name="a_band_of_ages_ends_after_it_begins",
                violation_error_code="ages_out_of_order",
                violation_error_message="「何歳まで」は「何歳から」以上にしてください。",
            ),
            ExclusionConstraint(
                name="no_age_is_counted_twice",
                expressions=[
                    ("center", RangeOperators.EQUAL),
                    ("as_of", RangeOperators.EQUAL),
                    (
                        Func(
                            "from_age",
                            F("to_age") + 1,
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_code="ages_overlap",
                violation_error_message="年齢の区切りが重なっています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.band} {self.count}人"

    @property
    def band(self) -> str:
        return (
            f"{self.from_age}歳以上" if self.to_age is None else f"{self.from_age}〜{self.to_age}歳"
        )

    @property
    def count_told(self) -> str:
        return f"{self.count:,}人"
