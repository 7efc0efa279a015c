"""How a letter about volunteers is sent: once, in the transaction of what it tells.

To the accounts of the volunteer's household; whom no mail reaches (`is_reached`) is telephoned by
the centre that keeps the row.
"""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.urls import reverse

from centers.models import Center
from centers.volunteers.models import Volunteer
from portal.notices.models import Draft, LetterText, Message
from portal.notices.writing import absolute, fill, foot
from portal.people.models import User
from portal.people.unsubscribing import address_to_stop

from .kinds import KINDS, LETTERS


def tell(
    kind: str, volunteer: Volunteer, *, key: str, calendar: str = "", **values: str
) -> list[Message]:
    """Write to the household of `volunteer`; those that are new.

    `key` says what of theirs this letter tells (「match-12-proposed」): a second call with it adds
    nothing. `values` are what the letter says besides its name, centre and pages; `calendar` is an
    .ics file that goes along.
    """
    told = _of(volunteer.person.full_name, volunteer.center) | values
    return _send(kind, accounts_of(volunteer), f"{prefix_of(volunteer)}{key}", told, calendar)


def tell_account(
    kind: str, account: User, name: str, center: Center, *, key: str, **values: str
) -> list[Message]:
    """Write to one account, which asks for people and may be no volunteer itself."""
    return _send(kind, [account], key, _of(name, center) | values)


def accounts_of(volunteer: Volunteer) -> list[User]:
    """Who reads the letters to `volunteer`: the accounts of the household."""
    return list(volunteer.person.household.accounts.filter(is_active=True).order_by("pk"))


def is_reached(volunteer: Volunteer) -> bool:
    """Whether a mail to `volunteer` arrives with somebody."""
    return any(account.mail_fails_since is None for account in accounts_of(volunteer))


def prefix_of(volunteer: Volunteer) -> str:
    """How the keys of all letters to `volunteer` begin."""
    return f"volunteer-{volunteer.pk}-"


def _send(
    kind: str,
    accounts: Iterable[User],
    key: str,
    values: Mapping[str, str],
    calendar: str = "",
) -> list[Message]:
    subject, body = LetterText.words(LETTERS.key(kind))
    wished = KINDS[kind].wished
    return Message.send_many(
        [
            Draft(
                key=f"{key}-{account.pk}",
                to=account.email,
                subject=fill(subject, values),
                body=f"{fill(body, values).strip()}\n{foot(stop)}",
                calendar=calendar,
                unsubscribe=stop,
            )
            for account in accounts
            if not wished or getattr(account, f"wants_{wished}")
            for stop in [address_to_stop(account, wished) if wished else ""]
        ]
    )


def _of(name: str, center: Center) -> dict[str, str]:
    return {
        "お名前": name,
        "市民センター": center.name,
        "市民センターの電話": center.phone or settings.CITY["section"]["phone"],
        "ボランティアのページ": absolute(reverse("volunteers:mine")),
    }
