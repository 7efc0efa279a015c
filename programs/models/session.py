import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def _summarise(name: str, operation: pgtrigger.Operation, rows: str) -> pgtrigger.Trigger:
    """A trigger that sums up the sessions of every course a statement touched."""
    tables = {"new_rows": "new", "old_rows": "old"}
    used = {tables[table]: table for table in tables if table in rows}
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**used),
        func=f"PERFORM programs_summarise_sessions(ARRAY({rows})); RETURN NULL;",
    )


class Session(models.Model):
    """One meeting of a course (回)."""

    course = models.ForeignKey(
        "programs.Course", verbose_name="講座", on_delete=models.CASCADE, related_name="sessions"
    )
    starts_at = models.DateTimeField("開始")
    ends_at = models.DateTimeField("終了")
    room = models.ForeignKey(
        "centers.Room", verbose_name="部屋", null=True, blank=True, on_delete=models.PROTECT
    )
    title = models.CharField("この回の内容", max_length=200, blank=True)
    all_day = models.BooleanField("時刻が決まっていない", default=False)
    cancelled_at = models.DateTimeField("中止した日時", null=True, editable=False)
    cancel_reason = models.CharField("中止の理由", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "回"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="session_begins_before_it_ends",
                violation_error_code="times_out_of_order",
                violation_error_message="終了は、開始よりあとにしてください。",
            )
        ]
        triggers = [
            _summarise("sum_up_new", pgtrigger.Insert, "SELECT course_id FROM new_rows"),
            _summarise("sum_up_gone", pgtrigger.Delete, "SELECT course_id FROM old_rows"),
            _summarise(
                "sum_up_changed",
                pgtrigger.Update,
                "SELECT course_id FROM new_rows UNION SELECT course_id FROM old_rows",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"
