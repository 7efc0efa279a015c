"""Whom the volunteers' desk finds, and the tickets by which one that was shown may be chosen."""

from django.core.signing import BadSignature, Signer

from portal.people.models import Person, User

from .shown import kept_by

MOST_FOUND = 20


def find(user: User, typed: str, year: int | None) -> list[Person]:
    """Who somebody at the counter may be.

    Volunteers one keeps by a part of the reading or name; everybody else in the city only by the
    whole of it: full reading and year of birth, or the full telephone number. So nobody browses
    through other places' people, and nobody is registered a second time.
    """
    kept = kept_by(user).values("person")
    own = Person.objects.registered().filter(pk__in=kept).called(typed).born_in(year)
    own = own.select_related("ward", "volunteer").by_reading()
    found = {person.pk: person for person in own[:MOST_FOUND]}
    told = Person.objects.registered().exactly(typed, year).born_in(year)
    for person in told.select_related("ward", "volunteer").by_reading()[:MOST_FOUND]:
        found.setdefault(person.pk, person)
    return list(found.values())


def _signer(user: User) -> Signer:
    return Signer(salt=f"volunteers-desk-{user.pk}")


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
