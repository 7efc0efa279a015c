"""What a city sorts its courses by: all of it rows, for each city names its own."""

from django.db import models
from django.db.models import F, Q


class Category(models.Model):
    """What a course is about (分野)."""

    slug = models.SlugField("アドレスの名前", unique=True)
    name = models.CharField("名称", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "分野"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class LifeStage(models.Model):
    """For whom a course is (対象の世代). No national standard exists; ages are the city's."""

    slug = models.SlugField("アドレスの名前", unique=True)
    name = models.CharField("名称", max_length=30, unique=True)
    min_age = models.PositiveSmallIntegerField("何歳から")
    max_age = models.PositiveSmallIntegerField("何歳まで", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "対象の世代"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_age__isnull=True) | Q(min_age__lte=F("max_age")),
                name="life_stage_ages_in_order",
                violation_error_code="ages_out_of_order",
                violation_error_message="「何歳まで」は「何歳から」以上にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organizer(models.Model):
    """Who holds a course besides the centres: a department, university, NPO, company (主催)."""

    class Kind(models.TextChoices):
        CITY = "city", "市の部署"
        UNIVERSITY = "university", "大学・専門学校"
        NPO = "npo", "NPO・市民団体"
        COMPANY = "company", "企業"
        OTHER = "other", "その他"

    name = models.CharField("名称", max_length=100, unique=True)
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.OTHER)
    url = models.URLField("ウェブサイト", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "主催団体"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
