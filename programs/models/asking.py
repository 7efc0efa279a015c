"""What a course asks of those who sign up, and what they answered."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.counting import counting
from portal.people.models import User
from portal.refusal import refused_by_database

from .sign_up import SignUp

LONGEST_ANSWER, LONGEST_LINE = 1_000, 200


class Question(models.Model):
    """A question of the course's own (申込のときの質問)."""

    class Kind(models.TextChoices):
        SHORT = "short", "ひとこと"
        LONG = "long", "文章"
        ONE = "one", "ひとつ選ぶ"
        MANY = "many", "いくつでも選ぶ"
        YES = "yes", "はい・いいえ"

    course = models.ForeignKey(
        "programs.Course", verbose_name="講座", on_delete=models.CASCADE, related_name="questions"
    )
    text = models.CharField("質問", max_length=200)
    kind = models.CharField("答え方", max_length=5, choices=Kind, default=Kind.SHORT)
    options = ArrayField(
        models.CharField(max_length=60),
        verbose_name="選択肢",
        default=list,
        blank=True,
        help_text="コンマで区切って書いてください。",
    )
    required = models.BooleanField("必ず答える", default=False)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "質問"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["one", "many"]) | Q(options__len__gte=2),
                name="a_choice_has_two_options",
                violation_error_code="too_few_options",
                violation_error_message="選ぶ質問には、選択肢を2つ以上書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class Answer(models.Model):
    """What one person answered to one question (回答); several choices one a line."""

    sign_up = models.ForeignKey(
        SignUp, verbose_name="申込", on_delete=models.CASCADE, related_name="answers"
    )
    question = models.ForeignKey(
        Question, verbose_name="質問", on_delete=models.PROTECT, related_name="answers"
    )
    text = models.TextField("答え", max_length=LONGEST_ANSWER)

    class Meta:
        verbose_name = verbose_name_plural = "回答"
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up", "question"],
                name="one_answer_per_question",
                violation_error_code="already_answered",
                violation_error_message="この質問には、すでに答えがあります。",
            )
        ]

    def __str__(self) -> str:
        return self.text[:30]


COUNT_CHILDCARE = counting(
    ("take_childcare", "end_childcare", "move_childcare"),
    """
    UPDATE programs_course c SET childcare_taken = c.childcare_taken + d.n
    FROM (
        SELECT s.course_id, sum(r.n) AS n
        FROM ({rows}) r JOIN programs_signup s ON s.id = r.sign_up_id
        GROUP BY s.course_id
    ) d
    WHERE c.id = d.course_id AND d.n <> 0;
    """,
    now="SELECT sign_up_id, 1 AS n FROM new_rows WHERE status = 'seated'",
    before="SELECT sign_up_id, -1 AS n FROM old_rows WHERE status = 'seated'",
)


@pghistory.track()
class ChildcarePlace(models.Model):
    """A small child looked after while somebody takes part (託児). Seats and queue of its own."""

    class Status(models.TextChoices):
        SEATED = "seated", "お預かりします"
        WAITING = "waiting", "託児のキャンセル待ちです"
        WITHDRAWN = "withdrawn", "取り消しました"

    sign_up = models.ForeignKey(
        SignUp, verbose_name="申込", on_delete=models.PROTECT, related_name="childcare_places"
    )
    child_name = models.CharField("お子さんの名前", max_length=60)
    child_age = models.PositiveSmallIntegerField(
        "開講日の年齢（月）",
        validators=[MinValueValidator(0)],
        help_text="月齢。1歳6か月なら18。",
    )
    note = models.CharField("アレルギーなど", max_length=300, blank=True)
    status = models.CharField("状態", max_length=9, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField("申込日時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "託児"
        ordering = ["pk"]
        triggers = COUNT_CHILDCARE

    def __str__(self) -> str:
        return self.child_name


class Payment(models.Model):
    """A fee taken at the counter, and given back if it was (参加費の受領)."""

    sign_up = models.ForeignKey(
        SignUp, verbose_name="申込", on_delete=models.PROTECT, related_name="payments"
    )
    amount = models.PositiveIntegerField("金額（円）")
    received_at = models.DateTimeField("受け取った日時", auto_now_add=True)
    received_by = models.ForeignKey(
        "people.User", verbose_name="受け取った職員", on_delete=models.PROTECT, related_name="+"
    )
    refunded_at = models.DateTimeField("返した日時", null=True, blank=True)
    refunded_by = models.ForeignKey(
        "people.User",
        verbose_name="返した職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "参加費の受領"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up"],
                condition=Q(refunded_at__isnull=True),
                name="a_fee_is_paid_once",
                violation_error_code="already_paid",
                violation_error_message="この方の参加費は、すでに受け取っています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount:,}円"

    @classmethod
    def receive(cls, sign_up: SignUp, *, by: User, amount: int | None = None) -> "Payment":
        """Take the fee of one who has a seat, as much as the course costs if not said otherwise.

        Codes: no_fee, not_seated, already_paid.
        """
        from .course import Course  # noqa: PLC0415  courses are declared after what they ask

        with refused_by_database(cls), transaction.atomic():
            course = Course.objects.locked(sign_up.course_id)
            own = SignUp.objects.get(pk=sign_up.pk)
            amount = course.fee if amount is None else amount
            if not amount:
                raise ValidationError("この講座に、受け取る参加費はありません。", code="no_fee")
            if not own.is_seated:
                raise ValidationError(
                    "席の決まっている方からだけ、参加費を受け取れます。", code="not_seated"
                )
            return cls.objects.create(sign_up=own, amount=amount, received_by=by)

    def refund(self, *, by: User) -> None:
        """Give the fee back, also to one who has left. Code: already_refunded."""
        with transaction.atomic():
            own = Payment.objects.select_for_update().get(pk=self.pk)
            if own.refunded_at:
                raise ValidationError("この参加費は、すでに返しています。", code="already_refunded")
            own.refunded_at, own.refunded_by = timezone.now(), by
            own.save(update_fields=["refunded_at", "refunded_by"])
        self.refresh_from_db()
