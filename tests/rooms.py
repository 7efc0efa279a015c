"""Factories for rooms, the calendar, and those who use rooms, named for what they intend."""

import io
from datetime import date, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from centers.models import (
    Booking,
    Center,
    Equipment,
    OpenDay,
    PurposeClass,
    Registration,
    Reservation,
    Room,
    RoomFee,
    RoomPhoto,
    Slot,
    UserGroup,
)
from portal.japan import calendar
from portal.people.models import User
from tests import cast

MORNING, AFTERNOON, EVENING = "午前", "午後", "夜間"
CITY_SLOTS = {MORNING: (9, 12), AFTERNOON: (13, 17), EVENING: (18, 22)}


def a_room(center: Center | None = None, name: str = "第1会議室", **fields) -> Room:
    """A room of 24 seats that residents may ask for, without changeover."""
    center = center or cast.a_center()
    return Room.objects.get_or_create(
        center=center, name=name, defaults={"capacity": 24, "floor": 2} | fields
    )[0]


def a_slot(
    name: str = MORNING, *, starts: int | None = None, ends: int | None = None, **fields
) -> Slot:
    """One of the city's three slots, or another by its hours."""
    city = CITY_SLOTS.get(name, (9, 12))
    begin, end = city[0] if starts is None else starts, city[1] if ends is None else ends
    return Slot.objects.get_or_create(
        **{"name": name, "starts": time(begin), "ends": time(end), "center": None} | fields
    )[0]


def the_city_slots() -> list[Slot]:
    """午前, 午後 and 夜間 for every centre."""
    return [a_slot(name) for name in CITY_SLOTS]


def a_fee(room: Room, slot: Slot, yen: int = 600) -> RoomFee:
    return RoomFee.objects.create(room=room, slot=slot, yen=yen)


def an_equipment(name: str = "ピアノ", slug: str = "piano") -> Equipment:
    return Equipment.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def an_open_day(
    center: Center | None = None,
    day: date | None = None,
    *,
    days_ahead: int = 14,
    opens: int = 9,
    closes: int = 22,
) -> OpenDay:
    """A day on which the centre is open by hand, whatever weekday or holiday it is."""
    return OpenDay.objects.update_or_create(
        center=center or cast.a_center(),
        day=day or timezone.localdate() + timedelta(days=days_ahead),
        defaults={"opens": time(opens), "closes": time(closes), "reason": "", "by_hand": True},
    )[0]


def a_closed_day(center: Center, day: date, reason: str = "空調の工事") -> OpenDay:
    return OpenDay.objects.update_or_create(
        center=center,
        day=day,
        defaults={"opens": None, "closes": None, "reason": reason, "by_hand": True},
    )[0]


def a_purpose_class(slug: str = "multi", **fields) -> PurposeClass:
    name = {"local": "地域活動", "multi": "多目的利用"}.get(slug, slug)
    return PurposeClass.objects.get_or_create(slug=slug, defaults={"name": name} | fields)[0]


def a_group(
    user: User | None = None, *, name: str = "コーラス浜", center: Center | None = None, **fields
) -> UserGroup:
    """A group represented by somebody of `user`'s household (a new resident's without one)."""
    if user is None:
        user = cast.a_resident(f"group{UserGroup.objects.count()}@example.jp")
    assert user.household is not None
    representative = user.household.people.first()
    return UserGroup.objects.create(
        **{
            "name": name,
            "kana": "コーラスハマ",
            "representative": representative,
            "center": center or cast.a_center(),
            "activity": "合唱の練習",
            "members": 12,
        }
        | fields
    )


def a_registration(
    user: User | None = None,
    *,
    group: UserGroup | None = None,
    purpose_class: PurposeClass | None = None,
    on: date | None = None,
    **fields,
) -> Registration:
    """An approved registration for the fiscal year of `on` (14 days from now)."""
    group = group or a_group(user)
    on = on or timezone.localdate() + timedelta(days=14)
    by = user or User.objects.filter(household=group.representative.household).get()
    return Registration.objects.create(
        **{
            "group": group,
            "purpose_class": purpose_class or a_purpose_class(),
            "fiscal_year": calendar.fiscal_year(on),
            "status": Registration.Status.APPROVED,
            "decided_at": timezone.now(),
            "by": by,
        }
        | fields
    )


def a_booking(
    room: Room, day: date, slot: Slot, kind: str = Booking.Kind.BLOCK, note: str = "清掃"
) -> Booking:
    """The room is taken through a slot of a day, without asking whether it is open."""
    return Booking.take(
        room, calendar.at(day, slot.starts), calendar.at(day, slot.ends), kind, by=None, note=note
    )


def a_reservation(registration: Registration, room: Room, day: date, slot: Slot) -> Reservation:
    """A confirmed reservation, written as it stands without asking the rules."""
    return Reservation.objects.create(
        registration=registration,
        booking=a_booking(room, day, slot, Booking.Kind.RESERVATION, note=""),
        slots=slot.name,
        purpose="合唱の練習",
        headcount=12,
        by=registration.by,
    )


def a_photo_file(width: int = 2_000, height: int = 1_000) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG")
    return SimpleUploadedFile("room.jpg", out.getvalue())


def a_photo(room: Room, alt: str = "窓の大きな会議室") -> RoomPhoto:
    photo = RoomPhoto(room=room, alt=alt)
    photo.draw(a_photo_file())
    photo.save()
    return photo
