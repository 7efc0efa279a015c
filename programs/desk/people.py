"""Which people staff may find, and which registrations seem to be the same person twice."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef

from centers.volunteers.roster.shown import kept_by
from portal.people.models import Person, User
from portal.people.models.person import PersonQuerySet
from portal.people.permissions import works_for_section
from programs.models import SignUp

MOST_FOUND = 20
MOST_PAIRS = 50


def known_to(user: User) -> PersonQuerySet:
    """People who ever signed up for a course `user` may edit, or whose row as a volunteer stands in
    the roster `user` keeps; for the section, everybody.
    """
    if works_for_section(user):
        return Person.objects.registered()
    theirs = SignUp.objects.visible_to(user).filter(person=OuterRef("pk"))
    volunteers = kept_by(user).filter(person=OuterRef("pk"))
    return Person.objects.registered().filter(Exists(theirs) | Exists(volunteers))


def find(user: User, typed: str, year: int | None) -> list[Person]:
    """Who somebody on the telephone or on a postcard may be.

    Those known at the own place by a part of what was said; those known elsewhere in the city only
    by the whole of it: full reading and year of birth, or the full telephone number. So nobody
    browses through other places' people, and nobody is registered a second time.
    """
    own = known_to(user).called(typed).born_in(year).select_related("ward").by_reading()
    found = {person.pk: person for person in own[:MOST_FOUND]}
    told = Person.objects.registered().exactly(typed, year).born_in(year)
    for person in told.select_related("ward").by_reading()[:MOST_FOUND]:
        found.setdefault(person.pk, person)
    return list(found.values())


# ---------------------------------------------------------------- who was shown may be chosen


def _signer(user: User) -> Signer:
    return Signer(salt=f"desk-entry-{user.pk}")


def ticket_for(user: User, person: Person) -> str:
    """What stands in an address for a person that was shown to `user`; nobody can invent one."""
    return _signer(user).sign(str(person.pk))


def people_of(user: User, tickets: list[str]) -> list[Person]:
    """The people of these tickets in their order; what is not one of `user`'s is left out."""
    keys = []
    for ticket in tickets:
        try:
            keys.append(int(_signer(user).unsign(ticket)))
        except BadSignature:
            continue
    rows = Person.objects.registered().select_related("ward", "household").in_bulk(keys)
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]


# ---------------------------------------------------------------- twice the same


@dataclass(frozen=True)
class Pair:
    """Two registrations that seem to be one person."""

    one: Person
    other: Person

    @property
    def why(self) -> str:
        """What they share besides the reading."""
        if self.one.birth_date == self.other.birth_date:
            return "フリガナと生年月日が同じ"
        return "フリガナと電話番号が同じ"


def pairs_among(people: PersonQuerySet) -> list[Pair]:
    """The first fifty pairs of registrations that share the reading and a birthday or number.

    Of three or more alike, each beside the first: merged one after the other, they become one.
    """
    keys = {
        (reading, first, other)
        for reading, (first, *others) in people.doubles(MOST_PAIRS)
        for other in others
    }
    pairs = [(first, other) for _, first, other in sorted(keys)[:MOST_PAIRS]]
    rows = people.select_related("ward").in_bulk([key for pair in pairs for key in pair])
    return [
        Pair(rows[first], rows[other])
        for first, other in pairs
        if first in rows and other in rows  # not merged away meanwhile
    ]
