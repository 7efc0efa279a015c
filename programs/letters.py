"""What people are written about their sign-ups."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from portal.notices.models import Message
from portal.people.models import User
from programs.models import SignUp

SUBJECTS: dict[str, str] = {happened.value: happened.label for happened in SignUp.What}


def account_to_tell(sign_up: SignUp) -> User | None:
    """Who is written to: the account that signed up, else one of the person's household.

    None where nobody of the household has an account; they are telephoned or sent a postcard.
    """
    if sign_up.via == SignUp.Via.WEB:
        return sign_up.by
    accounts = User.objects.filter(household=sign_up.person.household_id, is_active=True)
    return accounts.order_by("pk").first()


def send(sign_up: SignUp, kind: str, *, key: str, **context: Any) -> Message | None:
    """Queue the letter `kind` about one sign-up; a second call with the same `key` adds nothing.

    The words stand in `programs/letters/<kind>.txt`. None where nobody can be mailed.
    """
    account = account_to_tell(sign_up)
    if account is None:
        return None
    about = {
        "sign_up": sign_up,
        "course": sign_up.course,
        "sessions": sign_up.course.sessions.all(),
        "site": settings.CITY["site"],
        "section": settings.CITY["section"],
    }
    body = render_to_string(f"programs/letters/{kind}.txt", about | context)
    subject = f"【{SUBJECTS[kind]}】{sign_up.course.title}"
    return Message.send_once(key, to=account.email, subject=subject, body=body)


def tell_household(sign_up_id: int, what: str) -> Message | None:
    """Queue the letter about one thing that happened to a sign-up and its party."""
    sign_up = SignUp.objects.select_related(
        "person", "by", "course__center", "course__organizer"
    ).get(pk=sign_up_id)
    return send(sign_up, what, key=f"sign-up-{sign_up.pk}-{what}")


def tell_everybody(course_id: int, what: str) -> None:
    """Queue the letter of every party of a course whose last news is `what`."""
    concerned = SignUp.objects.filter(course=course_id, what=what).order_by("party", "pk")
    first_of_each = concerned.filter(party=None).values_list("pk", flat=True)
    for pk in first_of_each.iterator():
        tell_household(pk, what)
    parties = concerned.exclude(party=None).order_by("party", "pk").distinct("party")
    for pk in parties.values_list("pk", flat=True):
        tell_household(pk, what)
