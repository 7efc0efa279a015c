"""Who volunteers in the demo city: the rosters of its centres, with terms, consents and papers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random
from typing import Any

from centers.volunteers import times
from centers.volunteers.models import (
    ActivityField,
    Consent,
    Organization,
    Posting,
    Qualification,
    QualificationKind,
    Volunteer,
    VolunteerRole,
)
from centers.volunteers.roster.agreed import OFFERED
from portal.japan import calendar
from portal.people.models import Person, User, Ward

from . import cast
from .people import Population
from .sites import Site
from .timetable import at

YOUNGEST, GROWN_UP, OLDEST = 15, 18, 84
TRAINED_FIRST = 0.5  # of those who finished a course that leads to a role so many register
RESTS, STOPPED = 0.05, 0.03
SUPPORTER, COORDINATOR, HELPER = "childcare-supporter", "learning-coordinator", "class-helper"
LIAISON, READER, LEADER = "school-liaison", "school-volunteer", "disaster-leader"
# What each member of a roster is, the first first; the others are registered and hold no office.
OFFICES = (SUPPORTER, LIAISON, SUPPORTER, COORDINATOR, HELPER, LEADER)

Item, Audience = Consent.Item, Consent.Audience
AGREES = {Audience.HOST: 0.85, Audience.STAFF: 0.6, Audience.PUBLIC: 0.3}
SKILLS = (
    "元小学校教諭", "ピアノの伴奏", "写真とちらしづくり", "大工仕事", "着物の着付け",
    "パソコンの入力", "絵本の読み聞かせ", "看護の仕事を30年", "将棋", "園芸", "手話を習っています",
    "料理", "司会", "英会話", "折り紙", "けん玉とこま",
)  # fmt: skip
PREFERS_NOT = ("夜の活動", "車の運転", "人前で話すこと", "重い物を運ぶこと", "写真にうつること")
STOPPED_WHY = ("引っ越しのため", "体調のため", "家族の介護のため")
LANGUAGES = (
    ["en"], ["en"], ["zh"], ["ko"], ["ja-easy"], ["ja-easy"], ["jsl"], ["en", "ja-easy"], ["vi"],
)  # fmt: skip
PAPERS = (
    ("driving", 0.5), ("first-aid", 0.25), ("school-teacher", 0.12), ("nursery-teacher", 0.1),
    ("nurse", 0.06), ("disaster-prevention", 0.08), ("dietitian", 0.04), ("librarian", 0.03),
    ("social-educator", 0.03), ("sign-language", 0.03),
)  # fmt: skip

type Learned = Mapping[int, Sequence[tuple[str, date]]]  # of a person: the role, and since when


@dataclass(frozen=True)
class Shipped:
    """The roles, fields and qualifications that the portal brings along, by their names."""

    roles: dict[str, VolunteerRole]
    fields: dict[str, ActivityField]
    kinds: dict[str, QualificationKind]


@dataclass
class Member:
    """A volunteer with what hangs on the registration.

    `busy` on days with an activity; `asked` on those on which a coordinator asked.
    """

    volunteer: Volunteer
    site: Site
    by: User
    fields: list[ActivityField] = field(default_factory=list)
    wanted: list[VolunteerRole] = field(default_factory=list)
    wards: list[Ward] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    qualifications: list[Qualification] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    busy: set[date] = field(default_factory=set)
    asked: set[date] = field(default_factory=set)

    @property
    def since(self) -> date:
        return calendar.local(self.volunteer.registered_at).date()

    @property
    def posting(self) -> Posting | None:
        """What they are now."""
        return self.postings[-1] if self.postings else None

    @property
    def is_active(self) -> bool:
        return self.volunteer.status == Volunteer.Status.ACTIVE

    def agreed_to(self, audience: str, item: str) -> bool:
        return any((one.audience, one.item) == (audience, item) for one in self.consents)

    def holds(self, slug: str, day: date) -> bool:
        """Whether a qualification of this kind is valid on `day`."""
        return not slug or any(
            one.kind.slug == slug and one.is_valid_on(day) for one in self.qualifications
        )


class Roster:
    """Registers volunteers, centre by centre; nobody twice."""

    def __init__(
        self, population: Population, shipped: Shipped, learned: Learned, today: date
    ) -> None:
        self.rng = Random("volunteers")  # noqa: S311  a demo city, not a secret
        self.population, self.shipped, self.learned = population, shipped, learned
        self.today = today
        self.desks = {id(p.center): p.user for p in reversed(population.memberships) if p.center}
        self.featured = population.of(cast.VOLUNTEER)[0]
        clerk = cast.CLERK.featured.email
        self._home = next(p.center for p in population.memberships if p.user.email == clerk)
        known = {id(one) for pair in population.twins for one in pair}
        known |= {id(one) for who in cast.RESIDENTS for one in population.of(who)}
        people = [
            one
            for one in population.people
            if YOUNGEST <= one.age_on(today) <= OLDEST and id(one) not in known
        ]
        self.rng.shuffle(people)
        grown = [one for one in people if one.age_on(today) >= GROWN_UP]
        first = [one for one in grown if one.pk in learned and self.rng.random() < TRAINED_FIRST]
        early = {id(one) for one in first}
        others = [one for one in people if id(one) not in early and one.pk not in learned]
        self._wards = list({id(one.ward): one.ward for one in people if one.ward}.values())
        self._by_ward: defaultdict[int, list[Person]] = defaultdict(list)
        for one in [*reversed(others), *reversed(first)]:
            self._by_ward[id(one.ward)].append(one)

    def desk(self, site: Site) -> User:
        return self.desks.get(id(site.center), self.population.section)

    def is_home(self, site: Site) -> bool:
        """Whether it is the centre of those whom the sign-in page introduces."""
        return site.center is self._home

    def enlist(self, site: Site, number: int, school: Organization) -> list[Member]:
        """So many of the neighbourhood, those who hold an office first."""
        people = [self._next(site) for _ in range(number)]
        if self.is_home(site):
            people[0] = self.featured
        members = [self._register(site, person) for person in people if person]
        grown = [one for one in members if not one.volunteer.is_minor_on(self.today)]
        for member, office in zip(grown, OFFICES, strict=False):
            if len(grown) > 1 and member.volunteer.stopped_on is None:
                self._appoint(member, office, school)
        return members

    def _next(self, site: Site) -> Person | None:
        near = self._by_ward[id(site.center.ward)]
        pool = near or max(self._by_ward.values(), key=len)
        return pool.pop() if pool else None

    def _register(self, site: Site, person: Person) -> Member:
        rng, today = self.rng, self.today
        account = self.population.account(person)
        by = account if account and rng.random() < 0.7 else self.desk(site)
        is_featured = person is self.featured
        since = today - timedelta(days=rng.randint(40, 1_500))
        if told := self.learned.get(person.pk):
            since = min(told[0][1] + timedelta(days=rng.randint(3, 90)), today)
        if is_featured:
            since = today - timedelta(days=1_200)
        age = person.age_on(today)
        volunteer = Volunteer(
            person=person,
            center=site.center,
            registered_at=at(since, time(rng.randint(9, 20), rng.randint(0, 59)))
            if since < today
            else at(today, time(0, 30)),
            by=by,
            times=sorted(rng.sample(times.CODES, rng.choice([3, 5, 6, 8, 10]))),
            languages=rng.choice(LANGUAGES) if rng.random() < 0.14 else [],
            transport=rng.choice(Volunteer.Transport.values),
            skills=rng.choice(SKILLS) if rng.random() < 0.6 else "",
            prefers_not=rng.choice(PREFERS_NOT) if rng.random() < 0.25 else "",
            insured_until=_end_of_year(today) if rng.random() < 0.8 else None,
            confirmed_on=max(since, today - timedelta(days=rng.randint(5, 400))),
        )
        if age < GROWN_UP:
            volunteer.guardian_name = self.population.family(person)[0].full_name
            volunteer.guardian_agreed_on = since
        fate = 1.0 if is_featured else rng.random()
        if fate < STOPPED:
            volunteer.status, volunteer.why = Volunteer.Status.STOPPED, rng.choice(STOPPED_WHY)
            volunteer.stopped_on = today - (today - since) * rng.random() * 0.5
        elif fate < STOPPED + RESTS:
            volunteer.status = Volunteer.Status.PAUSED
        member = Member(volunteer, site, by)
        self._tell(member, is_featured=is_featured)
        return member

    def _tell(self, member: Member, *, is_featured: bool) -> None:
        """What they like, where they would go, what they let be seen and what they can show."""
        rng, person = self.rng, member.volunteer.person
        roles = [role for role in self.shipped.roles.values() if role.is_open_to_all]
        learned = [self.shipped.roles[slug] for slug, _ in self.learned.get(person.pk, ())]
        wished = learned or (rng.sample(roles, 1) if rng.random() < 0.4 else [])
        if not member.volunteer.is_minor_on(self.today):
            member.wanted = list(dict.fromkeys(wished))
        member.fields = rng.sample(list(self.shipped.fields.values()), rng.choice([1, 2, 2, 3]))
        others = [one for one in self._wards if one is not member.site.center.ward]
        member.wards = [member.site.center.ward, *rng.sample(others, rng.choice([0, 0, 1, 2]))]
        given = at(member.since, time(20, 59))
        for audience, item in sorted(OFFERED) if member.volunteer.stopped_on is None else ():
            likely = AGREES[audience] * (1 if item == Item.NAME else 0.7)
            if is_featured or rng.random() < likely:
                member.consents.append(
                    Consent(
                        volunteer=member.volunteer,
                        item=item,
                        audience=audience,
                        given_at=given,
                        by=member.by,
                    )
                )
        if not member.volunteer.is_minor_on(self.today):
            member.qualifications = [
                self._paper(member, slug) for slug, share in PAPERS if rng.random() < share
            ]

    def _paper(self, member: Member, slug: str) -> Qualification:
        """Seen at the counter, or not yet; those that end do so soon, later, or have ended."""
        rng, kind = self.rng, self.shipped.kinds[slug]
        obtained = self.today - timedelta(
            days=rng.randint(100, 1_050 if kind.years_valid else 9_000)
        )
        ends = None
        if kind.years_valid:
            ends = obtained + timedelta(days=365 * kind.years_valid)
        elif slug == "driving":
            ends = self.today + timedelta(days=rng.randint(-20, 1_000))
        seen = rng.random() < 0.7
        return Qualification(
            volunteer=member.volunteer,
            kind=kind,
            obtained_on=obtained,
            expires_on=ends,
            proof_seen_on=member.since if seen else None,
            proof_seen_by=self.desk(member.site) if seen else None,
        )

    def _appoint(self, member: Member, office: str, school: Organization) -> None:
        """For a term that ends with a fiscal year; who was it before stays it for one more."""
        role, site = self.shipped.roles[office], member.site
        place: dict[str, dict[str, Any]] = {
            LIAISON: {"organization": school},
            LEADER: {"ward": site.center.ward},
        }
        years = role.term_years or 1
        year = calendar.fiscal_year(self.today) - self.rng.randrange(years)
        first = date(year, 4, 1)
        terms = [(first.replace(year=year - years), date(year, 3, 31))] * (
            member.since < first.replace(year=year - years)
        )
        terms.append((max(first, member.since), date(year + years, 3, 31)))
        for begins, ends in terms:
            member.postings.append(
                Posting(
                    volunteer=member.volunteer,
                    role=role,
                    **place.get(office, {"center": site.center}),
                    first_day=begins,
                    last_day=ends,
                    renews=member.posting,
                    appointed_at=max(
                        at(begins - timedelta(days=20), time(15)), member.volunteer.registered_at
                    ),
                    appointed_by=self.desk(site),
                )
            )


def _end_of_year(today: date) -> date:
    """The last day of the fiscal year."""
    return date(calendar.fiscal_year(today) + 1, 3, 31)
