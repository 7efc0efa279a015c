from datetime import date, datetime, timedelta

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from portal.japan import calendar
from portal.people.models import User
from portal.refusal import refused_by_database

from .booking_triggers import HOLD_FOR_CHANGEOVER
from .room import Room

TAKEN = "この部屋は、その時間にほかの利用があります。別の時間か、別の部屋を選んでください。"


class BookingQuerySet(models.QuerySet["Booking"]):
    def live(self) -> "BookingQuerySet":
        """Those that hold their room: not given up."""
        return self.filter(cancelled_at=None)

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> "BookingQuerySet":
        """Live ones whose room is held at some moment from `starts_at` to `ends_at`."""
        return self.live().filter(held__overlap=DateTimeTZRange(starts_at, ends_at))

    def on(self, day: date) -> "BookingQuerySet":
        """Live ones on that day of the city's clock."""
        return self.overlapping(*calendar.bounds_of(day))

    def visible_to(self, user) -> "BookingQuerySet":
        """Those in the rooms of the centres `user` works for."""
        return self.filter(room__in=Room.objects.editable_by(user))

    def for_desk(self) -> "BookingQuerySet":
        """With all that says who has the room and what became of it."""
        return self.select_related(
            "room__center",
            "use",
            "session__course",
            "reservation__registration__purpose_class",
            "reservation__registration__group__representative",
        )


@pghistory.track()
class Booking(models.Model):
    """A room is taken for a period, whatever for (利用予定).

    Sessions of courses, reservations of residents and time that staff block are all rows here, so
    that one constraint keeps any two of them apart, the changeover of the room included. The
    database writes a course's bookings itself (`programs.models.session_triggers`).
    """

    class Kind(models.TextChoices):
        COURSE = "course", "講座"
        RESERVATION = "reservation", "利用申請"
        BLOCK = "block", "職員が確保"

    room = models.ForeignKey(
        Room, verbose_name="部屋", on_delete=models.PROTECT, related_name="bookings", db_index=False
    )
    kind = models.CharField("種類", max_length=12, choices=Kind)
    period = DateTimeRangeField("利用の時間")
    held = DateTimeRangeField("部屋がふさがる時間", editable=False, db_default=DateTimeTZRange())
    note = models.CharField("職員のメモ", max_length=100, blank=True)
    created_at = models.DateTimeField("作成日時", db_default=models.functions.Now())
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True, editable=False)
    changed_by = models.ForeignKey(
        "people.User",
        verbose_name="変えた人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="空ならば自動です。",
    )

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "利用予定"
        ordering = ["period", "pk"]
        indexes = [
            # Where a room is taken at some time; of the two ranges that overlap, each begins before
            # the other ends. Asked so often that the constraint's own index is too slow.
            models.Index("room", "held__endswith", "held__startswith", name="bookings_of_a_room"),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_use_of_a_room_at_a_time",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
                violation_error_code="room_taken",
                violation_error_message=TAKEN,
            ),
            models.CheckConstraint(
                condition=Q(
                    period__isempty=False,
                    period__startswith__isnull=False,
                    period__endswith__isnull=False,
                ),
                name="a_booking_begins_and_ends",
                violation_error_code="times_out_of_order",
                violation_error_message="終了は、開始よりあとにしてください。",
            ),
        ]
        triggers = [HOLD_FOR_CHANGEOVER]

    def __str__(self) -> str:
        return f"{self.room} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def starts_at(self) -> datetime:
        return self.period.lower

    @property
    def ends_at(self) -> datetime:
        return self.period.upper

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def day(self) -> date:
        """The day of use on the city's clock."""
        return timezone.localdate(self.starts_at)

    @property
    def who(self) -> str:
        """Who has the room, as staff say it: the course, the group, or why it is blocked."""
        if self.kind == self.Kind.COURSE and hasattr(self, "session"):
            return self.session.course.title
        if self.kind == self.Kind.RESERVATION and hasattr(self, "reservation"):
            return self.reservation.registration.group.name
        return self.note or self.get_kind_display()

    # ------------------------------------------------------------ commands

    @classmethod
    def take(
        cls,
        room: Room,
        starts_at: datetime,
        ends_at: datetime,
        kind: str,
        *,
        by: User | None,
        note: str = "",
    ) -> "Booking":
        """Take `room` for a period. Codes: room_taken, times_out_of_order, too_long."""
        refuse_odd_times(starts_at, ends_at)
        with refused_by_database(Booking), transaction.atomic():
            return cls.objects.create(
                room=room,
                kind=kind,
                period=DateTimeTZRange(starts_at, ends_at),
                note=note,
                changed_by=by,
            )

    def move(self, room: Room, starts_at: datetime, ends_at: datetime, *, by: User) -> "Booking":
        """Hold another room or time instead. Codes: not_live, room_taken, times_out_of_order.

        Only for what is nobody's course or reservation: those have commands of their own, which
        tell whom it concerns.
        """
        refuse_odd_times(starts_at, ends_at)
        with refused_by_database(Booking), transaction.atomic():
            own = self._locked()
            own.room, own.period, own.changed_by = room, DateTimeTZRange(starts_at, ends_at), by
            own.save()
        self.refresh_from_db()
        return self

    def cancel(self, *, by: User | None) -> "Booking":
        """Give the room free again. Code: not_live."""
        with transaction.atomic():
            own = self._locked()
            own.cancelled_at, own.changed_by = timezone.now(), by
            own.save(update_fields=["cancelled_at", "changed_by"])
        self.refresh_from_db()
        return self

    def _locked(self) -> "Booking":
        own = Booking.objects.select_for_update().get(pk=self.pk)
        if own.is_cancelled:
            raise ValidationError(
                "この利用予定は、すでに取り消されています。画面を開き直してください。",
                code="not_live",
            )
        return own


LONGEST = timedelta(days=1)


def refuse_odd_times(starts_at: datetime, ends_at: datetime) -> None:
    """Codes: times_out_of_order, too_long."""
    if starts_at >= ends_at:
        raise ValidationError("終了は、開始よりあとにしてください。", code="times_out_of_order")
    if ends_at - starts_at > LONGEST:
        raise ValidationError(
            "一度に押さえられるのは1日までです。日ごとに分けてください。", code="too_long"
        )
