from django.db import models


class Holiday(models.Model):
    """A day on which the calendar closes every centre: a national holiday or the year's end.

    Written ahead by `centers.calendar.holidays`, so that the database itself can lay out the
    opening calendar.
    """

    day = models.DateField("日", primary_key=True)
    reason = models.CharField("理由", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "祝日と年末年始"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"
