"""Whom the volunteers' desk finds, and the tickets by which one that was shown may be chosen."""

from portal.people import finding
from portal.people.models import Person, User

from .shown import kept_by

TICKETS = finding.Tickets("volunteers-desk")


def find(user: User, typed: str, year: int | None) -> list[Person]:
    """Who somebody at the counter may be; of the volunteers one keeps a part is enough."""
    kept = Person.objects.registered().filter(pk__in=kept_by(user).values("person"))
    return finding.find(kept, typed, year, "volunteer")


def ticket_for(user: User, person: Person) -> str:
    return TICKETS.of(user, person.pk)


def people_of(user: User, tickets: list[str]) -> list[Person]:
    return TICKETS.people(user, tickets)
