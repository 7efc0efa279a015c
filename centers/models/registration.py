from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.japan import calendar
from portal.people.models import User
from portal.receipts import receipt_field, spelled
from portal.refusal import refused_by_database

from .group import UserGroup
from .purpose_class import PurposeClass

MOST_WAITING = 10  # registrations of one family that no centre has decided yet
RENEWED_FROM_MONTH = 2  # February, for the fiscal year that begins in April


def years_open(today: date) -> list[int]:
    """The fiscal years groups may register for: this one, and from 1 February the next."""
    this = calendar.fiscal_year(today)
    return [this, this + 1] if RENEWED_FROM_MONTH <= today.month < 4 else [this]


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

    def live(self) -> "RegistrationQuerySet":
        """Asked for or approved: no second one of the class and year beside it."""
        return self.filter(status__in=Registration.LIVE)

    def to_decide(self) -> "RegistrationQuerySet":
        return self.filter(status=Registration.Status.APPLIED)


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
        WITHDRAWN = "withdrawn", "取り下げ"

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

    @property
    def is_applied(self) -> bool:
        return self.status == self.Status.APPLIED

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED

    # ------------------------------------------------------------ commands

    @classmethod
    def apply(
        cls, group: UserGroup, purpose_class: PurposeClass, fiscal_year: int, *, by: User
    ) -> "Registration":
        """Ask for the registration of a group, new or known, for one fiscal year.

        Of a known group the activity and the members are written as they are told now. Codes:
        year_not_open, already_registered, group_exists, too_many_waiting.
        """
        with (
            refused_by_database(UserGroup, Registration),
            transaction.atomic(),
            pghistory.context(user=by.pk, what="applied"),
        ):
            refuse_year(fiscal_year)
            cls._refuse_more_waiting(group)
            if group.pk is None:
                group.save()
            else:
                UserGroup.objects.select_for_update().get(pk=group.pk)
                group.save(update_fields=["activity", "members"])
            return cls.objects.create(
                group=group,
                purpose_class=purpose_class,
                fiscal_year=fiscal_year,
                by=by,
                changed_by=by,
            )

    @classmethod
    def _refuse_more_waiting(cls, group: UserGroup) -> None:
        """One family floods no centre with what it has to look through. Code: too_many_waiting."""
        household = group.representative.household_id
        waiting = cls.objects.to_decide().filter(group__representative__household=household)
        if waiting.count() >= MOST_WAITING:
            raise ValidationError(
                f"確認を待っている利用登録が、もう{MOST_WAITING}件あります。"
                "その結果が出てから、または取り下げてから、申請してください。",
                code="too_many_waiting",
            )

    def approve(
        self, *, by: User, exemption_percent: int | None = None, exemption_reason: str = ""
    ) -> None:
        """Let the group use rooms; with the exemption of its class, or another for a reason.

        Codes: already_decided, no_reason, percent_over_100.
        """
        usual = self.purpose_class.exemption_percent
        percent = usual if exemption_percent is None else exemption_percent
        if percent != usual and not exemption_reason:
            raise ValidationError(
                f"この種別の減免は{usual}％です。変えるときは、減免の理由を書いてください。",
                code="no_reason",
            )
        self._decide(
            self.Status.APPLIED,
            self.Status.APPROVED,
            by,
            why="",
            exemption_percent=percent,
            exemption_reason=exemption_reason,
        )

    def send_back(self, why: str, *, by: User) -> None:
        """Not as it is asked for; the group may mend it and ask again.

        Codes: already_decided, no_reason.
        """
        self._decide(self.Status.APPLIED, self.Status.REFUSED, by, why=said(why))

    def withdraw(self, *, by: User) -> None:
        """The group takes back what it asked for, before it is decided. Code: already_decided."""
        self._decide(self.Status.APPLIED, self.Status.WITHDRAWN, by, why="")

    def end(self, why: str, *, by: User) -> None:
        """Before its year is over; what is reserved stays and is listed at the desk.

        Codes: already_decided, no_reason.
        """
        self._decide(self.Status.APPROVED, self.Status.ENDED, by, why=said(why))

    def _decide(self, must_be: str, becomes: str, by: User, **changes: object) -> None:
        from centers.letters.sending import tell_registration  # noqa: PLC0415  it imports models

        with (
            refused_by_database(Registration),
            transaction.atomic(),
            pghistory.context(user=by.pk, what=becomes),
        ):
            own = Registration.objects.select_for_update(of=["self"]).get(pk=self.pk)
            if own.status != must_be:
                raise ValidationError(
                    f"この登録は、すでに「{own.get_status_display()}」になっています。"
                    "画面を開き直してください。",
                    code="already_decided",
                )
            for name, value in (changes | {"status": becomes}).items():
                setattr(own, name, value)
            own.decided_at, own.changed_by = timezone.now(), by
            own.save(update_fields=[*changes, "status", "decided_at", "changed_by"])
            tell_registration(own)
        self.refresh_from_db()


def said(why: str) -> str:
    """The reason as written. Code: no_reason."""
    why = " ".join(why.split())
    if not why:
        raise ValidationError("理由を書いてください。団体に伝わります。", code="no_reason")
    return why


def refuse_year(fiscal_year: int) -> None:
    """Code: year_not_open."""
    today = timezone.localdate()
    if fiscal_year in years_open(today):
        return
    name = calendar.fiscal_year_name(fiscal_year)
    if fiscal_year > calendar.fiscal_year(today):
        sentence = (
            f"{name}の利用登録は、{fiscal_year}年{RENEWED_FROM_MONTH}月1日から受け付けます。"
            "その日からあとに、もう一度お申し込みください。"
        )
    else:
        sentence = f"{name}は終わりました。今年度の利用登録をしてください。"
    raise ValidationError(sentence, code="year_not_open")
