import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Mod
from django.utils import timezone

from portal.people.models import User

ALREADY = "この方は、すでにこの講座に申し込んでいます。マイページでお確かめください。"

# Coprime to 10^9, so that every sign-up gets a number of its own that tells nothing about how
# many came before.
RECEIPT_STEP = 618_033_989
RECEIPTS = 1_000_000_000


def _count(name: str, operation: pgtrigger.Operation, rows: str, tables: dict[str, str]):
    """A trigger that adds the seats a statement took and gave back to `Course.seats_taken`."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        # Safe: `rows` is one of the constants below.
        func=f"""
            UPDATE programs_course c SET seats_taken = c.seats_taken + d.seats
            FROM (SELECT course_id, sum(seats) AS seats FROM ({rows}) r GROUP BY course_id) d
            WHERE c.id = d.course_id AND d.seats <> 0;
            RETURN NULL;
        """,  # noqa: S608
    )


TAKEN = "SELECT course_id, 1 AS seats FROM new_rows WHERE status = 'seated'"
GIVEN_BACK = "SELECT course_id, -1 AS seats FROM old_rows WHERE status = 'seated'"


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def live(self) -> "SignUpQuerySet":
        return self.exclude(status=SignUp.Status.WITHDRAWN)

    def of(self, user) -> "SignUpQuerySet":
        """The sign-ups of `user`'s own household."""
        if not user.is_authenticated or user.household_id is None:
            return self.none()
        return self.filter(person__household_id=user.household_id)

    def visible_to(self, user) -> "SignUpQuerySet":
        """Those of the courses a member of staff may edit."""
        from .course import Course  # noqa: PLC0415  courses are declared after sign-ups

        return self.filter(course__in=Course.objects.editable_by(user))


@pghistory.track()
class SignUp(models.Model):
    """One person's place in one course (申込)."""

    class Status(models.TextChoices):
        SEATED = "seated", "参加できます"
        WITHDRAWN = "withdrawn", "取り消しました"

    class Event(models.TextChoices):
        SEATED = "seated", "申込を受け付けました"
        WITHDRAWN = "withdrawn", "申込を取り消しました"

    course = models.ForeignKey(
        "programs.Course", verbose_name="講座", on_delete=models.PROTECT, related_name="sign_ups"
    )
    person = models.ForeignKey(
        "people.Person", verbose_name="参加者", on_delete=models.PROTECT, related_name="sign_ups"
    )
    by = models.ForeignKey(
        "people.User",
        verbose_name="申し込んだアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.SEATED)
    created_at = models.DateTimeField("申込日時", auto_now_add=True)
    receipt = models.GeneratedField(
        expression=Mod(F("id") * RECEIPT_STEP, RECEIPTS),
        output_field=models.BigIntegerField(),
        db_persist=True,
        verbose_name="受付番号",
    )

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申込"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=~Q(status="withdrawn"),
                name="one_live_sign_up_per_person",
                violation_error_code="already_signed_up",
                violation_error_message=ALREADY,
            ),
            models.UniqueConstraint(fields=["receipt"], name="one_sign_up_per_receipt"),
        ]
        triggers = [
            _count("take_seats", pgtrigger.Insert, TAKEN, {"new": "new_rows"}),
            _count("give_seats_back", pgtrigger.Delete, GIVEN_BACK, {"old": "old_rows"}),
            _count(
                "move_seats",
                pgtrigger.Update,
                f"{TAKEN} UNION ALL {GIVEN_BACK}",
                {"new": "new_rows", "old": "old_rows"},
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def receipt_number(self) -> str:
        """The receipt as people read it out: 「123-456-789」."""
        digits = f"{self.receipt:09d}"
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"

    @property
    def is_live(self) -> bool:
        return self.status != self.Status.WITHDRAWN

    @property
    def can_be_withdrawn(self) -> bool:
        """Until the course's sign-up closes; afterwards the venue has prepared."""
        return self.is_live and not self.course.is_closed

    def refuse_second(self) -> None:
        """Refuse when this person holds a live place already. Code: already_signed_up."""
        if SignUp.objects.live().filter(course=self.course, person=self.person).exists():
            raise ValidationError(ALREADY, code="already_signed_up")

    @transaction.atomic
    def withdraw(self, *, by: User) -> "SignUp":
        """Give the seat back, before the sign-up deadline.

        Codes: already_withdrawn, too_late_to_withdraw.
        """
        from .course import Course  # noqa: PLC0415  courses are declared after sign-ups

        course = Course.objects.for_sign_up().select_for_update().get(pk=self.course_id)
        sign_up = SignUp.objects.select_for_update().get(pk=self.pk)
        if not sign_up.is_live:
            raise ValidationError(
                "この申込は、すでに取り消されています。", code="already_withdrawn"
            )
        if course.is_closed:
            raise ValidationError(
                "取り消せる期限を過ぎました。お手数ですが、会場にお電話ください。",
                code="too_late_to_withdraw",
            )
        sign_up.status = self.Status.WITHDRAWN
        sign_up.save(update_fields=["status"])
        Withdrawal.objects.create(sign_up=sign_up, by=by)
        tell(sign_up, SignUp.Event.WITHDRAWN)
        return sign_up


class Withdrawal(models.Model):
    """That a sign-up was given back, by whom and when (取消)."""

    sign_up = models.OneToOneField(
        SignUp, verbose_name="申込", on_delete=models.CASCADE, related_name="withdrawal"
    )
    by = models.ForeignKey(
        "people.User",
        verbose_name="取り消したアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField("取消日時", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "取消"

    def __str__(self) -> str:
        return f"{self.sign_up} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"


def tell(sign_up: SignUp, event: SignUp.Event) -> None:
    """Queue the mail about `event`, in the present transaction."""
    from programs.tasks import tell_about_sign_up  # noqa: PLC0415  tasks import models

    tell_about_sign_up.enqueue(sign_up.pk, event.value)
