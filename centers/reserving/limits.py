"""How many rooms one registration may have: a fair part, as its class of purposes sets it.

The draw of a month has its own limit (`PurposeClass.month_limit`), never above the month's. Staff
may go beyond both for a reason, which the group reads.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import PurposeClass, Registration, Reservation
from portal.people.models import User

Status = Reservation.Status

# A room nobody came to was kept from others all the same.
COUNTED = (*Reservation.LIVE, Status.NO_SHOW)
MOST_A_DAY = 100  # requests one account sends within a day, given up again or not


@dataclass
class Share:
    """What one registration has already: its uses to come, and how many fall in each month."""

    purpose_class: PurposeClass
    to_come: int
    months: Counter[date]

    @classmethod
    def of(cls, registration: Registration) -> Self:
        """One statement; none where its class has no limit. Count with the registration locked."""
        purpose_class = registration.purpose_class
        own = cls(purpose_class, 0, Counter())
        if purpose_class.most_at_once is None and purpose_class.most_in_month is None:
            return own
        now = timezone.now()
        counted = Reservation.objects.filter(registration=registration, status__in=COUNTED)
        for status, period in counted.order_by().values_list("status", "booking__period"):
            own.to_come += status != Status.NO_SHOW and period.upper > now
            own.months[_month(timezone.localdate(period.lower))] += 1
        return own

    def take(self, day: date) -> None:
        """One more on `day`. Codes: too_many_at_once, too_many_in_month."""
        most = self.purpose_class.most_at_once
        if most is not None and self.to_come >= most:
            raise ValidationError(
                f"「{self.purpose_class}」で、これからの予約を同時に持てるのは{most}件までです"
                f"（いま{self.to_come}件あります）。どれかの利用が終わるか、取り消すと、"
                "申請できます。ご事情のあるときは、市民センターにご相談ください。",
                code="too_many_at_once",
            )
        self.refuse_month(day)
        self.to_come += 1
        self.months[_month(day)] += 1

    def refuse_month(self, day: date) -> None:
        """Code: too_many_in_month."""
        most, has = self.purpose_class.most_in_month, self.months[_month(day)]
        if most is not None and has >= most:
            raise ValidationError(
                f"「{self.purpose_class}」で使えるのは、1か月に{most}回までです"
                f"（{day.year}年{day.month}月は、もう{has}回あります）。別の月の日を選んでください。"
                "ご事情のあるときは、市民センターにご相談ください。",
                code="too_many_in_month",
            )


def refuse_too_often(by: User) -> None:
    """Nobody keeps rooms from others by asking and giving up again and again. Code: too_often."""
    since = timezone.now() - timedelta(days=1)
    sent = Reservation.objects.filter(by=by, via=Reservation.Via.WEB, created_at__gt=since)
    if sent.count() >= MOST_A_DAY:
        raise ValidationError(
            f"このアカウントからの申請が、1日に{MOST_A_DAY}件になりました。"
            "あすからまた申請できます。お急ぎのときは、市民センターにお電話ください。",
            code="too_often",
        )


def _month(day: date) -> date:
    return day.replace(day=1)
