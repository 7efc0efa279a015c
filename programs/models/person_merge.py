from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class PersonMerge(models.Model):
    """That two registrations were found to be one person (名寄せ); can be undone."""

    kept = models.ForeignKey(
        "people.Person", verbose_name="残した登録", on_delete=models.PROTECT, related_name="+"
    )
    absorbed = models.ForeignKey(
        "people.Person",
        verbose_name="まとめた登録",
        on_delete=models.PROTECT,
        related_name="merges",
    )
    by = models.ForeignKey(
        "people.User", verbose_name="まとめた職員", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("日時", default=timezone.now, editable=False)
    before = models.JSONField("元にもどすための控え", default=dict)
    undone_at = models.DateTimeField("元にもどした日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        "people.User",
        verbose_name="元にもどした職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "名寄せ"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(undone_at__isnull=True),
                name="a_person_is_merged_once",
                violation_error_code="already_merged",
                violation_error_message="この登録は、すでにまとめられています。",
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("absorbed")),
                name="nobody_is_merged_with_oneself",
                violation_error_code="same_person",
                violation_error_message="同じ登録どうしはまとめられません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"

    @property
    def joined_volunteers(self) -> bool:
        """Whether both were volunteers, whose consents are narrower since."""
        return bool((self.before.get("volunteer") or {}).get("joined"))
