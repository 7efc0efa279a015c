from datetime import date

import pghistory
from django.db import models
from django.db.models import F, OuterRef, Q

from .role import QualificationKind


class QualificationQuerySet(models.QuerySet["Qualification"]):
    def valid_on(self, day: date | OuterRef) -> "QualificationQuerySet":
        """Seen by staff and not expired on `day`."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day), proof_seen_on__isnull=False)


@pghistory.track()
class Qualification(models.Model):
    """A volunteer holds a qualification, which counts once staff have seen the proof (資格)."""

    volunteer = models.ForeignKey(
        "volunteers.Volunteer",
        verbose_name="ボランティア",
        on_delete=models.CASCADE,
        related_name="qualifications",
    )
    kind = models.ForeignKey(
        QualificationKind, verbose_name="資格", on_delete=models.PROTECT, related_name="+"
    )
    obtained_on = models.DateField("取得した日", null=True, blank=True)
    expires_on = models.DateField("有効期限", null=True, blank=True)
    proof_seen_on = models.DateField("証明を確認した日", null=True, blank=True)
    proof_seen_by = models.ForeignKey(
        "people.User",
        verbose_name="確認した職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "資格"
        ordering = ["kind__name", "-expires_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "kind"],
                name="one_qualification_of_a_kind",
                violation_error_code="already_qualified",
                violation_error_message="この資格は、すでに登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(obtained_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(obtained_on__lte=F("expires_on")),
                name="a_qualification_expires_after_it_began",
                violation_error_code="days_out_of_order",
                violation_error_message="有効期限は、取得した日よりあとにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(proof_seen_on__isnull=True, proof_seen_by__isnull=True)
                | Q(proof_seen_on__isnull=False, proof_seen_by__isnull=False),
                name="a_proof_was_seen_by_somebody",
                violation_error_code="seen_by_nobody",
                violation_error_message="証明を確認した日と職員を、両方書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.kind)

    def is_valid_on(self, day: date) -> bool:
        """Seen by staff and not expired on `day`."""
        is_in_time = self.expires_on is None or self.expires_on >= day
        return self.proof_seen_on is not None and is_in_time
