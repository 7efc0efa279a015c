"""Registering groups and reserving rooms in each state, on the web and at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils import timezone

from centers.models import Registration, Room
from centers.registering import handing_over
from centers.registering.finding import ticket_for
from portal.japan import calendar
from tests import cast, rooms

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.city import City
    from tests.browser.every_page import Stop

NEW, DESK = "/my/rooms/registrations/new/", "/desk/rooms/"


class Registered:
    """Long-named groups of the city's resident, a registration of each kind, a room of its own."""

    def __init__(self, city: City) -> None:
        from tests.browser.city import UNBROKEN  # noqa: PLC0415  the city lists these pages

        self.words = UNBROKEN
        city.mother = cast.a_resident("mother@example.jp")
        self.day = timezone.localdate() + timedelta(days=13)
        rooms.an_open_day(city.center, self.day)
        self.slots = rooms.the_city_slots()
        self.room = Room.objects.create(
            center=city.center, name=f"{UNBROKEN[:28]}の申請する部屋", capacity=30, note=UNBROKEN
        )
        rooms.a_fee(self.room, self.slots[0], 100_000)
        rooms.a_booking(self.room, self.day, self.slots[1])
        group = rooms.a_group(
            city.resident, name=f"{UNBROKEN[:50]}の会", kana="ナガイ" * 30, activity=UNBROKEN
        )
        local, multi = rooms.a_purpose_class("local"), rooms.a_purpose_class("multi")
        year = calendar.fiscal_year(self.day)
        make = rooms.a_registration
        self.approved = make(city.resident, group=group, purpose_class=multi, on=self.day)
        make(city.resident, group=group, purpose_class=local, on=self.day, exemption_percent=50)
        asking = rooms.a_group(city.resident, name=f"{UNBROKEN[:50]}待ち")
        self.waiting = make(city.resident, group=asking, fiscal_year=year, status="applied")
        sent_back = rooms.a_group(city.resident, name="差し戻した会")
        self.refused = make(
            city.resident, group=sent_back, fiscal_year=year, status="refused", why=UNBROKEN
        )
        earlier = rooms.a_group(city.resident, name="去年の会")
        self.last_year = make(city.resident, group=earlier, fiscal_year=year - 1)
        to_mother = {"email": city.mother.email, "by": city.resident}
        self.asked = handing_over.ask(group, UNBROKEN[:60], **to_mother)
        self.refused_handover = handing_over.ask(earlier, UNBROKEN[:60], **to_mother)
        handing_over.decline(self.refused_handover, by=city.mother)
        ended = make(group=rooms.a_group(name="解散した会"), on=self.day)
        rooms.a_reservation(ended, self.room, self.day + timedelta(days=1), self.slots[2])
        ended.end(UNBROKEN, by=city.staff)

    @property
    def address(self) -> str:
        return f"/rooms/{self.room.pk}/reserve/"

    def said(self, **more: str) -> str:
        """What is typed into the form, as its address holds it."""
        told = {
            "day": str(self.day),
            "slot": str(self.slots[0].pk),
            "registration": str(self.approved.pk),
            "purpose": self.words[:100],
            "headcount": "20",
        }
        return urlencode(told | more)


def stops(city: City) -> list[Stop]:
    made = Registered(city)
    return [*of_residents(city, made), *of_the_desk(city, made)]


def of_residents(city: City, made: Registered) -> list[Stop]:
    from tests.browser.every_page import Stop, press  # noqa: PLC0415  it lists these pages

    form = f"{made.address}?day={made.day}"
    look = f"{made.address}?{made.said(do='look')}"
    group = made.approved.group_id
    pages = {
        "my rooms": "/my/rooms/",
        "registration": f"{NEW}?room={made.room.pk}",
        "registration, alone": f"{NEW}?alone=1",
        "registration of a known group": f"{NEW}?group={group}",
        "withdrawal": f"/my/rooms/registrations/{made.waiting.receipt}/withdrawal/",
        "withdrawal, decided": f"/my/rooms/registrations/{made.approved.receipt}/withdrawal/",
        "handing over": f"/my/rooms/groups/{group}/representative/",
        "handing over, asked": f"/my/rooms/handovers/{made.asked.receipt}/",
        "handing over, declined": f"/my/rooms/handovers/{made.refused_handover.receipt}/",
        "renewal": f"/my/rooms/registrations/{made.last_year.receipt}/renewal/",
        "renewal, none": f"/my/rooms/registrations/{made.approved.receipt}/renewal/",
        "reserve, no day": made.address,
        "reserve, a closed day": f"{made.address}?day={city.day + timedelta(days=2)}",
        "reserve": form,
        "reserve, the price": look,
    }
    return [
        *(Stop(what, "resident", address) for what, address in pages.items()),
        Stop("my rooms, asked to represent", "mother", "/my/rooms/"),
        Stop("handing over, to answer", "mother", f"/my/rooms/handovers/{made.asked.receipt}/"),
        Stop(
            "handing over, errors",
            "resident",
            f"/my/rooms/groups/{group}/representative/",
            do=press("引き継ぎを頼む"),
        ),
        Stop("reserve, not registered", "mother", form),
        Stop("registration, errors", "resident", NEW, do=press("この内容で登録を申請する")),
        Stop("reserve, errors", "resident", form, do=press("確認へすすむ")),
        Stop("reserve, taken", "resident", look, do=_be_too_late(made)),
    ]


def of_the_desk(city: City, made: Registered) -> list[Stop]:
    from tests.browser.every_page import Stop, press  # noqa: PLC0415  it lists these pages

    registrations, reserve = f"{DESK}registrations/", f"{DESK}reserve/"
    waiting = f"{registrations}{made.waiting.receipt}/"
    here = f"{reserve}?room={made.room.pk}&day={made.day}"
    chosen = {
        "room": str(made.room.pk),
        "group": ticket_for(city.staff, made.approved.group),
        "slot": str(made.slots[2].pk),
    }
    unregistered = urlencode({"group": ticket_for(city.staff, made.last_year.group)})
    pages = {
        "registrations": registrations,
        "registrations, found": f"{registrations}?show=this_year&q={made.words[:8]}",
        "registrations, none": f"{registrations}?show=this_year&q=ない",
        "registrations, refused": f"{registrations}?show=refused",
        "a registration": waiting,
        "a registration, approved": f"{registrations}{made.approved.receipt}/",
        "another representative": f"{DESK}groups/{made.approved.group_id}/representative/",
        "a request": reserve,
        "a request, who": f"{here}&q={made.words[:8]}",
        "a request, nobody": f"{here}&q=ない",
        "a request, not registered": f"{here}&{unregistered}",
        "a request, the form": f"{reserve}?{made.said(**chosen)}",
        "a request, the price": f"{reserve}?{made.said(**chosen, do='look')}",
        "a new group": f"{DESK}groups/new/",
        "a new group, alone": f"{DESK}groups/new/?alone=1",
    }
    return [
        *(Stop(what, "staff", address) for what, address in pages.items()),
        Stop("a registration, no reason", "staff", waiting, do=press("理由をつけて差し戻す")),
        Stop("a new group, errors", "staff", f"{DESK}groups/new/", do=press("この内容で登録する")),
    ]


def _be_too_late(made: Registered) -> Callable[[Page], None]:
    """Agree when somebody else has just taken the room."""

    def do(page: Page) -> None:
        if not Registration.objects.get(pk=made.approved.pk).reservations.exists():
            rooms.a_booking(made.room, made.day, made.slots[0])
        page.get_by_role("button", name="この内容で申請する").click()
        page.wait_for_load_state()

    return do
