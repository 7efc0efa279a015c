import unicodedata

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from centers.models import Center
from portal.japan import text

from .role import ActivityField


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def listed(self) -> "OrganizationQuerySet":
        """Those the directory shows to all."""
        return self.filter(is_public=True, closed_on=None)

    def called(self, words: str) -> "OrganizationQuerySet":
        """Those whose name, reading or activity holds every word, in any kana or width."""
        found = self
        for word in unicodedata.normalize("NFKC", words).split()[:5]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(kana__icontains=text.katakana(word))
                | Q(activity__icontains=word)
                | Q(address__icontains=word)
            )
        return found

    def of(self, user) -> "OrganizationQuerySet":
        """Those `user` may ask and confirm for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(representatives__user=user, representatives__ended_at=None)

    def visible_to(self, user) -> "OrganizationQuerySet":
        """Those looked after by a centre `user` works for."""
        return self.filter(center__in=Center.objects.editable_by(user))


@pghistory.track()
class Organization(models.Model):
    """Who asks for people and is there for others (団体): a school, a neighbourhood, an NPO.

    The directory (団体名簿) shows what the organisation itself makes public; `contact_name` is for
    the staff of the centre that looks after it.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", "学校・園"
        COMMUNITY = "community", "自治会・まちづくり協議会"
        NPO = "npo", "NPO法人"
        CLUB = "club", "社会教育関係団体"
        WELFARE = "welfare", "社会福祉協議会・施設"
        COMPANY = "company", "企業・大学"
        CITY = "city", "市の部署"
        OTHER = "other", "そのほか"

    name = models.CharField("団体名", max_length=80)
    kana = models.CharField("フリガナ", max_length=120, blank=True)
    kind = models.CharField("種類", max_length=10, choices=Kind)
    number = models.CharField(
        "番号",
        max_length=30,
        blank=True,
        help_text="法人番号など。名簿をもう一度取り込むとき、同じ団体とわかります。",
    )
    activity = models.TextField("活動の内容", max_length=1_000, blank=True)
    fields = models.ManyToManyField(
        ActivityField, verbose_name="活動の分野", blank=True, related_name="organizations"
    )
    ward = models.ForeignKey(
        "people.Ward", verbose_name="区", null=True, blank=True, on_delete=models.PROTECT
    )
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="担当の市民センター",
        on_delete=models.PROTECT,
        related_name="organizations",
    )
    address = models.CharField("所在地", max_length=120, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    url = models.URLField("ホームページ", blank=True)
    contact_name = models.CharField("連絡を受ける方", max_length=60, blank=True)
    is_public = models.BooleanField("名簿で公開する", default=False)
    closed_on = models.DateField("活動を終えた日", null=True, blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体"
        ordering = ["kana", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="one_organization_per_number",
                violation_error_code="number_taken",
                violation_error_message="この番号の団体は、すでに登録されています。",
            ),
            models.UniqueConstraint(
                fields=["name", "center"],
                name="one_organization_of_a_name_at_a_center",
                violation_error_code="organization_exists",
                violation_error_message="この名前の団体は、すでに登録されています。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("volunteers:organization", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def is_listed(self) -> bool:
        return self.is_public and not self.is_closed


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    def live(self) -> "RepresentativeQuerySet":
        return self.filter(ended_at=None)


@pghistory.track()
class Representative(models.Model):
    """An account speaks for an organisation: asks for people, confirms who came (団体の担当者).

    Written by the centre that looks after it, which knows the person.
    """

    organization = models.ForeignKey(
        Organization,
        verbose_name="団体",
        on_delete=models.CASCADE,
        related_name="representatives",
    )
    user = models.ForeignKey(
        "people.User",
        verbose_name="アカウント",
        on_delete=models.PROTECT,
        related_name="represents",
    )
    since = models.DateTimeField("はじめ", auto_now_add=True)
    confirmed_by = models.ForeignKey(
        "people.User", verbose_name="確かめた職員", on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField("おわり", null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体の担当者"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=Q(ended_at__isnull=True),
                name="one_live_representative_per_account",
                violation_error_code="already_representative",
                violation_error_message="この方は、すでに担当者です。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}"
