"""Shifts are added, moved with all who agreed or not at all, and called off; all are told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.letters.matches import write_reminders
from centers.volunteers.models import Match, Opening, Shift
from centers.volunteers.openings import agreeing, deciding, shifts
from portal.notices.models import Message
from portal.refusal import code_of
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refused(call, *args, **kwargs) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return code_of(refusal.value)


@pytest.fixture
def staff():
    return cast.center_staff(cast.a_center())


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


@pytest.fixture
def shift() -> Shift:
    return volunteering.a_shift()


def letters(kind: str) -> list[Message]:
    return list(Message.objects.filter(key__contains=f"-{kind}"))


def test_who_agreed_moves_along_and_is_told_the_old_time_and_the_new(shift, volunteer, staff):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    before = shift.starts_at
    moved = shifts.move(shift, before + 24 * HOUR, before + 26 * HOUR, by=staff)
    match.refresh_from_db()
    assert [one.pk for one in moved] == [match.pk]
    assert match.held.lower == shift.starts_at == before + 24 * HOUR
    [letter] = letters("moved")
    assert letter.to == volunteer.by.email
    assert "変更前" in letter.body
    assert "METHOD:PUBLISH" in letter.calendar


def test_who_is_elsewhere_then_keeps_it_from_moving_and_is_named(shift, volunteer, staff):
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    later = volunteering.a_shift(starts_at=shift.starts_at + 24 * HOUR)
    agreeing.sign_up(volunteer, later, by=volunteer.by)
    with pytest.raises(shifts.CannotMove) as refusal:
        shifts.move(shift, later.starts_at + HOUR, later.ends_at + HOUR, by=staff)
    assert code_of(refusal.value) == "who_cannot"
    [hindrance] = refusal.value.hindrances
    assert hindrance.match.volunteer == volunteer
    assert "ほかの活動" in hindrance.why
    before = shift.starts_at
    shift.refresh_from_db()
    assert shift.starts_at == before
    assert letters("moved") == []


def test_a_qualification_that_expires_before_the_new_day_keeps_it_from_moving(
    shift, volunteer, staff
):
    held = volunteering.a_qualification(volunteer, expires_on=shift.day)
    shift.opening.qualifications.add(held.kind)
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    later = shift.starts_at + 48 * HOUR
    assert refused(shifts.move, shift, later, later + HOUR, by=staff) == "who_cannot"


def test_an_answer_is_due_before_a_shift_that_moved_nearer(shift, volunteer, staff):
    match = agreeing.propose(volunteer, shift, by=volunteering.a_coordinator())
    near = timezone.now() + 5 * HOUR
    shifts.move(shift, near, near + HOUR, by=staff)
    match.refresh_from_db()
    assert match.answer_by == near


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ((0, 2), "same_time"),
        ((2, 1), "times_out_of_order"),
        ((-900, 1), "in_the_past"),
    ],
)
def test_a_time_that_cannot_be_is_refused(shift, staff, hours, code):
    starts, ends = (shift.starts_at + number * HOUR for number in hours)
    assert refused(shifts.move, shift, starts, ends, by=staff) == code


def test_what_is_called_off_or_begun_is_not_moved(shift, staff):
    agreeing.call_off(shift, "大雨のため", by=staff)
    later = shift.starts_at + HOUR
    assert refused(shifts.move, shift, later, later + HOUR, by=staff) == "shift_cancelled"
    assert refused(shifts.change_number, shift, 5, by=staff) == "shift_cancelled"


def test_never_fewer_are_wanted_than_have_agreed(shift, volunteer, staff):
    other = volunteering.a_volunteer(cast.a_resident("o@example.jp").household.people.get())
    for one in (volunteer, other):
        agreeing.sign_up(one, shift, by=one.by)
    assert refused(shifts.change_number, shift, 1, by=staff) == "fewer_than_agreed"
    shifts.change_number(shift, 2, by=staff)
    assert shift.needed == 2


def test_the_same_time_is_not_added_twice(shift, staff):
    time = (shift.starts_at, shift.ends_at)
    assert refused(shifts.add, shift.opening, [time], 3, by=staff) == "same_time_twice"
    later = (shift.starts_at + HOUR, shift.ends_at + HOUR)
    assert len(shifts.add(shift.opening, [later], 3, by=staff)) == 1


def test_an_opening_that_is_called_off_lets_all_go_and_tells_them(shift, volunteer, staff):
    second = volunteering.a_shift(shift.opening, starts_at=shift.starts_at + 48 * HOUR)
    agreeing.sign_up_for(volunteer, [shift, second], by=volunteer.by)
    let_go = deciding.call_off(shift.opening, "感染症のため", by=staff)
    assert len(let_go) == 2
    shift.opening.refresh_from_db()
    assert shift.opening.status == Opening.Status.CANCELLED
    told = letters("called-off")
    assert len(told) == 2
    assert all("感染症のため" in one.body and "METHOD:CANCEL" in one.calendar for one in told)


def test_whom_staff_take_off_the_list_is_told_and_who_withdraws_is_not(shift, volunteer, staff):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    agreeing.withdraw(match, "電話で連絡", by=staff)
    [letter] = letters("released")
    assert "電話で連絡" in letter.body
    again = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    agreeing.withdraw(again, by=volunteer.by)
    assert len(letters("released")) == 1


def test_the_day_before_is_told_once_to_who_wants_it(volunteer):
    tomorrow = (timezone.localtime() + timedelta(days=1)).replace(hour=15, minute=0, second=0)
    shift = volunteering.a_shift(starts_at=tomorrow)
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    Match.objects.update(changed_at=timezone.now() - timedelta(days=3))
    if timezone.localtime().hour < 9:
        assert write_reminders() == 0
        return
    assert write_reminders() == 1
    assert write_reminders() == 0
    [letter] = letters("day-before")
    assert letter.unsubscribe


def test_who_wants_no_reminder_gets_none(volunteer):
    today = timezone.now() + timedelta(minutes=20)
    shift = volunteering.a_shift(starts_at=today)
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    Match.objects.update(changed_at=timezone.now() - timedelta(days=3))
    volunteer.by.wants_reminders = False
    volunteer.by.save()
    assert write_reminders() == 0
