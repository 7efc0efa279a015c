from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse


class ActivityField(models.Model):
    """What an activity is about (活動の分野): children, reading aloud, disaster prevention …"""

    slug = models.SlugField("アドレスの名前", max_length=30, unique=True)
    name = models.CharField("名称", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "活動の分野"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class QualificationKind(models.Model):
    """A qualification somebody can hold and show (資格・修了)."""

    slug = models.SlugField("アドレスの名前", max_length=30, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    years_valid = models.PositiveSmallIntegerField(
        "有効な年数", null=True, blank=True, help_text="空ならば、期限はありません。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "資格の種類"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class VolunteerRoleQuerySet(models.QuerySet["VolunteerRole"]):
    def in_use(self) -> "VolunteerRoleQuerySet":
        return self.filter(is_in_use=True)

    def open_to_all(self) -> "VolunteerRoleQuerySet":
        """Those a resident may ask for by oneself."""
        return self.in_use().filter(is_open_to_all=True)


class VolunteerRole(models.Model):
    """What somebody can be for the community (役割), with what it asks and how one becomes it.

    Roles are data: each city has its own. Those shipped are the ones of the city's plan
    (施策の柱2「学び」と「活動」による人づくり) and of the law (社会教育法 9条の7、
    社会教育主事講習等規程).
    """

    class Appointment(models.TextChoices):
        APPOINTED = "appointed", "委嘱"
        REGISTERED = "registered", "登録"
        POSTED = "posted", "職員の配置"
        TITLED = "titled", "称号"

    class Serves(models.TextChoices):
        CENTER = "center", "市民センター"
        ORGANIZATION = "organization", "学校・団体"
        WARD = "ward", "区"
        ANYWHERE = "anywhere", "市内全体"

    slug = models.SlugField("アドレスの名前", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    summary = models.CharField("ひとことで", max_length=100)
    description = models.TextField("どんな役割か", max_length=2_000)
    requirements = models.CharField("必要なこと", max_length=300, blank=True)
    appointment = models.CharField("なりかた", max_length=10, choices=Appointment)
    appointed_by = models.CharField("委嘱・登録する人", max_length=60, blank=True)
    how = models.CharField("手続き", max_length=300)
    serves = models.CharField("活動するところ", max_length=12, choices=Serves)
    term_years = models.PositiveSmallIntegerField(
        "任期（年）", null=True, blank=True, help_text="空ならば、任期はありません。"
    )
    minimum_age = models.PositiveSmallIntegerField(
        "年齢の下限", default=0, validators=[MaxValueValidator(100)]
    )
    qualifications = models.ManyToManyField(
        QualificationKind, verbose_name="いる資格", blank=True, related_name="roles"
    )
    fields = models.ManyToManyField(
        ActivityField, verbose_name="活動の分野", blank=True, related_name="roles"
    )
    department = models.CharField("担当", max_length=60, blank=True)
    is_open_to_all = models.BooleanField(
        "住民が自分で希望できる", default=True, help_text="登録のとき、なりたい役割として選べます。"
    )
    is_in_use = models.BooleanField("いまある役割", default=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    objects = VolunteerRoleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "役割"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("volunteers:role", args=[self.slug])
