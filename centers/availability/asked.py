"""What an address of `/rooms/` asks for; whatever cannot be used becomes a sentence."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from centers.kept import CENTERS, EQUIPMENT, SLOTS
from centers.models import Center, Equipment, Room, Slot
from centers.models.room import RoomQuerySet
from portal.japan import calendar
from portal.typed import texts_in

from .near import Spot, spot_of, spot_typed
from .schedule import in_force

USUAL_DAYS = 14
LONGEST_DAYS = 93
LAID_OUT_DAYS = 460  # as far as the opening calendar reaches
MOST_PEOPLE = 2_000
MOST_VALUES = 20
YEARS = range(2000, 2101)
VIEWS = {"list": "一覧", "week": "週の表", "month": "月の表"}
NEAR_CENTER, UNREADABLE_DAY = "1", "日付を読み取れませんでした。例：2026-12-06"


@dataclass(frozen=True)
class Choices:
    """What the form offers: the centres with their wards, the slots, the equipment."""

    centers: dict[str, Center]
    slots: dict[int, Slot]
    equipment: dict[str, Equipment]

    @classmethod
    def of_the_city(cls) -> "Choices":
        """From the tables kept in memory."""
        centers = CENTERS.rows().values()
        return cls(
            {center.slug: center for center in centers if center.is_open_to_public},
            SLOTS.rows(),
            {one.slug: one for one in EQUIPMENT.rows().values()},
        )

    def wards(self) -> dict[str, str]:
        return {center.ward.slug: center.ward.name for center in self.centers.values()}

    def slots_offered(self, center: Center | None, today: date) -> list[Slot]:
        """The slots one may ask for: those of `center` if it has its own, else the city's."""
        horizon = today + timedelta(days=LAID_OUT_DAYS)
        return in_force(self.slots, center.pk if center else None, today, horizon)

    def slots_within(self, asked: Iterable[Slot]) -> list[int]:
        """The slots of any centre that lie in one of those asked for: single hours in 午前."""
        spans = [(slot.starts, slot.ends) for slot in asked]
        return [
            pk
            for pk, slot in self.slots.items()
            if any(begins <= slot.starts and slot.ends <= ends for begins, ends in spans)
        ]


def read_day(typed: str) -> date | None:
    """The day of an address, if it is one of this century."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in YEARS else None


@dataclass
class Asked:
    """When, how many, with what, where; and how it is to be shown."""

    choices: Choices
    today: date
    first: date
    last: date
    view: str = "list"
    slots: tuple[Slot, ...] = ()
    people: int | None = None
    equipment: tuple[Equipment, ...] = ()
    wheelchair: bool = False
    ward: str = ""
    center: Center | None = None
    spot: Spot | None = None
    problems: list[str] = field(default_factory=list)

    @classmethod
    def from_query(cls, query: QueryDict) -> "Asked":
        today = timezone.localdate()
        asked = cls(Choices.of_the_city(), today, today, today + timedelta(days=USUAL_DAYS - 1))
        asked._read_view(query.get("view", ""))
        asked._read_place(query)
        asked._read_slots(texts_in(query, "slot", MOST_VALUES))
        asked._read_people(query.get("people", ""))
        asked._read_equipment(texts_in(query, "equipment", MOST_VALUES))
        asked.wheelchair = query.get("wheelchair") == "1"
        asked._read_days(query.get("day", ""), query.get("to", ""))
        return asked

    def _read_view(self, typed: str) -> None:
        self.view = typed if typed in VIEWS else "list"

    def _read_place(self, query: QueryDict) -> None:
        if (ward := query.get("ward", "")) in self.choices.wards():
            self.ward = ward
        elif ward:
            self._left_out("区")
        self.center = self.choices.centers.get(query.get("center", ""))
        if query.get("center") and not self.center:
            self._left_out("市民センター")
        near = query.get("near", "")
        if near == NEAR_CENTER and self.center:
            self.spot = spot_of(self.center)
            if self.spot is None:
                self.problems.append(
                    f"{self.center.name}の地図の位置がわからないため、近い順にできません。"
                )
        elif near == NEAR_CENTER:
            self.problems.append("近い順にさがすには、もとにする市民センターもえらんでください。")
        elif near and not (spot := spot_typed(near)):
            self.problems.append("いまいる場所を読み取れなかったので、外してさがしました。")
        elif near:
            self.spot = spot

    def _read_slots(self, typed: list[str]) -> None:
        offered = {
            str(slot.pk): slot for slot in self.choices.slots_offered(self.center, self.today)
        }
        self.slots = tuple(offered[one] for one in dict.fromkeys(typed) if one in offered)
        if any(one and one not in offered for one in typed):
            self._left_out("時間帯")

    def _read_people(self, typed: str) -> None:
        typed = unicodedata.normalize("NFKC", typed).strip()
        if re.fullmatch(r"[0-9]{1,6}", typed) and 1 <= int(typed) <= MOST_PEOPLE:
            self.people = int(typed)
        elif typed:
            self.problems.append(f"人数は1から{MOST_PEOPLE:,}までの数字で入れてください。")

    def _read_equipment(self, typed: list[str]) -> None:
        known = self.choices.equipment
        self.equipment = tuple(known[one] for one in dict.fromkeys(typed) if one in known)
        if any(one and one not in known for one in typed):
            self._left_out("設備")

    def _left_out(self, what: str) -> None:
        self.problems.append(f"「{what}」に知らない条件があったので、外してさがしました。")

    def _read_days(self, day: str, to: str) -> None:
        first, last = read_day(day), read_day(to)
        if (day and first is None) or (to and last is None):
            self.problems.append(UNREADABLE_DAY)
        if first and last and last < first:
            first, last = last, first
            self.problems.append("終わりの日が先だったので、2つの日を入れかえてさがしました。")
        if (first and first < self.today) or (last and last < self.today):
            self.problems.append("過ぎた日があったので、きょうからさがしました。")
        if first or last:
            self.first = max(first or self.today, self.today)
            self.last = max(last or self.first, self.first)
        if (self.last - self.first).days >= LONGEST_DAYS:
            self.last = self.first + timedelta(days=LONGEST_DAYS - 1)
            self.problems.append(
                f"一度にさがせるのは{LONGEST_DAYS}日までです。"
                f"{calendar.long_date(self.last)}まででさがしました。"
            )

    # ------------------------------------------------------------ the answer

    @property
    def slot_keys(self) -> list[int]:
        """The slots that answer, of whichever centre."""
        return self.choices.slots_within(self.slots) if self.slots else list(self.choices.slots)

    def key(self) -> str:
        """The same for every address that asks for the same rooms at the same time."""
        slots, equipment = [one.pk for one in self.slots], [one.slug for one in self.equipment]
        room = (self.people, equipment, self.wheelchair, self.ward, self.center and self.center.pk)
        return repr((self.view, self.first, self.last, slots, *room, self.spot))

    def rooms(self) -> RoomQuerySet:
        """The rooms that fit in all but the time, the nearest first, or by ward."""
        found = Room.objects.bookable()
        if self.people:
            found = found.filter(Q(capacity__gte=self.people) | Q(capacity=None))
        if self.wheelchair:
            found = found.filter(wheelchair=True)
        for one in self.equipment:
            found = found.filter(equipment=one)
        if self.ward:
            found = found.filter(center__ward__slug=self.ward)
        if self.center and not self.spot:
            found = found.filter(center=self.center)
        by_place = ["center__ward__code", "center__kana", "center_id", "floor", "pk"]
        nearest = [self.spot.nearest_first()] if self.spot else []
        return found.order_by(*nearest, *by_place)
