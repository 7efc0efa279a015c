"""Postings: who may be appointed where, terms renewed in one go, terms ended before time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.models import Posting, VolunteerRole
from centers.volunteers.roster import renewing
from centers.volunteers.roster.appointing import appoint, end_early
from centers.volunteers.roster.papers import Card, Letter, era_date_downward
from portal.people.models import Person
from portal.refusal import code_of
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def refused(call, *args, **kwargs) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return [one.code for one in refusal.value.error_list]


@pytest.fixture
def staff():
    return volunteering.a_coordinator()


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


@pytest.fixture
def role():
    return volunteering.a_role(term_years=2)


def end_of(first: date, years: int) -> date:
    return first.replace(year=first.year + years) - timedelta(days=1)


FIRST = date(TODAY.year, 4, 1)
LAST = end_of(FIRST, 2)


def test_somebody_is_appointed_to_a_place_for_a_term(volunteer, role, staff):
    [made] = appoint([volunteer], role, cast.a_center(), FIRST, LAST, by=staff)
    assert (made.place, made.first_day, made.last_day) == (cast.a_center(), FIRST, LAST)
    assert list(Posting.objects.on(FIRST)) == list(Posting.objects.on(LAST)) == [made]
    assert not Posting.objects.on(LAST + timedelta(days=1)).exists()


def test_of_many_all_are_appointed_or_nobody_and_each_is_named(role, staff):
    people = [volunteering.a_volunteer(person, by=user) for user, person in cast.many_residents(3)]
    people[1].status = people[1].Status.PAUSED
    people[1].save()
    volunteering.a_posting(people[2], role)
    codes = refused(appoint, people, role, cast.a_center(), FIRST, LAST, by=staff)
    assert sorted(codes) == ["not_active", "posted_already"]
    assert Posting.objects.count() == 1
    [made] = appoint(people[:1], role, cast.a_center(), FIRST, LAST, by=staff)
    assert made.volunteer == people[0]


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (FIRST - timedelta(days=1), "days_out_of_order"),
        (None, "no_last_day"),
        (LAST + timedelta(days=1), "term_too_long"),
    ],
)
def test_a_term_is_as_the_role_says(volunteer, role, staff, last, code):
    assert refused(appoint, [volunteer], role, cast.a_center(), FIRST, last, by=staff) == [code]


def test_a_place_is_of_the_kind_the_role_serves_and_ones_own_to_decide(volunteer, role, staff):
    ward, school = cast.a_ward(), volunteering.an_organization(closed_on=TODAY)
    here = (FIRST, LAST)
    assert refused(appoint, [volunteer], role, ward, *here, by=staff) == ["wrong_place"]
    other = cast.center_staff(cast.a_center("minato", ward="moji", name="門司みなと市民センター"))
    assert refused(appoint, [volunteer], role, cast.a_center(), *here, by=other) == [
        "not_your_place"
    ]
    of_schools = volunteering.a_role(
        "school", "学校支援ボランティア", serves=VolunteerRole.Serves.ORGANIZATION
    )
    assert refused(appoint, [volunteer], of_schools, school, *here, by=staff) == ["host_closed"]


def test_a_person_is_old_enough_qualified_and_with_a_guardian(role, staff):
    young = Person.register(
        cast.a_resident(), cast.a_person(given_name="一郎", born=date(TODAY.year - 16, 1, 1))
    )
    volunteer = volunteering.a_volunteer(young)
    place, term = cast.a_center(), (FIRST, LAST)
    assert refused(appoint, [volunteer], role, place, *term, by=staff) == ["guardian_needed"]
    role.minimum_age = 18
    role.save()
    assert refused(appoint, [volunteer], role, place, *term, by=staff) == ["too_young"]
    grown = volunteering.a_volunteer(cast.a_resident("grown@example.jp").household.people.get())
    held = volunteering.a_qualification(grown, expires_on=FIRST - timedelta(days=1))
    role.qualifications.add(held.kind)
    assert refused(appoint, [grown], role, place, *term, by=staff) == ["not_qualified"]
    held.expires_on = FIRST
    held.save()
    assert appoint([grown], role, place, *term, by=staff)


def test_nobody_appoints_oneself_or_the_own_family(role, staff):
    own = volunteering.a_volunteer(Person.register(staff, cast.a_person()), by=staff)
    place = cast.a_center()
    assert refused(appoint, [own], role, place, FIRST, LAST, by=staff) == ["own_posting"]


# ---------------------------------------------------------------- a whole term is renewed


def ending(volunteer, role, **fields) -> Posting:
    """A term of two years that ends in a month."""
    last = TODAY + timedelta(days=30)
    first = last.replace(year=last.year - 2) + timedelta(days=1)
    return volunteering.a_posting(
        volunteer, role, **{"first_day": first, "last_day": last} | fields
    )


def test_a_term_goes_on_the_day_after_for_as_long_as_the_role_says(volunteer, role, staff):
    old = ending(volunteer, role)
    [looked] = renewing.look([old], by=staff)
    assert Posting.objects.count() == 1
    [done] = renewing.renew([old.pk], by=staff)
    new = Posting.objects.get(renews=old)
    assert new.first_day == old.last_day + timedelta(days=1)
    assert new.last_day == end_of(new.first_day, 2)
    assert (looked.next.first_day, looked.next.last_day) == (new.first_day, new.last_day)
    assert done.refusal == ""


def test_what_cannot_go_on_is_left_with_its_reason_and_the_others_are_renewed(role, staff):
    residents = cast.many_residents(5)
    goes, rests, again, early, endless = (
        volunteering.a_volunteer(person, by=user) for user, person in residents
    )
    rests.status = rests.Status.PAUSED
    rests.save()
    postings = {one: ending(one, role) for one in (goes, rests, again, early)}
    postings[endless] = volunteering.a_posting(endless, volunteering.a_role("free", "受講補助"))
    volunteering.a_posting(again, role, first_day=TODAY + timedelta(days=40))
    Posting.objects.filter(pk=postings[early].pk).update(ended_why="転居")
    keys = [one.pk for one in postings.values()]
    done = {one.posting.volunteer: one.code for one in renewing.renew(keys, by=staff)}
    assert done == {
        goes: "",
        rests: "not_active",
        again: "posted_already",
        early: "ended_before_time",
        endless: "no_end",
    }
    assert Posting.objects.get(renews__isnull=False).volunteer == goes
    twice = {one.posting.volunteer: one.code for one in renewing.renew(keys, by=staff)}
    assert twice[goes] == "renewed_already"
    assert Posting.objects.filter(renews__isnull=False).count() == 1


def test_the_list_of_ending_terms_holds_what_is_to_be_decided(volunteer, role, staff):
    soon = ending(volunteer, role)
    listed = renewing.ending(Posting.objects.visible_to(staff))
    assert list(listed) == [soon]
    assert not renewing.ending(Posting.objects.all(), TODAY + timedelta(days=29)).exists()
    renewing.renew([soon.pk], by=staff)
    assert not listed.all().exists()


def test_nobody_renews_terms_of_other_places(volunteer, role):
    old = ending(volunteer, role)
    other = cast.center_staff(cast.a_center("minato", ward="moji", name="門司みなと市民センター"))
    assert renewing.renew([old.pk], by=other) == []
    assert Posting.objects.count() == 1


def test_renewing_many_asks_no_more_than_renewing_one(role, staff, django_assert_max_num_queries):
    many = [
        ending(volunteering.a_volunteer(person, by=user), role).pk
        for user, person in cast.many_residents(20)
    ]
    with django_assert_max_num_queries(25):
        renewing.renew(many, by=staff)
    assert Posting.objects.filter(renews__in=many).count() == 20


# ---------------------------------------------------------------- a term ends before time


def test_a_term_ends_early_with_a_reason(volunteer, role, staff):
    posting = ending(volunteer, role)
    assert refused(end_early, posting, TODAY, " ", by=staff) == ["no_reason"]
    assert refused(end_early, posting, posting.last_day, "転居", by=staff) == ["not_earlier"]
    before = posting.first_day - timedelta(days=1)
    assert refused(end_early, posting, before, "転居", by=staff) == ["before_begin"]
    end_early(posting, TODAY - timedelta(days=1), "転居のため", by=staff)
    assert (posting.last_day, posting.ended_why) == (TODAY - timedelta(days=1), "転居のため")
    assert refused(end_early, posting, posting.first_day, "転居", by=staff) == ["over_already"]


def test_after_an_early_end_one_may_be_appointed_anew(volunteer, role, staff):
    posting = ending(volunteer, role)
    end_early(posting, TODAY, "任務の変更", by=staff)
    first = TODAY + timedelta(days=1)
    assert appoint([volunteer], role, cast.a_center(), first, end_of(first, 2), by=staff)


# ---------------------------------------------------------------- papers


def test_a_letter_is_dated_in_the_era_and_signed_by_who_appoints(volunteer):
    role = volunteering.a_role(
        "coordinator",
        "生涯学習推進コーディネーター",
        appointment=VolunteerRole.Appointment.APPOINTED,
        appointed_by="市",
    )
    posting = volunteering.a_posting(
        volunteer, role, first_day=date(2026, 4, 1), last_day=date(2028, 3, 31)
    )
    posting.refresh_from_db()
    down, across = Letter(posting, True), Letter(posting, False)
    assert (down.title, down.name, down.by) == ("委嘱状", "髙﨑 花子", "北九州市長")
    assert down.term == ["令和八年四月一日から", "令和十年三月三十一日まで"]
    assert across.term == ["令和8年4月1日から", "令和10年3月31日まで"]
    assert across.words == "あなたを戸畑浜市民センターの生涯学習推進コーディネーターに委嘱します"
    assert across.number == posting.letter_number
    assert not set(down.number) & set("0123456789")
    posting.role.appointed_by = "市民センター館長"
    assert across.by == "戸畑浜市民センター館長"


def test_an_era_begins_in_its_first_year():
    assert era_date_downward(date(2019, 5, 1)) == "令和元年五月一日"
    assert era_date_downward(date(2019, 4, 30)) == "平成三十一年四月三十日"


def test_a_card_is_valid_as_long_as_the_term_and_says_until_when_one_is_insured(volunteer, role):
    posting = ending(volunteer, role)
    card = Card(volunteer, [posting])
    assert card.valid_until == posting.last_day
    assert card.insured_until is None
    volunteer.insured_until = TODAY
    assert card.insured_until == TODAY
    volunteer.insured_until = TODAY - timedelta(days=1)
    assert card.insured_until is None, "it is over"
    volunteer.refresh_from_db()
    assert card.address.endswith(f"/volunteers/cards/{volunteer.number}/")


def test_who_is_named_in_a_refusal_of_many(role, staff):
    volunteer = volunteering.a_volunteer(status="paused")
    with pytest.raises(ValidationError) as refusal:
        appoint([volunteer], role, cast.a_center(), FIRST, LAST, by=staff)
    assert refusal.value.messages[0].startswith("髙﨑 花子さん：")
    assert code_of(refusal.value) == "not_active"
