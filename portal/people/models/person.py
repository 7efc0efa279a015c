from datetime import date

import pghistory
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.indexes import OpClass
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import connection, models, transaction
from django.db.models import Count, F, Func, Q
from django.db.models.lookups import Exact, StartsWith
from django.utils import timezone

from portal.japan import calendar, text

from .user import User

LARGEST_HOUSEHOLD = 12
FEWEST_DIGITS = 4
WHOLE_NUMBER = 10

# What the desk searches by; the same expressions are indexed, so that a city's size matters little.
KANA_KEY = Func(
    F("family_kana"),
    F("given_kana"),
    arg_joiner=" || ",
    output_field=models.TextField(),
    template=f"translate((%(expressions)s), '{text.KANA_FROM}', '{text.KANA_TO}')",
)
WHOLE_NAME = Func(
    F("family_name"),
    F("given_name"),
    arg_joiner=" || ",
    output_field=models.TextField(),
    template="(%(expressions)s)",
)
# Backwards, so that the last digits, which people remember and say, find a number too.
PHONE_BACKWARDS = Func(
    F("phone"),
    output_field=models.TextField(),
    template="reverse(regexp_replace(%(expressions)s, '[^0-9]', '', 'g'))",
)


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
        return self.registered().filter(household_id=user.household_id)

    def registered(self) -> "PersonQuerySet":
        """Those that stand for somebody: not the ones merged into another registration."""
        return self.filter(merged_into=None)

    def called(self, typed: str) -> "PersonQuerySet":
        """Whose reading or name begins so, or whose telephone ends so; nobody for nothing.

        Kana in any form and width, small and voiced letters as their plain ones; four digits or
        more are the end of a telephone number.
        """
        number = text.digits(typed)
        if len(number) >= FEWEST_DIGITS:
            return self.filter(StartsWith(PHONE_BACKWARDS, number[::-1]))
        reading, name = text.kana_key(typed), "".join(typed.split())
        if number or not any(letter.isalpha() for letter in name):
            return self.none()
        if text.is_katakana(reading):
            return self.filter(StartsWith(KANA_KEY, reading))
        return self.filter(StartsWith(WHOLE_NAME, name))

    def exactly(self, typed: str, year: int | None) -> "PersonQuerySet":
        """Whose whole reading and year of birth, or whose whole number, somebody has told us."""
        number, reading = text.digits(typed), text.kana_key(typed)
        if len(number) >= WHOLE_NUMBER:
            return self.filter(Exact(PHONE_BACKWARDS, number[::-1]))
        if not reading or year is None:
            return self.none()
        return self.filter(Exact(KANA_KEY, reading), birth_date__year=year)

    def born_in(self, year: int | None) -> "PersonQuerySet":
        return self if year is None else self.filter(birth_date__year=year)

    def by_reading(self) -> "PersonQuerySet":
        return self.order_by("family_kana", "given_kana", "birth_date", "pk")

    def doubles(self, most: int) -> list[tuple[str, list[int]]]:
        """The reading and the keys of those who seem to be one person, by reading.

        They share the reading, and the birthday or the telephone; twins have readings of their
        own. The first `most` of either kind, walked through in the order of one index.
        """
        found: list[tuple[str, list[int]]] = []
        for shared in (F("birth_date"), PHONE_BACKWARDS):
            groups = (
                self.order_by()
                .annotate(reading=KANA_KEY, shared=shared)
                .values("reading", "shared")
                .annotate(keys=ArrayAgg("pk"), number=Count("pk"))
                .filter(number__gt=1)
                .order_by("reading", "shared")
            )
            found += [
                (reading, sorted(keys))
                for reading, keys in groups.values_list("reading", "keys")[:most]
            ]
        return found


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
        indexes = [
            models.Index(fields=["family_kana", "given_kana"]),
            models.Index(OpClass(KANA_KEY, name="text_pattern_ops"), name="person_by_kana_key"),
            models.Index(OpClass(WHOLE_NAME, name="text_pattern_ops"), name="person_by_name"),
            models.Index(OpClass(PHONE_BACKWARDS, name="text_pattern_ops"), name="person_by_phone"),
            # All that `doubles` asks for, so that the table itself is not read.
            models.Index(
                KANA_KEY,
                "birth_date",
                PHONE_BACKWARDS,
                include=["id", "family_kana", "given_kana", "phone"],
                condition=Q(merged_into__isnull=True),
                name="person_doubles",
            ),
        ]
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
    def can_be_written_to(self) -> bool:
        """Whether a postcard finds this person."""
        return bool(self.postcode and self.address)

    @property
    def lives_in_city(self) -> bool:
        return self.ward_id is not None

    @classmethod
    def beside(cls, user) -> "Person":
        """One more of the family of `user`, not yet named: where and how it is reached is told."""
        told = cls.objects.of(user).order_by("pk").first()
        return cls(phone=told.phone, ward_id=told.ward_id) if told else cls()

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

    @classmethod
    def register_at_the_desk(cls, person: "Person", *, beside: "Person | None" = None) -> "Person":
        """Register somebody who came by telephone, postcard or to the counter, without an account.

        A household of its own, or the one of `beside` where that has no account either: nobody is
        put into an account's family without the family knowing. The same names, birthday and
        number, however it is written, give the one registered first, so that a form sent twice,
        or by two who took the same call, adds nobody.
        """
        person.clean_fields(exclude=["household"])
        person.clean()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s))", [text.kana_key(person.full_kana)]
            )
            same = cls.objects.registered().filter(
                Exact(PHONE_BACKWARDS, text.digits(person.phone)[::-1]),
                family_name=person.family_name,
                given_name=person.given_name,
                birth_date=person.birth_date,
            )
            if found := same.order_by("pk").first():
                return found
            if beside is None or beside.household.accounts.exists():
                person.household = Household.objects.create()
            else:
                person.household = beside.household
            person.save()
        return person

    def refuse_second(self) -> None:
        """Refuse one of the same names and birthday in the same household."""
        same = Person.objects.registered().filter(
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
        self.postcode = text.postcode(self.postcode)
        self.address = text.plain_spaces(self.address)
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
