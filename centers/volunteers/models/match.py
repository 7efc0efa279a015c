from datetime import date, datetime

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from portal.receipts import receipt_field, spelled

from .consent import Consent
from .match_triggers import COUNT_WHO_COMES, HOLD_THE_SHIFT
from .opening import Opening
from .qualification import Qualification
from .role import QualificationKind
from .shift import Shift
from .volunteer import Volunteer


class MatchQuerySet(models.QuerySet["Match"]):
    def of(self, user) -> "MatchQuerySet":
        """Those of the account's own household."""
        return self.filter(volunteer__in=Volunteer.objects.of(user))

    def editable_by(self, user) -> "MatchQuerySet":
        """Those with what a centre looks after for which `user` works."""
        return self.filter(shift__opening__in=Opening.objects.editable_by(user))

    def of_host(self, user) -> "MatchQuerySet":
        """Agreed ones with an organisation `user` speaks for."""
        return self.filter(
            status__in=Match.HOLDING,
            shift__opening__in=Opening.objects.of(user).filter(
                organization__representatives__user=user,
                organization__representatives__ended_at=None,
            ),
        )

    def live(self) -> "MatchQuerySet":
        """Proposed or agreed, and not over."""
        return self.filter(status__in=Match.LIVE)

    def to_come(self) -> "MatchQuerySet":
        """Proposed or agreed, of shifts that are not over; the next one first."""
        return self.live().filter(shift__ends_at__gt=timezone.now())

    def holding(self) -> "MatchQuerySet":
        """Those that take a place of their shift."""
        return self.filter(status__in=Match.HOLDING)

    def unanswered(self, moment: datetime) -> "MatchQuerySet":
        """Proposals whose time to answer is over at `moment`."""
        return self.filter(status=Match.Status.PROPOSED, answer_by__lte=moment)

    def coordinated(self) -> "MatchQuerySet":
        """Proposed by a coordinator and agreed to: what counts as コーディネート件数."""
        return self.filter(proposed_by__isnull=False, status__in=Match.HOLDING)

    def to_decide(self) -> "MatchQuerySet":
        """Agreed and to come, though something that held then holds no longer.

        They rest now, took a consent to hosts back, or lack on that day a qualification that is
        asked for: it expires, has to be shown again, or is asked for only since.
        """
        given = Consent.objects.to_hosts().filter(
            volunteer=OuterRef("volunteer"), item=OuterRef("item")
        )
        taken_back = Consent.objects.filter(
            ~Exists(given),
            volunteer=OuterRef("volunteer"),
            audience=Consent.Audience.HOST,
            withdrawn_at__isnull=False,
        )
        of_opening = Opening.qualifications.through.objects.filter(
            opening=OuterRef(OuterRef("shift__opening"))
        )
        valid = Qualification.objects.valid_on(OuterRef(OuterRef("on_day"))).filter(
            volunteer=OuterRef(OuterRef("volunteer")), kind=OuterRef("pk")
        )
        lacking = QualificationKind.objects.filter(
            Q(pk__in=of_opening.values("qualificationkind"))
            | Q(roles=OuterRef("shift__opening__role")),
            ~Exists(valid),
        )
        coming = self.filter(status=Match.Status.ACCEPTED, shift__starts_at__gt=timezone.now())
        return coming.alias(on_day=TruncDate("shift__starts_at")).filter(
            ~Q(volunteer__status=Volunteer.Status.ACTIVE) | Exists(taken_back) | Exists(lacking)
        )

    def to_record(self) -> "MatchQuerySet":
        """Agreed and over, and nobody has written down yet whether they came."""
        return self.filter(status=Match.Status.ACCEPTED, shift__ends_at__lte=timezone.now())

    def for_list(self) -> "MatchQuerySet":
        return self.select_related(
            "volunteer__person", "shift__opening__organization", "shift__opening__center"
        )


