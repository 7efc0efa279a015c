"""What residents do: ask for places, one course or a series; answer; leave; say how it was."""

from hypothesis import strategies as st

from programs.models import Course, SignUp, SurveyAnswer
from programs.sign_ups.series import sign_up_for

from .life import Life, any_number, happens, somebody

few = st.sampled_from([1, 1, 1, 2, 3])
children = st.sampled_from([0, 0, 1, 2])


class Residents(Life):
    @happens(
        8,
        first=somebody,
        size=few,
        via=st.sampled_from(["web", "web", "postcard", "phone", "counter"]),
        children=children,
    )
    def somebody_asks_for_places(self, first: int, size: int, via: str, children: int) -> None:
        self.sign_up(first, size, via, children)

    @happens(
        4, first=somebody, size=few, children=children, only=st.sampled_from([None, None, 0, 1])
    )
    def somebody_asks_for_a_series(
        self, first: int, size: int, children: int, only: int | None
    ) -> None:
        people = self.some_people(first, size)
        by, via = self.who_asks(people, "web")
        keys = self.keys if only is None else [self.keys[only]]
        courses = list(Course.objects.filter(pk__in=keys))
        told = {course.pk: self.with_children(people[0], children) for course in courses}
        firsts = self.do(sign_up_for, self.series, courses, people, by=by, via=via, told=told)
        for one in firsts or []:
            party = SignUp.objects.filter(party=one.party_id) if one.party_id else [one]
            self.ledger.came(party)

    @happens(5, number=any_number, whole_party=st.booleans())
    def give_the_seat_back(self, number: int, whole_party: bool) -> None:
        self._leave(self.one(number, "seated"), whole_party)

    @happens(3, number=any_number, whole_party=st.booleans())
    def leave_the_queue_or_the_lot(self, number: int, whole_party: bool) -> None:
        self._leave(self.one(number, "waiting", "entered", "offered"), whole_party)

    def _leave(self, one: SignUp, whole_party: bool) -> None:
        leaving = self.look.leave_with(one, whole_party=whole_party)
        if self.do(one.withdraw, by=one.by, whole_party=whole_party, about=leaving):
            self.ledger.left(leaving)

    @happens(15, when=lambda life: life.has("offered"), number=any_number, yes=st.booleans())
    def answer_an_offer(self, number: int, yes: bool) -> None:
        one = self.one(number, "offered")
        party = self.look.together(one)
        answered = self.do(one.accept if yes else one.decline, by=one.by, about=party)
        if answered and not yes:
            self.ledger.left(party)

    @happens(
        3,
        when=lambda life: life.look.courses[life.key].is_over,
        number=any_number,
        mark=st.integers(1, 5),
    )
    def say_how_it_was(self, number: int, mark: int) -> None:
        one = self.one(number, "seated")
        answer = self.do(SurveyAnswer.give, one, satisfaction=mark)
        assert answer is None or SurveyAnswer.objects.get(sign_up=one).satisfaction == mark
