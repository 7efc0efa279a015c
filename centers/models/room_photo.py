import hashlib
import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.db.models import Q
from django.urls import reverse
from PIL import Image, ImageOps

from .room import Room

LARGEST_FILE = 5_000_000
LONGEST_SIDE = 1_600
MOST_PIXELS = 60_000_000
MOST_PHOTOS = 6
KINDS = ["JPEG", "PNG", "WEBP"]


class RoomPhotoQuerySet(models.QuerySet["RoomPhoto"]):
    def public(self) -> "RoomPhotoQuerySet":
        return self.filter(room__center__is_open_to_public=True)

    def without_bytes(self) -> "RoomPhotoQuerySet":
        """For pages that name the photos and do not send them."""
        return self.defer("jpeg")


class RoomPhoto(models.Model):
    """What a room looks like (部屋の写真), drawn anew without what the camera wrote into it.

    Kept in the database, so that one backup holds everything; an address names the bytes by their
    hash, and may be kept by a browser for ever.
    """

    room = models.ForeignKey(
        Room, verbose_name="部屋", on_delete=models.CASCADE, related_name="photos"
    )
    jpeg = models.BinaryField("写真")
    digest = models.CharField("ハッシュ", max_length=16, editable=False)
    width = models.PositiveSmallIntegerField("幅", editable=False)
    height = models.PositiveSmallIntegerField("高さ", editable=False)
    alt = models.CharField(
        "写真の説明",
        max_length=100,
        help_text="見えない方に読み上げます。何が写っているかを書いてください。",
    )
    order = models.PositiveSmallIntegerField("並び順", default=0)

    objects = RoomPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部屋の写真"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="a_photo_is_told_in_words",
                violation_error_code="no_alt",
                violation_error_message="写真の説明を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.alt

    def get_absolute_url(self) -> str:
        return reverse("rooms:photo", args=[self.pk, self.digest])

    def draw(self, file: File) -> None:
        """Take the picture of an uploaded file. Codes: those of `as_jpeg`."""
        self.jpeg, (self.width, self.height) = as_jpeg(file)
        self.digest = hashlib.sha256(self.jpeg).hexdigest()[:16]


def as_jpeg(file: File) -> tuple[bytes, tuple[int, int]]:
    """A picture drawn anew, at most 1600 pixels wide or high, upright, and its size.

    Codes: file_too_large, not_a_picture, too_many_pixels.
    """
    if (file.size or 0) > LARGEST_FILE:
        raise ValidationError(
            "写真のファイルが大きすぎます（5MBまで）。小さくして、もう一度選んでください。",
            code="file_too_large",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # measured below
            picture = Image.open(file, formats=KINDS)
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(
                    "写真の画素が多すぎます。縮小して、もう一度選んでください。",
                    code="too_many_pixels",
                )
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except ValidationError:
        raise
    except Exception as error:  # whatever the readers of damaged files raise
        raise ValidationError(
            "写真として読めません。JPEG、PNG、WebPのどれかのファイルを選んでください。",
            code="not_a_picture",
        ) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = Image.new("RGB", upright.size, "white")
    drawn.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue(), drawn.size