@pghistory.track()
class Match(models.Model):
    """Somebody was put together with a shift (マッチング): proposed, or signed up by oneself.

    A proposal holds no place; agreeing takes one. The database counts places, keeps a second live
    match of the same two out, and keeps one person from being in two places at a time. Each change
    writes what became of it, by whom and why; each version stands in the history.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", "返事待ち"
        ACCEPTED = "accepted", "参加予定"
        DECLINED = "declined", "辞退"
        LAPSED = "lapsed", "返事の期限切れ"
        WITHDRAWN = "withdrawn", "取りやめ"
        CANCELLED = "cancelled", "中止"
        DONE = "done", "活動済み"
        ABSENT = "absent", "欠席"

    LIVE = (Status.PROPOSED, Status.ACCEPTED)
    HOLDING = (Status.ACCEPTED, Status.DONE, Status.ABSENT)

    shift = models.ForeignKey(
        Shift, verbose_name="活動の回", on_delete=models.PROTECT, related_name="matches"
    )
    volunteer = models.ForeignKey(
        Volunteer, verbose_name="ボランティア", on_delete=models.PROTECT, related_name="matches"
    )
    status = models.CharField("状態", max_length=10, choices=Status)
    held = DateTimeRangeField("時間", editable=False)
    proposed_by = models.ForeignKey(
        "people.User",
        verbose_name="声をかけた職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="空ならば、本人の申込です。",
    )
    words = models.CharField("ひとこと", max_length=300, blank=True)
    reasons = models.JSONField(
        "声をかけた理由", default=list, blank=True, help_text="合う理由として示したことば"
    )
    answer_by = models.DateTimeField("返事の期限", null=True, blank=True)
    created_at = models.DateTimeField("日時", auto_now_add=True)
    changed_at = models.DateTimeField("変わった日時", auto_now=True)
    changed_by = models.ForeignKey(
        "people.User",
        verbose_name="変えた人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="空ならば自動です。",
    )
    why = models.CharField("理由", max_length=200, blank=True)
    thanked_at = models.DateTimeField("お礼を伝えた日時", null=True, blank=True)
    thanks = models.CharField("お礼のことば", max_length=300, blank=True)
    number = receipt_field()

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "マッチング"
        ordering = ["shift__starts_at", "pk"]
        triggers = [HOLD_THE_SHIFT, *COUNT_WHO_COMES]
        indexes = [
            models.Index(
                fields=["answer_by"],
                condition=Q(status="proposed"),
                name="proposals_unanswered",
            ),
            models.Index(fields=["volunteer", "-created_at"], name="last_asked"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "volunteer"],
                condition=Q(status__in=["proposed", "accepted", "done", "absent"]),
                name="one_live_match_per_shift",
                violation_error_code="already_matched",
                violation_error_message="この方は、この回にすでに声をかけられているか、参加が決まっています。",
            ),
            ExclusionConstraint(
                name="nobody_is_in_two_places",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=["accepted", "done"]),
                violation_error_code="double_shift",
                violation_error_message=(
                    "同じ時間に、ほかの活動が決まっています。どちらかを選んでください。"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="proposed")
                | Q(proposed_by__isnull=False, answer_by__isnull=False),
                name="a_proposal_has_a_deadline",
                violation_error_code="no_deadline",
                violation_error_message="返事の期限を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer} {self.shift}"

    @property
    def number_spelled(self) -> str:
        return spelled(self.number)

    @property
    def day(self) -> date:
        return timezone.localdate(self.shift.starts_at)

    @property
    def is_proposed(self) -> bool:
        return self.status == self.Status.PROPOSED

    @property
    def is_overdue(self) -> bool:
        """Nobody answered in time; the next minute it lapses."""
        return self.is_proposed and self.answer_by is not None and self.answer_by <= timezone.now()

    @property
    def is_accepted(self) -> bool:
        return self.status == self.Status.ACCEPTED
