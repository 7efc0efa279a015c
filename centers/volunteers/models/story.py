import hashlib

import pghistory
from django.core.files.base import File
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from centers.models.room_photo import as_jpeg

from .consent import Consent
from .opening import Opening
from .volunteer import Volunteer, VolunteerQuerySet


class StoryQuerySet(models.QuerySet["Story"]):
    def published(self) -> "StoryQuerySet":
        """Published, and all who are shown still agree: to be named, and to a picture if any."""
        people = Volunteer.objects.filter(stories=OuterRef("pk"))
        return self.filter(
            ~Exists(not_agreeing(people, Consent.Item.NAME)),
            Q(jpeg=None) | ~Exists(not_agreeing(people, Consent.Item.PHOTO)),
            published_at__lte=timezone.now(),
        )


def not_agreeing(people: VolunteerQuerySet, item: str) -> VolunteerQuerySet:
    """Those of `people` who do not agree, now, that this is shown to everybody."""
    return people.exclude(consents__in=Consent.objects.to_all().filter(item=item))


# The history keeps no copy of a picture: whoever takes one away wants it gone.
@pghistory.track(exclude=["jpeg"])
class Story(models.Model):
    """What volunteers made possible, told to all (活動の物語), as long as those shown agree."""

    title = models.CharField("題", max_length=60)
    body = models.TextField("本文", max_length=1_000)
    people = models.ManyToManyField(
        Volunteer, verbose_name="出てくる方", blank=True, related_name="stories"
    )
    opening = models.ForeignKey(
        Opening,
        verbose_name="活動募集",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stories",
    )
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        on_delete=models.PROTECT,
        related_name="stories",
    )
    jpeg = models.BinaryField("写真", null=True, blank=True)
    digest = models.CharField("ハッシュ", max_length=16, blank=True, editable=False)
    width = models.PositiveSmallIntegerField("幅", null=True, editable=False)
    height = models.PositiveSmallIntegerField("高さ", null=True, editable=False)
    alt = models.CharField("写真の説明", max_length=100, blank=True)
    published_at = models.DateTimeField("公開日時", null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活動の物語"
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(jpeg__isnull=True) | ~Q(alt=""),
                name="a_picture_is_told_in_words",
                violation_error_code="no_alt",
                violation_error_message="写真の説明を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def draw(self, file: File) -> None:
        """Take the picture of an uploaded file. Codes: those of `as_jpeg`."""
        self.jpeg, (self.width, self.height) = as_jpeg(file)
        self.digest = hashlib.sha256(self.jpeg).hexdigest()[:16]

    def take_picture_away(self) -> None:
        self.jpeg = self.width = self.height = None
        self.digest = self.alt = ""

    @property
    def has_picture(self) -> bool:
        return bool(self.digest)

    def not_agreed(self) -> dict[str, int]:
        """How many of those shown do not agree to what would be shown of them, by what it is."""
        items = [Consent.Item.NAME, *([Consent.Item.PHOTO] if self.has_picture else [])]
        people = Volunteer.objects.filter(stories=self)
        found = {str(item.label): not_agreeing(people, item).count() for item in items}
        return {label: number for label, number in found.items() if number}
