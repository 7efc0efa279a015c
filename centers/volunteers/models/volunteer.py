from datetime import date, timedelta

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from centers.models import Center
from portal.japan import calendar
from portal.people.models import Membership, Person, User
from portal.people.permissions import works_for_section
from portal.receipts import receipt_field, spelled

from .. import times
from .role import ActivityField, VolunteerRole

ADULT = 18
YEAR = timedelta(days=365)

# Two registrations of one person may be merged (programs.sign_ups) while one registers here: who
# was merged away is no volunteer, the one that is kept is.
IS_WHO_IS_KEPT = pgtrigger.Trigger(
    name="is_who_is_kept",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id"),
    func="""
        NEW.person_id := (
            SELECT coalesce(merged_into_id, id) FROM people_person
            WHERE id = NEW.person_id FOR KEY SHARE
        );
        RETURN NEW;
    """,
)


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def of(self, user) -> "VolunteerQuerySet":
        """Those of the account's own household."""
        return self.filter(person__in=Person.objects.of(user))

    def active(self) -> "VolunteerQuerySet":
        """Who may be asked now."""
        return self.filter(status=Volunteer.Status.ACTIVE)

    def on_roster(self) -> "VolunteerQuerySet":
        """Active or resting: all but those who stopped."""
        return self.exclude(status=Volunteer.Status.STOPPED)

    def to_confirm(self, day: date) -> "VolunteerQuerySet":
        """Who has not said for a year, on `day`, that they go on."""
        return self.on_roster().filter(confirmed_on__lte=day - YEAR)

    def visible_to(self, user) -> "VolunteerQuerySet":
        """Whom `user` may see in the roster: what one works for, and what people agreed to.

        The section sees all. A centre or ward sees who registered there, who is posted there and
        who was put together with something it looks after; beyond these, who agreed to be shown
        to the staff of other centres and would come to that ward.
        """
        if works_for_section(user):
            return self
        centers = Center.objects.editable_by(user)
        wards = centers.values("ward")
        agreed = Q(
            consents__item="name",
            consents__audience="staff",
            consents__withdrawn_at=None,
            wards__in=wards,
        )
        # Each by itself, and then put together: in one condition, the joins would multiply.
        first, *others = (
            Volunteer.objects.filter(concerned).order_by().values("pk")
            for concerned in (
                Q(center__in=centers),
                Q(postings__center__in=centers),
                Q(postings__organization__center__in=centers),
                Q(postings__ward__in=Membership.objects.of(user).values("ward")),
                Q(matches__shift__opening__center__in=centers),
                agreed,
            )
        )
        return self.filter(pk__in=first.union(*others, all=True))

    def for_list(self) -> "VolunteerQuerySet":
        return self.select_related("person__ward", "center")


@pghistory.track()
class Volunteer(models.Model):
    """Somebody who is there for others (ボランティア): a person, and what they offer and wish.

    What is written here is used to ask them for activities and for nothing else; who is shown what
    of it says each `Consent`. The centre at which they are registered keeps the row.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", "活動できる"
        PAUSED = "paused", "お休み中"
        STOPPED = "stopped", "終了"

    class Transport(models.TextChoices):
        WALK = "walk", "徒歩・自転車"
        PUBLIC = "public", "バス・電車"
        CAR = "car", "自動車"

    class Language(models.TextChoices):
        ENGLISH = "en", "英語"
        CHINESE = "zh", "中国語"
        KOREAN = "ko", "韓国・朝鮮語"
        VIETNAMESE = "vi", "ベトナム語"
        NEPALI = "ne", "ネパール語"
        TAGALOG = "tl", "タガログ語"
        EASY = "ja-easy", "やさしい日本語"
        SIGN = "jsl", "手話"

    person = models.OneToOneField(
        "people.Person", verbose_name="参加者", on_delete=models.PROTECT, related_name="volunteer"
    )
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="登録した市民センター",
        on_delete=models.PROTECT,
        related_name="volunteers",
    )
    status = models.CharField("状態", max_length=8, choices=Status, default=Status.ACTIVE)
    registered_at = models.DateTimeField("登録日時", default=timezone.now)
    by = models.ForeignKey(
        "people.User",
        verbose_name="登録したアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )

    fields = models.ManyToManyField(
        ActivityField, verbose_name="してみたいこと", blank=True, related_name="volunteers"
    )
    wanted_roles = models.ManyToManyField(
        VolunteerRole, verbose_name="なりたい役割", blank=True, related_name="wanted_by"
    )
    wards = models.ManyToManyField(
        "people.Ward", verbose_name="行ける区", blank=True, related_name="volunteers"
    )
    times = ArrayField(
        models.PositiveSmallIntegerField(choices=times.CHOICES),
        verbose_name="都合のよい時間",
        default=list,
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=8, choices=Language),
        verbose_name="話せることば",
        default=list,
        blank=True,
    )
    transport = models.CharField("移動の手段", max_length=8, choices=Transport, blank=True)
    skills = models.CharField(
        "できること・経験", max_length=300, blank=True, help_text="例：ピアノの伴奏、元保育士"
    )
    prefers_not = models.CharField("したくないこと", max_length=200, blank=True)

    guardian_name = models.CharField("保護者の氏名", max_length=60, blank=True)
    guardian_agreed_on = models.DateField("保護者が同意した日", null=True, blank=True)
    insured_until = models.DateField("ボランティア保険の期限", null=True, blank=True)
    confirmed_on = models.DateField(
        "最後に確認した日", default=timezone.localdate, help_text="年に一度、続けるかを尋ねます。"
    )
    asked_on = models.DateField("確認を尋ねた日", null=True, blank=True, editable=False)
    asked_times = models.PositiveSmallIntegerField("尋ねた回数", default=0, editable=False)
    stopped_on = models.DateField("終了した日", null=True, blank=True)
    why = models.CharField("理由", max_length=200, blank=True)
    note = models.CharField("職員のメモ", max_length=300, blank=True)
    number = receipt_field()

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ボランティア"
        ordering = ["person__family_kana", "person__given_kana", "pk"]
        indexes = [
            GinIndex(fields=["times"], name="volunteers_by_time"),
            models.Index(fields=["status", "center"], name="roster_of_a_center"),
        ]
        triggers = [IS_WHO_IS_KEPT]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="stopped", stopped_on__isnull=False)
                | (~Q(status="stopped") & Q(stopped_on__isnull=True)),
                name="who_stopped_has_a_last_day",
                violation_error_code="no_last_day",
                violation_error_message="終了した日がありません。",
            )
        ]

    def __str__(self) -> str:
        return self.person.full_name

    @property
    def card_number(self) -> str:
        return spelled(self.number)

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    def is_minor_on(self, day: date) -> bool:
        return calendar.age_on(self.person.birth_date, day) < ADULT

    def is_family_of(self, user: User) -> bool:
        """Whether `user` is this person or of the household: nobody decides about one's own."""
        return self.person.household_id == user.household_id
