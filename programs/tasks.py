"""Queue entries; each calls one function or method."""

from django.core.exceptions import ValidationError
from django.tasks import task

from programs.letters import tell_everybody, tell_household
from programs.models import SignUp


@task
def tell_about_sign_up(sign_up_id: int, what: str) -> None:
    """Write to whoever signed a party up, once for each thing that happened."""
    tell_household(sign_up_id, what)


@task
def tell_all(course_id: int, what: str) -> None:
    """Write to all of a course whose last news this is; run again, it writes to nobody twice."""
    tell_everybody(course_id, what)


@task
def end_offer(sign_up_id: int) -> None:
    """Let an offer end whose deadline has passed; nothing happens where it was answered."""
    try:
        SignUp.objects.get(pk=sign_up_id).lapse()
    except ValidationError:
        return
