"""Why a room cannot be had, in words for staff, who may know who has it."""

from datetime import timedelta

from django.core.exceptions import ValidationError

from centers.models import Booking

from .place import Place


def who_has(place: Place, *, but: Booking | None = None) -> list[Booking]:
    """The live bookings that stand in the way of one at `place`, its changeover included."""
    free_from = place.ends_at + timedelta(minutes=place.room.changeover_minutes)
    found = Booking.objects.filter(room=place.room).overlapping(place.starts_at, free_from)
    if but is not None:
        found = found.exclude(pk=but.pk)
    return list(found.for_desk())


def told(booking: Booking) -> str:
    """「第1会議室は、12/6（日）13:00〜17:00に「コーラス浜」が使います」"""
    place = Place.of(booking)
    changeover = booking.room.changeover_minutes
    after = f"（入れ替え{changeover}分をふくむ）" if changeover else ""
    return f"{place.room.name}は、{place.times}に「{booking.who}」が使います{after}。"


def refuse_taken(place: Place, *, but: Booking | None = None) -> None:
    """Code: room_taken, one sentence for each who has it."""
    if found := who_has(place, but=but):
        sentences = "".join(told(one) for one in found)
        raise ValidationError(
            f"{sentences}別の時間か、別の部屋を選んでください。", code="room_taken"
        )
