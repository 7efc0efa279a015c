"""What was written, beside what happened: each fact is told once, and nothing else is."""

from collections import Counter
from dataclasses import dataclass, field

from portal.notices.models import Message
from portal.people.models import User
from programs.letters.kinds import KINDS
from programs.models import Session, SignUp
from programs.models.untold import CHILDCARE, SESSION

from .look import LIVE, Look, unit_of

OTHERS = {"childcare", "session", "certificate", "reminder", "survey", "digest"}


@dataclass(frozen=True)
class Fact:
    """That one thing happened to a party or to somebody alone; and who should read of it."""

    unit: int
    what: str
    first: int
    to: str


@dataclass
class Letters:
    """The facts so far, and the outbox read beside them.

    Where the worker had been down (`is_late`), a letter may tell two facts, or one that is no
    more may be told by none.
    """

    account_of: dict[int, User]
    facts: list[Fact] = field(default_factory=list)
    news: dict[int, str] = field(default_factory=dict)
    happened: Counter[tuple[int, str]] = field(default_factory=Counter)
    children_given: Counter[int] = field(default_factory=Counter)
    sessions_changed: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    is_late: bool = False
    read: int = 0
    keys: Counter[tuple[int, str]] = field(default_factory=Counter)
    others: list[list[str]] = field(default_factory=list)

    # ------------------------------------------------------------ what happened

    def note(self, versions: list, before: Look, look: Look) -> None:
        """Put down what came of one step: the last that is told of what happened to each in it.

        What an undone merge gives back was told before; who lost a seat by it may get one anew.
        """
        happened: dict[int, str] = {}
        for version in versions:
            if version.what in KINDS:
                happened[version.pgh_obj_id] = version.what
            elif version.what == "merged" and version.why:
                self.news.pop(version.pgh_obj_id, None)
        units: dict[tuple[int, str], SignUp] = {}
        for pk, what in happened.items():
            if self.news.get(pk) == what:
                continue
            row = look.rows[pk]
            self.news[pk] = what
            self.happened[pk, what] += 1
            key = (unit_of(row), what)
            units[key] = min(row, units.get(key, row), key=lambda one: one.pk)
        for (unit, what), first in units.items():
            self.facts.append(Fact(unit, what, first.pk, self.address(first)))
        for pk, children in look.children.items():
            had = {child.status for child in before.children.get(pk, [])}
            if had == {"waiting"} and children[0].status == "seated":
                self.happened[pk, CHILDCARE] += 1
                self.children_given[pk] += bool(self.address(look.rows[pk]))

    def session_changed(self, session: Session, look: Look) -> None:
        """That a session was called off or moved: those who come are to read of it."""
        coming = look.of(look.courses[session.course_id], "seated", "offered")
        firsts: dict[int, SignUp] = {}
        for row in sorted(coming, key=lambda row: row.pk):
            firsts.setdefault(unit_of(row), row)
        self.sessions_changed[session.pk, session.revision] = {
            row.pk for row in firsts.values() if self.address(row)
        }
        # Who enters or waits now, and comes in the end, is called about it too.
        for row in look.of(look.courses[session.course_id], *LIVE):
            self.happened[row.pk, SESSION] += 1

    def address(self, row: SignUp) -> str:
        """Where one is written to: the account that asked, else that of the person; or nowhere."""
        if row.via == SignUp.Via.WEB:
            return next(one.email for one in self.account_of.values() if one.pk == row.by_id)
        account = self.account_of.get(row.person_id)
        return account.email if account else ""

    # ------------------------------------------------------------ what was written

    def are_as_told(self, look: Look) -> None:
        """The worker is through: what happened is told, once, to whom it concerns."""
        new = list(Message.objects.filter(pk__gt=self.read).order_by("pk"))
        for message in new:
            self._is_about_something(message, look)
        self.read = new[-1].pk if new else self.read
        told = Counter((fact.unit, fact.what) for fact in self.facts if fact.to)
        all_facts = Counter((fact.unit, fact.what) for fact in self.facts)
        assert all(self.keys[about] <= all_facts[about] for about in self.keys), self.keys - told
        for fact in self.facts:
            row = look.rows[fact.first]
            is_still_so = self.news.get(row.pk) == fact.what and self.address(row) == fact.to != ""
            if self.is_late:
                assert not is_still_so or self.keys[fact.unit, fact.what], fact
            else:
                about = (fact.unit, fact.what)
                assert self.keys[about] == told[about], (fact, self.keys[about], told[about])
        written = Counter(int(key[1]) for key in self.others if key[0] == "childcare")
        assert written <= self.children_given
        assert self.is_late or written == +self.children_given
        changes = {tuple(map(int, key[1:])) for key in self.others if key[0] == "session"}
        told_of = {(*which, pk) for which, firsts in self.sessions_changed.items() for pk in firsts}
        assert self.is_late or changes == told_of

    def _is_about_something(self, message: Message, look: Look) -> None:
        if message.key.startswith("sign-up-"):
            pk, what = message.key.split("-")[2:4]
            row = look.rows[int(pk)]
            self.keys[unit_of(row), what] += 1
            assert self.is_late or message.to == self.address(row)
        else:
            self.others.append(message.key.split("-"))
            assert self.others[-1][0] in OTHERS, message.key
