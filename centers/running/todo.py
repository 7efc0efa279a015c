"""What waits for staff about the rooms of their centres, each kind with how many and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from centers.calendar.affected import affected
from centers.models import Call, Registration, Reservation, RoomLottery
from portal.people.models import User
from portal.people.permissions import works_for_section

type Waiting = tuple[str, QuerySet, str]  # what is to be done, with which rows, at which address


@dataclass(frozen=True)
class Todo:
    """One kind of thing to do."""

    label: str
    number: int
    unit: str
    url: str


def counted(waiting: Iterable[Waiting], unit: str = "件") -> list[Todo]:
    """What waits, a statement for each kind; one of which there is none is left out."""
    todos = [Todo(label, found.count(), unit, url) for label, found, url in waiting]
    return [todo for todo in todos if todo.number]


def room_todos_of(user: User) -> list[Todo]:
    """What waits at the centres of `user`."""
    registrations = Registration.objects.visible_to(user)
    reservations = Reservation.objects.visible_to(user)
    calls = Call.objects.visible_to(user)
    waiting: list[Waiting] = [
        ("認めるのを待つ利用登録", registrations.to_decide(), _page("registrations")),
        ("承認を待つ部屋の申請", reservations.to_approve(), _page("approvals")),
        ("返す使用料", reservations.to_pay_back(), _page("repayments")),
        ("電話・はがきで知らせる団体", calls.to_make(), _page("calls")),
    ]
    if works_for_section(user):  # who looks at all of the city calls nobody about one booking
        lotteries = RoomLottery.objects.waiting_for_staff()
        waiting.append(("すすめる部屋の抽選", lotteries, _page("lotteries")))
    else:
        page = _page("affected")
        waiting.append(("休館や区分の外になった部屋の予定", affected(user), page))
    return counted(waiting)


def _page(name: str) -> str:
    return reverse(f"rooms_desk:{name}")
