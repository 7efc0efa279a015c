"""What a use costs (使用料) and what of it is let off (減免), in whole yen."""

from collections.abc import Iterable

from django.db.models import Sum

from centers.models import Registration, Room, RoomFee, Slot


def fee_of(room: Room, slots: Iterable[Slot]) -> int:
    """The sum of what the slots cost in this room; a slot without a fee is free of charge."""
    fees = RoomFee.objects.filter(room=room, slot__in=[slot.pk for slot in slots])
    return fees.aggregate(total=Sum("yen"))["total"] or 0


def exemption_of(registration: Registration, fee: int) -> int:
    """What is let off of it under this registration."""
    return let_off(fee, registration.exemption_percent)


def let_off(fee: int, percent: int) -> int:
    """So many per cent of a fee; a part of a yen in favour of who pays."""
    return -(-fee * percent // 100)
