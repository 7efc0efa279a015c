"""The page of one room: what it is, and its week and month."""

from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from centers.models import PurposeClass, Room, RoomFee, RoomPhoto, Slot
from portal.japan import calendar

from .asked import UNREADABLE_DAY, read_day
from .months import Months, Note, bounds_of_month, month_name
from .schedule import RoomDay, Schedule, State, in_force

VIEWS = {"week": "週の表", "month": "月の表"}
WEEK = timedelta(days=6)


class RoomPage:
    """One room with its facts, and the days its address asks for."""

    def __init__(self, room: Room, query: QueryDict) -> None:
        self.room, self.today = room, timezone.localdate()
        self.problem = ""
        self.view = query.get("view", "") if query.get("view") in VIEWS else "week"
        self.day = self._read_day(query.get("day", ""))
        if self.view == "week":
            self.first, self.last = self.day, self.day + WEEK
        else:
            self.first, self.last = bounds_of_month(self.day)
        self.months = Months(self.first, self.last)
        self.slots = Slot.objects.in_bulk()

    def _read_day(self, typed: str) -> date:
        if not typed:
            return self.today
        day = read_day(typed)
        if day is None:
            self.problem = UNREADABLE_DAY
        elif day < self.today:
            self.problem = "過ぎた日なので、きょうからの予定を表示しています。"
        return max(day or self.today, self.today)

    # ------------------------------------------------------------ the tables

    def days(self) -> list[RoomDay]:
        schedule = Schedule(
            [self.room], self.first, self.last, months=self.months, slots=self.slots
        )
        return schedule.of(self.room)

    def _week(self, days: list[RoomDay]) -> dict[str, Any]:
        """A row for each day, a column for each slot in force on one of them."""
        slots = in_force(self.slots, self.room.center_id, self.first, self.last)
        return {
            "slots": slots,
            "rows": [{"day": day, "cells": day.in_order_of(slots)} for day in days],
        }

    def _month(self, days: list[RoomDay]) -> dict[str, Any]:
        """Weeks from Monday to Sunday; days of the neighbouring months are empty."""
        cells: list[RoomDay | None] = [None] * self.first.weekday()
        cells += days
        cells += [None] * (-len(cells) % 7)
        return {
            "weekdays": calendar.WEEKDAYS,
            "weeks": [cells[start : start + 7] for start in range(0, len(cells), 7)],
        }

    # ------------------------------------------------------------ addresses and words

    def _url(self, day: date, view: str = "week") -> str:
        way = "" if view == "week" else f"&view={view}"
        return f"{reverse('rooms:room', args=[self.room.pk])}?day={day}{way}#free"

    def turning(self) -> dict[str, str]:
        before = max(self.first - timedelta(days=7 if self.view == "week" else 1), self.today)
        has_before = self.first > self.today
        return {
            "before": self._url(before, self.view) if has_before else "",
            "after": self._url(self.last + timedelta(days=1), self.view),
            "what": VIEWS[self.view][0],
        }

    def fees(self) -> list[dict[str, Any]]:
        """What each slot in force costs; one without a fee is free of charge."""
        yen = dict(RoomFee.objects.filter(room=self.room).values_list("slot_id", "yen"))
        slots = in_force(self.slots, self.room.center_id, self.today, self.today)
        return [{"slot": slot, "yen": yen.get(slot.pk, 0)} for slot in slots]

    def notes(self, days: list[RoomDay]) -> list[Note]:
        said = self.months.notes(self.first, self.last)
        if any(day.state is State.UNKNOWN for day in days):
            said.append(Note("開館の予定がまだ決まっていない日があります。"))
        return said

    def context(self) -> dict[str, Any]:
        room, days = self.room, self.days()
        return {
            "section_nav": "rooms",
            "room": room,
            "center": room.center,
            "photos": RoomPhoto.objects.without_bytes().filter(room=room),
            "fees": self.fees(),
            "classes": PurposeClass.objects.all(),
            "view": self.view,
            "views": [
                {"label": label, "url": self._url(self.day, name), "is_current": name == self.view}
                for name, label in VIEWS.items()
            ],
            "when": month_name(self.first)
            if self.view == "month"
            else f"{calendar.long_date(self.first)}〜{calendar.short_date(self.last)}",
            "table": self._week(days) if self.view == "week" else self._month(days),
            "problem": self.problem,
            "notes": self.notes(days),
            "turning": self.turning(),
        }
