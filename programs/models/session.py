from collections.abc import Callable
from datetime import datetime, timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from centers.models import Booking
from centers.running import moving
from centers.running.place import Place
from centers.running.taken import refuse_taken
from portal.japan import calendar
from portal.people.models import User
from portal.refusal import refused_by_database

from .session_triggers import GIVE_THE_ROOM_BACK, SUMMARISE, TAKE_THE_ROOM

FARTHEST = timedelta(days=3 * 366)
ROOM_CHANGED = "room_changed"  # at the same time, in the same house: nobody is written to


class SessionQuerySet(models.QuerySet["Session"]):
    def held(self) -> "SessionQuerySet":
        """Those that take place: not called off."""
        return self.filter(cancelled_at=None)

    def visible_to(self, user) -> "SessionQuerySet":
        """Those of the courses a member of staff may edit."""
        from .course import Course  # noqa: PLC0415  courses are declared after sessions

        return self.filter(course__in=Course.objects.editable_by(user))


@pghistory.track(pghistory.UpdateEvent())
class Session(models.Model):
    """One meeting of a course (回).

    One that is called off stays, so that calendars and those who come learn of it; the course's
    first day, last day and number of sessions leave it out.
    """

    course = models.ForeignKey(
        "programs.Course", verbose_name="講座", on_delete=models.CASCADE, related_name="sessions"
    )
    starts_at = models.DateTimeField("開始")
    ends_at = models.DateTimeField("終了")
    room = models.ForeignKey(
        "centers.Room", verbose_name="部屋", null=True, blank=True, on_delete=models.PROTECT
    )
    booking = models.OneToOneField(
        "centers.Booking",
        verbose_name="利用予定",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="session",
    )
    title = models.CharField("この回の内容", max_length=200, blank=True)
    all_day = models.BooleanField("時刻が決まっていない", default=False)
    cancelled_at = models.DateTimeField("中止した日時", null=True, editable=False)
    cancel_reason = models.CharField("中止の理由", max_length=200, blank=True, editable=False)
    revision = models.PositiveSmallIntegerField("変更の回数", default=0, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="session_begins_before_it_ends",
                violation_error_code="times_out_of_order",
                violation_error_message="終了は、開始よりあとにしてください。",
            )
        ]
        triggers = [*SUMMARISE, TAKE_THE_ROOM, GIVE_THE_ROOM_BACK]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    # ------------------------------------------------------------ what is so now

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    def number(self) -> int:
        """Which session of its course this is, those called off counted: 1 for the first."""
        earlier = Q(starts_at__lt=self.starts_at) | Q(starts_at=self.starts_at, pk__lt=self.pk)
        return Session.objects.filter(earlier, course=self.course_id).count() + 1

    # ------------------------------------------------------------ commands of staff

    def cancel(self, *, by: User, reason: str) -> "Session":
        """Call this session off (中止) and tell those who are coming.

        Codes: already_cancelled, already_over, only_session.
        """

        def call_off(own: "Session") -> None:
            if not own.course.sessions.held().exclude(pk=own.pk).exists():
                raise ValidationError(
                    "残っている回はこれだけです。講座そのものを中止してください。",
                    code="only_session",
                )
            own.cancelled_at, own.cancel_reason = timezone.now(), reason

        return self._change(call_off, "session_cancelled", by=by)

    def move(self, starts_at: datetime, ends_at: datetime, *, by: User) -> "Session":
        """Hold this session at another time and tell those who are coming, with both times.

        Codes: already_cancelled, already_over, times_out_of_order, in_the_past, too_far, not_moved,
        room_taken.
        """

        def reschedule(own: "Session") -> None:
            if starts_at <= timezone.now():
                raise ValidationError(
                    "もう過ぎた日時です。これからの日時を入れてください。", code="in_the_past"
                )
            if starts_at > timezone.now() + FARTHEST:
                raise ValidationError("3年より先の日時です。年を確かめてください。", code="too_far")
            if (starts_at, ends_at) == (own.starts_at, own.ends_at):
                raise ValidationError(
                    "いまと同じ日時です。新しい日時を入れてください。", code="not_moved"
                )
            own.starts_at, own.ends_at, own.all_day = starts_at, ends_at, False

        return self._change(reschedule, "session_moved", by=by)

    def move_to(self, to: Place, *, shown: str, by: User) -> "Session":
        """Hold this session in another room of its centre, at another time, or both.

        Those who come are told of another time; to another room of the same house staff show the
        way. `shown` is the `Place.mark` of where the session was when it was asked. Codes: those
        of `move`, not_yours, not_live, other_center, moved_meanwhile.
        """
        from .course import Course  # noqa: PLC0415  courses are declared after sessions

        if not Course.objects.editable_by(by).filter(pk=self.course_id).exists():
            raise ValidationError("この講座を変えられる職員ではありません。", code="not_yours")

        def put(own: "Session") -> None:
            booking = own.booking
            if booking is None:
                raise ValidationError(
                    "この回には部屋がありません。画面を開き直してください。", code="not_live"
                )
            moving.held_rooms(booking, to.room)
            moving.refuse_unless_shown(booking, shown)
            moving.refuse_odd_move(booking, to)
            refuse_taken(to, but=booking)
            own.room, own.starts_at, own.ends_at = to.room, to.starts_at, to.ends_at

        return self._change(
            put, ROOM_CHANGED if to.keeps_time_of(shown) else "session_moved", by=by
        )

    def _change(self, change: Callable[["Session"], None], kind: str, *, by: User) -> "Session":
        """Lock the course, read anew, refuse, change, and queue the letters to those who come."""
        from programs.tasks import tell_about_session  # noqa: PLC0415  tasks import models

        from .course import Course  # noqa: PLC0415  courses are declared after sessions

        with (
            refused_by_database(Session, Booking),
            transaction.atomic(),
            pghistory.context(user=by.pk, what=kind),
        ):
            course = Course.objects.locked(self.course_id)
            own = Session.objects.select_for_update().get(pk=self.pk)
            own.course = course
            own.refuse_change()
            before = calendar.local(own.starts_at)
            change(own)
            own.revision += 1
            own.save()
            if kind != ROOM_CHANGED:
                tell_about_session.enqueue(own.pk, kind, own.revision, before.isoformat())
        self.refresh_from_db()
        return self

    def refuse_change(self) -> None:
        """Refuse for one that is called off or over. Codes: already_cancelled, already_over."""
        if self.is_cancelled or self.course.is_cancelled:
            raise ValidationError("この回は、すでに中止しています。", code="already_cancelled")
        if self.is_over:
            raise ValidationError("この回は、もう終わっています。", code="already_over")
