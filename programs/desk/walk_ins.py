"""What the page for somebody at the door without a seat shows (当日参加)."""

from dataclasses import dataclass
from functools import cached_property

from portal.people.models import Person
from programs.desk.entering import Entry
from programs.desk.people import ticket_for
from programs.models import SignUp
from programs.models.told import Told
from programs.models.told_kept import standing
from programs.sign_ups.walk_in import held_by, seats_needed, still_to_ask


@dataclass
class Row:
    """Somebody who may be meant: what they hold already, and what is to be asked of them first."""

    person: Person
    ticket: str
    address: str
    held: SignUp | None
    asks: list[str]
    at_once: bool


@dataclass
class WalkIn(Entry):
    """Those who came to the door together, usually one, with the sign-ups they have already."""

    @property
    def always_said(self) -> dict[str, str]:
        return {}

    @cached_property
    def before(self) -> dict[int, SignUp]:
        """The live sign-ups of those chosen, by the person's key."""
        return held_by(self.course, self.people)

    @property
    def asked(self) -> list[Person]:
        """Whoever holds a seat is asked nothing."""
        held = self.before
        return [one for one in self.people if one.pk not in held or not held[one.pk].is_seated]

    def stands(self, newcomer: Person | None) -> dict[int, Told]:
        """What was told when signing up stands, also of one registered once more by mistake."""
        again = held_by(self.course, [newcomer]) if newcomer else {}
        return standing([*self.before.values(), *again.values()])

    @property
    def shows_newcomer(self) -> bool:
        return self.is_searched or not self.people

    @property
    def chosen(self) -> list[tuple[Person, str, str, SignUp | None]]:
        return [(*one, self.before.get(one[0].pk)) for one in self.tickets]

    @property
    def lacks_seats(self) -> bool:
        """Whether it takes the word of staff to let in those chosen, and who is registered."""
        needed = seats_needed(self.people, self.before) + (self.newcomer is not None)
        return self.course.seats_left is not None and self.course.seats_left < needed

    def found(self) -> list[Person]:
        """Who is looked for; where nobody is, who signed up together with those chosen."""
        if self.is_searched or not self.may_add:
            return super().found()
        parties = [one.party_id for one in self.before.values() if one.party_id]
        keys = [person.pk for person in self.people]
        live = SignUp.objects.live().filter(party__in=parties).exclude(person__in=keys)
        return [one.person for one in live.select_related("person__ward").order_by("pk")]

    def rows(self, people: list[Person]) -> list[Row]:
        """A row for each; who is asked nothing and may come alone is let in at once."""
        held = held_by(self.course, people)
        asks = still_to_ask(self.course, people, held)
        rows = []
        for person in people:
            own = held.get(person.pk)
            may = bool(own and own.is_seated) or self.course.party_min == 1
            rows.append(
                Row(
                    person,
                    ticket_for(self.user, person),
                    self.address_with(person),
                    own,
                    asks.get(person.pk, []),
                    may and not asks.get(person.pk) and not self.people,
                )
            )
        return rows
