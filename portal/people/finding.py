"""Whom a desk finds among people, and the tickets by which one that was shown may be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from portal.people.models import Person, User
from portal.people.models.person import PersonQuerySet

MOST_FOUND = 20


def find(known: PersonQuerySet, typed: str, year: int | None, *related: str) -> list[Person]:
    """Who somebody on the telephone, on a postcard or at the counter may be; with the `related`.

    The `known` by a part of what was said; everybody else in the city only by the whole of it: full
    reading and year of birth, or the full telephone number. So nobody browses through other places'
    people, and nobody is registered a second time.
    """
    own = known.called(typed).born_in(year)
    told = Person.objects.registered().exactly(typed, year).born_in(year)
    found: dict[int, Person] = {}
    for people in (own, told):
        for person in people.select_related("ward", *related).by_reading()[:MOST_FOUND]:
            found.setdefault(person.pk, person)
    return list(found.values())


@dataclass(frozen=True)
class Tickets:
    """What stands in an address of a desk for a row that was shown; nobody can invent one."""

    desk: str

    def of(self, user: User, key: int) -> str:
        """The ticket of the row with that key, good for `user` alone."""
        return self._signer(user).sign(str(key))

    def keys(self, user: User, tickets: Iterable[str]) -> list[int]:
        """The keys of `user`'s tickets in their order; what is none of them is left out."""
        found = []
        for ticket in tickets:
            try:
                found.append(int(self._signer(user).unsign(ticket)))
            except BadSignature:
                continue
        return found

    def people(self, user: User, tickets: Iterable[str]) -> list[Person]:
        """The people of `user`'s tickets in their order, each once."""
        keys = self.keys(user, tickets)
        rows = Person.objects.registered().select_related("ward", "household").in_bulk(keys)
        return [rows[key] for key in dict.fromkeys(keys) if key in rows]

    def _signer(self, user: User) -> Signer:
        return Signer(salt=f"{self.desk}-{user.pk}")
