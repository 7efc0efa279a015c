"""The page `/rooms/`: rooms free when asked, as a list, a week or a month."""

import hashlib
import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import QueryDict
from django.urls import reverse

from centers.kept import CENTERS, EQUIPMENT, MOST_CENTERS
from centers.models import Equipment, Room
from portal.japan import calendar
from portal.made_once import made_once
from portal.paging import page_of
from portal.typed import texts_in

from .asked import VIEWS, Asked
from .free import keys_of, with_a_free_slot
from .months import Months, bounds_of_month, month_name
from .schedule import FreeDays, RoomDay, Schedule, address_of

ROWS = {"list": 20, "week": 10, "month": 10}
KEPT_SECONDS = 10
MOST_ROOMS = 1_000  # of more rooms than this the first are shown
DAYS_TOLD = 3
WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Row:
    """A room of the answer with its days; in the list those told, and how many more there are."""

    room: Room
    equipment: list[Equipment]
    url: str
    days: list[RoomDay]
    more_days: int
    away: str


class SearchPage:
    """In the list stand rooms with something free; in the tables every room that fits.

    The same number of statements whatever is found: the draws, the rooms that answer, those of
    this page, and how they stand (one in the list, two in the tables). What is told free is asked
    for each page anew, whatever is kept of the answer.
    """

    def __init__(self, asked: Asked, query: QueryDict) -> None:
        self.asked, self.query = asked, query.copy()
        self.first, self.last = asked.first, asked.last
        if asked.view == "week":
            self.last = self.first + WEEK
        elif asked.view == "month":
            first_of_month, self.last = bounds_of_month(asked.first)
            self.first = max(first_of_month, asked.today)
        self.months = Months(self.first, self.last)
        self.count, self.are_more = 0, False

    # ------------------------------------------------------------ rooms

    def rows(self) -> list[Row]:
        """The rooms of this page, each with its days and how far away it is."""
        keys = self._keys()
        self.count, self.are_more = min(len(keys), MOST_ROOMS), len(keys) > MOST_ROOMS
        shown, self.paging = page_of(keys[:MOST_ROOMS], self.query, size=ROWS[self.asked.view])
        rooms = self._rooms(shown)
        slots, only = self.asked.choices.slots, self.asked.slot_keys
        if self.asked.view == "list":
            free = FreeDays(rooms, self._free_days, slots=slots, only=only, most=DAYS_TOLD)
            return [
                self._row(room, found, free.more(room))
                for room in rooms
                if (found := free.of(room))
            ]
        schedule = Schedule(
            rooms, self.first, self.last, months=self.months, slots=slots, only=only
        )
        return [self._row(room, schedule.of(room)) for room in rooms]

    def _keys(self) -> list[int]:
        """The rooms that answer; up to KEPT_SECONDS old, like a page, for who turns to the next."""
        asked = f"{self.asked.key()} {self._free_days}"
        key = f"rooms-{hashlib.sha256(asked.encode()).hexdigest()}"
        return made_once(key, self._find, KEPT_SECONDS)

    def _find(self) -> list[int]:
        """The rooms that answer, in order; one more than MOST_ROOMS where there are more."""
        found = self.asked.rooms()
        if self.asked.view != "list":
            return list(found.values_list("pk", flat=True)[: MOST_ROOMS + 1])
        slots = self.asked.slot_keys
        return keys_of(with_a_free_slot(found, self._free_days, slots, MOST_ROOMS + 1))

    @cached_property
    def _free_days(self) -> list[date]:
        """The days asked for on which what is free can be asked for now."""
        return self.months.first_come_days(self.first, self.last)

    @staticmethod
    def _rooms(keys: list[int]) -> list[Any]:
        """These rooms with their centre and `has`, the keys of their equipment."""
        equipment = Room.equipment.through.objects.filter(room=OuterRef("pk"))
        found = Room.objects.annotate(has=ArraySubquery(equipment.values("equipment_id")))
        by_key = found.in_bulk(keys)
        rooms = [by_key[key] for key in keys if key in by_key]
        for room in rooms:
            if center := CENTERS.get(room.center_id):
                room.center = center
        return rooms

    def _row(self, room: Any, days: list[RoomDay], more_days: int = 0) -> Row:
        away = self._away(room)
        day = next((day.day for day in days if day.is_free), self.first)
        return Row(
            room=room,
            equipment=EQUIPMENT.among(room.has),
            url=f"{address_of('room', room.pk)}?day={day}",
            days=days,
            more_days=more_days,
            away="" if math.isinf(away) else f"{away:.1f}km",
        )

    def _away(self, room: Room) -> float:
        """Kilometres; endless where nothing is to be told: not asked, not known, or here."""
        spot = self.asked.spot
        if spot is None or spot.name == room.center.name:
            return math.inf
        return spot.kilometres_to(room.center)

    # ------------------------------------------------------------ addresses

    def _address(self, **changed: str) -> str:
        query = self.query.copy()
        query.pop("page", None)
        for name, value in changed.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}" if query else reverse("rooms:index")

    def _without(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.pop("page", None)
        query.setlist(name, [other for other in texts_in(query, name) if other != value])
        return f"?{query.urlencode()}" if query else reverse("rooms:index")

    def views(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "url": self._address(view="" if name == "list" else name),
                "is_current": name == self.asked.view,
            }
            for name, label in VIEWS.items()
        ]

    def shortcuts(self) -> list[dict[str, str]]:
        """Today, tomorrow, the weekend to come: one tap away."""
        today = self.asked.today
        tomorrow, saturday = today + timedelta(days=1), today + timedelta((5 - today.weekday()) % 7)
        spans = [
            ("きょう", today, today),
            ("あした", tomorrow, tomorrow),
            ("今度の土日", saturday, saturday + timedelta(days=1)),
        ]
        return [
            {
                "label": f"{label} {calendar.short_date(first)}",
                "url": self._address(day=str(first), to="" if first == last else str(last)),
            }
            for label, first, last in spans
        ]

    def turning(self) -> dict[str, str]:
        """The pages before and after of a week or a month; none that is wholly over."""
        if self.asked.view == "list":
            return {}
        step = self.first - timedelta(days=7 if self.asked.view == "week" else 1)
        before = max(step, self.asked.today)
        return {
            "before": self._address(day=str(before), to="")
            if self.first > self.asked.today
            else "",
            "after": self._address(day=str(self.last + timedelta(days=1)), to=""),
            "what": VIEWS[self.asked.view][0],
        }

    # ------------------------------------------------------------ words

    def conditions(self) -> list[dict[str, str]]:
        """Every condition in force but the days, with the address that drops it."""
        asked = self.asked
        held = [(slot.name, "slot", str(slot.pk)) for slot in asked.slots]
        if asked.people:
            held.append((f"{asked.people}人以上", "people", self.query.get("people", "")))
        held += [(one.name, "equipment", one.slug) for one in asked.equipment]
        if asked.wheelchair:
            held.append(("車いすで利用できる", "wheelchair", "1"))
        if asked.ward:
            held.append((asked.choices.wards()[asked.ward], "ward", asked.ward))
        if asked.center:
            held.append((asked.center.name, "center", asked.center.slug))
        if asked.spot:
            name = "近い順" if asked.spot.name else "いまいる場所から近い順"
            held.append((name, "near", self.query.get("near", "")))
        return [
            {"label": label, "remove_url": self._without(name, value)}
            for label, name, value in held
        ]

    def when(self) -> str:
        """The days looked at, in words."""
        if self.asked.view == "month":
            return month_name(self.first)
        if self.first == self.last:
            return calendar.long_date(self.first)
        return f"{calendar.long_date(self.first)}〜{calendar.short_date(self.last)}"

    def context(self) -> dict[str, Any]:
        asked, rows = self.asked, self.rows()
        return {
            "section_nav": "rooms",
            "asked": asked,
            "rows": rows,
            "count": self.count,
            "are_more": self.are_more,
            "page": self.paging,
            "when": self.when(),
            "problem": " ".join(asked.problems),
            "notes": self.months.notes(self.first, self.last),
            "conditions": self.conditions(),
            "clear_url": reverse("rooms:index"),
            "views": self.views(),
            "shortcuts": self.shortcuts(),
            "turning": self.turning(),
            "headings": [day.heading for day in rows[0].days] if rows else [],
            "form": self.form(),
        }

    def form(self) -> dict[str, Any]:
        """What the boxes of the form hold."""
        asked, choices = self.asked, self.asked.choices
        was_asked = bool(self.query.get("day") or self.query.get("to"))
        near = self.query.get("near", "")
        return {
            "day": asked.first.isoformat() if was_asked else "",
            "to": asked.last.isoformat() if was_asked and asked.last != asked.first else "",
            "today": asked.today.isoformat(),
            "slots": choices.slots_offered(asked.center, asked.today),
            "equipment": choices.equipment.values(),
            "wards": choices.wards(),
            **self._centers(),
            "near_center": near == "1",
            "near_spot": near if asked.spot and not asked.spot.name else "",
        }

    def _centers(self) -> dict[str, Any]:
        """The centres to choose from: all; where those are too many, the ward's or the chosen one.

        `by_ward` says that they follow the ward, `ward_first` that it has yet to be chosen.
        """
        asked, everywhere = self.asked, list(self.asked.choices.centers.values())
        if len(everywhere) <= MOST_CENTERS:
            return {"centers": everywhere}
        found = [one for one in everywhere if one.ward.slug == asked.ward or one == asked.center]
        return {"centers": found, "by_ward": True, "ward_first": not asked.ward}
