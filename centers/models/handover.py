from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.receipts import receipt_field, spelled

from .group import UserGroup

ANSWERED_WITHIN = timedelta(days=14)


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> "HandoverQuerySet":
        """Those that wait for an answer, and may still get it."""
        return self.filter(ended_at=None, asked_at__gt=timezone.now() - ANSWERED_WITHIN)

    def lapsed(self) -> "HandoverQuerySet":
        return self.filter(ended_at=None, asked_at__lte=timezone.now() - ANSWERED_WITHIN)

    def asked_of(self, user) -> "HandoverQuerySet":
        """Those `user` is asked to say yes to: who signs in proves the address by a code."""
        return self.open().filter(email=user.email.lower())

    def concerning(self, user) -> "HandoverQuerySet":
        """Those `user` is asked about, and those of the groups `user` may book for."""
        asked = Q(pk__in=self.asked_of(user).values("pk"))
        return self.filter(asked | Q(group__in=UserGroup.objects.of(user)))

    def done(self) -> "HandoverQuerySet":
        return self.filter(outcome=Handover.Outcome.ACCEPTED).order_by("-ended_at")


class Handover(models.Model):
    """Somebody else comes to represent a group (代表者の交代).

    Asked by the present representative, it waits for the yes of the one who signs in with the
    address that was named; written by staff, it is done at once. The rows are the group's history;
    the address is kept no longer than it is needed.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "交代しました"
        DECLINED = "declined", "引き受けられませんでした"
        TAKEN_BACK = "taken_back", "取りやめました"
        LAPSED = "lapsed", "返事がないまま、期限が過ぎました"

    group = models.ForeignKey(
        UserGroup, verbose_name="利用団体", on_delete=models.PROTECT, related_name="handovers"
    )
    from_person = models.ForeignKey(
        "people.Person", verbose_name="これまでの代表者", on_delete=models.PROTECT, related_name="+"
    )
    to_person = models.ForeignKey(
        "people.Person",
        verbose_name="新しい代表者",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField("頼む方のお名前", max_length=60, blank=True)
    email = models.EmailField("頼む方のメールアドレス", blank=True)
    why = models.CharField("理由", max_length=200, blank=True)
    by = models.ForeignKey(
        "people.User",
        verbose_name="申し込んだアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField("申込日時", auto_now_add=True)
    ended_at = models.DateTimeField("終わった日時", null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.User",
        verbose_name="答えたアカウント",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="空ならば自動です。",
    )
    outcome = models.CharField("結果", max_length=10, choices=Outcome, blank=True)

    receipt = receipt_field()

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表者の交代"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(ended_at__isnull=True),
                name="one_handover_of_a_group_at_a_time",
                violation_error_code="already_asked",
                violation_error_message="この団体の代表者の交代は、もう頼んであります。"
                "画面を開き直してください。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="a_handover_that_ended_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="accepted") | Q(to_person__isnull=False),
                name="who_takes_over_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.receipt_number}"

    @property
    def receipt_number(self) -> str:
        return spelled(self.receipt)

    @property
    def answer_until(self):
        return self.asked_at + ANSWERED_WITHIN

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and timezone.now() < self.answer_until
