from django.db import models


class Party(models.Model):
    """People who take part in a course together or not at all (組): a pair, parent and child."""

    course = models.ForeignKey(
        "programs.Course", verbose_name="講座", on_delete=models.PROTECT, related_name="parties"
    )
    created_at = models.DateTimeField("作成", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "組"

    def __str__(self) -> str:
        return f"組 {self.pk}"
