"""Two registrations of one person become one (名寄せ), and two again, exactly."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import UserGroup
from portal.people.models import Household, Person
from portal.refusal import code_of
from programs.models import Attendance, Course, PersonMerge, SignUp
from programs.models.told import Child, Told
from programs.sign_ups import merging
from tests import cast

pytestmark = pytest.mark.django_db

STANDS = ["person_id", "status", "what", "changed_by_id", "why", "rank", "offer_until", "party_id"]


@pytest.fixture
def staff():
    return cast.section_staff()


def somebody(given_name: str = "花子", **fields) -> Person:
    """Somebody registered at the desk, without an account."""
    return Person.register_at_the_desk(cast.a_person(given_name=given_name, **fields))


@pytest.fixture
def kept() -> Person:
    return somebody()


@pytest.fixture
def absorbed() -> Person:
    return somebody("はな子")


def refused(command, *args, **kwargs) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        command(*args, **kwargs)
    return code_of(refusal.value)


def as_it_stands() -> list[dict]:
    return list(SignUp.objects.order_by("pk").values("pk", *STANDS))


def enter(course: Course, person: Person, staff) -> SignUp:
    return course.sign_up(person, by=staff, via=SignUp.Via.PHONE)


def a_queue(staff, *people: Person, **fields) -> tuple[Course, list[SignUp]]:
    """A course whose one seat is taken by somebody else; these people wait in this order."""
    course = cast.a_course(capacity=1, queue="at_once", **fields)
    enter(course, somebody("先に来た人"), staff)
    return course, [enter(course, person, staff) for person in people]


# ---------------------------------------------------------------- what moves


def test_everything_signed_up_for_belongs_to_the_one_that_is_kept(kept, absorbed, staff):
    one, other = cast.a_course(title="だし"), cast.a_course(title="えび")
    moved, gone = enter(one, absorbed, staff), enter(other, absorbed, staff).withdraw(by=staff)
    merging.merge(kept, absorbed, by=staff)
    for sign_up in (moved, gone):
        sign_up.refresh_from_db()
        assert sign_up.person == kept
    assert (moved.status, moved.what, moved.changed_by) == ("seated", "merged", staff)
    assert (gone.status, gone.what) == ("withdrawn", "withdrawn")
    absorbed.refresh_from_db()
    assert absorbed.merged_into == kept


def test_who_is_merged_while_in_a_queue_keeps_the_place(kept, absorbed, staff):
    _, (before, mine, behind) = a_queue(staff, somebody("前"), absorbed, somebody("後"))
    merging.merge(kept, absorbed, by=staff)
    places = [SignUp.objects.get(pk=one.pk).place_in_queue() for one in (before, mine, behind)]
    assert places == [1, 2, 3]
    before.withdraw(by=staff)
    assert SignUp.objects.get(pk=mine.pk).place_in_queue() == 1


def test_of_two_places_in_one_queue_the_earlier_stays(kept, absorbed, staff):
    course, (early, between, late) = a_queue(staff, absorbed, somebody("間"), kept)
    merging.merge(kept, absorbed, by=staff)
    early, late = SignUp.objects.get(pk=early.pk), SignUp.objects.get(pk=late.pk)
    assert (early.person, early.status, early.place_in_queue()) == (kept, "waiting", 1)
    assert (late.status, late.what) == ("cancelled", "merged")
    assert between.place_in_queue() == 2
    course.refresh_from_db()
    assert course.waiting_count == 2


def test_a_seat_is_better_than_an_earlier_place_in_the_queue(kept, absorbed, staff):
    course, (waits,) = a_queue(staff, kept)
    first = course.sign_ups.seated().get()
    merging.merge(kept, first.person, by=staff)
    first.refresh_from_db()
    waits.refresh_from_db()
    assert (first.person, first.status) == (kept, "seated")
    assert (waits.status, waits.what) == ("cancelled", "merged")


def test_a_seat_held_twice_goes_to_the_next_who_waits(kept, absorbed, staff):
    course = cast.a_course(capacity=2, queue="at_once")
    first, second = enter(course, kept, staff), enter(course, absorbed, staff)
    waits = enter(course, somebody("待つ人"), staff)
    merging.merge(kept, absorbed, by=staff)
    statuses = {one.pk: one.status for one in course.sign_ups.all()}
    assert statuses == {first.pk: "seated", second.pk: "cancelled", waits.pk: "seated"}
    course.refresh_from_db()
    assert (course.seats_taken, course.waiting_count) == (2, 0)


def test_an_entry_in_a_lottery_is_not_held_twice(kept, absorbed, staff):
    course = cast.a_course(method="lottery", capacity=1)
    enter(course, kept, staff)
    enter(course, absorbed, staff)
    merging.merge(kept, absorbed, by=staff)
    course.refresh_from_db()
    assert course.entered_count == 1
    assert course.sign_ups.live().get().person == kept


# ---------------------------------------------------------------- what is refused


def test_nobody_is_merged_with_oneself_or_twice(kept, absorbed, staff):
    assert refused(merging.merge, kept, kept, by=staff) == "same_person"
    merging.merge(kept, absorbed, by=staff)
    third = somebody("ハナコ")
    assert refused(merging.merge, third, absorbed, by=staff) == "already_merged"
    assert refused(merging.merge, absorbed, third, by=staff) == "already_merged"


def test_the_registration_an_account_sees_is_the_one_to_keep(absorbed, staff):
    owner = cast.a_resident()
    own = owner.household.people.get()
    assert refused(merging.merge, absorbed, own, by=staff) == "keep_the_account"
    sign_up = enter(cast.a_course(), absorbed, staff)
    merging.merge(own, absorbed, by=staff)
    assert list(SignUp.objects.of(owner)) == [sign_up]


def test_two_who_both_have_accounts_are_asked_first(staff):
    one, other = cast.a_resident(), cast.a_resident("hanako2@example.jp")
    both = [account.household.people.get() for account in (one, other)]
    assert refused(merging.merge, *both, by=staff) == "two_accounts"


def test_somebody_registered_twice_in_one_family_may_be_merged(staff):
    owner = cast.a_resident()
    own = owner.household.people.get()
    again = Person.register(owner, cast.a_person(given_name="はなこ"))
    merging.merge(own, again, by=staff)
    assert list(Person.objects.of(owner)) == [own]


def test_a_partner_is_not_thrown_out_of_a_party_that_would_be_too_small(kept, absorbed, staff):
    course = cast.a_course(party_min=2, party_max=2)
    course.sign_up_together([kept, somebody("連れ")], by=staff, via=SignUp.Via.PHONE)
    course.sign_up_together([absorbed, somebody("別の連れ")], by=staff, via=SignUp.Via.PHONE)
    before = as_it_stands()
    assert refused(merging.merge, kept, absorbed, by=staff) == "party_too_small"
    assert as_it_stands() == before


def test_what_was_attended_under_both_is_not_lost(kept, absorbed, staff):
    course = cast.a_course(sessions=2)
    for person, session in zip((kept, absorbed), course.sessions.all(), strict=True):
        Attendance.objects.create(
            sign_up=enter(course, person, staff),
            session=session,
            state="present",
            tapped_at=timezone.now(),
            by=staff,
        )
    assert refused(merging.merge, kept, absorbed, by=staff) == "has_records"


def with_a_child(course: Course, person: Person, staff) -> SignUp:
    told = {person.pk: Told(children=(Child("みお", 18),))}
    return course.sign_up(person, by=staff, via=SignUp.Via.PHONE, told=told)


def test_of_two_seats_the_one_with_a_child_to_look_after_stays(kept, absorbed, staff):
    course = cast.a_course(childcare_capacity=1)
    enter(course, kept, staff)
    stays = with_a_child(course, absorbed, staff)
    merging.merge(kept, absorbed, by=staff)
    assert course.sign_ups.live().get() == stays
    assert stays.childcare_places.get().status == "seated"


def test_a_child_to_look_after_is_not_lost_with_the_lesser_place(kept, absorbed, staff):
    course = cast.a_course(capacity=1, queue="at_once", childcare_capacity=1)
    enter(course, kept, staff)
    lesser = with_a_child(course, absorbed, staff)
    assert refused(merging.merge, kept, absorbed, by=staff) == "has_children"
    assert lesser.childcare_places.get().status == "waiting"
    lesser.cancel(by=staff, why="二重の申込のため")
    merging.merge(kept, absorbed, by=staff)
    assert course.sign_ups.live().get().person == kept


def test_a_merged_person_can_be_signed_up_no_more_even_by_raw_writes(kept, absorbed, staff):
    merging.merge(kept, absorbed, by=staff)
    course = cast.a_course()
    assert refused(enter, course, absorbed, staff) == "person_merged"
    sign_up = enter(course, kept, staff)
    with pytest.raises(Exception, match="was merged"):
        SignUp.objects.filter(pk=sign_up.pk).update(person=absorbed)


# ---------------------------------------------------------------- and two again


def test_undone_all_stands_exactly_as_before(kept, absorbed, staff):
    a_queue(staff, absorbed, somebody("間"), kept)
    enter(cast.a_course(title="片方だけ"), absorbed, staff)
    enter(cast.a_course(title="取り消した"), absorbed, staff).withdraw(by=staff)
    enter(cast.a_course(title="もう片方だけ"), kept, staff)
    before, courses = as_it_stands(), list(Course.objects.order_by("pk").values())
    done = merging.merge(kept, absorbed, by=staff)
    assert as_it_stands() != before
    merging.undo(done, by=staff)
    assert as_it_stands() == before
    assert list(Course.objects.order_by("pk").values()) == courses
    absorbed.refresh_from_db()
    done.refresh_from_db()
    assert absorbed.merged_into is None
    assert done.undone_by == staff


def test_undone_a_lost_offer_is_made_again_with_its_deadline(kept, absorbed, staff):
    course = cast.a_course(capacity=2, queue="offer")
    first, second = (enter(course, somebody(name), staff) for name in ("一", "二"))
    enter(course, kept, staff)
    enter(course, absorbed, staff)
    first.withdraw(by=staff)
    second.withdraw(by=staff)
    before = as_it_stands()
    assert [row["status"] for row in before[2:]] == ["offered", "offered"]
    merging.undo(merging.merge(kept, absorbed, by=staff), by=staff)
    assert as_it_stands() == before


def test_undone_after_the_seat_went_to_somebody_one_waits_in_the_old_place(kept, absorbed, staff):
    course = cast.a_course(capacity=2, queue="at_once")
    _, second = enter(course, kept, staff), enter(course, absorbed, staff)
    enter(course, somebody("待つ人"), staff)
    done = merging.merge(kept, absorbed, by=staff)
    behind = enter(course, somebody("あとの人"), staff)
    merging.undo(done, by=staff)
    second.refresh_from_db()
    behind.refresh_from_db()
    assert (second.person, second.status, second.why) == (absorbed, "waiting", merging.SEAT_GONE)
    assert (second.place_in_queue(), behind.place_in_queue()) == (1, 2)


def test_undone_what_was_changed_since_stays_changed(kept, absorbed, staff):
    sign_up = enter(cast.a_course(), absorbed, staff)
    done = merging.merge(kept, absorbed, by=staff)
    SignUp.objects.get(pk=sign_up.pk).withdraw(by=staff)
    merging.undo(done, by=staff)
    sign_up.refresh_from_db()
    assert (sign_up.person, sign_up.status, sign_up.what) == (absorbed, "withdrawn", "withdrawn")


def test_undoing_works_once_and_from_the_last_merge_back(kept, absorbed, staff):
    third = somebody("ハナコ")
    first = merging.merge(kept, absorbed, by=staff)
    second = merging.merge(third, kept, by=staff)
    assert refused(merging.undo, first, by=staff) == "merged_further"
    merging.undo(second, by=staff)
    merging.undo(first, by=staff)
    assert refused(merging.undo, first, by=staff) == "already_undone"
    assert not Person.objects.exclude(merged_into=None).exists()
    merging.merge(absorbed, kept, by=staff)
    assert PersonMerge.objects.filter(undone_at=None).count() == 1


def test_the_history_shows_who_merged(kept, absorbed, staff):
    sign_up = enter(cast.a_course(), absorbed, staff)
    merging.merge(kept, absorbed, by=staff)
    last = sign_up.events.order_by("-pgh_id").first()
    assert (last.what, last.changed_by, last.person) == ("merged", staff, kept)


# ---------------------------------------------------------------- registering at the desk


def test_the_same_form_sent_twice_registers_one_person():
    first = somebody()
    assert somebody() == first
    assert (Person.objects.count(), Household.objects.count()) == (1, 1)
    assert somebody(born=date(1980, 1, 1)) != first


@pytest.mark.parametrize("number", ["（０９３）０００－０００２", "0930000002", "(093)000-0002"])
def test_two_who_took_the_same_call_register_one_person_however_each_writes_it(number):
    first, again = somebody(), cast.a_person()
    again.phone, again.family_kana, again.given_name = number, "ﾀｶｻｷ", " 花子　"
    assert Person.register_at_the_desk(again) == first
    again = cast.a_person()
    again.phone = "093-000-0003"
    assert Person.register_at_the_desk(again) != first


def test_a_family_at_the_desk_is_one_household_but_nobody_enters_an_accounts_family():
    parent = somebody()
    child = Person.register_at_the_desk(cast.a_person(given_name="太郎"), beside=parent)
    assert child.household == parent.household
    owner = cast.a_resident()
    guest = Person.register_at_the_desk(
        cast.a_person(given_name="次郎"), beside=owner.household.people.get()
    )
    assert guest.household != owner.household


def test_an_address_is_kept_as_the_post_wants_it():
    person = somebody(postcode="８０４ー００００", address="北九州市　戸畑区1-1 ")
    assert (person.postcode, person.address) == ("8040000", "北九州市 戸畑区1-1")
    assert person.can_be_written_to


# ---------------------------------------------------------------- groups that use rooms


def a_group_of(person: Person, **fields) -> UserGroup:
    fields = {"name": "コーラス浜", "kana": "コーラスハマ", "activity": "合唱"} | fields
    return UserGroup.objects.create(representative=person, center=cast.a_center(), **fields)


def test_groups_go_with_their_representative_and_come_back(staff, kept, absorbed):
    group, other = a_group_of(absorbed), a_group_of(kept, name="俳句の会")
    done = merging.merge(kept, absorbed, by=staff)
    assert set(UserGroup.objects.values_list("representative", flat=True)) == {kept.pk}
    merging.undo(done, by=staff)
    group.refresh_from_db()
    other.refresh_from_db()
    assert (group.representative, other.representative) == (absorbed, kept)


def test_a_group_given_to_somebody_else_meanwhile_is_not_taken_back(staff, kept, absorbed):
    group = a_group_of(absorbed)
    done = merging.merge(kept, absorbed, by=staff)
    heir = somebody("次の代表者")
    UserGroup.objects.filter(pk=group.pk).update(representative=heir)
    merging.undo(done, by=staff)
    group.refresh_from_db()
    assert group.representative == heir


def test_two_that_stand_for_a_group_of_one_name_are_not_merged(staff, kept, absorbed):
    a_group_of(absorbed)
    a_group_of(kept)
    assert refused(merging.merge, kept, absorbed, by=staff) == "same_group"


def test_a_group_written_for_who_was_merged_away_is_of_the_one_that_is_kept(staff, kept, absorbed):
    merging.merge(kept, absorbed, by=staff)
    group = a_group_of(absorbed)
    group.refresh_from_db()
    assert group.representative == kept
