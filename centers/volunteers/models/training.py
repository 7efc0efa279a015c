import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .role import VolunteerRole


class Training(models.Model):
    """A training that prepares for roles (研修): a course of this portal, or one held elsewhere.

    `course` is the key of the course it stands for; the courses themselves are known only to the
    part of the portal above this one, which writes these rows. Of who finished it and is
    forgotten since, `forgotten` keeps the number.
    """

    class Level(models.IntegerChoices):
        BASIC = 1, "基礎"
        SKILL = 2, "スキルアップ"
        LEADER = 3, "リーダー"

    title = models.CharField("名称", max_length=100)
    level = models.PositiveSmallIntegerField("段階", choices=Level, default=Level.BASIC)
    roles = models.ManyToManyField(
        VolunteerRole, verbose_name="めざす役割", blank=True, related_name="trainings"
    )
    held_on = models.DateField("開催日（最後の日）")
    hours = models.DecimalField(
        "時間数",
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(2_000)],
    )
    organizer = models.CharField("主催", max_length=80, blank=True)
    forgotten = models.PositiveIntegerField(
        "名前を消した修了者の数",
        default=0,
        editable=False,
        help_text="保存期間が過ぎて、修了の記録を消した方の数です。",
    )
    course = models.PositiveBigIntegerField("講座の番号", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "研修"
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(course__isnull=False),
                name="one_training_per_course",
                violation_error_code="training_exists",
                violation_error_message="この講座の研修は、すでに登録されています。",
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class TrainingRecord(models.Model):
    """A person, volunteer yet or not, finished a training (研修の修了)."""

    training = models.ForeignKey(
        Training, verbose_name="研修", on_delete=models.CASCADE, related_name="records"
    )
    person = models.ForeignKey(
        "people.Person",
        verbose_name="参加者",
        on_delete=models.PROTECT,
        related_name="trainings",
    )
    finished_on = models.DateField("修了した日")

    class Meta:
        verbose_name = verbose_name_plural = "研修の修了"
        ordering = ["-finished_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "training"],
                name="one_record_per_training",
                violation_error_code="already_recorded",
                violation_error_message="この修了は、すでに記録されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.training}"
