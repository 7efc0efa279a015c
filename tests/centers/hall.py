"""A room with the city's three slots, and groups that reserve it or wait for it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Registration, Reservation, RoomWait
from centers.reserving import waiting
from centers.reserving.requesting import request
from portal.notices.models import Message
from portal.people.models import User
from portal.refusal import code_of
from tests import rooms


class Hall:
    """A room with three slots, open on the days asked for."""

    def __init__(self, *days_ahead: int, **fields) -> None:
        self.morning, self.afternoon, self.evening = rooms.the_city_slots()
        self.room = rooms.a_room(**fields)
        self.days = [timezone.localdate() + timedelta(days=days) for days in days_ahead or (10,)]
        for day in self.days:
            rooms.an_open_day(self.room.center, day)

    @property
    def day(self) -> date:
        return self.days[0]

    def registration(self, name: str = "コーラス浜", **fields) -> Registration:
        return rooms.a_registration(group=rooms.a_group(name=name), on=self.day, **fields)

    def reserve(self, registration: Registration, *slots, day: date | None = None) -> Reservation:
        said = self.said(registration)
        return request(registration, self.room, day or self.day, slots or [self.morning], **said)

    def wait(self, registration: Registration, *slots) -> RoomWait:
        return waiting.join(
            registration, self.room, self.day, slots or [self.morning], **self.said(registration)
        )

    @staticmethod
    def said(registration: Registration) -> dict:
        return {"purpose": "合唱の練習", "headcount": 12, "by": registration.by}


def refused(command, *args, **named) -> str | None:
    """The code with which `command` says no."""
    with pytest.raises(ValidationError) as refusal:
        command(*args, **named)
    return code_of(refusal.value)


def letters_to(user: User) -> list[Message]:
    return list(Message.objects.filter(to=user.email).order_by("pk"))


def mails_to(user: User) -> list[str]:
    return [letter.subject for letter in letters_to(user)]
