from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from portal.japan import calendar

from .center import Center
from .request_effort import told_hours


class CityRequestContent(models.Model):
    """What a request says: what is asked of whom, on what basis, when, and how long it takes."""

    class To(models.TextChoices):
        CENTERS = "centers", "市民センター"
        GROUPS = "groups", "地域団体"

    class Basis(models.TextChoices):
        LAW = "law", "法律・政令"
        ORDINANCE = "ordinance", "条例・規則"
        NOTICE = "notice", "国・県の通知"
        PLAN = "plan", "計画・要綱"
        NONE = "none", "根拠なし（お願い）"

    year = models.PositiveSmallIntegerField("年度", editable=False)
    title = models.CharField("件名", max_length=100)
    bureau = models.CharField("局・区", max_length=40, help_text="例：環境局")
    section = models.CharField("課", max_length=40, help_text="例：環境監視課")
    to = models.CharField("依頼する相手", max_length=10, choices=To, default=To.CENTERS)
    content = models.TextField("お願いすること", max_length=1_000)
    basis = models.CharField("根拠", max_length=10, choices=Basis, default=Basis.NONE)
    basis_text = models.CharField(
        "根拠の名前", max_length=200, blank=True, help_text="例：気候変動適応法 第21条"
    )
    first_day = models.DateField("はじまる日")
    last_day = models.DateField("終わる日")
    deadline = models.DateField("回答などの締切", null=True, blank=True)
    hours = models.DecimalField(
        "かかる時間（1か所あたり）",
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(2_000))],
        help_text="期間を通した合計。1つの市民センター、または1つの団体でかかる時間です。",
    )
    everywhere = models.BooleanField("すべての市民センター（校区）", default=True)
    centers = models.ManyToManyField(
        Center, verbose_name="市民センター（校区）", blank=True, related_name="city_requests"
    )
    contact_name = models.CharField("担当者", max_length=60)
    contact_phone = models.CharField("電話番号", max_length=20)
    contact_email = models.EmailField("メールアドレス", blank=True)

    class Meta:
        abstract = True

    @property
    def hours_told(self) -> str:
        return told_hours(self.hours)

    @property
    def department(self) -> str:
        return f"{self.bureau} {self.section}"

    def clean(self) -> None:
        """Codes: outside_year."""
        super().clean()
        for name in ("first_day", "last_day"):
            day: date | None = getattr(self, name)
            if day and self.year and calendar.fiscal_year(day) != self.year:
                raise ValidationError(
                    {
                        name: ValidationError(
                            f"{calendar.fiscal_year_name(self.year)}（4月から3月まで）の日に"
                            "してください。年度をまたぐときは、年度ごとに分けます。",
                            code="outside_year",
                        )
                    }
                )
