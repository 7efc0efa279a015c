from django.db import models


class Room(models.Model):
    """A room of a centre (部屋)."""

    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        on_delete=models.CASCADE,
        related_name="rooms",
    )
    name = models.CharField("名称", max_length=40)
    capacity = models.PositiveSmallIntegerField("定員", null=True, blank=True)
    floor = models.SmallIntegerField("階", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "部屋"
        ordering = ["floor", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "name"],
                name="one_room_of_a_name",
                violation_error_code="room_name_taken",
                violation_error_message="この名称の部屋はすでにあります。",
            )
        ]

    def __str__(self) -> str:
        return self.name
