"""The letters about a group that is handed over to another representative."""

from collections.abc import Iterable

from django.urls import reverse

from centers.letters.sending import account_of, words_of
from centers.letters.values import of_group
from centers.models import Handover
from portal.japan import calendar
from portal.notices.models import Draft, Message
from portal.notices.writing import absolute, fill, foot
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
    values = _values(handover)
    return Draft(
        key=f"handover-{handover.pk}-{kind}{which}",
        to=to,
        subject=fill(subject, values),
        body=f"{fill(body, values).strip()}\n{foot('')}",
    )


def _values(handover: Handover) -> dict[str, str]:
    center, after = handover.group.center, handover.to_person
    return of_group(handover.group) | {
        "頼まれた方": handover.name,
        "これまでの代表者": handover.from_person.full_name,
        "新しい代表者": after.full_name if after else "",
        "期限": calendar.long_date(calendar.local(handover.answer_until).date()),
        "返事のページ": absolute(reverse("rooms:handover", args=[handover.receipt])),
        "部屋の予約のページ": absolute(reverse("rooms:mine")),
        "市民センター": center.name,
        "市民センターの電話": center.phone,
    }
