"""What happened to one reservation (経過), in the words its group reads."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Max

from centers.models import Reservation
from portal.people.models import User

What = Reservation.What
BY_ITSELF, BY_CENTER, BY_YOU, BY_FAMILY = "自動", "市民センター", "あなた", "ご家族"


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, what, through whom, and why."""

    at: datetime
    words: str
    by: str
    why: str = ""


def history_of(reservation: Reservation, reader: User) -> list[Happening]:
    """Everything that happened, the first thing first; who of the centre did it is not said.

    The database copies every version of the row; one in which nothing happened tells nothing.
    """
    versions = (
        apps.get_model("centers", "ReservationEvent")
        .objects.filter(pgh_obj=reservation.pk)
        .order_by("pgh_id")
        .values("pgh_created_at", "what", "why", "changed_by", "changed_by__household", "status")
    )
    told: list[Happening] = []
    before = None
    for version in versions:
        now = (version["what"], version["why"], version["status"])
        if now == before and version["what"] != What.CHANGED:
            continue
        by = _by(version["changed_by"], version["changed_by__household"], reader)
        if before is None and reservation.via != Reservation.Via.WEB:
            by = f"{by}（{reservation.get_via_display()}で受付）"
        words = str(What(version["what"]).label)
        why = "" if version["what"] == What.REFUNDED else version["why"]  # said of what was before
        told.append(Happening(version["pgh_created_at"], words, by, why))
        before = now
    return told


def agreed_at(reservation: Reservation) -> datetime:
    """When the use was last agreed to as it stands: what a permit is dated by."""
    agreeing = [What.REQUESTED, What.WON, What.MOVED_UP, What.APPROVED, What.CHANGED]
    last = (
        apps.get_model("centers", "ReservationEvent")
        .objects.filter(
            pgh_obj=reservation.pk, what__in=agreeing, status=Reservation.Status.CONFIRMED
        )
        .aggregate(last=Max("pgh_created_at"))["last"]
    )
    return last or reservation.created_at


def _by(account: int | None, household: int | None, reader: User) -> str:
    if account is None:
        return BY_ITSELF
    if account == reader.pk:
        return BY_YOU
    return BY_FAMILY if household and household == reader.household_id else BY_CENTER
