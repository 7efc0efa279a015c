from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models

from portal.japan import calendar

from .offer import Category, LifeStage, Organizer


class Listing(models.Model):
    """What a course listing tells: what, where, for whom, what it costs, whom to ask.

    The fields Japanese municipalities print (広報ふちゅう、瑞穂市、直方市ほか) and publish as open
    data (GIF DS-43C).
    """

    class Residence(models.TextChoices):
        ANYONE = "anyone", "どなたでも"
        CITY = "city", "市内にお住まいの方"
        CITY_WIDE = "city_wide", "市内にお住まい・通勤・通学の方"

    title = models.CharField("講座名", max_length=120)
    kana = models.CharField("フリガナ", max_length=240, blank=True)
    summary = models.CharField("紹介", max_length=300, blank=True, help_text="2文くらいで。")
    description = models.TextField("内容", blank=True, validators=[MaxLengthValidator(10_000)])
    category = models.ForeignKey(Category, verbose_name="分野", on_delete=models.PROTECT)
    life_stages = models.ManyToManyField(LifeStage, verbose_name="対象の世代", blank=True)
    plan_items = models.ManyToManyField(
        "vision.PlanItem", verbose_name="ビジョンの項目", blank=True, related_name="courses"
    )

    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    organizer = models.ForeignKey(
        Organizer,
        verbose_name="主催団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
        help_text="市民センターの主催なら空けてください。",
    )
    ward = models.ForeignKey(
        "people.Ward",
        verbose_name="区",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text="市民センターで開く講座では自動で入ります。",
    )
    venue = models.CharField(
        "会場",
        max_length=200,
        blank=True,
        help_text="市民センター以外で開くとき、または部屋の名前。",
    )
    address = models.CharField("会場の住所", max_length=200, blank=True)
    latitude = models.DecimalField("緯度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)
    online = models.BooleanField("オンラインで参加できる", default=False)
    schedule_note = models.CharField("日時の補足", max_length=500, blank=True)

    instructor = models.CharField("講師", max_length=200, blank=True)
    target = models.CharField("対象", max_length=300, blank=True)
    min_age = models.PositiveSmallIntegerField("何歳から", null=True, blank=True)
    max_age = models.PositiveSmallIntegerField("何歳まで", null=True, blank=True)
    residence = models.CharField(
        "お住まい", max_length=10, choices=Residence, default=Residence.ANYONE
    )
    fee = models.PositiveIntegerField(
        "費用（円）",
        null=True,
        blank=True,
        default=0,
        validators=[MaxValueValidator(1_000_000)],
        help_text="無料は0。金額が決まっていないときは空けて、補足に書いてください。",
    )
    fee_note = models.CharField("費用の補足", max_length=500, blank=True)
    belongings = models.CharField("持ち物", max_length=300, blank=True)
    childcare = models.BooleanField("託児あり", default=False)
    childcare_note = models.CharField("託児の補足", max_length=300, blank=True)
    wheelchair = models.BooleanField("車いす可", default=False)
    sign_language = models.BooleanField("手話通訳", default=False)
    captioning = models.BooleanField("要約筆記", default=False)
    note = models.TextField("備考", blank=True, validators=[MaxLengthValidator(10_000)])

    contact_name = models.CharField("問い合わせ先", max_length=200, blank=True)
    contact_phone = models.CharField("問い合わせ電話", max_length=60, blank=True)
    contact_email = models.EmailField("問い合わせメール", blank=True)
    url = models.URLField("詳しいページ", max_length=500, blank=True)

    source = models.CharField("取込元", max_length=60, blank=True, editable=False)
    source_key = models.CharField("取込元の番号", max_length=60, blank=True, editable=False)
    source_columns = models.JSONField(
        "取込元のその他の列", default=dict, blank=True, editable=False
    )

    class Meta:
        abstract = True

    # Declared with the rules of admission.
    min_school_year: int | None
    max_school_year: int | None

    @property
    def place_name(self) -> str:
        """The centre, or where else it is held."""
        if self.center:
            return self.center.name
        return self.venue or ("オンライン" if self.online else "")

    @property
    def map_url(self) -> str:
        """The map of the city file at the course's own spot; empty where there is none."""
        if self.latitude is None or self.longitude is None:
            return ""
        return settings.CITY["map"]["link"].format(lat=self.latitude, lon=self.longitude)

    @property
    def for_whom(self) -> str:
        """For whom it is: as staff wrote it, else by ages or school years, else by residence.

        Empty where it came from a table that does not say: that is not everybody.
        """
        if self.target:
            return self.target
        if self.min_age is None and self.max_age is None and self.school_years:
            return self.school_years
        if self.min_age is not None and self.max_age is not None:
            return f"{self.min_age}〜{self.max_age}歳"
        if self.min_age:
            return f"{self.min_age}歳以上"
        if self.max_age:
            return f"{self.max_age}歳まで"
        is_unknown = self.source and self.residence == self.Residence.ANYONE
        return "" if is_unknown else self.get_residence_display()

    @property
    def school_years(self) -> str:
        """The years in school it is for: 「小学3〜6年」; empty where any may come."""
        return calendar.school_years_name(self.min_school_year, self.max_school_year)

    @property
    def held_by(self) -> str:
        """Who holds it: the partner, else the centre, else the section.

        Nobody is named where it came from another city's table that does not say.
        """
        if self.organizer:
            return self.organizer.name
        if self.center:
            return self.center.name
        return "" if self.source else settings.CITY["section"]["short_name"]

    @property
    def is_free(self) -> bool:
        return self.fee == 0
