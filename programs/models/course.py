from datetime import timedelta
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
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
from .offer import Category, LifeStage, Organizer
from .sign_up_rules import FULL, refuse_unless_eligible, refuse_unless_open

if TYPE_CHECKING:
    from .sign_up import SignUp

FEW_SEATS = 3
SESSION_SUMMARY = ["starts_at", "ends_at", "session_count", "weekdays", "dayparts"]


class CourseManager(models.Manager.from_queryset(CourseQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> CourseQuerySet:
        """Courses without their search vectors, which only the database reads."""
        return super().get_queryset().defer("search", "title_search")


@pghistory.track(
    exclude=[
        "search", "title_search", "seats_taken", "closes_at", "updated_at", *SESSION_SUMMARY,
    ],
)
class Course(models.Model):
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

    class Residence(models.TextChoices):
        ANYONE = "anyone", "どなたでも"
        CITY = "city", "市内にお住まいの方"
        CITY_WIDE = "city_wide", "市内にお住まい・通勤・通学の方"

    class Daypart(models.TextChoices):
        MORNING = "morning", "午前"
        AFTERNOON = "afternoon", "午後"
        EVENING = "evening", "夜間"

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
        "centers.Center", verbose_name="市民センター", null=True, blank=True,
        on_delete=models.PROTECT, related_name="courses",
    )
    organizer = models.ForeignKey(
        Organizer, verbose_name="主催団体", null=True, blank=True, on_delete=models.PROTECT,
        related_name="courses", help_text="市民センターの主催なら空けてください。",
    )
    ward = models.ForeignKey(
        "people.Ward", verbose_name="区", null=True, blank=True, on_delete=models.PROTECT,
        help_text="市民センターで開く講座では自動で入ります。",
    )
    venue = models.CharField(
        "会場", max_length=200, blank=True, help_text="市民センター以外で開くとき、または部屋の名前。"
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
    residence = models.CharField("お住まい", max_length=10, choices=Residence, default=Residence.ANYONE)
    fee = models.PositiveIntegerField(
        "費用（円）", null=True, blank=True, default=0, validators=[MaxValueValidator(1_000_000)],
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
    contact_name = models.CharField("問い合わせ先", max_length=200, blank=True)
    contact_phone = models.CharField("問い合わせ電話", max_length=60, blank=True)
    contact_email = models.EmailField("問い合わせメール", blank=True)
    url = models.URLField("詳しいページ", max_length=500, blank=True)

    published_at = models.DateTimeField(
        "公開日時", null=True, blank=True, db_index=True, help_text="先の日時にすると、その時に公開されます。"
    )
    copied_from = models.ForeignKey(
        "self", verbose_name="もとの講座", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="copies",
    )
    created_at = models.DateTimeField("作成", auto_now_add=True)
    updated_at = models.DateTimeField("更新", auto_now=True)

    source = models.CharField("取込元", max_length=60, blank=True, editable=False)
    source_key = models.CharField("取込元の番号", max_length=60, blank=True, editable=False)
    source_columns = models.JSONField("取込元のその他の列", default=dict, blank=True, editable=False)

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
        triggers = [
            pgtrigger.Trigger(
                name="keep_own_counts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("seats_taken", *SESSION_SUMMARY),
                condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
                # A save with stale numbers changes none: only sign-ups and sessions count.
                func=f"""
                    IF TG_OP = 'INSERT' THEN
                        NEW.seats_taken := 0;
                    ELSE
                        NEW.seats_taken := OLD.seats_taken;
                        {"".join(f"NEW.{name} := OLD.{name};" for name in SESSION_SUMMARY)}
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="fill_from_center_and_text",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(
                    "title", "kana", "summary", "description", "center_id", "organizer_id", "ward_id",
                    "venue", "instructor", "target", "note",
                ),
                func="""
                    NEW.ward_id := coalesce(
                        (SELECT ward_id FROM centers_center WHERE id = NEW.center_id), NEW.ward_id
                    );
                    NEW.title_search := search_bigrams(concat_ws(' ', NEW.title, NEW.kana));
                    NEW.search := search_bigrams(concat_ws(
                        ' ', NEW.title, NEW.kana, NEW.summary, NEW.description, NEW.venue,
                        NEW.instructor, NEW.target, NEW.note,
                        (SELECT concat_ws(' ', name, kana) FROM centers_center
                         WHERE id = NEW.center_id),
                        (SELECT name FROM programs_organizer WHERE id = NEW.organizer_id),
                        (SELECT name FROM people_ward WHERE id = NEW.ward_id)
                    ));
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.title

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
        """For whom it is: as the staff wrote it, else by its ages, else by residence."""
        if self.target:
            return self.target
        if self.min_age is not None and self.max_age is not None:
            return f"{self.min_age}〜{self.max_age}歳"
        if self.min_age:
            return f"{self.min_age}歳以上"
        return f"{self.max_age}歳まで" if self.max_age else self.get_residence_display()

    @property
    def held_by(self) -> str:
        """Who holds it: the partner, else the centre, else the section."""
        if self.organizer:
            return self.organizer.name
        return self.center.name if self.center else settings.CITY["section"]["short_name"]

    @property
    def is_free(self) -> bool:
        return self.fee == 0

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
