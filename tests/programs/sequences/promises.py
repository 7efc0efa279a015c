"""What must be so after every step, whatever was done."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from portal.people.models import User
from programs.models import ChildcarePlace, Course, Draw, DrawEntry, Payment, Session, SignUp

from .ledger import Ledger
from .look import COLUMNS, LIVE, Look, as_it_stands, unit_of

STATES_AFTER = {
    None: {"entered", "waiting", "seated"},
    "entered": {"entered", "seated", "waiting", "withdrawn", "cancelled"},
    "waiting": {"waiting", "offered", "seated", "withdrawn", "cancelled", "entered"},
    "offered": {"offered", "seated", "withdrawn", "lapsed", "cancelled"},
    "seated": {"seated", "withdrawn", "cancelled"},
    "withdrawn": {"withdrawn"},
    "lapsed": {"lapsed"},
    "cancelled": {"cancelled"},
}
WHAT_EXPLAINS = {
    "entered": {"entered", "redrawn", "merged"},
    "waiting": {"queued", "reserve", "passed_over", "merged"},
    "offered": {"offered", "merged"},
    "seated": {"seated", "selected", "promoted", "accepted", "walked_in", "merged"},
    "withdrawn": {"withdrawn", "declined"},
    "lapsed": {"lapsed"},
    "cancelled": {"cancelled", "course_cancelled", "merged"},
}
NEED_A_REASON = {"cancelled", "course_cancelled", "passed_over", "walked_in", "redrawn"}
# What happens to those a command was not about: the queue moves on, by itself.
BY_ITSELF = {"offered", "promoted", "passed_over"}


def is_only_handed_over(before, version) -> bool:
    """Whether what had ended is another registration's now, and nothing else happened to it."""
    handed_over = [name for name in COLUMNS if getattr(before, name) != getattr(version, name)]
    return handed_over == ["person_id"] and version.status not in LIVE


@dataclass
class Deed:
    """One step: which command, by whom, about whose sign-ups; whether it was refused.

    `is_one` is false for what does many commands at once, as the worker's round.
    """

    name: str
    by: User | None
    about: frozenset[int] = frozenset()
    is_one: bool = True
    is_refused: bool = False


