from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from .slot import Slot


class Equipment(models.Model):
    """Something a room may have (設備): a piano, a projector, mirrors. Residents search by it."""

    slug = models.SlugField("アドレスの名前", max_length=30, unique=True)
    name = models.CharField("名称", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "設備"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class RoomQuerySet(models.QuerySet["Room"]):
    def bookable(self) -> "RoomQuerySet":
        """Those residents may ask for, in centres open to the public."""
        return self.filter(is_bookable=True, center__is_open_to_public=True)

    def editable_by(self, user) -> "RoomQuerySet":
        """The rooms of the centres `user` works for."""
        from .center import Center  # noqa: PLC0415  centres are declared beside rooms

        return self.filter(center__in=Center.objects.editable_by(user))


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
    equipment = models.ManyToManyField(Equipment, verbose_name="設備", blank=True)
    wheelchair = models.BooleanField("車いすで利用できる", default=False)
    note = models.CharField("使うときの注意", max_length=200, blank=True)
    is_bookable = models.BooleanField("利用の申請を受ける", default=True)
    changeover_minutes = models.PositiveSmallIntegerField(
        "入れ替えの時間（分）",
        default=0,
        validators=[MaxValueValidator(240)],
        help_text="利用が終わってから、次の利用を始められるまでの時間です。",
    )

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部屋"
        ordering = ["floor", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "name"],
                name="one_room_of_a_name",
                violation_error_code="room_name_taken",
                violation_error_message="この名称の部屋はすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(changeover_minutes__lte=240),
                name="a_changeover_of_four_hours_at_most",
                violation_error_code="changeover_too_long",
                violation_error_message="入れ替えの時間は240分までにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoomFee(models.Model):
    """What one slot in one room costs (使用料), in yen; a slot without a row is free of charge."""

    room = models.ForeignKey(
        Room, verbose_name="部屋", on_delete=models.CASCADE, related_name="fees"
    )
    slot = models.ForeignKey(Slot, verbose_name="利用区分", on_delete=models.PROTECT)
    yen = models.PositiveIntegerField("使用料（円）", validators=[MaxValueValidator(100_000)])

    class Meta:
        verbose_name = verbose_name_plural = "使用料"
        constraints = [
            models.UniqueConstraint(
                fields=["room", "slot"],
                name="one_fee_per_room_and_slot",
                violation_error_code="fee_given_twice",
                violation_error_message="この区分の使用料は、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(yen__gt=0, yen__lte=100_000),
                name="a_fee_of_one_to_a_hundred_thousand_yen",
                violation_error_code="fee_out_of_range",
                violation_error_message="使用料は1円から100,000円までにしてください。"
                "無料の区分は、行を消してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot} {self.yen:,}円"
