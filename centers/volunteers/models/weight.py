from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Weight(models.Model):
    """How much one reason counts when those who fit an opening are ordered (並べ方の重み).

    Staff change these numbers; nothing else orders people, and no number is shown to them. Zero
    leaves a reason out.
    """

    class Reason(models.TextChoices):
        ROLE = "role", "その役割で配置されている"
        WANTS_ROLE = "wants_role", "その役割を希望している"
        FIELD = "field", "分野に関心がある"
        TRAINED = "trained", "役割の研修を修了した"
        SAME_CENTER = "same_center", "同じ市民センターに登録している"
        WARD = "ward", "その区に行ける"
        FREE = "free", "その時間が都合のよい時間に入っている"
        LANGUAGE = "language", "ことばができる"
        RESTED = "rested", "しばらく声をかけていない"

    reason = models.CharField("理由", max_length=12, choices=Reason, unique=True)
    points = models.PositiveSmallIntegerField(
        "重み",
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="0から100まで。0ならば、並べるときに使いません。",
    )
    days = models.PositiveSmallIntegerField(
        "日数",
        null=True,
        blank=True,
        help_text="「しばらく」を何日とするか。ほかの理由では空です。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "並べ方の重み"
        ordering = ["-points", "pk"]

    def __str__(self) -> str:
        return self.get_reason_display()