@dataclass
class Promises:
    """All that is asked of the database after a step, and the history it was read from."""

    ledger: Ledger
    versions: dict[int, list] = field(default_factory=dict)
    last_version: int = 0
    owes_a_round: bool = False

    def read_history(self, now: datetime) -> list:
        """The versions written since last time, each given the moment of its command."""
        events = SignUp.pgh_event_model.objects
        new = list(events.filter(pgh_id__gt=self.last_version).order_by("pgh_id"))
        for version in new:
            self.versions.setdefault(version.pgh_obj_id, []).append(version)
        if new:
            self.last_version = new[-1].pgh_id
        # The clock of the database is years behind the one of the sequence.
        by_another_clock = Q(pgh_created_at__lt=now - timedelta(days=365))
        for model in (SignUp, ChildcarePlace, Session):
            model.pgh_event_model.objects.filter(by_another_clock).update(pgh_created_at=now)
        return new

    def are_kept(self, deed: Deed, before: Look, after: Look, new: list, now: datetime) -> None:
        if deed.is_refused:
            self._a_refusal_changed_nothing(before, after, new)
            return
        self._nobody_is_lost(after)
        self._bystanders_stand_as_they_stood(deed, before, after)
        self._the_history_explains_the_state(after)
        self._the_history_says_what_and_who_and_why(deed, new)
        self._money_is_where_it_was_put()
        for course in after.courses.values():
            self._counts_are_true_and_nothing_is_oversold(course, after)
            self._a_course_called_off_holds_nobody(course, after)
            self._the_queue_has_no_gaps(course, after)
            self._a_party_stands_together(course, after)
            self._an_offer_has_a_deadline(course, after, now)
            self._whoever_entered_is_drawn(course, after)
            self._children_are_looked_after(course, after)
            if not self.owes_a_round:
                self._no_seat_stays_empty_while_somebody_fits(course, after, now)
            if deed.is_one and not self.owes_a_round:
                self._nobody_who_fits_is_passed_by(deed, course, before, after, now)
                self._no_child_who_fits_is_passed_by(course, before, after)

    # ------------------------------------------------------------ who is where

    def _a_refusal_changed_nothing(self, before: Look, after: Look, new: list) -> None:
        assert not new
        assert [as_it_stands(row) for row in before.rows.values()] == [
            as_it_stands(row) for row in after.rows.values()
        ]
        assert before.children.keys() == after.children.keys()

    def _nobody_is_lost(self, after: Look) -> None:
        assert after.rows.keys() == self.ledger.made
        live = [row for row in after.rows.values() if row.is_live]
        assert {row.pk: (row.course_id, row.person_id) for row in live} == self.ledger.live
        assert len({(row.course_id, row.person_id) for row in live}) == len(live)

    def _bystanders_stand_as_they_stood(self, deed: Deed, before: Look, after: Look) -> None:
        for pk, row in before.rows.items():
            now = after.rows[pk]
            if pk in deed.about or as_it_stands(now) == as_it_stands(row):
                continue
            assert row.status == "waiting", (deed, row.status, now.status)
            assert now.status in {"waiting", "offered", "seated"}, (deed, now.status)
            assert now.what in BY_ITSELF, (deed, now.what)
            keeps = ["course_id", "person_id", "party_id", "by_id", "via", "rank"]
            assert all(getattr(now, name) == getattr(row, name) for name in keeps)

    # ------------------------------------------------------------ history

    def _the_history_explains_the_state(self, after: Look) -> None:
        for pk, row in after.rows.items():
            versions = self.versions[pk]
            assert as_it_stands(versions[-1]) == as_it_stands(row)
            assert row.what in WHAT_EXPLAINS[row.status], (row.status, row.what)
            before = None
            for version in versions:
                # What was given up for a second place is held again where the two are two.
                held_again = before and (before.status, before.what) == ("cancelled", "merged")
                status = before and before.status
                may_follow = STATES_AFTER[status] | (LIVE if held_again else set())
                assert version.status in may_follow, (status, version.status)
                before = version

    def _the_history_says_what_and_who_and_why(self, deed: Deed, new: list) -> None:
        """Whoever did it stands in it; what happened by itself bears nobody's name."""
        by = deed.by and deed.by.pk
        for version in new:
            what, earlier = version.what, self.versions[version.pgh_obj_id][:-1]
            assert version.why or what not in NEED_A_REASON, what
            if earlier and is_only_handed_over(earlier[-1], version):
                continue
            if earlier and version.pgh_obj_id not in deed.about:
                assert version.changed_by_id in {None, by if what == "passed_over" else None}
            elif not deed.name.endswith("merging.undo"):  # it gives back what was told before
                moved_again = what in BY_ITSELF and version.changed_by_id is None
                assert moved_again or version.changed_by_id == by, (deed, what)

    # ------------------------------------------------------------ seats

    def _counts_are_true_and_nothing_is_oversold(self, course: Course, look: Look) -> None:
        now = Counter(row.status for row in look.of(course))
        assert course.seats_taken == now["seated"] + now["offered"] <= course.capacity
        assert course.waiting_count == now["waiting"]
        assert course.entered_count == now["entered"]
        places = [
            child.status
            for pk, children in look.children.items()
            for child in children
            if look.rows[pk].course_id == course.pk
        ]
        assert course.childcare_taken == places.count("seated") <= (course.childcare_capacity or 0)

    def _a_course_called_off_holds_nobody(self, course: Course, look: Look) -> None:
        assert not course.is_cancelled or not look.of(course, *LIVE)

    def _the_queue_has_no_gaps(self, course: Course, look: Look) -> None:
        numbers = list(dict.fromkeys(row.place for row in look.of(course, "waiting")))
        assert numbers == list(range(1, len(numbers) + 1))
        assert all(row.place == 0 for row in look.of(course) if not row.is_waiting)

    def _a_party_stands_together(self, course: Course, look: Look) -> None:
        """Alike, but for one who was let in at the door alone, or given a place back."""
        parties: dict[int, list[SignUp]] = {}
        for row in look.of(course, *LIVE):
            if row.party_id:
                parties.setdefault(row.party_id, []).append(row)
        for party in parties.values():
            stands = {(row.status, row.is_waiting and row.rank, row.offer_until) for row in party}
            assert len(stands) == 1 or any(self._went_alone(row) for row in party)

    def _went_alone(self, row: SignUp) -> bool:
        return any(version.what in {"walked_in", "merged"} for version in self.versions[row.pk])

    def _an_offer_has_a_deadline(self, course: Course, look: Look, now: datetime) -> None:
        for row in look.of(course):
            assert row.is_offered == (row.offer_until is not None)
            if row.is_offered and not self.owes_a_round:
                assert row.offer_until >= now

    def _no_seat_stays_empty_while_somebody_fits(
        self, course: Course, look: Look, now: datetime
    ) -> None:
        if course.promotes_by_itself(now) and not course.entered_count:
            units = Counter(unit_of(row) for row in look.of(course, "waiting"))
            assert all(size > course.seats_left for size in units.values())

    def _nobody_who_fits_is_passed_by(
        self, deed: Deed, course: Course, before: Look, after: Look, now: datetime
    ) -> None:
        """Who still waits did not fit into what was free when somebody behind was served."""
        if not course.promotes_by_itself(now) or course.entered_count:
            return
        free = course.seats_left
        for unit in reversed(before.queue(course)):
            rows = [after.rows[row.pk] for row in unit]
            served = [row for row in rows if row.status in {"offered", "seated"}]
            free += sum(row.pk not in deed.about for row in served)
            waiting = [row for row in rows if row.is_waiting]
            assert not waiting or len(waiting) > free

    # ------------------------------------------------------------ the lottery

    def _whoever_entered_is_drawn(self, course: Course, look: Look) -> None:
        """Who has entered stands on the list of the draw; once it is told, nobody is forgotten."""
        entered = look.of(course, "entered")
        assert all(row.rank is None for row in entered)
        if not entered:
            return
        draw = Draw.objects.valid().filter(course=course).first()
        if draw is None:
            return
        assert not draw.is_announced
        listed = set(DrawEntry.objects.filter(draw=draw).values_list("sign_up", flat=True))
        units = {unit_of(look.rows[pk]) for pk in listed}
        assert all(unit_of(row) in units for row in entered)

    # ------------------------------------------------------------ children and money

    def _children_are_looked_after(self, course: Course, look: Look) -> None:
        """All children of a parent or none, only of seated parents, nobody who fits waits."""
        free = (course.childcare_capacity or 0) - course.childcare_taken
        for parent, children in look.parents(course):
            states = {child.status for child in children}
            assert len(states) == 1, states
            assert (states == {"withdrawn"}) == (not parent.is_live), (states, parent.status)
            assert parent.is_seated or states != {"seated"}
            if parent.is_seated and states == {"waiting"}:
                assert len(children) > free

    def _no_child_who_fits_is_passed_by(self, course: Course, before: Look, after: Look) -> None:
        """Places go in the order of sign-up: whose children still wait did not fit in between."""
        free = (course.childcare_capacity or 0) - course.childcare_taken
        for parent, children in reversed(after.parents(course)):
            had = {child.status for child in before.children.get(parent.pk, [])}
            if children[0].status == "seated" and had != {"seated"}:
                free += len(children)
            elif children[0].status == "waiting" and parent.is_seated:
                assert len(children) > free

    def _money_is_where_it_was_put(self) -> None:
        """A fee once received stays so, also of one who has left, until it is given back once."""
        paid = dict(Payment.objects.values_list("pk", "refunded_at"))
        assert {pk: at is None for pk, at in paid.items()} == self.ledger.paid
