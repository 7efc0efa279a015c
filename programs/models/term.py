"""What spans several courses: a series signed up for at once, a term with its limits."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from centers.models import Center
from portal.japan import calendar
from portal.people.models import Person
from portal.people.permissions import works_for_section
from programs.composed import Composed

from .attendance import Attendance
from .session import Session
from .sign_up import SignUp
from .sign_up_queryset import LIVE

if TYPE_CHECKING:
    from .course import Course


class SeriesQuerySet(models.QuerySet["Series"]):
    def editable_by(self, user) -> "SeriesQuerySet":
        """Series of the centres `user` works for; all of them for the section."""
        if works_for_section(user):
            return self
        return self.filter(center__in=Center.objects.editable_by(user))

    def usable_by(self, user) -> "SeriesQuerySet":
        """Those `user` may put a course into: one's own, and those of the whole city."""
        return self.editable_by(user) | self.filter(center=None)


class Series(models.Model):
    """Courses that belong together and take one application for all (シリーズ)."""

    name = models.CharField("名称", max_length=120)
    description = models.CharField("紹介", max_length=300, blank=True)
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "シリーズ"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:series", args=[self.pk])


class Term(models.Model):
    """A span of days with what one person may take in it (期); the city sets it or does not."""

    name = models.CharField("名称", max_length=60)
    first_day = models.DateField("初日")
    last_day = models.DateField("最終日")
    most_courses = models.PositiveSmallIntegerField(
        "1人が申し込める講座の数", null=True, blank=True, help_text="空けると、限りはありません。"
    )
    most_absences = models.PositiveSmallIntegerField(
        "連絡のない欠席の限度",
        null=True,
        blank=True,
        help_text="この回数になった方の申込は、この期のあいだ受けません。空けると、数えません。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "期"
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="term_days_in_order",
                violation_error_code="days_out_of_order",
                violation_error_message="最終日は、初日以後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    # ------------------------------------------------------------ what is so now

    @property
    def limits_anything(self) -> bool:
        return self.most_courses is not None or self.most_absences is not None

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def courses_taken(self, people: Iterable[Person]) -> dict[int, int]:
        """How many courses that begin in the term each of `people` has a live sign-up in."""
        keys = [person.pk for person in people]
        if not keys:
            return {}
        begun = _begun_between(len(keys)).ask(*LIVE, *keys, self._begins, self._ends)
        return Counter(sign_up.person_id for sign_up in begun)

    def absences(self, people: Iterable[Person]) -> dict[int, int]:
        """How often each of `people` held a seat and did not come, without a word before.

        Only sessions count whose attendance somebody took, so that a roster nobody kept makes
        nobody absent; nor does a session before one had signed up.
        """
        taken = Attendance.objects.filter(session=OuterRef("pk"))
        own = taken.filter(sign_up=OuterRef("course__sign_ups"))
        missed = Session.objects.filter(
            Exists(taken),
            ~Exists(own.exclude(state=Attendance.State.UNKNOWN)),
            cancelled_at=None,
            starts_at__gte=self._begins,
            starts_at__lt=self._ends,
            ends_at__lt=timezone.now(),
            course__sign_ups__person__in=people,
            course__sign_ups__status=SignUp.Status.SEATED,
            course__sign_ups__created_at__lt=F("starts_at"),
        )
        counted = missed.values_list("course__sign_ups__person").annotate(Count("pk"))
        return dict(counted.order_by())

    # ------------------------------------------------------------ what is refused

    def refusals(self, people: Sequence[Person]) -> dict[int, ValidationError]:
        """Who of `people` may not take one course more, by key. Asks twice, however many."""
        found: dict[int, ValidationError] = {}
        if self.most_absences is not None:
            absences = self.absences(people)
            for person in people:
                if absences.get(person.pk, 0) >= self.most_absences:
                    found[person.pk] = self._absent_too_often(person, absences[person.pk])
        if self.most_courses is not None:
            taken = self.courses_taken(people)
            for person in people:
                if taken.get(person.pk, 0) >= self.most_courses:
                    found[person.pk] = self._enough(person)
        return found

    def _enough(self, person: Person) -> ValidationError:
        return ValidationError(
            f"「{self.name}」に申し込めるのは、お一人{self.most_courses}講座までです"
            f"（{person.full_name}さんは、もう{self.most_courses}講座に申し込んでいます）。"
            "どれかを取り消すと、この講座に申し込めます。",
            code="term_limit",
        )

    def _absent_too_often(self, person: Person, number: int) -> ValidationError:
        return ValidationError(
            f"{person.full_name}さんは、連絡のない欠席が{number}回ありました。"
            f"そのため「{self.name}」の講座には申し込めません。"
            "ご事情のあるときは、会場にご相談ください。",
            code="too_many_absences",
        )

    @property
    def _begins(self) -> datetime:
        return calendar.bounds_of(self.first_day)[0]

    @property
    def _ends(self) -> datetime:
        return calendar.bounds_of(self.last_day)[1]


# Both are asked at every sign-up while a term holds, with the course locked: put together once.
LOCKED = Composed(Person.objects.select_for_update(no_key=True).only("pk").filter(pk=0))


@cache
def _begun_between(people: int) -> Composed[SignUp]:
    """Live sign-ups of so many people: asked with LIVE, their keys, the first moment, the last."""
    rows = SignUp.objects.live().filter(person__in=range(people))
    some = timezone.now()
    begun = rows.filter(course__starts_at__gte=some, course__starts_at__lt=some)
    return Composed(begun.only("person").order_by())


def terms_over(course: "Course", terms: Iterable[Term]) -> list[Term]:
    """Those of `terms` that limit anything and in which `course` begins."""
    if course.starts_at is None:
        return []
    day = timezone.localdate(course.starts_at)
    return [term for term in terms if term.limits_anything and term.holds(day)]


def lock_people(people: Iterable[Person]) -> None:
    """Lock the people, in the order of their keys; their sign-ups elsewhere wait their turn."""
    for key in sorted(person.pk for person in people):
        LOCKED.ask(key)


def refuse_beyond_terms(course: "Course", people: Sequence[Person], terms: Iterable[Term]) -> None:
    """Refuse who has enough courses in the term of `course`, or stayed away too often.

    The people are locked, so that their sign-ups to two courses at once are counted one after the
    other; who has a place in this course already hears that. Costs nothing where no term holds.
    Codes: term_limit, too_many_absences, already_signed_up.
    """
    over = terms_over(course, terms)
    if not over:
        return
    lock_people(people)
    for term in over:
        refusals: Mapping[int, ValidationError] = term.refusals(people)
        for person in people:
            if person.pk in refusals:
                SignUp(course=course, person=person).refuse_second()
                raise refusals[person.pk]
