"""Rooms with long names and everything in them, and their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from centers.models import Room, RoomLottery
from tests import cast, rooms

if TYPE_CHECKING:
    from tests.browser.city import City
    from tests.browser.every_page import Stop


def give_rooms_to(city: City, words: str) -> None:
    """A room full of things, taken and free, a month to be drawn, a centre by the hour."""
    slots = rooms.the_city_slots()
    city.room = rooms.a_room(
        city.center,
        name=f"多目的ホール{words}"[:40],
        capacity=120,
        changeover_minutes=15,
        wheelchair=True,
        note=words,
    )
    for number in range(8):
        thing = rooms.an_equipment(f"{number}{words}"[:30], f"thing-{number}")
        city.room.equipment.add(thing)
    rooms.a_fee(city.room, slots[0], 100_000)
    rooms.a_photo(city.room, alt=words[:100])
    rooms.a_purpose_class("local", exemption_percent=100)
    rooms.a_purpose_class("multi", days_before=3, needs_approval=True)
    today = timezone.localdate()
    city.day = today + timedelta(days=3)
    for number in range(3, 8):
        rooms.an_open_day(city.center, today + timedelta(days=number))
    rooms.a_closed_day(city.center, today + timedelta(days=5), words[:100])
    for slot in slots[:2]:
        rooms.a_booking(city.room, city.day, slot)
    by_the_hour = cast.a_center("hours", ward="moji", name="一時間ごとの市民センター")
    for hour in range(9, 21):
        name = f"{hour}時"
        rooms.a_slot(name, starts=hour, ends=hour + 1, center=by_the_hour)
    city.room_by_the_hour = rooms.a_room(by_the_hour, name="和室", capacity=None)
    now = timezone.now()
    city.drawn = (today.replace(day=1) + timedelta(days=64)).replace(day=1)
    RoomLottery.objects.create(
        month=city.drawn,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        results_at=now + timedelta(days=2),
    )
    for number in range(24):
        Room.objects.create(center=city.center, name=f"会議室{number + 1}", capacity=12)


def of_free_rooms(city: City) -> dict[str, str]:
    """The pages anyone sees, by what they show."""
    room, by_the_hour = f"/rooms/{city.room.pk}/", f"/rooms/{city.room_by_the_hour.pk}/"
    near = f"center={city.center.slug}&near=1"
    return {
        "free rooms": "/rooms/",
        "free rooms, second page": f"/rooms/?day={city.day}&page=2",
        "free rooms, every condition": f"/rooms/?day={city.day}&people=20&wheelchair=1&{near}"
        "&equipment=thing-1&equipment=thing-2&ward=tobata",
        "free rooms, none": "/rooms/?people=1999",
        "free rooms, unreadable": "/rooms/?day=yesterday&slot=x&ward=x&near=x&people=x",
        "free rooms, a week": f"/rooms/?view=week&day={city.day}",
        "free rooms, a month": f"/rooms/?view=month&day={city.day}",
        "free rooms, to be drawn": f"/rooms/?view=week&day={city.drawn}",
        "a room": f"{room}?day={city.day}",
        "a room, a month": f"{room}?view=month&day={city.day}",
        "a room, to be drawn": f"{room}?view=month&day={city.drawn}",
        "a room, far ahead": f"{room}?day=2100-12-31",
        "a room by the hour": f"{by_the_hour}?day={city.day}",
        "use of the rooms": "/rooms/utilisation/",
    }


def stops(city: City) -> list[Stop]:
    """Every page of rooms, with who looks at it."""
    from tests.browser import (  # noqa: PLC0415  they list these pages, too
        registering_pages,
        reservation_pages,
    )
    from tests.browser.every_page import NOBODY, Stop  # noqa: PLC0415  it lists these pages

    return [
        *(Stop(what, NOBODY, address) for what, address in of_free_rooms(city).items()),
        *registering_pages.stops(city),
        *reservation_pages.stops(city),
    ]
