from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.japan import calendar, text

from .user import User

LARGEST_HOUSEHOLD = 12


class Household(models.Model):
    """The people an account may sign up: oneself and one's family (家族)."""

    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "家族"

    def __str__(self) -> str:
        return f"家族 {self.pk}"


class PersonQuerySet(models.QuerySet["Person"]):
    def of(self, user) -> "PersonQuerySet":
        """The people `user` may sign up: the account's own household."""
        if not user.is_authenticated or user.household_id is None:
            return self.none()
        return self.filter(household_id=user.household_id)


def not_in_the_future(day: date) -> None:
    """Refuse a birthday after today."""
    if day > timezone.localdate():
        raise ValidationError("生年月日が未来の日付になっています。", code="born_in_future")


@pghistory.track()
class Person(models.Model):
    """Somebody who takes part (参加者). A parent's account signs up a child."""

    household = models.ForeignKey(
        Household, verbose_name="家族", on_delete=models.PROTECT, related_name="people"
    )
    family_name = models.CharField("氏", max_length=30)
    given_name = models.CharField("名", max_length=30)
    family_kana = models.CharField("セイ", max_length=40)
    given_kana = models.CharField("メイ", max_length=40)
    birth_date = models.DateField(
        "生年月日", validators=[not_in_the_future, MinValueValidator(date(1900, 1, 1))]
    )
    phone = models.CharField(
        "電話番号",
        max_length=20,
        validators=[
            RegexValidator(
                r"^[0-9()\-]{10,16}$", "電話番号を、093-000-0000 のように入力してください。"
            )
        ],
    )
    ward = models.ForeignKey(
        "people.Ward",
        verbose_name="お住まいの区",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text="市外にお住まいの方は空けてください。",
    )
    postcode = models.CharField(
        "郵便番号",
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{7}$", "郵便番号は、数字7けたで入力してください。")],
    )
    address = models.CharField(
        "住所", max_length=200, blank=True, help_text="はがきでお知らせするときに使います。"
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name="まとめた先",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="absorbed",
    )
    works_or_studies_in_city = models.BooleanField("市内に通勤・通学している", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加者"
        ordering = ["birth_date", "pk"]
        indexes = [models.Index(fields=["family_kana", "given_kana"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_date__gte=date(1900, 1, 1)),
                name="person_born_in_living_memory",
                violation_error_code="born_too_early",
                violation_error_message="生年月日を確かめてください。",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.family_name} {self.given_name}"

    @property
    def full_kana(self) -> str:
        return f"{self.family_kana} {self.given_kana}"

    @property
    def lives_in_city(self) -> bool:
        return self.ward_id is not None

    @classmethod
    def register(cls, user, person: "Person") -> "Person":
        """Add `person` to the household of `user`, founding it the first time.

        Refuses a thirteenth (code too_many_people), so that one account stays one family, and
        somebody who is in it (code already_registered), so that a form sent twice adds nobody.
        """
        with transaction.atomic():
            account = User.objects.select_for_update().get(pk=user.pk)
            household = account.household
            if household is None:
                household = account.household = Household.objects.create()
                account.save(update_fields=["household"])
            elif cls.objects.of(account).count() >= LARGEST_HOUSEHOLD:
                raise ValidationError(
                    f"登録できるのは{LARGEST_HOUSEHOLD}人までです。窓口にご相談ください。",
                    code="too_many_people",
                )
            person.household = household
            person.full_clean()
            person.refuse_second()
            person.save()
        user.household = household
        return person

    def refuse_second(self) -> None:
        """Refuse one of the same names and birthday in the same household."""
        same = Person.objects.filter(
            household=self.household_id,
            family_name=self.family_name,
            given_name=self.given_name,
            birth_date=self.birth_date,
        )
        if same.exists():
            raise ValidationError(
                f"{self.full_name}さんは、すでに登録されています。", code="already_registered"
            )

    def age_on(self, day: date) -> int:
        """Full years on `day`."""
        return calendar.age_on(self.birth_date, day)

    def clean_fields(self, exclude=None) -> None:
        """Names with single spaces, numbers half-width, before the rules look at them."""
        self.family_name = text.plain_spaces(self.family_name)
        self.given_name = text.plain_spaces(self.given_name)
        self.phone = text.phone(self.phone).replace(" ", "-")
        super().clean_fields(exclude)

    def clean(self) -> None:
        """Readings in full-width katakana; both are named when both are wrong."""
        wrong = {}
        for field in ("family_kana", "given_kana"):
            kana = text.katakana(getattr(self, field))
            if kana and not text.is_katakana(kana):
                wrong[field] = ValidationError("カタカナで入力してください。", code="not_kana")
            setattr(self, field, kana)
        if wrong:
            raise ValidationError(wrong)
