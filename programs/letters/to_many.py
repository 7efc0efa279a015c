"""Letters to many at once: about one session of a course, and about certificates."""

from collections.abc import Iterator
from datetime import datetime

from programs.letters.sending import account_to_tell, send
from programs.models import Completion, Course, Session, SignUp
from programs.paths import suggestions


def tell_those_coming(session_id: int, kind: str, revision: int, before: datetime) -> None:
    """Queue the letter `kind` about a session to every party that is coming.

    `before` is when it was to begin. Where the session was changed again meanwhile, the letters of
    that change tell all there is to tell.
    """
    session = Session.objects.select_related("course__center", "course__organizer").get(
        pk=session_id
    )
    if session.revision != revision:
        return
    number = session.number()
    for sign_up in first_of_each_party(session.course.sign_ups.holding()):
        sign_up.course = session.course
        send(
            sign_up,
            kind,
            key=f"session-{session.pk}-{revision}-{sign_up.pk}",
            session=session,
            number=number,
            before=before,
        )


def first_of_each_party(sign_ups) -> Iterator[SignUp]:
    """One sign-up of every party, and everybody who comes alone, `person` and `by` fetched."""
    parties: set[int] = set()
    for sign_up in sign_ups.select_related("person", "by").order_by("pk").iterator(500):
        if sign_up.party_id is not None:
            if sign_up.party_id in parties:
                continue
            parties.add(sign_up.party_id)
        yield sign_up


def tell_of_certificates(course_id: int) -> None:
    """Queue the letter that the certificate is there, once to everybody who finished.

    Who wished for it reads there, too, what the course leads to.
    """
    finished = Completion.objects.valid().filter(sign_up__course=course_id)
    leads_to = suggestions.for_course(Course.objects.get(pk=course_id)).in_words()
    for completion in finished.select_related(
        "sign_up__person", "sign_up__by", "sign_up__course__center", "sign_up__course__organizer"
    ).iterator(500):
        sign_up = completion.sign_up
        account = account_to_tell(sign_up)
        send(
            sign_up,
            "certificate",
            key=f"certificate-{completion.pk}",
            completion=completion,
            afterwards=leads_to if account and account.wants_suggestions else "",
        )
