"""The demo city as objects, before anything is written."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from centers.models.hours import state_on
from portal.demo.city import build_city
from portal.demo.city.crowd import is_meant, may_join
from portal.demo.city.periods import CURRENT, Phase
from portal.demo.city.topics import topics_by_category
from portal.demo.city.wards import RADIUS
from portal.japan.text import is_katakana
from programs.models.sign_up_queryset import HOLDING

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def city():
    return build_city("city", TODAY)


@pytest.fixture(scope="module")
def offers(city):
    return list(city.offers())


@pytest.fixture(scope="module")
def current(offers):
    return [offer for offer in offers if offer.phase in CURRENT]


def days_of(offer):
    return [timezone.localdate(session.starts_at) for session in offer.sessions]


def holding(offer):
    return [one for one in offer.sign_ups if one.status in HOLDING]


def story(city):
    """Everything that is said of a city, in an order of its own."""
    yield from (vars_of(site.center) for site in city.sites)
    yield from (vars_of(person) for person in city.population.people)
    yield from (vars_of(account) for account in city.population.accounts)
    for offer in city.offers():
        yield vars_of(offer.course), str(offer.course.center or offer.course.organizer)
        yield [(s.starts_at, s.ends_at, str(s.room), s.title) for s in offer.sessions]
        yield [(str(s.person), s.by.email, s.created_at, s.status) for s in offer.sign_ups]
        yield [(str(v.sign_up.person), v.at, v.what, v.why) for v in offer.versions]
        yield [(str(a.sign_up.person), a.state, a.tapped_at) for a in offer.attendances]
        yield [(c.code, c.name) for c in offer.completions], offer.lottery and offer.lottery.value


def vars_of(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_the_same_size_and_day_give_the_same_city():
    first, second = build_city("town", TODAY), build_city("town", TODAY)
    assert list(story(first)) == list(story(second))
    assert list(story(first)) != list(story(build_city("town", TODAY + timedelta(days=1))))


def test_a_city_has_its_seven_wards_and_130_centres(city):
    assert [ward.name for ward in city.wards] == [
        "門司区", "若松区", "戸畑区", "小倉北区", "小倉南区", "八幡東区", "八幡西区",
    ]  # fmt: skip
    assert len(city.sites) == 130
    for field in ("slug", "name", "phone"):
        assert len({getattr(site.center, field) for site in city.sites}) == 130
    for site in city.sites:
        site.center.clean_fields(exclude=["ward"])
        assert is_katakana(site.center.kana)
        assert site.center.ward.name in site.center.address


def test_every_centre_lies_in_a_neighbourhood_of_its_ward(city):
    for site in city.sites:
        circle = site.neighbourhood
        assert abs(float(site.center.latitude) - circle.latitude) <= RADIUS
        assert abs(float(site.center.longitude) - circle.longitude) <= RADIUS


def test_exactly_twelve_centres_open_on_sundays(city):
    by_weekday = Counter(hours.weekday for site in city.sites for hours in site.hours)
    assert by_weekday == dict.fromkeys(range(6), 130) | {6: 12}


def test_600_courses_are_current_and_3000_are_over(offers, current):
    assert len(current) == 600
    over = [offer for offer in offers if offer.phase is Phase.FINISHED]
    assert len(over) == 3_000
    assert all(days_of(offer)[-1] < TODAY for offer in over)
    assert min(days_of(offer)[0] for offer in over) > TODAY - timedelta(days=3 * 366)
    for offer in current:
        last = offer.course.apply_until or offer.sessions[0].starts_at
        if offer.course.method == "none":
            last = offer.sessions[-1].ends_at
        assert timezone.localdate(last) >= TODAY
        assert timezone.localdate(offer.course.published_at) < TODAY


def test_sign_up_is_over_before_the_first_session(offers):
    for offer in offers:
        course = offer.course
        if course.apply_until:
            assert course.published_at is None or course.published_at <= course.apply_from
            assert course.apply_from < course.apply_until < offer.sessions[0].starts_at


def test_some_courses_close_tonight_and_some_are_not_yet_open(current):
    ends = [o.course.apply_until for o in current if o.course.apply_until]
    assert sum(timezone.localdate(end) == TODAY for end in ends) >= 5
    begins = [o.course.apply_from for o in current if o.course.apply_from]
    assert sum(timezone.localdate(begin) > TODAY for begin in begins) >= 30


def test_some_current_courses_are_full_and_some_nearly(current):
    left = Counter(
        offer.course.capacity - len(holding(offer))
        for offer in current
        if offer.course.takes_sign_ups_here and not offer.course.is_lottery
    )
    assert 30 <= left[0] <= 70
    assert left[1] + left[2] + left[3] >= 30


def test_every_category_has_a_current_course_in_every_ward(city, current):
    found = {(o.course.category.slug, o.course.ward.slug) for o in current if o.course.center}
    assert len(found) == len(city.categories) * len(city.wards)


def test_current_courses_differ_in_all_that_a_resident_filters_by(city, current):
    stages = {stage.slug for offer in current for stage in offer.stages}
    assert stages == {stage.slug for stage in city.stages}
    assert {o.course.method for o in current} == {"first_come", "lottery", "none"}
    assert {o.course.residence for o in current} == {"anyone", "city", "city_wide"}
    assert {day.weekday() for offer in current for day in days_of(offer)} == set(range(7))
    hours = {timezone.localtime(s.starts_at).hour for o in current for s in o.sessions}
    assert min(hours) < 12
    assert max(hours) > 17
    fees = {offer.course.fee for offer in current}
    assert {0, 300} < fees
    assert max(fees) <= 3_000
    assert {len(offer.sessions) for offer in current} >= {1, 2, 3, 4, 6, 8, 10}
    for flag in ("childcare", "wheelchair", "sign_language", "captioning", "online"):
        assert {getattr(offer.course, flag) for offer in current} == {True, False}


def test_one_course_in_eight_is_held_by_a_partner_with_sign_up_elsewhere(city, current):
    partners = [offer.course for offer in current if offer.course.organizer]
    assert 45 <= len(partners) <= 90
    assert {course.organizer.kind for course in partners} == {
        "city", "university", "npo", "company", "other",
    }  # fmt: skip
    for course in partners:
        assert course.center is None
        assert course.venue
        assert not course.takes_sign_ups_here
        assert course.how_to_apply


def test_sessions_lie_inside_the_opening_hours_and_never_on_a_closed_day(city, offers):
    assert sessions_kept_to_hours(city, offers) > 5_000


@pytest.mark.parametrize(
    "today",
    [date(2026, 12, 31), date(2027, 5, 1), date(2027, 8, 14), date(2028, 2, 29)],
    ids=str,
)
def test_a_town_is_sound_on_any_day_of_the_year(today):
    town = build_city("town", today)
    offers = list(town.offers())
    assert sessions_kept_to_hours(town, offers) > 300
    for offer in offers:
        if offer.phase is Phase.FINISHED:
            assert days_of(offer)[-1] < today
        if offer.phase in CURRENT:
            last = offer.course.apply_until or offer.sessions[-1].ends_at
            assert timezone.localdate(last) >= today


def sessions_kept_to_hours(city, offers):
    """Assert it of every session in a centre; return how many those are."""
    sites = {id(site.center): site for site in city.sites}
    held = 0
    for offer in offers:
        if not offer.course.center:
            continue
        site = sites[id(offer.course.center)]
        for session in offer.sessions:
            begins, ends = map(timezone.localtime, (session.starts_at, session.ends_at))
            state = state_on(begins.date(), site.hours, site.closures)
            assert state.is_open, f"{offer.course} {begins} {state.reason}"
            assert state.opens <= begins.time() < ends.time() <= state.closes
            held += 1
    return held


def test_no_two_sessions_meet_in_one_room(offers):
    rooms = defaultdict(list)
    for offer in offers:
        for session in offer.sessions:
            if session.room:
                rooms[id(session.room)].append((session.starts_at, session.ends_at))
    for times in rooms.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(times)))


def test_who_signs_up_may_take_part_and_finds_a_seat(offers):
    for offer in offers:
        first = days_of(offer)[0]
        people = [sign_up.person for sign_up in offer.sign_ups]
        assert len(people) == len({id(person) for person in people})
        assert all(may_join(person, offer.course, first) for person in people)
        if offer.course.party_min == 1:  # a child brings somebody who is none
            assert all(is_meant(person, offer.stages, first) for person in people)
        assert not people or len(holding(offer)) <= offer.course.capacity


def test_2000_residents_live_in_households_with_one_account_or_none(city):
    people = city.population
    assert len(people.people) == 2_000
    sizes = Counter(id(person.household) for person in people.people)
    assert set(sizes.values()) == {1, 2, 3, 4, 5}
    assert len(sizes) == len(people.households)
    assert len({account.email for account in people.accounts}) == len(people.accounts)
    without = [home for home in people.households if id(home) not in people.account_of]
    assert 60 <= len(without) <= 200
    for person in people.people:
        person.clean_fields(exclude=["household", "ward"])
        assert is_katakana(person.full_kana)
    outside = [person for person in people.people if person.ward is None]
    assert any(person.works_or_studies_in_city for person in outside)


def test_the_featured_residents_are_who_their_stories_say(city):
    ages = defaultdict(list)
    for person in city.population.people:
        if account := city.population.account(person):
            ages[account.email].append(person.age_on(TODAY))
    assert ages["hanako@example.jp"] == [72]
    assert sorted(ages["sato@example.jp"]) == [4, 9, 36]
    assert ages["takasaki@example.jp"] == [35]


def test_topics_are_many_and_every_field_fits_the_model(offers):
    topics = [topic for topics in topics_by_category().values() for topic in topics]
    assert len({topic.title for topic in topics}) >= 150
    assert {offer.course.title.count("講座 ") for offer in offers} <= {0, 1}
    related = ["category", "center", "organizer", "ward"]
    for offer in offers:
        offer.course.clean_fields(exclude=related)
        assert is_katakana(offer.course.kana)
        ages = [stage.min_age for stage in offer.stages]
        assert ages, offer.course


def test_nobody_alone_waits_while_a_seat_stands_free(offers):
    for offer in offers:
        if offer.course.queue in {"at_once", "offer"} and not offer.course.cancelled_at:
            waiting = [one for one in offer.sign_ups if one.status == "waiting" and not one.party]
            assert not waiting or len(holding(offer)) == offer.course.capacity, str(offer.course)
