from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from portal.people.models import Person, User
from portal.refusal import refused_by_database

from .admission import Admission
from .course_queryset import CourseQuerySet
from .course_triggers import (
    COUNTS,
    FILL_FROM_CENTER_AND_TEXT,
    GIVE_THE_ROOMS_BACK,
    KEEP_OWN_COUNTS,
    SESSION_SUMMARY,
)
from .listing import Listing
from .sign_up import SignUp, record
from .sign_up_rules import FULL
from .taking_in import take_in
from .told import EVERYBODY_SAYS_NOTHING, Told


class CourseManager(models.Manager.from_queryset(CourseQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> CourseQuerySet:
        """Courses without their search vectors, which only the database reads."""
        return super().get_queryset().defer("search", "title_search")


@pghistory.track(
    exclude=[
        "search",
        "title_search",
        "closes_at",
        "updated_at",
        *COUNTS,
        *SESSION_SUMMARY,
    ],
)
class Course(Listing, Admission):
    """A course (講座) of one or more sessions, held in a centre or by a partner elsewhere.

    The database keeps four things about it, so that no path can get them wrong: `seats_taken`
    (counted from sign-ups), the summary of its sessions, its ward (the centre's), and what the
    search looks in.
    """

    class Daypart(models.TextChoices):
        MORNING = "morning", "午前"
        AFTERNOON = "afternoon", "午後"
        EVENING = "evening", "夜間"

    published_at = models.DateTimeField(
        "公開日時",
        null=True,
        blank=True,
        db_index=True,
        help_text="先の日時にすると、その時に公開されます。",
    )
    series = models.ForeignKey(
        "programs.Series",
        verbose_name="シリーズ",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="courses",
        help_text="シリーズの講座は、一度にまとめて申し込めます。",
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
    waiting_count = models.PositiveIntegerField("待っている人", default=0, editable=False)
    entered_count = models.PositiveIntegerField("抽選の申込数", default=0, editable=False)
    childcare_taken = models.PositiveSmallIntegerField("託児の申込数", default=0, editable=False)
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

    class Meta:
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
                condition=Q(takes_sign_ups_here=False)
                | Q(method="first_come")
                | Q(method="lottery", apply_until__isnull=False, capacity__isnull=False),
                name="sign_ups_here_have_a_method",
                violation_error_code="no_method",
                violation_error_message="このサイトで申込を受けられるのは、先着の講座と、"
                "定員と申込締切の決まった抽選の講座です。",
            ),
            models.CheckConstraint(
                condition=Q(childcare_capacity__isnull=True)
                | Q(childcare_taken__lte=F("childcare_capacity")),
                name="childcare_never_oversold",
                violation_error_code="childcare_full",
                violation_error_message="託児の定員より多くは受けられません。",
            ),
            models.CheckConstraint(
                condition=Q(party_min__gte=1) & Q(party_min__lte=F("party_max")),
                name="party_sizes_in_order",
                violation_error_code="party_out_of_order",
                violation_error_message="「何人組まで」は「何人組から」以上にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(min_school_year__isnull=True)
                | Q(max_school_year__isnull=True)
                | Q(min_school_year__lte=F("max_school_year")),
                name="school_years_in_order",
                violation_error_code="school_years_out_of_order",
                violation_error_message="学年の「まで」は「から」以上にしてください。",
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source=""),
                name="one_course_per_source_row",
                violation_error_code="already_imported",
                violation_error_message="この取込元の番号の講座はすでにあります。",
            ),
        ]
        triggers = [KEEP_OWN_COUNTS, FILL_FROM_CENTER_AND_TEXT, GIVE_THE_ROOMS_BACK]

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
    def can_be_signed_up_here(self) -> bool:
        """Whether a resident who came now would get a seat, a place in the queue or an entry."""
        return (
            self.takes_sign_ups_here
            and self.is_published
            and not self.is_not_yet_open
            and not self.is_closed
            and not self.is_cancelled
            and (self.is_lottery or self.has_queue or not self.is_full)
        )

    # ------------------------------------------------------------ commands

    def sign_up(self, person: Person, *, by: User, **how: Any) -> SignUp:
        """Take in one person; see `sign_up_together`."""
        return self.sign_up_together([person], by=by, **how)[0]

    def sign_up_together(
        self,
        people: Sequence[Person],
        *,
        by: User,
        via: SignUp.Via = SignUp.Via.WEB,
        told: Mapping[int, Told] = EVERYBODY_SAYS_NOTHING,
    ) -> list[SignUp]:
        """Take in `people`, who take part together or not at all, from whatever channel.

        They get seats; or, where there are not enough, places in the queue; or, where lots are
        drawn, an entry. The database counts in the same transaction; the mail is queued in it.
        `told` holds each one's own words, by the person's key. Raises ValidationError with
        one of the codes of `sign_up_rules`, `told_rules` and `term`, `full` or
        `already_signed_up`.
        """
        with refused_by_database(SignUp, Course), transaction.atomic():
            return Course.objects.locked(self.pk).take_in(people, by=by, via=via, told=told)

    def take_in(
        self, people: Sequence[Person], *, by: User, via: SignUp.Via, told: Mapping[int, Told]
    ) -> list[SignUp]:
        """What `sign_up_together` does once this course is locked."""
        return take_in(self, people, by=by, via=via, told=told)

    @transaction.atomic
    def promote_waiting(self) -> None:
        """Hand free seats to the queue: after the capacity was raised, or the rule changed.

        Free places in childcare go to the children who wait.
        """
        from programs.sign_ups.childcare import settle  # noqa: PLC0415  childcare imports models
        from programs.sign_ups.promotion import promote  # noqa: PLC0415  promotion imports models

        course = Course.objects.locked(self.pk)
        promote(course)
        settle(course)

    @transaction.atomic
    def cancel(self, *, by: User, reason: str) -> None:
        """Call the course off (中止) and tell everybody who holds a place, waits or entered.

        Codes: already_cancelled, already_over.
        """
        from programs.sign_ups.childcare import settle  # noqa: PLC0415  childcare imports models
        from programs.tasks import tell_all  # noqa: PLC0415  tasks import models

        course = Course.objects.select_for_update(of=["self"]).get(pk=self.pk)
        course.refuse_unless_to_come()
        course.cancelled_at, course.cancel_reason = timezone.now(), reason
        course.save(update_fields=["cancelled_at", "cancel_reason"])
        what = SignUp.What.COURSE_CANCELLED
        live = list(course.sign_ups.live().only("pk"))
        record(live, SignUp.Status.CANCELLED, what, by=by, why=reason)
        settle(course)
        tell_all.enqueue(course.pk, what.value)
        self.refresh_from_db()

    @transaction.atomic
    def run_anyway(self) -> None:
        """Hold the course though fewer came than it asks for; nobody is asked again.

        Codes: already_cancelled, already_over.
        """
        course = Course.objects.select_for_update(of=["self"]).get(pk=self.pk)
        course.refuse_unless_to_come()
        course.runs_anyway_at = course.runs_anyway_at or timezone.now()
        course.save(update_fields=["runs_anyway_at"])
        self.refresh_from_db(fields=["runs_anyway_at"])

    def refuse_unless_to_come(self) -> None:
        """Refuse what is called off or over. Codes: already_cancelled, already_over."""
        if self.is_cancelled:
            raise ValidationError("この講座は、すでに中止しています。", code="already_cancelled")
        if self.is_over:
            raise ValidationError("この講座は、もう終わっています。", code="already_over")

    @transaction.atomic
    def copy_for_another_year(self) -> "Course":
        """A draft like this one, a year on: text, rules, questions, sessions, no sign-ups.

        Sessions keep their weekday (52 weeks later); the sign-up period moves with them. The public
        value named for this year's lottery is known by then, so the draft names none.
        """
        year = timedelta(weeks=52)
        sessions, questions = list(self.sessions.all()), list(self.questions.all())
        stages, items = list(self.life_stages.all()), list(self.plan_items.all())
        copy = Course.objects.get(pk=self.pk)
        copy.pk, copy._state.adding = None, True
        copy.copied_from_id, copy.published_at = self.pk, None
        copy.title_search = copy.search = None  # not read here; the database writes its own
        copy.source, copy.source_key, copy.source_columns = "", "", {}
        copy.draw_source = ""
        copy.apply_from = self.apply_from and self.apply_from + year
        copy.apply_until = self.apply_until and self.apply_until + year
        copy.results_at = self.results_at and self.results_at + year
        copy.cancelled_at, copy.cancel_reason, copy.runs_anyway_at = None, "", None
        copy.save(force_insert=True)
        copy.life_stages.set(stages)
        for question in questions:
            question.pk, question._state.adding, question.course = None, True, copy
        copy.questions.bulk_create(questions)
        copy.plan_items.set(items)
        for session in sessions:
            session.pk, session._state.adding, session.course = None, True, copy
            session.cancelled_at, session.cancel_reason, session.revision = None, "", 0
            session.starts_at += year
            session.ends_at += year
        copy.sessions.bulk_create(sessions)
        return copy
