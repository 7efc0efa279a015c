from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q


class PurposeClass(models.Model):
    """What rooms are used for (利用種別): 地域活動, 多目的利用. Each has rules of its own."""

    slug = models.SlugField("アドレスの名前", max_length=30, unique=True)
    name = models.CharField("名称", max_length=30, unique=True)
    description = models.CharField("どんな利用か", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    needs_approval = models.BooleanField("申請ごとに館長の承認がいる", default=False)
    exemption_percent = models.PositiveSmallIntegerField(
        "減免（％）",
        default=0,
        validators=[MaxValueValidator(100)],
        help_text="この種別の使用料から引く割合です。登録を認めるときに団体ごとに変えられます。",
    )
    month_limit = models.PositiveSmallIntegerField(
        "抽選で1か月に取れる回数", default=4, help_text="1団体が抽選で選ばれる上限です。"
    )
    days_before = models.PositiveSmallIntegerField(
        "申請の締切（利用日の何日前）", default=0, help_text="0ならば、当日まで申請できます。"
    )
    most_at_once = models.PositiveSmallIntegerField(
        "これからの予約を、同時に持てる件数",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="1つの利用登録での上限です。空けると、限りはありません。"
        "職員は、理由を書けばこえて受け付けられます。",
    )
    most_in_month = models.PositiveSmallIntegerField(
        "1か月に使える回数",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="1つの利用登録での上限です。抽選で選ばれた分も数えます。"
        "空けると、限りはありません。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "利用種別"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(exemption_percent__lte=100),
                name="a_class_exempts_from_all_at_most",
                violation_error_code="percent_over_100",
                violation_error_message="減免は100％までにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(most_in_month=None) | Q(month_limit__lte=F("most_in_month")),
                name="a_draw_gives_no_more_than_a_month_may_hold",
                violation_error_code="draw_over_month",
                violation_error_message="抽選で1か月に取れる回数は、"
                "1か月に使える回数までにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def limits_told(self) -> str:
        """「1か月に8回、同時に20件まで」; nothing where there is no limit."""
        parts = [
            f"1か月に{self.most_in_month}回" if self.most_in_month is not None else "",
            f"同時に{self.most_at_once}件" if self.most_at_once is not None else "",
        ]
        told = "、".join(part for part in parts if part)
        return f"{told}まで" if told else ""
