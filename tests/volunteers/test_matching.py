"""Who fits an opening and why: the order as a table, and what leaves somebody out."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.volunteers import times
from centers.volunteers.matching.fits import fits
from centers.volunteers.matching.suits import suits
from centers.volunteers.models import (
    ActivityField,
    Match,
    Training,
    TrainingRecord,
    Volunteer,
    Weight,
)
from centers.volunteers.openings import agreeing
from portal.japan import calendar
from portal.people.models import Ward
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
Reason = Weight.Reason


@pytest.fixture
def coordinator():
    return volunteering.a_coordinator()


@pytest.fixture
def reading():
    return ActivityField.objects.create(slug="reading", name="読み聞かせ")


@pytest.fixture
def shift(reading):
    """Readers are wanted by the centre of the cast, in 戸畑, ten days from now in the morning."""
    opening = volunteering.an_opening(role=volunteering.a_role("reader", "読み手"))
    opening.fields.add(reading)
    return volunteering.a_shift(opening)


def somebody(name: str, **fields) -> Volunteer:
    """Of another centre, going nowhere, free never: somebody no reason holds of but rest."""
    user = cast.a_resident(f"{name}@example.jp")
    elsewhere = cast.a_center("elsewhere", ward="moji", name="門司よそ市民センター")
    return volunteering.a_volunteer(user.household.people.get(), elsewhere, by=user, **fields)


def training_of(person, role):
    training = Training.objects.create(title="研修", held_on=timezone.localdate())
    training.roles.add(role)
    TrainingRecord.objects.create(
        training=training, person=person, finished_on=timezone.localdate()
    )


# Each line: what somebody is, and the reason in words that this gives.
HOLDS = {
    Reason.ROLE: "「読み手」として配置されている",
    Reason.WANTS_ROLE: "「読み手」を希望している",
    Reason.TRAINED: "「読み手」につながる研修を修了した",
    Reason.FIELD: "「読み聞かせ」に関心がある",
    Reason.SAME_CENTER: "戸畑浜市民センターに登録している",
    Reason.WARD: "戸畑区に行ける",
    Reason.FREE: "は都合がよい",
    Reason.LANGUAGE: "英語のどれかができる",
}


def let_hold(reason: str, who: Volunteer, shift, reading) -> None:
    """Let exactly this reason hold of `who`."""
    opening = shift.opening
    match reason:
        case Reason.ROLE:
            volunteering.a_posting(who, opening.role)
        case Reason.WANTS_ROLE:
            who.wanted_roles.add(opening.role)
        case Reason.TRAINED:
            training_of(who.person, opening.role)
        case Reason.FIELD:
            who.fields.add(reading)
        case Reason.SAME_CENTER:
            who.center = opening.center
        case Reason.WARD:
            who.wards.add(Ward.objects.get(slug="tobata"))
        case Reason.FREE:
            who.times = [times.code_of(shift.starts_at)]
        case Reason.LANGUAGE:
            opening.languages = "英語"
            opening.save()
            who.languages = ["en"]
    who.save()


@pytest.mark.parametrize(("reason", "words"), HOLDS.items())
def test_each_reason_is_told_in_words(reason, words, shift, reading, coordinator):
    who = somebody("one")
    somebody("nobody")
    let_hold(reason, who, shift, reading)
    (fit,) = fits(shift, coordinator)
    assert fit.volunteer == who
    assert sum(words in told for told in fit.reasons) == 1
    assert "90日のあいだ声をかけていない" in fit.reasons


@pytest.mark.parametrize(("reason", "words"), HOLDS.items())
def test_the_same_reason_is_told_to_the_volunteer(reason, words, shift, reading):
    who = somebody("one")
    let_hold(reason, who, shift, reading)
    (suit,) = suits(Volunteer.objects.get(pk=who.pk))
    assert suit.opening == shift.opening
    assert words in suit.reasons[0]


def test_the_weights_order_and_staff_turn_them(shift, reading, coordinator):
    posted, liking = somebody("posted"), somebody("liking")
    let_hold(Reason.ROLE, posted, shift, reading)
    let_hold(Reason.FIELD, liking, shift, reading)
    assert [fit.volunteer for fit in fits(shift, coordinator)] == [posted, liking]
    Weight.objects.create(reason=Reason.ROLE, points=5)
    Weight.objects.create(reason=Reason.FIELD, points=50)
    assert [fit.volunteer for fit in fits(shift, coordinator)] == [liking, posted]


def test_a_reason_of_no_weight_does_not_count_and_is_not_told(shift, reading, coordinator):
    who = somebody("liking")
    let_hold(Reason.FIELD, who, shift, reading)
    Weight.objects.create(reason=Reason.FIELD, points=0)
    assert fits(shift, coordinator) == []


def test_who_was_asked_lately_stands_behind_who_was_not(shift, reading, coordinator):
    often, seldom = somebody("often"), somebody("seldom")
    for who in (often, seldom):
        let_hold(Reason.FIELD, who, shift, reading)
    other = volunteering.a_shift(starts_at=shift.starts_at + timedelta(days=1))
    agreeing.propose(often, other, by=coordinator)
    first, second = fits(shift, coordinator)
    assert (first.volunteer, second.volunteer) == (seldom, often)
    assert (first.last_asked, second.last_asked is None) == (None, False)
    assert not any("声をかけていない" in reason for reason in second.reasons)
    Match.objects.update(created_at=timezone.now() - timedelta(days=91))
    assert any("声をかけていない" in r for fit in fits(shift, coordinator) for r in fit.reasons)


def test_among_equals_the_order_stays_for_one_shift_and_differs_between_shifts(
    shift, reading, coordinator
):
    for number in range(6):
        let_hold(Reason.FIELD, somebody(f"p{number}"), shift, reading)
    orders = {
        tuple(fit.volunteer.pk for fit in fits(one, coordinator))
        for one in [shift, shift, *(volunteering.a_shift(shift.opening) for _ in range(5))]
    }
    assert len(orders) > 1
    assert len({tuple(sorted(order)) for order in orders}) == 1


@pytest.mark.parametrize(
    "left_out",
    ["paused", "too young", "minor", "unqualified", "elsewhere at the time", "asked", "declined"],
)
def test_who_may_not_come_is_left_out(left_out, shift, reading, coordinator):
    who = somebody("one")
    let_hold(Reason.FIELD, who, shift, reading)
    assert [fit.volunteer for fit in fits(shift, coordinator)] == [who]
    match left_out:
        case "paused":
            Volunteer.objects.update(status=Volunteer.Status.PAUSED)
        case "too young":
            shift.opening.minimum_age = 100
            shift.opening.save()
        case "minor":
            who.person.birth_date = date(timezone.localdate().year - 15, 1, 1)
            who.person.save()
        case "unqualified":
            held = volunteering.a_qualification(somebody("two"))
            shift.opening.qualifications.add(held.kind)
        case "elsewhere at the time":
            agreeing.sign_up(who, volunteering.a_shift(starts_at=shift.starts_at), by=who.by)
        case "asked" | "declined":
            match = agreeing.propose(who, shift, by=coordinator)
            if left_out == "declined":
                agreeing.decline(match, by=who.by)
    assert fits(shift, coordinator) == []


def test_those_left_out_are_those_the_rules_refuse(shift, reading, coordinator):
    held = volunteering.a_qualification(somebody("two"))
    shift.opening.qualifications.add(held.kind)
    let_hold(Reason.FIELD, held.volunteer, shift, reading)
    (fit,) = fits(shift, coordinator)
    assert agreeing.propose(fit.volunteer, shift, by=coordinator).is_proposed


def test_a_centre_sees_only_whom_it_may_see(shift, reading):
    staff = cast.center_staff(shift.opening.center)
    known, unknown = somebody("known"), somebody("unknown")
    for who in (known, unknown):
        let_hold(Reason.FIELD, who, shift, reading)
    let_hold(Reason.SAME_CENTER, known, shift, reading)
    assert [fit.volunteer for fit in fits(shift, staff)] == [known]


def statements(call) -> int:
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


def test_the_number_of_statements_does_not_grow(shift, reading, coordinator):
    who = somebody("p")
    let_hold(Reason.FIELD, who, shift, reading)

    def asked() -> tuple[int, int]:
        fresh = Volunteer.objects.get(pk=who.pk)
        return statements(lambda: fits(shift, coordinator)), statements(lambda: suits(fresh))

    asked()  # the coordinator's posts are asked for once
    few = asked()
    for number in range(8):
        let_hold(Reason.FIELD, somebody(f"p{number}"), shift, reading)
        opening = volunteering.an_opening(f"募集{number}")
        opening.fields.add(reading)
        volunteering.a_shift(opening)
    assert (len(fits(shift, coordinator)), len(suits(who))) == (9, 9)
    assert asked() == few


def test_what_one_comes_to_already_is_not_suggested_again(shift, reading):
    who = somebody("one")
    let_hold(Reason.FIELD, who, shift, reading)
    agreeing.sign_up(who, shift, by=who.by)
    assert suits(who) == []


def grow_young(who: Volunteer) -> None:
    """Sixteen, or nearly seventeen."""
    who.person.birth_date = date(timezone.localdate().year - 16, 1, 1)
    who.person.save()


@pytest.mark.parametrize(
    "refused",
    [
        "too young",
        "unqualified",
        "role asks",
        "elsewhere at the time",
        "no guardian",
        "minor at night",
    ],
)
def test_what_the_rules_would_refuse_suits_nobody(refused, shift, reading):
    who = somebody("one")
    let_hold(Reason.FIELD, who, shift, reading)
    assert [suit.opening for suit in suits(who)] == [shift.opening]
    held = volunteering.a_qualification(somebody("two"))
    match refused:
        case "too young":
            shift.opening.minimum_age = 100
            shift.opening.save()
        case "unqualified":
            shift.opening.qualifications.add(held.kind)
        case "role asks":
            shift.opening.role.qualifications.add(held.kind)
        case "elsewhere at the time":
            agreeing.sign_up(who, volunteering.a_shift(starts_at=shift.starts_at), by=who.by)
        case "no guardian":
            grow_young(who)
        case "minor at night":
            grow_young(who)
            who.guardian_name, who.guardian_agreed_on = "山田 太郎", timezone.localdate()
            who.save()
            assert [suit.opening for suit in suits(who)] == [shift.opening]
            shift.starts_at += timedelta(hours=9)
            shift.ends_at += timedelta(hours=9)
            shift.save()
    assert suits(who) == []


def test_who_holds_what_is_asked_for_is_told_of_it(shift, reading):
    who = somebody("one")
    let_hold(Reason.FIELD, who, shift, reading)
    held = volunteering.a_qualification(who)
    shift.opening.qualifications.add(held.kind)
    assert [suit.opening for suit in suits(who)] == [shift.opening]


def test_a_qualification_counts_where_it_is_valid_on_the_day_of_the_shift(shift, reading):
    """As the refusal says: not today's validity, the shift's."""
    who = somebody("one")
    let_hold(Reason.FIELD, who, shift, reading)
    held = volunteering.a_qualification(who, expires_on=shift.day - timedelta(days=1))
    shift.opening.qualifications.add(held.kind)
    assert suits(who) == []
    before = volunteering.a_shift(shift.opening, starts_at=shift.starts_at - timedelta(days=1))
    (suit,) = suits(who)
    assert list(suit.shifts) == [before]
    held.expires_on = shift.day
    held.save()
    (suit,) = suits(who)
    assert list(suit.shifts) == [before, shift]


def test_only_shifts_one_can_come_to_are_counted_and_the_next_of_them_told(shift, reading):
    who = somebody("one")
    let_hold(Reason.FIELD, who, shift, reading)
    agreeing.sign_up(who, volunteering.a_shift(starts_at=shift.starts_at), by=who.by)
    later = volunteering.a_shift(shift.opening, starts_at=shift.starts_at + timedelta(days=7))
    (suit,) = suits(who)
    assert list(suit.shifts) == [later]
    assert suit.opening.next_at == later.starts_at


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2028, 2, 29), date(2026, 3, 1)])
def test_the_last_birthday_of_an_age_is_the_one_that_counts(day):
    last = calendar.born_by(day, 18)
    assert calendar.age_on(last, day) == 18
    assert calendar.age_on(last + timedelta(days=1), day) == 17
