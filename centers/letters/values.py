"""What stands in a letter about rooms in place of its placeholders."""

from django.conf import settings
from django.urls import reverse

from centers.models import Handover, Registration, Reservation, Room, RoomWait, UserGroup
from portal.japan import calendar
from portal.notices.writing import absolute, when

TO_BE_APPROVED = (
    "まだ確定していません。市民センターの館長が確かめて、結果をメールでお知らせします。"
)
CONFIRMED = "予約は確定しています。"


def of_reservation(reservation: Reservation, *, why: str = "", before: str = "") -> dict[str, str]:
    booking = reservation.booking
    place = f"{when(booking.starts_at, booking.ends_at)}（{reservation.slots}）"
    waits = reservation.status == Reservation.Status.REQUESTED
    return (
        of_group(reservation.registration.group)
        | of_room(booking.room)
        | {
            "受付番号": reservation.receipt_number,
            "日時": place,
            "使用目的": reservation.purpose,
            "人数": f"{reservation.headcount}人",
            "使用料": price(reservation),
            "承認について": TO_BE_APPROVED if waits else CONFIRMED,
            "取り消せる期限": calendar.long_date(reservation.last_day_to_give_up),
            "予約のページ": absolute(page_of(reservation)),
            "理由": why,
            "変更前": before,
        }
    )


def of_wait(wait: RoomWait) -> dict[str, str]:
    day = wait.day.isoformat()
    ask = f"{reverse('rooms:room', args=[wait.room_id])}?day={day}"
    return (
        of_group(wait.registration.group)
        | of_room(wait.room)
        | {
            "日時": f"{when(wait.starts_at, wait.ends_at)}（{wait.slots}）",
            "部屋のページ": absolute(ask),
            "空き待ちのページ": absolute(reverse("rooms:waiting", args=[wait.pk])),
            "理由": wait.why,
        }
    )


def of_registration(registration: Registration) -> dict[str, str]:
    group = registration.group
    return of_group(group) | {
        "受付番号": registration.receipt_number,
        "種別": registration.purpose_class.name,
        "年度": calendar.fiscal_year_name(registration.fiscal_year),
        "減免": f"{registration.exemption_percent}％" if registration.exemption_percent else "",
        "市民センター": group.center.name,
        "市民センターの電話": group.center.phone or settings.CITY["section"]["phone"],
        "理由": registration.why,
        "部屋をさがすページ": absolute("/rooms/"),
        "部屋の予約のページ": absolute("/my/rooms/"),
    }


def of_handover(handover: Handover) -> dict[str, str]:
    center, after = handover.group.center, handover.to_person
    return of_group(handover.group) | {
        "頼まれた方": handover.name,
        "これまでの代表者": handover.from_person.full_name,
        "新しい代表者": after.full_name if after else "",
        "期限": calendar.long_date(calendar.local(handover.answer_until).date()),
        "返事のページ": absolute(reverse("rooms:handover", args=[handover.receipt])),
        "部屋の予約のページ": absolute("/my/rooms/"),
        "市民センター": center.name,
        "市民センターの電話": center.phone or settings.CITY["section"]["phone"],
    }


def of_group(group: UserGroup) -> dict[str, str]:
    return {
        "団体": group.name,
        "お名前": "" if group.is_individual else group.representative.full_name,
    }


def of_room(room: Room) -> dict[str, str]:
    center = room.center
    return {
        "部屋": f"{center.name} {room.name}",
        "住所": center.address,
        "使うときの注意": room.note,
        "市民センターの電話": center.phone or settings.CITY["section"]["phone"],
    }


def price(reservation: Reservation) -> str:
    """「600円（使用料1,200円、減免600円）」, or that it costs nothing."""
    if not reservation.fee:
        return "かかりません"
    if not reservation.exemption:
        return f"{reservation.to_pay:,}円"
    paid = f"{reservation.to_pay:,}円" if reservation.to_pay else "お支払いはありません"
    return f"{paid}（使用料{reservation.fee:,}円、減免{reservation.exemption:,}円）"


def page_of(reservation: Reservation) -> str:
    return reverse("rooms:reservation", args=[reservation.receipt])
