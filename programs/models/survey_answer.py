from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.people.models import User

from .attendance import Attendance
from .course import Course
from .sign_up import SignUp

SURVEY_DAYS = int(settings.CITY["letters"]["survey_days"])


def answerable_until(course: Course) -> datetime | None:
    """Until when the answers to a course's survey are given and changed."""
    return course.ends_at and course.ends_at + timedelta(days=SURVEY_DAYS)


def is_answerable(course: Course) -> bool:
    """Whether the course is over and its answers are still taken."""
    until = answerable_until(course)
    return course.is_over and until is not None and timezone.now() <= until


class SurveyAnswer(models.Model):
    """One person's answer after a course (満足度). Staff see it only in groups of five or more."""

    class Mark(models.IntegerChoices):
        VERY_GOOD = 5, "とてもよかった"
        GOOD = 4, "よかった"
        SO_SO = 3, "ふつう"
        POOR = 2, "あまりよくなかった"
        BAD = 1, "よくなかった"

    class Use(models.TextChoices):
        DAILY = "daily", "ふだんのくらし"
        FAMILY = "family", "家族や子育て"
        WORK = "work", "仕事"
        COMMUNITY = "community", "地域での活動"
        TEACH = "teach", "人に教える・伝える"
        MORE = "more", "もっと学ぶ"
        NOT_YET = "not_yet", "まだ決めていない"

    sign_up = models.OneToOneField(
        SignUp, verbose_name="申込", on_delete=models.PROTECT, related_name="survey_answer"
    )
    satisfaction = models.PositiveSmallIntegerField(
        "満足度", choices=Mark, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    uses = ArrayField(
        models.CharField(max_length=9, choices=Use),
        verbose_name="生かしたいところ",
        default=list,
        blank=True,
    )
    comment = models.TextField("ご意見", blank=True, validators=[MaxLengthValidator(1_000)])
    wants_activity = models.BooleanField("活動に関心がある", default=False)
    answered_at = models.DateTimeField("回答日時", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "アンケートの回答"
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__gte=1, satisfaction__lte=5),
                name="satisfaction_is_one_to_five",
                violation_error_code="satisfaction_out_of_range",
                violation_error_message="満足度は1から5で選んでください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.satisfaction}"

    @classmethod
    @transaction.atomic
    def give(cls, sign_up: SignUp, **said: Any) -> "SurveyAnswer":
        """Keep what this person says of the course; said again in time, it replaces the first.

        Codes: not_attended, not_over, survey_closed.
        """
        own = (
            SignUp.objects.select_for_update(of=["self"])
            .select_related("course")
            .get(pk=sign_up.pk)
        )
        refuse_unless_answerable(own)
        answer = cls.objects.filter(sign_up=own).first() or cls(sign_up=own)
        for name, value in said.items():
            setattr(answer, name, value)
        answer.answered_at = timezone.now()
        answer.full_clean()
        answer.save()
        return answer


def refuse_unless_answerable(sign_up: SignUp) -> None:
    """Refuse an answer of one who was not there, and one too early or too late.

    Codes: not_attended, not_over, survey_closed.
    """
    course = sign_up.course
    if not course.is_over:
        raise ValidationError(
            "アンケートは、最後の回が終わってからお答えいただけます。", code="not_over"
        )
    if not is_answerable(course):
        raise ValidationError(
            f"アンケートの受付は、最後の回から{SURVEY_DAYS}日で終わりました。"
            "ご意見は、会場にお電話ください。",
            code="survey_closed",
        )
    came = sign_up.attendances.filter(state=Attendance.State.PRESENT)
    if not (sign_up.is_seated and came.exists()):
        raise ValidationError(
            "出席の記録がありません。出席された方は、会場にお知らせください。",
            code="not_attended",
        )


def unanswered_by(user: User) -> models.QuerySet[SignUp]:
    """The sign-ups of `user`'s household whose survey is open and not answered yet."""
    now = timezone.now()
    came = Attendance.objects.filter(state=Attendance.State.PRESENT).values("sign_up")
    return (
        SignUp.objects.of(user)
        .seated()
        .filter(
            pk__in=came,
            survey_answer=None,
            course__ends_at__lt=now,
            course__ends_at__gte=now - timedelta(days=SURVEY_DAYS),
        )
        .select_related("course", "person")
        .order_by("course__ends_at", "pk")
    )
