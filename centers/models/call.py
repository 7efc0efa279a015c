from collections.abc import Collection, Sequence

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.people.models import User

from .center import Center
from .group import UserGroup


class CallQuerySet(models.QuerySet["Call"]):
    def to_make(self) -> "CallQuerySet":
        """Those nobody has been told of yet."""
        return self.filter(told_at=None)

    def visible_to(self, user) -> "CallQuerySet":
        """Those of the centres `user` works for."""
        return self.filter(center__in=Center.objects.editable_by(user))


class Call(models.Model):
    """What a group no mail reaches is to be told by telephone or postcard (電話・はがきでの連絡).

    It holds the words of the letter others get, and is written in its place, in the transaction of
    what it tells; the desk of `center` tells it and notes that it did.
    """

    class How(models.TextChoices):
        PHONE = "phone", "電話"
        POSTCARD = "postcard", "はがき"

    key = models.CharField("何の連絡か", max_length=80, unique=True)
    group = models.ForeignKey(
        UserGroup, verbose_name="利用団体", on_delete=models.CASCADE, related_name="calls"
    )
    center = models.ForeignKey(
        Center, verbose_name="連絡する市民センター", on_delete=models.CASCADE, related_name="+"
    )
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    created_at = models.DateTimeField("作成", auto_now_add=True)
    told_at = models.DateTimeField("知らせた日時", null=True, blank=True)
    told_by = models.ForeignKey(
        "people.User",
        verbose_name="知らせた職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    how = models.CharField("方法", max_length=8, choices=How, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "電話・はがきでの連絡（部屋）"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["center", "created_at"],
                condition=Q(told_at__isnull=True),
                name="calls_about_rooms_to_make",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_by__isnull=True, how="")
                | Q(told_at__isnull=False, told_by__isnull=False) & ~Q(how=""),
                name="a_call_that_was_made_says_by_whom_and_how",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    def write(cls, calls: Sequence["Call"]) -> None:
        """Put them on the list, each key once."""
        cls.objects.bulk_create(calls, ignore_conflicts=True)

    @classmethod
    def note(cls, keys: Collection[int], how: "Call.How", *, by: User) -> int:
        """Note that these were told; how many. Sent twice, it notes nothing twice."""
        to_make = cls.objects.visible_to(by).to_make().filter(pk__in=keys)
        return to_make.update(told_at=timezone.now(), told_by=by, how=how)
