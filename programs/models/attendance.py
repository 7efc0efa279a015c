"""Who came, and who finished."""

import secrets

import pghistory
from django.db import models
from django.urls import reverse

from portal.japan import calendar

from .session import Session
from .sign_up import SignUp

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another


def new_code() -> str:
    """Twelve characters that nobody guesses and everybody can read out."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(12))


@pghistory.track()
class Attendance(models.Model):
    """Whether one person came to one session (出席).

    Taps on a poor line arrive late, twice or out of order: the newest tap counts, so a row is
    changed only by a tap later than the one it holds.
    """

    class State(models.TextChoices):
        PRESENT = "present", "出席"
        EXCUSED = "excused", "欠席の連絡あり"
        UNKNOWN = "unknown", "未確認"

    session = models.ForeignKey(
        Session, verbose_name="回", on_delete=models.PROTECT, related_name="attendances"
    )
    sign_up = models.ForeignKey(
        SignUp, verbose_name="申込", on_delete=models.PROTECT, related_name="attendances"
    )
    state = models.CharField("出欠", max_length=8, choices=State)
    tapped_at = models.DateTimeField("押した時刻")
    by = models.ForeignKey(
        "people.User", verbose_name="記録した人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "出席"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "sign_up"],
                name="one_attendance_per_session",
                violation_error_code="already_recorded",
                violation_error_message="この回の出欠は、すでに記録されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.get_state_display()}"


class CompletionQuerySet(models.QuerySet["Completion"]):
    def valid(self) -> "CompletionQuerySet":
        return self.filter(taken_back_at=None)


@pghistory.track()
class Completion(models.Model):
    """That somebody finished a course by its own rule (修了); what the certificate says.

    Name and title stay as they were that day. Where attendance is corrected and the rule is no
    longer met, the row is kept as taken back, so that a printed certificate can be told apart
    from one that never was.
    """

    sign_up = models.OneToOneField(
        SignUp, verbose_name="申込", on_delete=models.PROTECT, related_name="completion"
    )
    code = models.CharField("修了証の番号", max_length=12, unique=True, default=new_code)
    completed_on = models.DateField("修了日")
    name = models.CharField("修了者", max_length=80)
    course_title = models.CharField("講座名", max_length=120)
    attended = models.PositiveSmallIntegerField("出席した回")
    held = models.PositiveSmallIntegerField("開かれた回")
    units = models.PositiveSmallIntegerField("単位", default=0)
    created_at = models.DateTimeField("作成", auto_now_add=True)
    taken_back_at = models.DateTimeField("取り消した日時", null=True, editable=False)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "修了"
        ordering = ["-completed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.course_title}"

    def get_absolute_url(self) -> str:
        """The certificate, for the one who earned it."""
        return reverse("programs:certificate", args=[self.sign_up_id])

    def address_to_check(self) -> str:
        """Where anybody who holds the paper finds whether it is genuine."""
        return reverse("programs:certificate_check", args=[self.code])

    @property
    def number(self) -> str:
        """The code as people read it out: 「ABCD-EFGH-JKLM」."""
        return "-".join(self.code[start : start + 4] for start in range(0, 12, 4))

    @property
    def masked_name(self) -> str:
        """Enough to compare with the paper, too little to learn a name from: 「髙〇 花〇」."""
        return " ".join(part[:1] + "〇" * max(len(part) - 1, 1) for part in self.name.split())

    @property
    def completed_in_era(self) -> str:
        """The day as a certificate writes it: 「令和8年11月21日」."""
        return calendar.era_date(self.completed_on)

    @property
    def is_valid(self) -> bool:
        return self.taken_back_at is None
