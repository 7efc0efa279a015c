"""An application at the desk as it stands, by telephone, on a postcard, at the counter or the door.

Find or register who it is for, ask what the course asks, enter. The state stands in the address:
whom one looks for, who is chosen. So it all works without script and can be gone back in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.http import urlencode

from portal.people.models import Person, User
from portal.typed import texts_in
from programs.desk.forms import NewPersonForm, what_was_typed, year_of
from programs.desk.people import find, people_of, ticket_for
from programs.models import Course, SignUp
from programs.models.told import EVERYBODY_SAYS_NOTHING, Told
from programs.sign_ups.told_form import ToldForm

LONGEST_SEARCH = 80

type Command = Callable[[list[Person], Mapping[int, Told]], list[SignUp]]


@dataclass
class Entry:
    """One application: course, channel, who is chosen, whom one looks for; and what was refused."""

    page: str  # its address
    user: User
    course: Course
    via: SignUp.Via
    people: list[Person]
    q: str = ""
    year: int | None = None

    error: str = ""
    status: int = 200
    newcomer: NewPersonForm | None = None
    told: ToldForm | None = None
    held: list[SignUp] = field(default_factory=list)

    @classmethod
    def read(
        cls, page: str, user: User, course: Course, said: QueryDict, *, via: SignUp.Via
    ) -> Self:
        """The application of this page as an address or a form says it."""
        return cls(
            page,
            user,
            course,
            via,
            people_of(user, texts_in(said, "person", course.party_max)),
            " ".join(said.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split()),
            year_of(said.get("born", "")),
        )

    # ------------------------------------------------------------ what the page shows

    @property
    def always_said(self) -> dict[str, str]:
        """What every address of the page says, whoever is chosen."""
        return {"via": str(self.via)}

    @property
    def may_add(self) -> bool:
        return len(self.people) < self.course.party_max

    @property
    def is_enough(self) -> bool:
        return len(self.people) >= self.course.party_min

    @property
    def is_enough_with_newcomer(self) -> bool:
        return len(self.people) + 1 >= self.course.party_min

    @property
    def is_searched(self) -> bool:
        return bool(self.q) and self.may_add

    @property
    def is_refused(self) -> bool:
        return self.status != 200

    @property
    def shows_newcomer(self) -> bool:
        """Whether the page offers to register somebody, who has typed nothing yet."""
        return self.is_searched

    def found(self) -> list[Person]:
        """Who may be meant, besides those chosen already."""
        people = find(self.user, self.q, self.year) if self.is_searched else []
        return [person for person in people if person not in self.people]

    def prepare(self) -> None:
        """The empty forms of a page on which nothing was sent."""
        if self.newcomer is None and self.shows_newcomer:
            begun = what_was_typed(self.q, self.year) | {"ward": self.course.ward_id}
            self.newcomer = NewPersonForm(initial=begun, via=self.via)
        if self.told is None and (self.newcomer is not None or self.people):
            self.told = self.told_form()

    @property
    def tickets(self) -> list[tuple[Person, str, str]]:
        """Everybody chosen, with the ticket, and the page without this one."""
        return [
            (person, ticket_for(self.user, person), self.address_without(person))
            for person in self.people
        ]

    def address_with(self, *more: Person) -> str:
        """The page with these people chosen too."""
        return self._address([*self.people, *more])

    def address_without(self, one: Person) -> str:
        return self._address([person for person in self.people if person != one])

    def _address(self, people: list[Person]) -> str:
        tickets = [ticket_for(self.user, person) for person in people]
        said = [*self.always_said.items(), *(("person", ticket) for ticket in tickets)]
        return f"{self.page}?{urlencode(said)}"

    def told_form(self, data: QueryDict | None = None, newcomer: Person | None = None) -> ToldForm:
        if newcomer is None and self.newcomer is not None:
            newcomer = self.newcomer.instance
        return ToldForm(
            data,
            courses=[self.course],
            people=self.asked,
            chosen=self.asked,
            newcomer=newcomer,
            stands=self.stands(newcomer),
            by_staff=True,
        )

    @property
    def asked(self) -> list[Person]:
        """Those chosen who are to say what the course asks."""
        return self.people

    def stands(self, newcomer: Person | None) -> Mapping[int, Told]:
        """What was told in sign-ups already made, which this application goes on with: none."""
        return EVERYBODY_SAYS_NOTHING

    # ------------------------------------------------------------ what is done

    def add(self, data: QueryDict) -> bool:
        """Register who is new, chosen beside the others from then on; whether that was possible."""
        if not self._is_newcomer_valid(data):
            return False
        try:
            self.people.append(self._register())
        except ValidationError as refusal:
            self._be_refused(refusal, data)
            return False
        return True

    def enter(self, data: QueryDict, command: Command, *, is_new: bool) -> list[SignUp]:
        """Register who is new, and let `command` take in all together; nobody where refused.

        Who is not entered is not registered either.
        """
        if is_new and not self._is_newcomer_valid(data):
            return []
        newcomer = None
        try:
            with transaction.atomic():
                newcomer = self._register() if is_new else None
                self.told = self.told_form(data, newcomer)
                if self.told.is_valid():
                    everybody = [*self.people, *([newcomer] if newcomer else [])]
                    return command(everybody, self.told.told(self.course))
                self.status = 422
                transaction.set_rollback(True)
        except ValidationError as refusal:
            self._be_refused(refusal, data, newcomer)
        return []

    def _is_newcomer_valid(self, data: QueryDict) -> bool:
        self.newcomer = NewPersonForm(data, via=self.via)
        if not self.newcomer.is_valid():
            self.told, self.status = self.told_form(data), 422
        return not self.is_refused

    def _register(self) -> Person:
        assert self.newcomer is not None
        beside = self.people[0] if self.people else None
        return Person.register_at_the_desk(self.newcomer.instance, beside=beside)

    def _be_refused(
        self, refusal: ValidationError, data: QueryDict, newcomer: Person | None = None
    ) -> None:
        self.error, self.status = refusal.messages[0], 409
        everybody = [*self.people, *([newcomer] if newcomer else [])]
        keys = [person.pk for person in everybody]
        live = SignUp.objects.live().filter(course=self.course, person__in=keys)
        self.held = list(live.select_related("person"))
        self.told = self.told or self.told_form(data)
