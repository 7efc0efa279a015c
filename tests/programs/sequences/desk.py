"""What staff do at the desk: places, rules, money, people registered twice, calls."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from portal.people.models import Person
from programs.desk.calls import note
from programs.models import Call, Course, Draw, Payment, PersonMerge, SignUp
from programs.models.untold import RESULTS, TO_BE_TOLD
from programs.sign_ups import merging

from .life import ACCOUNTS, PEOPLE, Life, any_number, happens, name_of, somebody
from .look import LIVE

which = st.integers(0, 1)


class Desk(Life):
    # ------------------------------------------------------------ places

    @happens(3, when=lambda life: life.has("waiting"), number=any_number)
    def choose_who_gets_the_seat(self, number: int) -> None:
        one = self.one(number, "waiting")
        self.do(one.seat, by=self.staff, about=self.look.together(one))

    @happens(3, number=any_number)
    def take_a_place_away(self, number: int) -> None:
        one = self.one(number, *LIVE)
        leaving = self.look.leave_with(one)
        if self.do(one.cancel, by=self.staff, why="電話で", about=leaving):
            self.ledger.left(leaving)

    # ------------------------------------------------------------ rules

    @happens(
        5,
        which=which,
        change=st.one_of(
            st.tuples(st.just("capacity"), st.integers(1, 4)),
            st.tuples(st.just("childcare_capacity"), st.sampled_from([None, 1, 2, 3])),
            st.tuples(st.just("queue"), st.sampled_from(["none", "at_once", "offer", "by_staff"])),
            st.tuples(st.just("deadline"), st.sampled_from([-1, 1, 3])),
        ),
    )
    def change_a_rule(self, which: int, change: tuple[str, Any]) -> None:
        course = Course.objects.get(pk=self.keys[which])
        match change:
            case "capacity", to:
                self.do(self._save, course, course.refuse_capacity, to, capacity=to)
            case "childcare_capacity", to:
                self.do(self._save, course, course.refuse_childcare_capacity, to, **dict([change]))
            case "queue", "none":
                self.do(self._save, course, course.refuse_without_queue, queue="none")
            case "queue", to:
                self.do(self._save, course, queue=to)
            case "deadline", days:
                self.do(self._save, course, apply_until=course.apply_until + timedelta(days=days))

    def _save(self, course: Course, refusal: Any = None, *values: Any, **changed: Any) -> None:
        """As the form of a course does, which asks the same refusals and moves the queue."""
        if course.is_cancelled:
            return
        with transaction.atomic():
            if refusal:
                refusal(*values)
            for name, value in changed.items():
                setattr(course, name, value)
            course.save()
            course.promote_waiting()
        self.done[name_of(course.promote_waiting)] += 1

    # ------------------------------------------------------------ the whole course

    @happens(1, which=which)
    def call_off(self, which: int) -> None:
        self._call_off(Course.objects.get(pk=self.keys[which]))

    @happens(8, when=lambda life: life.too_few_came, number=any_number)
    def decide_about_too_few(self, number: int) -> None:
        course = Course.objects.under_minimum_at_deadline().get(pk=self.key)
        if number % 4:
            self.do(course.run_anyway)
        else:
            self._call_off(course)
        assert course not in Course.objects.under_minimum_at_deadline()

    @property
    def too_few_came(self) -> bool:
        """Whether staff are asked if the main course runs: from its deadline on, until they say."""
        course = self.look.courses[self.key]
        coming = course.seats_taken + course.entered_count
        is_decided = course.runs_anyway_at or course.cancelled_at
        is_between = course.closes_at < self.now < course.starts_at
        return is_between and coming < (course.minimum_to_run or 0) and not is_decided

    def _call_off(self, course: Course) -> None:
        everybody = self.look.of(self.look.courses[course.pk], *LIVE)
        if self.do(course.cancel, by=self.staff, reason="台風のため", about=everybody):
            self.ledger.called_off(course)

    @happens(1, which=which)
    def copy_for_another_year(self, which: int) -> None:
        copy = self.do(Course.objects.get(pk=self.keys[which]).copy_for_another_year)
        copies = Course.objects.filter(pk=copy.pk)
        assert self.do(copies.publish_now) == 1
        counts = copies.values_list(
            "seats_taken", "waiting_count", "entered_count", "session_count"
        )
        assert counts.get() == (0, 0, 0, copy.sessions.count())

    # ------------------------------------------------------------ money

    @happens(4, when=lambda life: life.has("seated"), number=any_number)
    def receive_the_fee(self, number: int) -> None:
        one = self.one(number, "seated")
        if payment := self.do(Payment.receive, one, by=self.staff):
            assert one.is_seated
            assert payment.amount == 500
            self.ledger.received(payment)

    @happens(4, when=lambda life: life.ledger.paid, number=any_number)
    def give_the_fee_back(self, number: int) -> None:
        payment = Payment.objects.order_by("pk")[number % len(self.ledger.paid)]
        if self.do(payment.refund, by=self.staff):
            self.ledger.refunded(payment)

    # ------------------------------------------------------------ people registered twice

    @happens(
        5,
        kept=st.one_of(somebody, st.integers(ACCOUNTS, PEOPLE - 1)),
        absorbed=st.integers(ACCOUNTS, PEOPLE - 1),
    )
    def merge(self, kept: int, absorbed: int) -> None:
        both = [Person.objects.get(pk=self.people[one].pk) for one in (kept, absorbed)]
        keys = {person.pk for person in both}
        about = [row for row in self.look.rows.values() if row.person_id in keys]
        if done := self.do(merging.merge, *both, by=self.staff, about=about):
            self.ledger.became_one(done, self.look)

    @happens(4, when=lambda life: life.ledger.merges, number=any_number)
    def undo_the_merge(self, number: int) -> None:
        done = PersonMerge.objects.get(pk=self.ledger.merges[number % len(self.ledger.merges)])
        about = [self.look.rows[row["pk"]] for row in done.before["sign_ups"]]
        if self.do(merging.undo, done, by=self.staff, about=about):
            self.ledger.became_two(done, self.look)

    # ------------------------------------------------------------ who has no mail

    @happens(3, number=any_number)
    def call_who_has_no_mail(self, number: int) -> None:
        """Who was not told stands on the list; whoever is noted does so no more, and not twice."""
        to_call = list(SignUp.objects.to_call().order_by("pk"))
        self._nobody_is_left_untold({one.pk for one in to_call})
        if not to_call:
            return
        one = to_call[number % len(to_call)]
        for _ in range(2):
            how = {"by": self.staff, "shown_at": self.now}
            self.do(note, one.course, [one.pk], Call.How.PHONE, **how)
        assert not SignUp.objects.to_call().filter(pk=one.pk).exists()
        called = Counter(Call.objects.values_list("sign_up", "what"))
        assert called <= self.letters.happened, called - self.letters.happened

    def _nobody_is_left_untold(self, to_call: set[int]) -> None:
        secret = Draw.objects.valid().filter(announced_at=None).values_list("course", flat=True)
        for pk, what in self.letters.news.items():
            row = self.look.rows[pk]
            is_to_come = self.look.courses[row.course_id].ends_at > self.now
            is_told = not (what in RESULTS and row.course_id in secret)
            given_up = (row.status, row.what) == ("cancelled", "merged")
            matters = what in TO_BE_TOLD and is_to_come and is_told and not given_up
            if matters and not self.letters.address(row) and row.what != "walked_in":
                called = Call.objects.filter(sign_up=pk, what=what)
                assert pk in to_call or called.exists(), (what, row.what)
