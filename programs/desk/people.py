"""Which people staff may find, and which registrations seem to be the same person twice."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from centers.volunteers.roster.shown import kept_by
from portal.people import finding
from portal.people.models import Person, User
from portal.people.models.person import PersonQuerySet
from portal.people.permissions import works_for_section
from programs.models import SignUp

TICKETS = finding.Tickets("desk-entry")
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
    """Who somebody on the telephone or on a postcard may be; of those known a part is enough."""
    return finding.find(known_to(user), typed, year)


def ticket_for(user: User, person: Person) -> str:
    return TICKETS.of(user, person.pk)


def people_of(user: User, tickets: list[str]) -> list[Person]:
    return TICKETS.people(user, tickets)


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
