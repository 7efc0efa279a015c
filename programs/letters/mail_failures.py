"""Whom mail does not reach, as far as staff have to do with them, and what was to be told.

By a place in a course, a group that uses rooms, or a volunteer: whoever may telephone them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from centers.models import Call, Registration, Reservation, RoomWait, UserGroup
from centers.volunteers.models import Match, Volunteer
from centers.volunteers.roster.shown import kept_by, shown_to
from portal.notices.models import Message
from portal.people.models import Person, User
from portal.people.permissions import works_for_section
from programs.desk.people import known_to
from programs.models import SignUp

MOST_TOLD = 3
# What of a letter's key says whom it is about.
ABOUT = re.compile(r"(volunteer|registration|reservation|room-wait)-(\d+)(?:-match-(\d+))?-")


@dataclass
class Failure:
    """One account: who is called, why they concern the desk, and what did not arrive."""

    account: Any
    people: list[Person]
    groups: list[UserGroup] = field(default_factory=list)
    volunteers: list[Volunteer] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    @property
    def phones(self) -> list[str]:
        return list(dict.fromkeys(person.phone for person in self.people))


@dataclass(frozen=True)
class Concerned:
    """Who has to do with a member of staff; asked once for a page."""

    user: User
    groups: QuerySet[UserGroup]
    volunteers: QuerySet[Volunteer]

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(user, _groups(user), _volunteers(user))


def failures_seen_by(user: User) -> QuerySet[User]:
    return failures_among(Concerned.of(user))


def failures_among(concerned: Concerned) -> QuerySet[User]:
    """Accounts whose mail comes back and whose household is concerned; the longest first.

    With `last_reason` of the last mail that did not arrive.
    """
    households = (
        SignUp.objects.visible_to(concerned.user).live().values("person__household"),
        concerned.groups.values("representative__household"),
        concerned.volunteers.values("person__household"),
    )
    theirs = Q()
    for found in households:
        theirs |= Q(household__in=found)
    returned = Message.objects.filter(to=OuterRef("email"), bounced_at__isnull=False)
    last = returned.order_by("-bounced_at")
    return (
        User.objects.filter(theirs, mail_fails_since__isnull=False)
        .annotate(last_reason=Subquery(last.values("bounce_reason")[:1]))
        .order_by("mail_fails_since", "pk")
    )


def told_of(accounts: Sequence[User], concerned: Concerned) -> list[Failure]:
    """These accounts with what staff may know of each: as many statements for one as for many.

    Of the household only those who are concerned; of the mails that did not arrive only those
    about them. What was about a course, which may be one elsewhere, the section alone learns.
    """
    user = concerned.user
    households = [account.household_id for account in accounts]
    to_tell = Call.objects.visible_to(user).to_make().order_by("created_at", "pk")
    calls = Prefetch("calls", to_tell, to_attr="to_tell")
    groups = _by_household(concerned.groups.prefetch_related(calls), "representative", households)
    volunteers = _by_household(concerned.volunteers, "person", households)
    shown = [group.representative_id for found in groups.values() for group in found]
    shown += [one.person_id for found in volunteers.values() for one in found]
    people: dict[int | None, list[Person]] = defaultdict(list)
    known = Person.objects.registered().filter(
        Q(pk__in=known_to(user).values("pk")) | Q(pk__in=shown), household__in=households
    )
    for person in known:
        people[person.household_id].append(person)
    subjects = _subjects(accounts, user)
    return [
        Failure(
            account,
            people[account.household_id],
            groups[account.household_id],
            volunteers[account.household_id],
            list(dict.fromkeys(subjects[account.email]))[:MOST_TOLD],
            [call for group in groups[account.household_id] for call in group.to_tell],
        )
        for account in accounts
    ]


# ---------------------------------------------------------------- who concerns a desk


def _groups(user: User) -> QuerySet[UserGroup]:
    """Groups of one's own centre that may use rooms, and those that come to a room of it."""
    registered = Registration.objects.live().filter(group=OuterRef("pk"))
    coming = Reservation.objects.visible_to(user).to_come()
    own = UserGroup.objects.visible_to(user).filter(Exists(registered))
    return UserGroup.objects.filter(
        Q(pk__in=own.values("pk")) | Q(pk__in=coming.values("registration__group"))
    )


def _volunteers(user: User) -> QuerySet[Volunteer]:
    """Those on one's own roster, and those who are posted here or come here."""
    ties = Q(keeps=True) | Q(posted_here=True) | Q(comes_here=True)
    return shown_to(user).on_roster().filter(ties)


def _by_household(
    rows: QuerySet[Any], person: str, households: Iterable[int | None]
) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = defaultdict(list)
    rows = rows.filter(**{f"{person}__household__in": list(households)}).select_related(person)
    for row in rows.order_by("pk"):
        found[getattr(row, person).household_id].append(row)
    return found


# ---------------------------------------------------------------- what was to be told


def _subjects(accounts: Sequence[User], user: User) -> dict[str, list[str]]:
    """By address the subjects of what did not arrive, the latest first."""
    found: dict[str, list[str]] = defaultdict(list)
    addresses = [account.email for account in accounts]
    returned = Message.objects.filter(
        bounced_at__isnull=False, to__in=addresses, confidential=False
    )
    mails = list(returned.order_by("-created_at").values_list("to", "key", "subject")[:1_000])
    may_read = None if works_for_section(user) else _readable([key for _, key, _ in mails], user)
    for to, key, subject in mails:
        if may_read is None or key in may_read:
            found[to].append(subject)
    return found


def _readable(keys: Sequence[str], user: User) -> set[str]:
    """The letters about what `user` looks after."""
    parts = {key: match.groups() for key in keys if (match := ABOUT.match(key))}
    asked: dict[str, set[int]] = defaultdict(set)
    for kind, row, agreed in parts.values():
        asked[kind].add(int(row))
        if agreed:
            asked["match"].add(int(agreed))
    own_rooms = Reservation.objects.visible_to(user).values("pk")
    own_groups = Registration.objects.visible_to(user).values("pk")
    rows: dict[str, QuerySet[Any]] = {
        "volunteer": kept_by(user),
        "match": Match.objects.editable_by(user),
        "registration": Registration.objects.visible_to(user),
        "reservation": Reservation.objects.filter(
            Q(pk__in=own_rooms) | Q(registration__in=own_groups)
        ),
        "room-wait": RoomWait.objects.filter(registration__in=own_groups),
    }
    own = {
        kind: set(rows[kind].filter(pk__in=wanted).values_list("pk", flat=True))
        for kind, wanted in asked.items()
    }
    return {
        key
        for key, (kind, row, agreed) in parts.items()
        if int(row) in own[kind] or (agreed and int(agreed) in own["match"])
    }
