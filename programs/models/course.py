from datetime import timedelta
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from portal.people.models import Person, User
from portal.refusal import refused_by_database

from .course_queryset import CourseQuerySet
from .course_triggers import FILL_FROM_CENTER_AND_TEXT, KEEP_OWN_COUNTS, SESSION_SUMMARY
from .listing import Listing
from .sign_up_rules import FULL, refuse_unless_eligible, refuse_unless_open

if TYPE_CHECKING:
    from .sign_up import SignUp

FEW_SEATS = 3


class CourseManager(models.Manager.from_queryset(CourseQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> CourseQuerySet:
        """Courses without their search vectors, which only the database reads."""
        return super().get_queryset().defer("search", "title_search")


@pghistory.track(
    exclude=[
        "search",
        "title_search",
        "seats_taken",
        "closes_at",
        "updated_at",
        *SESSION_SUMMARY,
    ],
)
class Course(Listing):
    """A course (講座) of one or more sessions, held in a centre or by a partner elsewhere.

    The database keeps four things about it, so that no path can get them wrong: `seats_taken`
    (counted from sign-ups), the summary of its sessions, its ward (the centre's), and what the
    search looks in.
    """

    class Method(models.TextChoices):
        FIRST_COME = "first_come", "先着"
        LOTTERY = "lottery", "抽選"
        NONE = "none", "申込不要"
        OTHER = "other", "申込方法は説明のとおり"

    class Daypart(models.TextChoices):
        MORNING = "morning", "午前"
        AFTERNOON = "afternoon", "午後"
        EVENING = "evening", "夜間"

    method = models.CharField("申込", max_length=10, choices=Method, default=Method.FIRST_COME)
    takes_sign_ups_here = models.BooleanField(
        "このサイトで申込を受ける", default=False, help_text="いまは先着の講座だけです。"
    )
    how_to_apply = models.TextField("申込方法", blank=True, validators=[MaxLengthValidator(3_000)])
    apply_url = models.URLField("申込ページ", max_length=500, blank=True)
    apply_from = models.DateTimeField("申込開始", null=True, blank=True)
    apply_until = models.DateTimeField("申込締切", null=True, blank=True)
    capacity = models.PositiveIntegerField(
        "定員", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    minimum_to_run = models.PositiveIntegerField("最少開講人数", null=True, blank=True)
    published_at = models.DateTimeField(
        "公開日時",
        null=True,
        blank=True,
        db_index=True,
        help_text="先の日時にすると、その時に公開されます。",
    )
    copied_from = models.ForeignKey(
        "self",
        verbose_name="もとの講座",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="copies",
    )
    created_at = models.DateTimeField("作成", auto_now_add=True)
    updated_at = models.DateTimeField("更新", auto_now=True)

    # Gathered by `for_page`.
    stage_ids: list[int]
    plan_item_ids: list[int]

    # Kept by the database.
    seats_taken = models.PositiveIntegerField("申込数", default=0, editable=False)
    starts_at = models.DateTimeField("最初の回", null=True, editable=False)
    ends_at = models.DateTimeField("最後の回の終わり", null=True, editable=False)
    session_count = models.PositiveSmallIntegerField("回数", default=0, editable=False)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, editable=False)
    dayparts = ArrayField(models.CharField(max_length=9), default=list, editable=False)
    closes_at = models.GeneratedField(
        expression=Case(
            When(method="none", then=F("ends_at")), default=Coalesce("apply_until", "starts_at")
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
        verbose_name="受付の終わり",
    )
    title_search = SearchVectorField(null=True, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = CourseManager()

    class Meta(Listing.Meta):
        verbose_name = verbose_name_plural = "講座"
        ordering = ["closes_at", "pk"]
        indexes = [
            models.Index(fields=["closes_at", "id"], name="course_by_closing"),
            models.Index(fields=["ends_at", "id"], name="course_by_end"),
            models.Index(fields=["center", "closes_at"], name="course_of_center"),
            GinIndex(fields=["title_search"], name="course_title_search", fastupdate=False),
            GinIndex(fields=["search"], name="course_search", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity")),
                name="seats_never_oversold",
                violation_error_code="full",
                violation_error_message=FULL,
            ),
            models.CheckConstraint(
                condition=Q(apply_from__isnull=True)
                | Q(apply_until__isnull=True)
                | Q(apply_from__lt=F("apply_until")),
                name="sign_up_period_in_order",
                violation_error_code="period_out_of_order",
                violation_error_message="申込締切は、申込開始よりあとにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(min_age__isnull=True)
                | Q(max_age__isnull=True)
                | Q(min_age__lte=F("max_age")),
                name="course_ages_in_order",
                violation_error_code="ages_out_of_order",
                violation_error_message="「何歳まで」は「何歳から」以上にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(takes_sign_ups_here=False) | Q(method="first_come"),
                name="sign_ups_here_are_first_come",
                violation_error_code="not_first_come",
                violation_error_message="このサイトで申込を受けられるのは、先着の講座です。",
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source=""),
                name="one_course_per_source_row",
                violation_error_code="already_imported",
                violation_error_message="この取込元の番号の講座はすでにあります。",
            ),
        ]
        triggers = [KEEP_OWN_COUNTS, FILL_FROM_CENTER_AND_TEXT]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def from_db(cls, db, field_names, values, **how) -> "Course":
        """As Django does, which looks up every column among the names: here in a set."""
        return super().from_db(db, frozenset(field_names), values, **how)

    def get_absolute_url(self) -> str:
        return reverse("programs:course", args=[self.pk])

    # ------------------------------------------------------------ what is so now

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.seats_taken >= self.capacity

    @property
    def seats_left(self) -> int | None:
        """Free seats; None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken, 0)

    @property
    def has_few_seats(self) -> bool:
        return self.seats_left is not None and 0 < self.seats_left <= FEW_SEATS

    @property
    def is_not_yet_open(self) -> bool:
        return self.apply_from is not None and timezone.now() < self.apply_from

    @property
    def is_closed(self) -> bool:
        return self.closes_at is None or self.closes_at < timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at < timezone.now()

    @property
    def needs_no_sign_up(self) -> bool:
        return self.method == self.Method.NONE

    @property
    def can_be_signed_up_here(self) -> bool:
        """Whether a resident who came now could be given a seat by this site."""
        return (
            self.takes_sign_ups_here
            and self.is_published
            and not self.is_not_yet_open
            and not self.is_closed
            and not self.is_full
        )

    # ------------------------------------------------------------ commands

    def sign_up(self, person: Person, *, by: User) -> "SignUp":
        """Give `person` a seat, or refuse.

        The seat is counted by the database in the same transaction; the mail is queued in it.
        Raises ValidationError with one of the codes of the two rules above, `full`, or
        `already_signed_up`.
        """
        from .sign_up import SignUp, tell  # noqa: PLC0415  sign-ups point at courses

        with refused_by_database(SignUp, Course), transaction.atomic():
            course = Course.objects.for_sign_up().select_for_update().get(pk=self.pk)
            refuse_unless_open(course, timezone.now())
            refuse_unless_eligible(course, person)
            sign_up = SignUp(course=course, person=person, by=by)
            if course.is_full:
                sign_up.refuse_second()
                raise ValidationError(FULL, code="full")
            sign_up.save(force_insert=True)
            tell(sign_up, SignUp.Event.SEATED)
        return sign_up

    @transaction.atomic
    def copy_for_another_year(self) -> "Course":
        """A draft like this one, a year on: text, rules and sessions, no sign-ups.

        Sessions keep their weekday (52 weeks later); the sign-up period moves with them.
        """
        year = timedelta(weeks=52)
        sessions = list(self.sessions.all())
        stages, items = list(self.life_stages.all()), list(self.plan_items.all())
        copy = Course.objects.get(pk=self.pk)
        copy.pk, copy._state.adding = None, True
        copy.copied_from_id, copy.published_at = self.pk, None
        copy.title_search = copy.search = None  # not read here; the database writes its own
        copy.source, copy.source_key, copy.source_columns = "", "", {}
        copy.apply_from = self.apply_from and self.apply_from + year
        copy.apply_until = self.apply_until and self.apply_until + year
        copy.save(force_insert=True)
        copy.life_stages.set(stages)
        copy.plan_items.set(items)
        for session in sessions:
            session.pk, session._state.adding, session.course = None, True, copy
            session.starts_at += year
            session.ends_at += year
        copy.sessions.bulk_create(sessions)
        return copy
