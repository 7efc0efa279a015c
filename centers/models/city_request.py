"""Requests from city hall (依頼事項): what a department asks of centres or of community groups.

The source (令和7年度 総務市民局の局区X方針、課題B(1)) counts 252 of them to the citizens' centres
and 127 to the community in 令和5年度, on centres run by three people each. What a request says
stands in `city_request_content`, what may happen to it here.
"""

from collections.abc import Collection
from decimal import Decimal

import pghistory
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from portal.japan import calendar
from portal.japan.text import as_meant, plain_spaces
from portal.people.models import User
from portal.people.permissions import works_for_section
from portal.refusal import refused_by_database

from .center import Center
from .city_request_content import CityRequestContent
from .city_request_queryset import CityRequestQuerySet
from .request_effort import RequestEffort


@pghistory.track()
class CityRequest(CityRequestContent):
    """One thing a department asks of centres or groups in one fiscal year, and what was decided.

    There are no accounts of departments: the section enters what they ask for, under their name.
    Every change writes what happened, by whom and why; the database keeps each version.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "下書き"
        ASKED = "asked", "依頼中"
        DECIDED = "decided", "決定"

    class Decision(models.TextChoices):
        KEEP = "keep", "続ける"
        MERGE = "merge", "ほかの依頼にまとめる"
        REPLACE = "replace", "ほかの方法に替える"
        STOP = "stop", "やめる"

    class What(models.TextChoices):
        WRITTEN = "written", "下書きを作りました"
        ROLLED_OVER = "rolled_over", "前の年度から引きつぎました"
        CHANGED = "changed", "内容を変えました"
        ASKED = "asked", "依頼しました"
        DECIDED = "decided", "決めました"
        REOPENED = "reopened", "決めなおすことにしました"

    previous = models.OneToOneField(
        "self",
        verbose_name="前の年度の依頼",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="following",
    )
    status = models.CharField(
        "状態", max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    asked_at = models.DateTimeField("依頼した日時", null=True, blank=True, editable=False)
    decision = models.CharField(
        "決めたこと", max_length=10, choices=Decision, blank=True, editable=False
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="まとめる先の依頼",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )
    instead = models.CharField("替わりの方法", max_length=300, blank=True, editable=False)
    what = models.CharField(
        "最後にあったこと", max_length=12, choices=What, default=What.WRITTEN, editable=False
    )
    why = models.CharField("理由", max_length=500, blank=True, editable=False)
    changed_by = models.ForeignKey(
        "people.User",
        verbose_name="変えた人",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField("変えた日時", default=timezone.now, editable=False)
    version = models.PositiveIntegerField("版", default=0, editable=False)

    objects = CityRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "依頼事項"
        ordering = ["-year", "first_day", "bureau", "section", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="a_request_ends_after_it_begins",
                violation_error_code="days_out_of_order",
                violation_error_message="終わる日は、はじまる日と同じか、あとの日にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(basis="none") | ~Q(basis_text=""),
                name="a_basis_has_a_name",
                violation_error_code="unnamed_basis",
                violation_error_message="根拠の名前（法律、条例、計画など）を書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=Decimal("0.25"), hours__lte=2_000),
                name="a_request_takes_some_time",
                violation_error_code="hours_out_of_range",
                violation_error_message="かかる時間は、0.25〜2,000時間で書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(status="decided", decided_at__isnull=False) & ~Q(decision="")
                | ~Q(status="decided") & Q(decision="", decided_at=None),
                name="what_is_decided_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=Q(decision="merge", merged_into__isnull=False)
                | ~Q(decision="merge") & Q(merged_into=None),
                name="what_is_merged_says_into_what",
            ),
            models.CheckConstraint(
                condition=Q(decision="replace") & ~Q(instead="")
                | ~Q(decision="replace") & Q(instead=""),
                name="what_is_replaced_says_by_what",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="no_request_is_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("city_requests:request", args=[self.pk])

    # ------------------------------------------------------------ what it is

    @property
    def state_name(self) -> str:
        """「下書き」「依頼中」, and of what was decided the decision itself."""
        return self.get_decision_display() or self.get_status_display()

    @property
    def is_in_force(self) -> bool:
        """Whether it takes time: asked for, and not decided otherwise."""
        return self.status == self.Status.ASKED or self.decision == self.Decision.KEEP

    @property
    def may_be_written(self) -> bool:
        return self.status != self.Status.DECIDED

    def was_decided(self, decision: str, why: str, *, by: User) -> bool:
        """Whether the last thing that happened was this very decision."""
        return (self.decision, self.why, self.changed_by) == (decision, as_meant(why), by)

    def concerns(self, center: Center) -> bool:
        return self.everywhere or self.centers.filter(pk=center.pk).exists()

    # ------------------------------------------------------------ its way

    def write(self, centers: Collection[Center], *, by: User, version: int | None = None) -> None:
        """Keep what was written: a new draft, or a change before it is decided.

        Codes: not_section, stale, not_now, no_centers, and those of the fields.
        """
        _refuse_outsiders(by)
        if not (self.everywhere or centers):
            raise ValidationError(
                {
                    "centers": ValidationError(
                        "「すべて」にするか、市民センターを選んでください。", code="no_centers"
                    )
                }
            )
        with refused_by_database(CityRequest), transaction.atomic():
            if self.pk:
                standing = CityRequest.objects.select_for_update().get(pk=self.pk)
                standing._refuse_unless_seen(version)
                standing._refuse_unless({self.Status.DRAFT, self.Status.ASKED})
                for name in ("status", "asked_at", "version", "previous_id"):
                    setattr(self, name, getattr(standing, name))
            what = self.What.CHANGED if self.pk else self.What.WRITTEN
            self._keep(what, by, "")
            self.centers.set([] if self.everywhere else centers)

    @transaction.atomic
    def ask(self, *, by: User, version: int) -> None:
        """Send the draft: from now on it counts as work. Codes: not_section, stale, not_now."""
        self._lock(by, version)
        self._refuse_unless({self.Status.DRAFT})
        self.status, self.asked_at = self.Status.ASKED, timezone.now()
        self._keep(self.What.ASKED, by, "")

    @transaction.atomic
    def decide(
        self,
        decision: str,
        why: str,
        *,
        by: User,
        version: int,
        into: "CityRequest | None" = None,
        instead: str = "",
    ) -> None:
        """Keep it, merge it into another, replace it by something, or stop it; always with reasons.

        Codes: not_section, stale, not_now, no_decision, no_reason, no_target, target_not_in_force,
        no_replacement, others_merged_here.
        """
        merges = decision == self.Decision.MERGE
        _lock_in_order(self, into if merges else None)
        self._lock(by, version)
        self._refuse_unless({self.Status.DRAFT, self.Status.ASKED})
        if decision not in self.Decision.values:
            raise ValidationError("どうするかを選んでください。", code="no_decision")
        if not as_meant(why):
            raise ValidationError("決めた理由を書いてください。", code="no_reason")
        if decision == self.Decision.REPLACE and not plain_spaces(instead):
            raise ValidationError("何に替えるかを書いてください。", code="no_replacement")
        if merges:
            self._refuse_target(into)
        if decision != self.Decision.KEEP and (others := list(self.merged.all()[:3])):
            named = "、".join(f"「{one}」" for one in others)
            raise ValidationError(
                f"この依頼には{named}がまとめられています。先に、それらを決めなおしてください。",
                code="others_merged_here",
            )
        self.status, self.decision = self.Status.DECIDED, decision
        self.decided_at = timezone.now()
        self.asked_at = self.asked_at or self.decided_at
        self.merged_into = into if merges else None
        self.instead = plain_spaces(instead) if decision == self.Decision.REPLACE else ""
        self._keep(self.What.DECIDED, by, as_meant(why))

    @transaction.atomic
    def reopen(self, why: str, *, by: User, version: int) -> None:
        """Take a decision back, to decide anew. Codes: not_section, stale, not_now, no_reason,
        others_merged_here."""
        self._lock(by, version)
        self._refuse_unless({self.Status.DECIDED})
        if not as_meant(why):
            raise ValidationError("決めなおす理由を書いてください。", code="no_reason")
        self.status, self.decision, self.decided_at = self.Status.ASKED, "", None
        self.merged_into, self.instead = None, ""
        self._keep(self.What.REOPENED, by, as_meant(why))

    @transaction.atomic
    def record_effort(
        self, center: Center, hours: Decimal, *, by: User, note: str = ""
    ) -> RequestEffort:
        """What it really took a centre, told by its staff; told again, the newer counts.

        Codes: not_your_center, not_asked, and those of the fields.
        """
        self.refresh_from_db(from_queryset=CityRequest.objects.select_for_update())
        if not Center.objects.editable_by(by).filter(pk=center.pk).exists():
            raise ValidationError("担当の市民センターの分だけ書けます。", code="not_your_center")
        if self.status == self.Status.DRAFT or not self.concerns(center):
            raise ValidationError(
                f"この依頼は、{center.name}にはまだ出ていません。", code="not_asked"
            )
        effort = RequestEffort.objects.filter(request=self, center=center).first()
        effort = effort or RequestEffort(request=self, center=center)
        effort.hours, effort.note, effort.by = hours, plain_spaces(note), by
        effort.full_clean()
        effort.save()
        return effort

    # ------------------------------------------------------------ what all of them do

    def _lock(self, by: User, version: int) -> None:
        _refuse_outsiders(by)
        self.refresh_from_db(from_queryset=CityRequest.objects.select_for_update())
        self._refuse_unless_seen(version)

    def _refuse_unless_seen(self, version: int | None) -> None:
        if version != self.version:
            raise ValidationError(
                f"先に、{self._last}。いまの内容を確かめてから、もう一度進めてください。",
                code="stale",
            )

    def _refuse_unless(self, states: set) -> None:
        if self.status not in states:
            raise ValidationError(
                f"いまは「{self.state_name}」なので、できません。{self._last}。", code="not_now"
            )

    @property
    def _last(self) -> str:
        moment = calendar.local(self.changed_at)
        who = f"{self.changed_by}さんが" if self.changed_by else ""
        told = self.get_what_display()
        if self.decision:
            told = f"「{self.get_decision_display()}」と{told}"
        return f"{calendar.long_date(moment)}{calendar.clock(moment)}に、{who}{told}"

    def _refuse_target(self, into: "CityRequest | None") -> None:
        if into is None or into.pk == self.pk or into.year != self.year or into.to != self.to:
            raise ValidationError(
                "まとめる先に、同じ年度の、同じ相手への依頼を選んでください。", code="no_target"
            )
        into.refresh_from_db()
        if not into.is_in_force:
            raise ValidationError(
                f"「{into}」は「{into.state_name}」なので、まとめられません。"
                "ほかの依頼を選んでください。",
                code="target_not_in_force",
            )

    def _keep(self, what: "CityRequest.What", by: User | None, why: str) -> None:
        self.what, self.changed_by, self.why = what, by, why
        self.changed_at = timezone.now()
        self.version += 1
        self.full_clean()
        self.save()


def _lock_in_order(*requests: CityRequest | None) -> None:
    """Take the rows by their keys, so that two merges into each other do not wait for ever."""
    keys = sorted(one.pk for one in requests if one is not None and one.pk)
    list(CityRequest.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))


def _refuse_outsiders(by: User) -> None:
    if not works_for_section(by):
        raise ValidationError("依頼事項は、生涯学習課の職員が決めます。", code="not_section")
