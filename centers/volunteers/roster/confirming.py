"""Whether a volunteer goes on, asked once a year (年に一度の確認).

A year after the last answer a mail asks, and once more after a month. Its link is signed and leads
to a page with one button: programs that open links to look at them change nothing. Those who were
registered on one day are asked over several, the ones who waited longest first; whom no mail
reaches, and who does not answer, stands on the list the centre prints (`to_confirm`).
"""

from datetime import timedelta

import pghistory
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from centers.volunteers.letters import sending
from centers.volunteers.models import Confirmation, Volunteer
from portal.japan import calendar
from portal.notices import chores
from portal.notices.writing import absolute
from portal.people.models import User

from . import registering

SALT = "centers.volunteers.confirm"
ANSWER_DAYS = 120
ASKED_AGAIN_AFTER = timedelta(days=30)
MOST_A_DAY = 500

Answer, Via = Confirmation.Answer, Confirmation.Via


def address_to_confirm(volunteer: Volunteer) -> str:
    """The page on which whoever has the mail answers for `volunteer`."""
    token = signing.dumps([volunteer.pk, volunteer.confirmed_on.isoformat()], salt=SALT)
    return absolute(reverse("volunteers:confirm", args=[token]))


def read_token(token: str) -> Volunteer | None:
    """Whom a link asks; None for one that was cut, made up, or is too old."""
    try:
        pk, _ = signing.loads(token, salt=SALT, max_age=timedelta(days=ANSWER_DAYS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Volunteer.objects.select_related("person__household", "center").filter(pk=pk).first()


def answer(volunteer: Volunteer, said: str, *, via: str, by: User | None = None) -> None:
    """Write down the answer of this year and do what it says; a later one of the year counts.

    `by` is None where they answered from the mail. Codes: no_answer, has_stopped.
    """
    if said not in Answer.values:
        raise ValidationError("返事を選んでください。", code="no_answer")
    acting = by or _who_answers(volunteer)
    today = timezone.localdate()
    with transaction.atomic(), pghistory.context(user=by.pk if by else None, what="confirmed"):
        if volunteer.status == Volunteer.Status.STOPPED and said == Answer.STOPS:
            return
        match said:
            case Answer.CONTINUES:
                registering.go_on(volunteer, by=acting)
            case Answer.PAUSES:
                registering.rest(volunteer, by=acting)
            case _:
                registering.stop(volunteer, "年に一度の確認の返事", by=acting)
        Volunteer.objects.filter(pk=volunteer.pk).update(
            confirmed_on=today, asked_on=None, asked_times=0
        )
        Confirmation.objects.update_or_create(
            volunteer=volunteer,
            fiscal_year=calendar.fiscal_year(today),
            defaults={"answer": said, "via": via, "by": by},
        )
    volunteer.refresh_from_db()


def answer_of_this_year(volunteer: Volunteer) -> Confirmation | None:
    """What was answered since the fiscal year began, by whichever way."""
    this_year = calendar.fiscal_year(timezone.localdate())
    return volunteer.confirmations.filter(fiscal_year=this_year).first()


def _who_answers(volunteer: Volunteer) -> User:
    """The account the mail went to, in whose name places are given back."""
    return next(iter(sending.accounts_of(volunteer)), volunteer.by)


def ask_all() -> int:
    """Write to those whose answer is due, so many a day; returns how many letters."""
    today = timezone.localdate()
    accounts = User.objects.filter(household=OuterRef("person__household"), is_active=True)
    due = Volunteer.objects.to_confirm(today).filter(
        Q(asked_times=0) | Q(asked_times=1, asked_on__lte=today - ASKED_AGAIN_AFTER),
        Exists(accounts),
    )
    first = due.select_related("person__household", "center").order_by("confirmed_on", "pk")
    return chores.each(first[:MOST_A_DAY], _ask)


def _ask(volunteer: Volunteer) -> int:
    today = timezone.localdate()
    with transaction.atomic(), pghistory.context(what="asked"):
        volunteer.asked_times += 1
        volunteer.asked_on = today
        volunteer.save(update_fields=["asked_times", "asked_on"])
        written = sending.tell(
            "confirm",
            volunteer,
            key=f"confirm-{volunteer.confirmed_on:%Y%m%d}-{volunteer.asked_times}",
            返事のページ=address_to_confirm(volunteer),
            返事の期限=calendar.long_date(today + timedelta(days=ANSWER_DAYS)),
            最後に確認した日=calendar.long_date(volunteer.confirmed_on),
        )
    return len(written)
