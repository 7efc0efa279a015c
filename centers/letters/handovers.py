"""The letters about a group that is handed over to another representative."""

from collections.abc import Iterable

from centers.letters.sending import account_of, words_of
from centers.letters.values import of_handover
from centers.models import Handover
from portal.notices.models import Draft, Message
from portal.notices.writing import fill, foot
from portal.people.models import User


def tell_asked(asked: Handover) -> None:
    """Write to whom it is asked, and to the present account, which sees that it was done."""
    letters = [_letter("handover_asked", asked, asked.email)]
    if (present := account_of(asked.group, asked.by)) is not None:
        letters.append(_letter("handover_begun", asked, present.email))
    Message.send_many(letters)


def tell_declined(asked: Handover) -> None:
    if (present := account_of(asked.group, asked.by)) is not None:
        Message.send_many([_letter("handover_declined", asked, present.email)])


def tell_handed_over(done: Handover, accounts: Iterable[User | None]) -> None:
    """Write to the one before and to the new one; whoever has no account is told by staff."""
    known = {one.pk: one for one in accounts if one is not None}
    Message.send_many(
        [_letter("handed_over", done, one.email, str(pk)) for pk, one in known.items()]
    )


def _letter(kind: str, handover: Handover, to: str, which: str = "") -> Draft:
    subject, body = words_of(kind)
    values = of_handover(handover)
    return Draft(
        key=f"handover-{handover.pk}-{kind}{which}",
        to=to,
        subject=fill(subject, values),
        body=f"{fill(body, values).strip()}\n{foot('')}",
    )
