from datetime import date

from django.db import models


class OpenSlotQuerySet(models.QuerySet["OpenSlot"]):
    def between(self, first: date, last: date) -> "OpenSlotQuerySet":
        """From `first` to `last`, both included."""
        return self.filter(day__gte=first, day__lte=last)


class OpenSlot(models.Model):
    """A slot in which a centre is open on a day: what may be asked for, and what is counted.

    A view of the database over `OpenDay` and `Slot`: a centre's own slots where it has any, else
    those of every centre, in force on the day, and covered wholly by the hours of that day. It
    joins like any table: `Room.objects.filter(center__open_slots__day=…)`.
    """

    pk = models.CompositePrimaryKey("center_id", "day", "slot_id")
    center = models.ForeignKey(
        "centers.Center", on_delete=models.DO_NOTHING, related_name="open_slots"
    )
    day = models.DateField("日")
    slot = models.ForeignKey("centers.Slot", on_delete=models.DO_NOTHING, related_name="open_slots")
    starts_at = models.DateTimeField("開始")
    ends_at = models.DateTimeField("終了")

    objects = OpenSlotQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "centers_openslot"
        verbose_name = verbose_name_plural = "開いている区分"
        ordering = ["day", "starts_at"]

    def __str__(self) -> str:
        return f"{self.day} {self.slot}"
