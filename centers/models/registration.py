from datetime import date

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from portal.japan import calendar
from portal.receipts import receipt_field, spelled

from .group import UserGroup


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

    class Meta:
        verbose_name = verbose_name_plural = "利用種別"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(exemption_percent__lte=100),
                name="a_class_exempts_from_all_at_most",
                violation_error_code="percent_over_100",
                violation_error_message="減免は100％までにしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of(self, user) -> "RegistrationQuerySet":
        return self.filter(group__in=UserGroup.objects.of(user))

    def visible_to(self, user) -> "RegistrationQuerySet":
        return self.filter(group__in=UserGroup.objects.visible_to(user))

    def valid_on(self, day: date) -> "RegistrationQuerySet":
        """Approved for the fiscal year of `day`."""
        return self.filter(
            status=Registration.Status.APPROVED, fiscal_year=calendar.fiscal_year(day)
        )


@pghistory.track()
class Registration(models.Model):
    """A group may use rooms for one class of purposes through one fiscal year (利用登録).

    Asked for once, approved by the group's centre, renewed each year; it holds in every centre of
    the city.
    """

    class Status(models.TextChoices):
        APPLIED = "applied", "確認中"
        APPROVED = "approved", "登録済み"
        REFUSED = "refused", "登録できません"
        ENDED = "ended", "終了"

    LIVE = (Status.APPLIED, Status.APPROVED)

    group = models.ForeignKey(
        UserGroup,
        verbose_name="利用団体",
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    purpose_class = models.ForeignKey(
        PurposeClass, verbose_name="利用種別", on_delete=models.PROTECT, related_name="+"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.APPLIED)
    applied_at = models.DateTimeField("申請日時", auto_now_add=True)
    by = models.ForeignKey(
        "people.User",
        verbose_name="申請したアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    changed_by = models.ForeignKey(
        "people.User",
        verbose_name="変えた人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    why = models.CharField("理由", max_length=200, blank=True)
    exemption_percent = models.PositiveSmallIntegerField(
        "減免（％）", default=0, validators=[MaxValueValidator(100)]
    )
    exemption_reason = models.CharField("減免の理由", max_length=100, blank=True)

    receipt = receipt_field()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "利用登録"
        ordering = ["-fiscal_year", "group__kana", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "purpose_class", "fiscal_year"],
                condition=Q(status__in=["applied", "approved"]),
                name="one_registration_per_class_and_year",
                violation_error_code="already_registered",
                violation_error_message="この種別とこの年度の登録は、すでに申請されています。",
            ),
            models.CheckConstraint(
                condition=Q(exemption_percent__lte=100),
                name="a_registration_exempts_from_all_at_most",
                violation_error_code="percent_over_100",
                violation_error_message="減免は100％までにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(status="applied") | Q(decided_at__isnull=False),
                name="what_is_decided_has_a_time",
                violation_error_code="undated_decision",
                violation_error_message="決めた日時がありません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.purpose_class}"

    @property
    def receipt_number(self) -> str:
        return spelled(self.receipt)

    @property
    def last_day(self) -> date:
        """The last day on which rooms may be used under it: 31 March."""
        return date(self.fiscal_year + 1, 3, 31)
