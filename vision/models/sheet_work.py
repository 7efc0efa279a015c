"""The work of a progress sheet: its strands (取組), and their steps by quarter."""

from collections.abc import Iterable

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from ..sheets.content import Strand

TEXT = MaxLengthValidator(5_000)
QUARTERS = [
    (1, "第1四半期（4〜6月）"),
    (2, "第2四半期（7〜9月）"),
    (3, "第3四半期（10〜12月）"),
    (4, "第4四半期（1〜3月）"),
]


class Workstream(models.Model):
    """One strand of a sheet's work (取組内容): its name and words, its steps by quarter below."""

    sheet = models.ForeignKey("ProgressSheet", on_delete=models.CASCADE, related_name="workstreams")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    name = models.CharField("取組", max_length=120)
    body = models.TextField("内容", blank=True, validators=[TEXT])

    class Meta:
        verbose_name = verbose_name_plural = "取組"
        ordering = ["sheet", "order", "pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def write(cls, sheet, strands: Iterable[Strand]) -> None:
        """Make the sheet's work what `strands` say."""
        cls.objects.filter(sheet=sheet).delete()
        for place, strand in enumerate(strands):
            stream = cls(sheet=sheet, order=place, name=strand.name, body=strand.body)
            stream.full_clean()
            stream.save()
            for order, bar in enumerate(strand.bars):
                step = Step(workstream=stream, order=order, name=bar.name)
                step.first_quarter, step.last_quarter = bar.first, bar.last
                step.full_clean()
                step.save()


class Step(models.Model):
    """A bar of the year's grid: what is done, from which quarter to which."""

    workstream = models.ForeignKey(Workstream, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    name = models.CharField("すること", max_length=120)
    first_quarter = models.PositiveSmallIntegerField("はじめ", choices=QUARTERS)
    last_quarter = models.PositiveSmallIntegerField("おわり", choices=QUARTERS)

    class Meta:
        verbose_name = verbose_name_plural = "四半期の計画"
        ordering = ["workstream", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    first_quarter__gte=1,
                    last_quarter__lte=4,
                    first_quarter__lte=models.F("last_quarter"),
                ),
                name="quarters_in_order",
                violation_error_code="quarters_out_of_order",
                violation_error_message="おわりの四半期は、はじめと同じかあとにしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name
