import pghistory
from django.db import models
from django.db.models import Q

from centers.models import Center

from .match import Match
from .organization import Organization
from .posting import Posting
from .role import VolunteerRole
from .volunteer import Volunteer

LONGEST_MINUTES = 24 * 60


class ActivityLogQuerySet(models.QuerySet["ActivityLog"]):
    def editable_by(self, user) -> "ActivityLogQuerySet":
        """Those at a centre `user` works for, or at what it looks after."""
        return self.filter(center__in=Center.objects.editable_by(user))

    def confirmed(self) -> "ActivityLogQuerySet":
        return self.filter(status=ActivityLog.Status.CONFIRMED)

    def to_confirm(self) -> "ActivityLogQuerySet":
        return self.filter(status=ActivityLog.Status.LOGGED)


@pghistory.track()
class ActivityLog(models.Model):
    """What a volunteer did on a day, and for how long (活動記録).

    Written by them, confirmed by the host; only confirmed ones count anywhere.
    """

    class Status(models.TextChoices):
        LOGGED = "logged", "確認待ち"
        CONFIRMED = "confirmed", "確認済み"
        REFUSED = "refused", "確認できません"

    class How(models.TextChoices):
        LIST = "list", "名簿"
        QR = "qr", "QRコード"
        COUNTER = "counter", "窓口"
        HOST = "host", "活動先"

    volunteer = models.ForeignKey(
        Volunteer, verbose_name="ボランティア", on_delete=models.PROTECT, related_name="logs"
    )
    match = models.OneToOneField(
        Match,
        verbose_name="マッチング",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="log",
    )
    posting = models.ForeignKey(
        Posting,
        verbose_name="配置",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="logs",
    )
    role = models.ForeignKey(
        VolunteerRole,
        verbose_name="役割",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="logs",
    )
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        on_delete=models.PROTECT,
        related_name="activity_logs",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name="団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="logs",
    )
    day = models.DateField("活動した日")
    minutes = models.PositiveSmallIntegerField("時間（分）")
    what = models.CharField("したこと", max_length=200)
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.LOGGED)
    created_at = models.DateTimeField("記録した日時", auto_now_add=True)
    by = models.ForeignKey(
        "people.User",
        verbose_name="記録したアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("確認した日時", null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.User",
        verbose_name="確認した人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    how = models.CharField("確認の方法", max_length=8, choices=How, blank=True)
    why = models.CharField("理由", max_length=200, blank=True)

    objects = ActivityLogQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活動記録"
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["volunteer", "day"]),
            models.Index(fields=["center", "day"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES),
                name="an_activity_lasts_a_day_at_most",
                violation_error_code="minutes_out_of_range",
                violation_error_message="活動の時間は、1分から24時間までで入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(status="logged")
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="who_confirmed_is_known",
                violation_error_code="undated_decision",
                violation_error_message="確認した人と日時がありません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.what}"
