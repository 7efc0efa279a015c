import unicodedata

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from centers.models import Center
from portal.receipts import receipt_field, spelled

from .organization import Organization
from .role import ActivityField, QualificationKind, VolunteerRole
from .shift import Shift, ShiftQuerySet


class OpeningQuerySet(models.QuerySet["Opening"]):
    def published(self) -> "OpeningQuerySet":
        return self.filter(status=Opening.Status.PUBLISHED)

    def shown_to_all(self) -> "OpeningQuerySet":
        """Those that have a public page: once published, they keep it."""
        return self.filter(published_at__isnull=False)

    def current(self) -> "OpeningQuerySet":
        """Published, with a shift still to come, of a host that has not closed."""
        coming = Shift.objects.to_come()
        return self.published().filter(
            Exists(coming.filter(opening=OuterRef("pk"))),
            Q(organization=None) | Q(organization__closed_on=None),
        )

    def with_next_shift(self, among: ShiftQuerySet | None = None) -> "OpeningQuerySet":
        """With `next_at`: when its next shift begins, of all to come or `among` some."""
        coming = Shift.objects.to_come() if among is None else among
        own = coming.filter(opening=OuterRef("pk")).order_by("starts_at")
        return self.annotate(next_at=Subquery(own.values("starts_at")[:1]))

    def soonest_first(self, among: ShiftQuerySet | None = None) -> "OpeningQuerySet":
        return self.with_next_shift(among).order_by(F("next_at"), "pk")

    def called(self, words: str) -> "OpeningQuerySet":
        """Those whose words, place or host hold every word, in any width."""
        found = self
        for word in unicodedata.normalize("NFKC", words).split()[:5]:
            found = found.filter(
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(place__icontains=word)
                | Q(requirements__icontains=word)
                | Q(organization__name__icontains=word)
                | Q(center__name__icontains=word)
            )
        return found

    def for_age(self, age: int) -> "OpeningQuerySet":
        """Those that somebody of `age` may come to."""
        young_enough = Q(role=None) | Q(role__minimum_age__lte=age)
        return self.filter(young_enough, minimum_age__lte=age)

    def for_beginners(self) -> "OpeningQuerySet":
        """Those that ask for no qualification and no experience."""
        return self.filter(asks_for_nothing())

    def short_of_people(self) -> "OpeningQuerySet":
        """Those with a shift to come where somebody is still wanted."""
        return self.filter(Exists(Shift.objects.with_room().filter(opening=OuterRef("pk"))))

    def of_closed_hosts(self) -> "OpeningQuerySet":
        """Those of organisations that closed, with a shift still to come: to be decided."""
        coming = Shift.objects.to_come().filter(opening=OuterRef("pk"))
        return self.filter(
            Exists(coming), organization__closed_on__isnull=False, status__in=OPEN_OR_ENDED
        )

    def of(self, user) -> "OpeningQuerySet":
        """Those `user` asked for, or of an organisation `user` speaks for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(asked_by=user) | Q(organization__in=Organization.objects.of(user).values("pk"))
        )

    def editable_by(self, user) -> "OpeningQuerySet":
        """Those looked after by a centre `user` works for."""
        return self.filter(center__in=Center.objects.editable_by(user))

    def to_decide(self) -> "OpeningQuerySet":
        return self.filter(status=Opening.Status.ASKED)

    def for_list(self) -> "OpeningQuerySet":
        return self.select_related("role", "organization", "center__ward", "ward")


@pghistory.track()
class Opening(models.Model):
    """People are wanted (活動募集): by a centre, or by an organisation a centre looks after.

    Asked for in plain words, published by that centre. Who comes when says each `Shift`.
    """

    class Status(models.TextChoices):
        ASKED = "asked", "確認中"
        RETURNED = "returned", "書き直し"
        PUBLISHED = "published", "募集中"
        CLOSED = "closed", "募集終了"
        CANCELLED = "cancelled", "中止"

    title = models.CharField("見出し", max_length=60)
    description = models.TextField("してほしいこと", max_length=1_000)
    role = models.ForeignKey(
        VolunteerRole,
        verbose_name="役割",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="openings",
    )
    fields = models.ManyToManyField(
        ActivityField, verbose_name="活動の分野", blank=True, related_name="openings"
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name="団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="openings",
        help_text="空ならば、市民センターの募集です。",
    )
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="担当の市民センター",
        on_delete=models.PROTECT,
        related_name="openings",
    )
    ward = models.ForeignKey("people.Ward", verbose_name="区", on_delete=models.PROTECT)
    place = models.CharField("場所", max_length=120)
    requirements = models.CharField("必要なこと", max_length=300, blank=True)
    qualifications = models.ManyToManyField(
        QualificationKind, verbose_name="いる資格", blank=True, related_name="+"
    )
    languages = models.CharField("あるとよいことば", max_length=100, blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        "年齢の下限", default=0, validators=[MaxValueValidator(100)]
    )
    bring = models.CharField("持ち物・服装", max_length=200, blank=True)
    expenses = models.CharField("交通費など", max_length=100, blank=True)
    is_insured = models.BooleanField("主催者が保険をかける", default=False)

    status = models.CharField("状態", max_length=10, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(
        "people.User",
        verbose_name="募集を申し込んだアカウント",
        on_delete=models.PROTECT,
        related_name="asked_openings",
    )
    asked_at = models.DateTimeField("申込日時", auto_now_add=True)
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    changed_by = models.ForeignKey(
        "people.User",
        verbose_name="変えた人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    why = models.CharField("理由", max_length=200, blank=True)
    number = receipt_field()

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活動募集"
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["status", "center"], name="openings_of_a_center")]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=False)
                | Q(status__in=["asked", "returned", "cancelled"]),
                name="what_is_open_was_published",
                violation_error_code="never_published",
                violation_error_message="公開した日時がありません。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("volunteers:opening", args=[self.pk])

    @property
    def number_spelled(self) -> str:
        return spelled(self.number)

    @property
    def host(self):
        """Who asks: the organisation, or the centre."""
        return self.organization or self.center

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_asked(self) -> bool:
        return self.status == self.Status.ASKED

    @property
    def is_returned(self) -> bool:
        return self.status == self.Status.RETURNED

    @property
    def was_refused(self) -> bool:
        """Never published: the centre could not take it, or it was taken back."""
        return self.status == self.Status.CANCELLED and self.published_at is None

    @property
    def standing(self) -> str:
        """How it stands, in a word."""
        return "受けられませんでした" if self.was_refused else self.get_status_display()

    @property
    def youngest(self) -> int:
        """From which age one may come; 0 for everybody."""
        return max(self.minimum_age, self.role.minimum_age if self.role else 0)


def asks_for_nothing() -> Q:
    """Of openings: neither they nor their role ask for a qualification or for experience."""
    of_opening = Opening.qualifications.through.objects.filter(opening=OuterRef("pk"))
    of_role = VolunteerRole.qualifications.through.objects.filter(volunteerrole=OuterRef("role"))
    of_role_nothing = Q(role=None) | Q(role__requirements="")
    return Q(of_role_nothing, ~Exists(of_opening), ~Exists(of_role), requirements="")


OPEN_OR_ENDED = (Opening.Status.PUBLISHED, Opening.Status.CLOSED)
