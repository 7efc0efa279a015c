import pghistory
from django.core.exceptions import ValidationError
from django.db import models

from centers.models import UserGroup
from portal.people.models import User
from portal.refusal import refused_by_database

from .course import Course


@pghistory.track()
class Circle(models.Model):
    """A group that grew out of a course (講座から生まれた団体), and books rooms like any other."""

    course = models.ForeignKey(
        Course, verbose_name="講座", on_delete=models.PROTECT, related_name="circles"
    )
    group = models.OneToOneField(
        UserGroup, verbose_name="利用団体", on_delete=models.PROTECT, related_name="circle"
    )
    founded_at = models.DateTimeField("はじまり", auto_now_add=True)
    by = models.ForeignKey(
        "people.User", verbose_name="書いたアカウント", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "講座から生まれた団体"
        ordering = ["-founded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.group}"

    @classmethod
    def found(cls, course: Course, group: UserGroup, *, by: User) -> "Circle":
        """Say of a group that it grew out of `course`, whose learners founded it.

        Pressed twice it is said once. Codes: not_a_learner, grew_elsewhere.
        """
        if not course.sign_ups.seated().filter(person=group.representative_id).exists():
            raise ValidationError(
                "団体の代表者が、この講座に参加した方ではありません。参加した方が代表の団体を選んでください。",
                code="not_a_learner",
            )
        with refused_by_database(cls):
            circle, _ = cls.objects.get_or_create(
                group=group, defaults={"course": course, "by": by}
            )
        if circle.course_id != course.pk:
            raise ValidationError(
                f"この団体は、「{circle.course}」から生まれた団体として登録されています。",
                code="grew_elsewhere",
            )
        return circle
