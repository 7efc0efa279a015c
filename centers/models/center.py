import unicodedata

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from portal.japan import text
from portal.people.permissions import posts_of, works_for_section

from .calendar_triggers import DAYS_GO_WITH_THE_CENTER


class CenterQuerySet(models.QuerySet["Center"]):
    def open_to_public(self) -> "CenterQuerySet":
        return self.filter(is_open_to_public=True)

    def called(self, words: str) -> "CenterQuerySet":
        """Centres whose name, reading or address holds every word, in any kana or width."""
        found = self
        for word in unicodedata.normalize("NFKC", words).split()[:5]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(kana__icontains=text.katakana(word))
                | Q(address__icontains=word)
                | Q(ward__name__icontains=word)
            )
        return found

    def with_course_count(self) -> "CenterQuerySet":
        """With `course_count`: published courses that can still be reached."""
        now = timezone.now()
        reachable = Q(courses__published_at__lte=now, courses__closes_at__gte=now)
        return self.annotate(course_count=Count("courses", filter=reachable))

    def editable_by(self, user) -> "CenterQuerySet":
        """The centres `user` works for: all for the section, a ward's, or one."""
        if works_for_section(user):
            return self
        posts = posts_of(user)
        return self.filter(
            Q(pk__in=[post.center_id for post in posts if post.center_id])
            | Q(ward__in=[post.ward_id for post in posts if post.ward_id])
        )


class Center(models.Model):
    """A citizen centre (市民センター): a ward's place to learn, meet and act."""

    slug = models.SlugField("アドレスの名前", max_length=60, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    kana = models.CharField("フリガナ", max_length=100)
    ward = models.ForeignKey("people.Ward", verbose_name="区", on_delete=models.PROTECT)
    postcode = models.CharField(
        "郵便番号",
        max_length=7,
        validators=[RegexValidator(r"^\d{7}$", "7桁の数字で入力してください。")],
    )
    address = models.CharField("所在地", max_length=120)
    latitude = models.DecimalField("緯度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)
    phone = models.CharField("電話番号", max_length=20)
    access = models.CharField("交通", max_length=200, blank=True)
    parking = models.CharField("駐車場", max_length=100, blank=True)
    introduction = models.TextField("紹介", max_length=2_000, blank=True)
    wheelchair = models.BooleanField("車いすで利用できる", default=False)
    elevator = models.BooleanField("エレベーターがある", default=False)
    nursing_room = models.BooleanField("授乳室がある", default=False)
    is_open_to_public = models.BooleanField("公開する", default=True)

    objects = CenterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "市民センター"
        ordering = ["ward__code", "kana"]
        triggers = [DAYS_GO_WITH_THE_CENTER]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("centers:center", args=[self.slug])

    @property
    def map_url(self) -> str:
        """The map of the city file at this centre; empty where the spot is not known."""
        if self.latitude is None or self.longitude is None:
            return ""
        return settings.CITY["map"]["link"].format(lat=self.latitude, lon=self.longitude)

    @property
    def opens_on_sundays(self) -> bool:
        """Read from the opening hours already fetched; one query otherwise."""
        return any(hours.weekday == 6 for hours in self.opening_hours.all())
