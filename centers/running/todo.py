"""What waits for staff about the rooms of their centres, each kind with how many and where."""

from dataclasses import dataclass

from django.urls import reverse

from centers.calendar.affected import affected
from centers.models import Call, Registration, Reservation, RoomLottery
from portal.people.models import User
from portal.people.permissions import works_for_section


@dataclass(frozen=True)
class Todo:
    """One kind of thing to do."""

    label: str
    number: int
    unit: str
    url: str


def room_todos_of(user: User) -> list[Todo]:
    """What waits at the centres of `user`; a kind of which there is none is left out."""
    waiting = {
        ("認めるのを待つ利用登録", "registrations"): Registration.objects.visible_to(
            user
        ).to_decide(),
        ("承認を待つ部屋の申請", "approvals"): Reservation.objects.visible_to(user).to_approve(),
        ("返す使用料", "repayments"): Reservation.objects.visible_to(user).to_pay_back(),
        ("電話・はがきで知らせる団体", "calls"): Call.objects.visible_to(user).to_make(),
    }
    if works_for_section(user):  # who looks at all of the city calls nobody about one booking
        waiting["すすめる部屋の抽選", "lotteries"] = RoomLottery.objects.waiting_for_staff()
    else:
        waiting["休館や区分の外になった部屋の予定", "affected"] = affected(user)
    numbers = {names: found.count() for names, found in waiting.items()}
    return [
        Todo(label, number, "件", reverse(f"rooms_desk:{page}"))
        for (label, page), number in numbers.items()
        if number
    ]
