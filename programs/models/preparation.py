from django.db import models

from centers.volunteers.models import Training, VolunteerRole

from .course import Course


class Preparation(models.Model):
    """A course prepares for a role (めざす役割), at one step of the way to it.

    Basic leads to skill-up, skill-up to leading. Who finishes the course is shown what comes next:
    openings for the role, and courses a step further.
    """

    course = models.ForeignKey(
        Course, verbose_name="講座", on_delete=models.CASCADE, related_name="preparations"
    )
    role = models.ForeignKey(
        VolunteerRole,
        verbose_name="めざす役割",
        on_delete=models.PROTECT,
        related_name="preparations",
    )
    level = models.PositiveSmallIntegerField(
        "段階", choices=Training.Level, default=Training.Level.BASIC
    )

    class Meta:
        verbose_name = verbose_name_plural = "めざす役割"
        ordering = ["role__order", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "role"],
                name="one_preparation_per_course_and_role",
                violation_error_code="already_prepares",
                violation_error_message="この役割は、すでに入っています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}（{self.get_level_display()}）"
