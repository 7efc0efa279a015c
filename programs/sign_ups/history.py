"""What happened to one sign-up (経過), in the words its owner reads."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from portal.japan import calendar
from portal.people.models import User
from programs.letters.sending import happenings
from programs.models import SignUp

# Why is told beside it: too few seats for the party, or the choice of staff.
PASSED_BY = "席が空きましたが、ほかの方が先になりました"
BY_ITSELF, BY_VENUE, BY_YOU, BY_FAMILY = "自動", "会場の職員", "あなた", "ご家族"


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, what, through whom, and why or until when."""

    at: datetime
    words: str
    by: str
    why: str = ""


def history_of(sign_up: SignUp, reader: User) -> list[Happening]:
    """Everything that happened to `sign_up`, the first thing first.

    The database copies every version of the row; versions in which nothing of this changed tell
    nothing. Who of the venue did it is not said.
    """
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
        told.append(Happening(version["pgh_created_at"], words, by, _why(version)))
        before = now
    return told


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
