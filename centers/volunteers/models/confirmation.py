import pghistory
from django.db import models

from .volunteer import Volunteer


@pghistory.track()
class Confirmation(models.Model):
    """A volunteer's answer to the yearly question whether they go on (年に一度の確認)."""

    class Answer(models.TextChoices):
        CONTINUES = "continues", "続けます"
        PAUSES = "pauses", "しばらく休みます"
        STOPS = "stops", "やめます"

    class Via(models.TextChoices):
        MAIL = "mail", "メール"
        LIST = "list", "名簿"
        DESK = "desk", "窓口・電話"

    volunteer = models.ForeignKey(
        Volunteer,
        verbose_name="ボランティア",
        on_delete=models.CASCADE,
        related_name="confirmations",
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    answer = models.CharField("返事", max_length=10, choices=Answer)
    via = models.CharField("方法", max_length=5, choices=Via)
    at = models.DateTimeField("日時", auto_now=True)
    by = models.ForeignKey(
        "people.User",
        verbose_name="書いた人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="空ならば、本人がメールから答えました。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "年に一度の確認"
        ordering = ["-fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "fiscal_year"],
                name="one_confirmation_a_year",
                violation_error_code="already_confirmed",
                violation_error_message="今年度の確認は、すでに記録されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.get_answer_display()}"
