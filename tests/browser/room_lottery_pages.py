"""The pages of a month's draw of rooms, in each state it can come to."""

from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from centers.lottery import drawing
from centers.models import Registration, RoomLottery, Wish, WishList
from portal.japan import calendar
from tests import cast, room_lotteries, rooms
from tests.browser.city import UNBROKEN, City
from tests.browser.every_page import NOBODY, Stop, press, write

REASON = UNBROKEN[:200]


class Months:
    """One month for each step, with wishes of long words."""

    def __init__(self, city: City) -> None:
        self.city, self.other = city, cast.section_staff("rooms-lottery@example.jp")
        self.slot = rooms.a_slot()
        self.coming = self._month(3, opens_at=timezone.now() + timedelta(hours=1))
        self.open = self._month(4)
        self.to_draw = room_lotteries.closed(self._month(5))
        self.to_announce = room_lotteries.drawn(self._month(6), by=city.section)
        self.announced = room_lotteries.announced(self._month(7))
        self.asked = room_lotteries.drawn(self._month(8), by=city.section)
        drawing.ask_redraw(self.asked, by=self.other, reason=REASON)
        self.to_close = self._given_up(room_lotteries.drawn(self._month(9), "4649" * 20))

    def _month(self, ahead: int, **fields) -> RoomLottery:
        first = timezone.localdate().replace(day=1)
        for _ in range(ahead):
            first = (first + timedelta(days=31)).replace(day=1)
        lottery = room_lotteries.a_room_lottery(first, **fields)
        own = self._registration(self.city.resident, first)
        for who in (own, self._registration(cast.a_resident(f"{first}@example.jp"), first)):
            self._wish(lottery, who, 3)
            self._wish(lottery, who, 4)
        return lottery

    def _registration(self, user, month: date) -> Registration:
        name = f"{user.pk}{UNBROKEN[:40]}"
        known = user.household.people.first().user_groups.filter(name=name).first()
        group = known or rooms.a_group(user, name=name, center=self.city.center)
        year = calendar.fiscal_year(month)
        same = group.registrations.filter(fiscal_year=year).first()
        return same or rooms.a_registration(user, group=group, on=month)

    def _wish(self, lottery: RoomLottery, who: Registration, number: int) -> None:
        day = lottery.month.replace(day=number)
        rooms.an_open_day(self.city.center, day)
        own, _ = WishList.objects.get_or_create(lottery=lottery, registration=who, by=who.by)
        begins, ends = (calendar.at(day, at) for at in (self.slot.starts, self.slot.ends))
        Wish.objects.create(
            wish_list=own,
            rank=number - 2,
            room=rooms.a_room(self.city.center, name=UNBROKEN[:39]),
            period=DateTimeTZRange(begins, ends),
            slots=self.slot.name,
            purpose=UNBROKEN[:100],
            headcount=8,
        )

    def _given_up(self, lottery: RoomLottery) -> RoomLottery:
        drawing.ask_redraw(lottery, by=self.other, reason=REASON)
        drawing.approve_redraw(lottery, by=self.city.section)
        return lottery


def stops(city: City) -> list[Stop]:
    """Every page of every month, and the errors of its forms."""
    months = Months(city)
    of = {name: one for name, one in vars(months).items() if isinstance(one, RoomLottery)}
    desk = {name: f"/desk/rooms/lotteries/{one.month_key}/" for name, one in of.items()}
    mine = {name: f"/my/rooms/wishes/{one.month_key}/" for name, one in of.items()}
    own = {
        name: one.wish_lists.filter(registration__by=city.resident).get().registration
        for name, one in of.items()
    }
    day = f"center={city.center.slug}&day={of['open'].month.replace(day=3)}"
    adding = f"{mine['open']}?registration={own['open'].pk}&{day}"
    by_phone = f"{desk['open']}wishes/{own['open'].receipt}/?{day}"
    return [
        Stop("room draws", NOBODY, "/rooms/lotteries/"),
        *(
            Stop(f"room draw, {name}", NOBODY, f"/rooms/lotteries/{one.month_key}/")
            for name, one in of.items()
        ),
        *(
            Stop(f"wishes, {name}", "resident", f"{mine[name]}?registration={own[name].pk}")
            for name in of
        ),
        Stop("result to print", "resident", f"{mine['announced']}{own['announced'].receipt}/"),
        Stop("wishes, adding", "resident", adding),
        Stop("wishes, nothing chosen", "resident", adding, do=press("この希望を加える")),
        Stop("desk, room draws", "section", "/desk/rooms/lotteries/"),
        *(Stop(f"desk, room draw, {name}", "section", address) for name, address in desk.items()),
        *(
            Stop(f"desk, dates, {name}", "section", f"{desk[name]}dates/")
            for name in ("coming", "open")
        ),
        Stop(
            "desk, dates, none given",
            "section",
            f"{desk['coming']}dates/",
            do=write("受付の開始", "", "この日程にする"),
        ),
        Stop("desk, room draw, of a centre", "staff", f"{desk['to_draw']}?q=x"),
        Stop("desk, room draw, group found", "staff", f"{desk['open']}?q={city.resident.pk}"),
        Stop(
            "desk, result to print",
            "staff",
            f"{desk['announced']}wishes/{own['announced'].receipt}/paper/",
        ),
        Stop("desk, wishes", "staff", by_phone),
        Stop("desk, wishes, nothing chosen", "staff", by_phone, do=press("この希望を加える")),
        Stop(
            "desk, room draw, no value",
            "section",
            desk["to_draw"],
            do=press("この数で抽選する"),
            lands_on=f"{desk['to_draw']}value/",
        ),
        Stop(
            "desk, room draw, too early to close",
            "section",
            desk["to_close"],
            do=write("希望を入れる団体の名前", UNBROKEN[:60], "さがす"),
        ),
    ]
