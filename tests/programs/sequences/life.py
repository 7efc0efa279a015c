"""The world of the sequences: two courses of a series, people, staff, a worker and a clock."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from portal import kept
from portal.japan.calendar import fiscal_year
from portal.notices import chores
from portal.notices.models import Chore
from portal.people.models import Household, Person, User
from programs.models import Course, Series, SignUp, Term
from programs.models.told import Child, Told
from programs.sign_ups.promotion import keep_moving
from tests import cast

from .ledger import Ledger
from .letters import Letters
from .look import Look
from .promises import Deed, Promises

ACCOUNTS, WITHOUT = 6, 4  # people of an account each, and people the desk registered
PEOPLE = ACCOUNTS + WITHOUT
A_MOMENT = timedelta(microseconds=1)
TOKYO = ZoneInfo("Asia/Tokyo")
# To come, so that the clock of the database is behind; before the end of a fiscal year.
BEGIN = datetime(fiscal_year(date.today()) + 2, 3, 24, 10, tzinfo=TOKYO)
NEW_YEAR = datetime(BEGIN.year, 4, 1, tzinfo=TOKYO)


NOTHING = "nothing"

somebody = st.integers(0, PEOPLE - 1)
any_number = st.integers(0, 99)


def happens(often: int, *, when: Callable = lambda life: True, **given: st.SearchStrategy):
    """Let this be one of the things that happen in a life: so often beside the others.

    Only `when` it can come of anything. Not a rule of its own: those are left out at random, all
    but a few of them in many a sequence, and here few sequences are to show much.
    """

    def marked(deed: Callable) -> Callable:
        deed.happens = (often, when, given)
        return deed

    return marked


class Life(RuleBasedStateMachine):
    """What every sequence begins with, and how a command is given in it."""

    lottery = False
    done: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.now = BEGIN
        for name, instead in {
            "django.utils.timezone.now": lambda: self.now,
            # The moment of a transaction is the moment of its command; the history is given it too.
            "programs.lottery.drawing.TransactionNow": lambda: self.now,
            "programs.lottery.drawing.secrets.token_bytes": b"\x07".__mul__,
            "portal.notices.models.message.deliver_many_later": lambda pks: None,
            "portal.notices.models.Message.deliver_later": lambda message, delay=None: None,
        }.items():
            self.stack.enter_context(patch(name, instead))
        kept.forget_all()
        with connection.cursor() as cursor:  # what is drawn hangs on numbers: the same each time
            for table in ("course", "signup"):
                cursor.execute(f"SELECT setval('programs_{table}_id_seq', 1000)")
        self.ledger = Ledger()
        self.worker_is_up = True

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()
        kept.forget_all()

    @initialize(
        begin=somebody,
        units=st.lists(
            st.tuples(st.sampled_from([1, 1, 2, 3]), st.sampled_from([0, 0, 1, 2])),
            min_size=3,
            max_size=5,
        ),
        fields=st.fixed_dictionaries(
            {
                "days_ahead": st.sampled_from([12, 12, 5]),
                "capacity": st.integers(1, 3),
                "queue": st.sampled_from(["offer", "at_once", "offer", "by_staff"]),
                "party_min": st.sampled_from([1, 1, 1, 2]),
                "party_max": st.integers(2, 3),
                "childcare_capacity": st.sampled_from([None, 1, 2, 2]),
                "minimum_to_run": st.sampled_from([None, 3]),
            }
        ),
        results_at=st.sampled_from([None, NEW_YEAR - timedelta(days=2), NEW_YEAR]),
        most_courses=st.sampled_from([None, None, None, 1]),
    )
    def two_courses_are_published(
        self,
        begin: int,
        units: list[tuple[int, int]],
        fields: dict[str, Any],
        results_at: datetime | None,
        most_courses: int | None,
    ) -> None:
        if self.lottery:
            fields |= {"method": "lottery", "draw_source": "ナンバーズ4", "results_at": results_at}
            fields["apply_until"] = self.now + timedelta(days=2)
        series = Series.objects.create(name="はじめてのだし")
        Term.objects.create(
            name="前期",
            first_day=NEW_YEAR.date(),
            last_day=NEW_YEAR.date() + timedelta(days=180),
            most_courses=most_courses,
        )
        shared = {"series": series, "fee": 500, "completion_percent": 50, "units": 1}
        self.key = cast.a_course(sessions=2, **shared | fields).pk
        sibling = {"capacity": 1, "queue": "at_once", "childcare_capacity": 1, "party_max": 2}
        self.other_key = cast.a_course(title="だしの続き", days_ahead=14, **shared | sibling).pk
        self.keys, self.series = [self.key, self.other_key], series
        residents = cast.many_residents(ACCOUNTS)
        self.account_of = {person.pk: user for user, person in residents}
        self.people = [person for _, person in residents] + self._people_of_the_desk()
        self.staff = cast.center_staff(self.course.center)
        self.other_staff = cast.section_staff()
        User.objects.filter(pk=self.other_staff.pk).update(wants_digest=False)
        self.look = Look.at(self.keys)
        self.letters = Letters(self.account_of)
        self.promises = Promises(self.ledger)
        self.deed = Deed("a beginning", by=None)
        for wished, children in units:
            size = min(max(wished, fields["party_min"]), fields["party_max"])
            has_childcare = fields["childcare_capacity"] is not None
            self.sign_up(begin % PEOPLE, size, "web", children if has_childcare else 0)
            self.what_was_promised_is_kept()
            begin += size

    def _people_of_the_desk(self) -> list[Person]:
        people = [cast.a_person(given_name=f"窓口{number}") for number in range(WITHOUT)]
        for person in people:
            person.household = Household.objects.create()
        return Person.objects.bulk_create(people)

    @property
    def course(self) -> Course:
        return Course.objects.get(pk=self.key)

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        possible = [
            name
            for name, (often, when, _) in self._deeds().items()
            if when(self)
            for _ in range(often)
        ]
        name = data.draw(st.sampled_from(possible), label="what")
        given = self._deeds()[name][2]
        getattr(self, name)(**{key: data.draw(one, label=key) for key, one in given.items()})

    @classmethod
    @cache
    def _deeds(cls) -> dict[str, tuple[int, Callable, dict[str, st.SearchStrategy]]]:
        deeds = {name: getattr(getattr(cls, name), "happens", None) for name in dir(cls)}
        marked = {name: deed for name, deed in deeds.items() if deed}
        return dict(sorted(marked.items(), key=lambda one: -one[1][0]))

    # ------------------------------------------------------------ who it is about

    def has(self, *statuses: str) -> bool:
        """Whether somebody stands so."""
        return any(row.status in statuses for row in self.look.rows.values())

    def one(self, number: int, *statuses: str) -> SignUp:
        """One in one of these states; somebody in any state where there is none, or by chance."""
        rows = sorted(self.look.rows.values(), key=lambda row: row.pk)
        wanted = [] if number % 10 == 9 else [row for row in rows if row.status in statuses]
        found = wanted or rows
        return SignUp.objects.get(pk=found[number % len(found)].pk)

    def some_people(self, first: int, size: int) -> list[Person]:
        """People who stand beside each other, mostly from one on who has no place yet."""
        held = {row.person_id for row in self.look.rows.values() if row.is_live}
        while first % 4 and first < PEOPLE and self.people[first].pk in held:
            first += 1
        return [Person.objects.get(pk=one.pk) for one in (self.people * 2)[first : first + size]]

    def who_asks(self, people: list[Person], via: str) -> tuple[User, SignUp.Via]:
        """The account of the first, on the web; the desk for all others."""
        account = self.account_of.get(people[0].pk)
        if via == "web" and account:
            return account, SignUp.Via.WEB
        return self.staff, SignUp.Via(via) if via != "web" else SignUp.Via.PHONE

    def sign_up(self, first: int, size: int, via: str, children: int = 0) -> None:
        """Some people, who stand beside each other, ask for places in the main course."""
        people = self.some_people(first, size)
        by, via = self.who_asks(people, via)
        told = self.with_children(people[0], children)
        command = self.course.sign_up_together
        self.ledger.came(self.do(command, people, by=by, via=via, told=told) or [])

    @staticmethod
    def with_children(person: Person, number: int) -> dict[int, Told]:
        children = tuple(Child(f"子{one + 1}", 18) for one in range(number))
        return {person.pk: Told(children=children)} if number else {}

    # ------------------------------------------------------------ how it is done

    def do(self, command: Callable, *arguments, about: Iterable[SignUp] = (), **named) -> Any:
        """Do it, or be refused: then nothing has changed. `about` are those whom it concerns.

        Returns what the command does, or True; None for a refusal.
        """
        self.now += A_MOMENT
        self.deed = Deed(
            name_of(command), by=named.get("by"), about=frozenset(one.pk for one in about)
        )
        try:
            result = command(*arguments, **named)
        except ValidationError:
            self.deed.is_refused = True
            return None
        self.done[self.deed.name] += 1
        return True if result is None else result

    @invariant()
    def what_was_promised_is_kept(self) -> None:
        """After the deed, and once more after what the worker made of it."""
        if self.deed.name == NOTHING:
            return
        was_refused = self.deed.is_refused
        self._look_closely()
        if self.worker_is_up and not was_refused:
            self._run_what_waits()
            self.letters.are_as_told(self.look)

    def _look_closely(self) -> None:
        before, self.look = self.look, Look.at(self.keys)
        versions = self.promises.read_history(self.now)
        self.letters.note(versions, before, self.look)
        self.promises.are_kept(self.deed, before, self.look, versions, self.now)
        self.deed = Deed(NOTHING, by=None)

    # ------------------------------------------------------------ time and the worker

    def comes(self, at: datetime, by_task: bool) -> None:
        """Offers end by their own tasks, or, where those were lost, by the worker's round."""
        self.now = at
        self.promises.owes_a_round = True
        if not self.worker_is_up:
            return
        if by_task:
            self._run_what_waits()
        self.make_a_round()

    def _run_what_waits(self) -> None:
        """Every task that is due, and what comes of it, as the worker would; each looked at."""
        while waiting := list(DBTaskResult.objects.ready()):
            for task in waiting:
                self._run(task)
            self.now += A_MOMENT

    def _run(self, waiting: DBTaskResult) -> None:
        DBTaskResult.objects.filter(pk=waiting.pk).update(status="SUCCESSFUL")
        call, arguments = waiting.task.func, waiting.args_kwargs["args"]
        self.done[name_of(call)] += 1
        if call.__name__ != "end_offer":
            call(*arguments)
            return
        row = self.look.rows[arguments[0]]
        is_over = row.is_offered and row.offer_until <= self.now
        ending = self.look.together(row) if is_over else []
        self.deed = Deed(name_of(call), by=None, about=frozenset(one.pk for one in ending))
        call(*arguments)
        self._have_ended(ending)
        self._look_closely()

    def make_a_round(self) -> None:
        """What the worker does every minute: the chores; offers that ran out end by them too."""
        rows = self.look.rows.values()
        over = [row for row in rows if row.is_offered and row.offer_until <= self.now]
        about = [*over, *(row for row in rows if row.status == "entered")]
        about = frozenset(row.pk for row in about)
        self.deed = Deed("a round", by=None, about=about, is_one=False)
        chores.run_all()
        assert not Chore.objects.exclude(failed_at=None).exists(), "a chore failed"
        done = set(Chore.objects.filter(done_at=self.now).values_list("name", flat=True))
        self.done.update(done)
        if name_of(keep_moving) in done:  # else the minute is not over yet
            self._have_ended(over)
            self.promises.owes_a_round = False

    def _have_ended(self, offers: list[SignUp]) -> None:
        self.ledger.left(offers)
        self.done[name_of(SignUp.lapse)] += len(offers)


def name_of(command: Callable) -> str:
    """Where a command stands: 「programs.models.sign_up.SignUp.withdraw」."""
    return f"{command.__module__}.{command.__qualname__}"
