"""What happened to one sign-up (経過), in the words its owner reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.apps import apps
from django.utils import timezone

from portal.japan import calendar
from portal.people.models import User
from programs.letters.sending import happenings
from programs.models import ChildcarePlace, SignUp

# Why is told beside it: too few seats for the party, or the choice of staff.
PASSED_BY = "席が空きましたが、ほかの方が先になりました"
BY_ITSELF, BY_VENUE, BY_YOU, BY_FAMILY = "自動", "会場の職員", "あなた", "ご家族"

Place = ChildcarePlace.Status
OF_A_CHILD = {
    Place.SEATED: "託児の席が決まりました",
    Place.WAITING: "託児のキャンセル待ちに並びました",
    Place.WITHDRAWN: "託児の申込を取り消しました",
}


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, what, through whom, and why or until when.

    `status` is how the sign-up stood then; empty where it is about something else.
    """

    at: datetime
    words: str
    by: str
    why: str = ""
    status: str = ""


def history_of(sign_up: SignUp, reader: User) -> list[Happening]:
    """What happened to `sign_up`, to its children's places and to its fee, the first thing first.

    The database keeps every version of the row; one in which nothing of this changed tells
    nothing. Who of the venue did it is not said.
    """
    told = _of_itself(sign_up, reader)
    if sign_up.course.childcare_capacity is not None:
        told += _of_children(sign_up)
    if sign_up.course.fee:
        told += _of_the_fee(sign_up)
    return sorted(told, key=attrgetter("at"))


def held_a_seat(told: list[Happening]) -> bool:
    """Whether a seat was ever kept for the one to whom this happened."""
    return any(one.status in {SignUp.Status.SEATED, SignUp.Status.OFFERED} for one in told)


def _of_itself(sign_up: SignUp, reader: User) -> list[Happening]:
    versions = (
        happenings()
        .filter(pgh_obj=sign_up.pk)
        .order_by("pgh_id")
        .values(
            "pgh_created_at",
            "status",
            "what",
            "why",
            "offer_until",
            "changed_by",
            "changed_by__household",
        )
    )
    told: list[Happening] = []
    before = None
    for version in versions:
        now = (version["what"], version["status"], version["why"])
        if now == before:
            continue
        by = _by(version["changed_by"], version["changed_by__household"], reader)
        if before is None and sign_up.via != SignUp.Via.WEB:
            by = f"{by}（{sign_up.get_via_display()}で受付）"
        what = version["what"]
        words = PASSED_BY if what == SignUp.What.PASSED_OVER else str(SignUp.What(what).label)
        happening = Happening(
            version["pgh_created_at"], words, by, _why(version), version["status"]
        )
        told.append(happening)
        before = now
    return told


def _of_children(sign_up: SignUp) -> Iterator[Happening]:
    """What became of each child's place: how it stood after each moment something changed."""
    versions = apps.get_model("programs", "ChildcarePlaceEvent").objects.filter(
        pgh_obj__sign_up=sign_up.pk
    )
    known: dict[int, str] = {}
    stood = {(one.pgh_obj_id, one.pgh_created_at): one for one in versions.order_by("pgh_id")}
    for one in stood.values():
        if known.get(one.pgh_obj_id) != one.status:
            known[one.pgh_obj_id] = one.status
            words = OF_A_CHILD[Place(one.status)]
            yield Happening(one.pgh_created_at, words, BY_ITSELF, one.child_name)


def _of_the_fee(sign_up: SignUp) -> Iterator[Happening]:
    for payment in sign_up.payments.all():
        yield Happening(payment.received_at, f"参加費{payment}を受け取りました", BY_VENUE)
        if payment.refunded_at:
            yield Happening(payment.refunded_at, f"参加費{payment}をお返ししました", BY_VENUE)


def _by(account: int | None, household: int | None, reader: User) -> str:
    if account is None:
        return BY_ITSELF
    if account == reader.pk:
        return BY_YOU
    return BY_FAMILY if household and household == reader.household_id else BY_VENUE


def _why(version: dict) -> str:
    until = version["offer_until"]
    if version["status"] != SignUp.Status.OFFERED or until is None:
        return version["why"]
    until = timezone.localtime(until)
    return f"お返事の期限は{calendar.long_date(until)}{calendar.clock(until)}です。"
