"""What people are written about their sign-ups."""

from django.conf import settings
from django.template.loader import render_to_string

from portal.notices.models import Message
from programs.models import SignUp


def tell_household(sign_up_id: int, event: str) -> Message:
    """Queue the letter for one event of one sign-up; a second call sends nothing more."""
    sign_up = SignUp.objects.select_related(
        "person", "by", "course__center", "course__organizer"
    ).get(pk=sign_up_id)
    event = SignUp.Event(event)
    body = render_to_string(
        f"programs/letters/{event.value}.txt",
        {
            "sign_up": sign_up,
            "course": sign_up.course,
            "sessions": sign_up.course.sessions.all(),
            "site": settings.CITY["site"],
            "section": settings.CITY["section"],
        },
    )
    return Message.send_once(
        f"sign-up-{sign_up.pk}-{event.value}",
        to=sign_up.by.email,
        subject=f"【{event.label}】{sign_up.course.title}",
        body=body,
    )
