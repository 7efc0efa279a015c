"""What happens on the day: taps, who comes unasked, sessions called off or moved, certificates."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from programs.attendance.completion import complete
from programs.attendance.taps import Tap, record_taps
from programs.models import Attendance, Completion, Session
from programs.sign_ups.walk_in import walk_in_together

from .life import Life, any_number, happens, somebody
from .look import LIVE

State = Attendance.State
days = st.sampled_from([-2, 1, 3, 8])


class Door(Life):
    @initialize()
    def nobody_has_come(self) -> None:
        self.newest: dict[tuple[int, int], tuple] = {}
        self.completions: dict[int, str] = {}

    def _session(self, number: int) -> Session:
        """One of the sessions of both courses, those of the main one more often."""
        key = self.keys[number % 4 == 3]
        sessions = list(Session.objects.filter(course=key).select_related("course"))
        return sessions[number % len(sessions)]

    # ------------------------------------------------------------ who came

    @happens(
        5,
        number=any_number,
        taps=st.lists(
            st.tuples(any_number, st.sampled_from([*State, State.PRESENT]), st.integers(0, 30)),
            min_size=1,
            max_size=4,
        ),
    )
    def tap_at_the_door(self, number: int, taps: list[tuple[int, State, int]]) -> None:
        """A batch of a poor line: late, out of order, twice; the newest of each person counts."""
        self.taps_are_recorded(self._session(number), taps)

    def taps_are_recorded(self, session: Session, taps: list[tuple[int, State, int]]) -> None:
        batch = []
        for who, state, minutes in taps:
            one = self.one(who, "seated")
            tap = Tap(one.pk, state, self.now - timedelta(minutes=minutes))
            batch.append(tap)
            if one.course_id == session.course_id:
                known = self.newest.get((session.pk, one.pk))
                newest = (tap.at, state.value)
                self.newest[session.pk, one.pk] = max(newest, known or newest)
        self.do(record_taps, session, batch, by=self.staff)

    @happens(
        6,
        number=any_number,
        first=somebody,
        size=st.sampled_from([1, 1, 1, 2]),
        beyond=st.integers(0, 5),
        children=st.sampled_from([0, 0, 1]),
    )
    def let_in_at_the_door(
        self, number: int, first: int, size: int, beyond: int, children: int
    ) -> None:
        session, people = self._session(number), self.some_people(first, size)
        keys = {person.pk for person in people}
        holds = [row for row in self.look.of(session.course, *LIVE) if row.person_id in keys]
        came = self.do(
            walk_in_together,
            session,
            people,
            by=self.staff,
            told=self.with_children(people[0], children),
            beyond_capacity=beyond == 5,
            about=holds,
        )
        if came:
            assert all(one.is_seated for one in came)
            assert {one.pk for one in came} >= {row.pk for row in holds}
            self.ledger.came(came)

    # ------------------------------------------------------------ other days

    @happens(1, number=any_number)
    def call_a_session_off(self, number: int) -> None:
        session = self._session(number)
        if self.do(session.cancel, by=self.staff, reason="講師の都合"):
            self._tell_those_coming(session)

    @happens(2, number=any_number, days=days)
    def move_a_session(self, number: int, days: int) -> None:
        session, by = self._session(number), timedelta(days=days)
        times = (session.starts_at + by, session.ends_at + by)
        if self.do(session.move, *times, by=self.staff):
            self._tell_those_coming(session)

    def _tell_those_coming(self, session: Session) -> None:
        """Later days may give seats to the queue again; the worker's next round sees to that."""
        self.promises.owes_a_round = True
        self.letters.session_changed(session, self.look)

    # ------------------------------------------------------------ who finished

    @happens(1, came=st.lists(any_number, min_size=1, max_size=6))
    def the_course_is_held_to_its_end(self, came: list[int]) -> None:
        """Some come to its first session; then the last one is over."""
        course = self.look.courses[self.key]
        if course.is_cancelled or self.now >= course.starts_at:
            return
        self.comes(course.starts_at, by_task=True)
        self.what_was_promised_is_kept()
        taps = [(who, State.PRESENT, 0) for who in came]
        self.taps_are_recorded(Session.objects.filter(course=self.key).held().first(), taps)
        self.what_was_promised_is_kept()
        self.comes(course.ends_at + timedelta(minutes=1), by_task=True)

    @happens(3, when=lambda life: life.look.courses[life.key].is_over, which=st.integers(0, 1))
    def work_out_who_finished(self, which: int) -> None:
        key = self.keys[which]
        if self.do(complete, key):
            self._who_met_the_rule_has_a_certificate(key)

    def _who_met_the_rule_has_a_certificate(self, key: int) -> None:
        held = set(Session.objects.filter(course=key).held().values_list("pk", flat=True))
        valid = Completion.objects.valid().filter(sign_up__course=key)
        finished = set(valid.values_list("sign_up", flat=True))
        for row in self.look.of(self.look.courses[key]):
            present = sum(
                state == "present"
                for (session, pk), (_, state) in self.newest.items()
                if pk == row.pk and session in held
            )
            earned = row.is_seated and present * 2 >= len(held)
            assert (row.pk in finished) == earned, (row.status, present, len(held))

    @invariant()
    def the_newest_tap_counts_and_a_certificate_keeps_its_number(self) -> None:
        rows = Attendance.objects.values_list("session", "sign_up", "tapped_at", "state")
        assert {(one, pk): (at, state) for one, pk, at, state in rows} == self.newest
        codes = dict(Completion.objects.values_list("pk", "code"))
        assert codes.items() >= self.completions.items()
        self.completions = codes
