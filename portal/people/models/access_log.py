from collections.abc import Iterable

from django.db import models
from django.utils import timezone


class AccessLog(models.Model):
    """One look by staff at another person's data: who, whom, why, when (個人情報保護法 66条)."""

    at = models.DateTimeField("日時", auto_now_add=True)
    viewer = models.ForeignKey(
        "people.User", verbose_name="見た職員", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "people.Person",
        verbose_name="見られた人",
        on_delete=models.CASCADE,
        related_name="looked_at",
    )
    reason = models.CharField("目的", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "個人情報の閲覧記録"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.viewer}"

    @classmethod
    def record(cls, viewer, people: Iterable[int], *, reason: str) -> None:
        """Write down that `viewer` was shown the people with these keys, one row each."""
        AccessLog.objects.bulk_create(
            AccessLog(viewer=viewer, person_id=pk, reason=reason) for pk in sorted(set(people))
        )
