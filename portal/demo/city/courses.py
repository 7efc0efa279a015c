"""The courses of the demo city, one after another: what, where, when, for whom, on what terms."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from centers.models import Room
from portal.people.models import Ward
from programs.models import Category, Course, LifeStage, Organizer, Session

from . import terms, wording
from .attended import Attended
from .crowd import Crowd
from .entries import take_entries
from .made import Offer
from .names import teacher_name
from .offer import CATEGORIES, PARTNERS, STAGES, Partner
from .periods import CURRENT, Period, Phase, current_phase, earliest_start, period_for
from .queues import queue_up
from .sites import Site, address_in, point_in
from .sizes import Size
from .timetable import (
    AFTER_SCHOOL,
    AFTERNOON,
    COOKING,
    EVENING,
    MORNING,
    TIMES,
    Timetable,
    at,
    is_open,
    weekly_days,
)
from .topics import Topic, topics_by_category
from .wards import WARDS

PARTNERS_SHARE = 0.15
WEEKDAYS, SATURDAY, SUNDAY = [0, 1, 2, 3, 4], 5, 6


@dataclass(frozen=True)
class Meetings:
    """Where and when the sessions of a course take place."""

    room: Room | None
    days: list[date]
    part: str
    begins: time
    ends: time


@dataclass(frozen=True)
class Wish:
    """What a course made for a scene has to be; all else is left to chance."""

    site: Site | None = None
    stages: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    method: Course.Method = Course.Method.FIRST_COME
    number: int = 1
    not_before: date | None = None
    topic: Topic | None = None

    def suits(self, topic: Topic, month: int) -> bool:
        """Whether a course on this topic grants the wish, by day."""
        return (
            topic.suits(month)
            and topic.when != "evening"
            and (not self.stages or topic.stages in self.stages)
            and (not self.words or any(word in topic.title for word in self.words))
        )


@dataclass(frozen=True)
class Draft:
    """A course as made, before anybody signed up for it."""

    offer: Offer
    period: Period
    first: date


class CourseMaker:
    """Makes every course of a city. The same city on the same day gives the same courses."""

    def __init__(
        self,
        *,
        size: Size,
        today: date,
        wards: list[Ward],
        sites: list[Site],
        categories: list[Category],
        stages: list[LifeStage],
        organizers: list[Organizer],
        crowd: Crowd,
    ) -> None:
        self.rng = Random("courses")  # noqa: S311  a demo city, not a secret
        self.size, self.today, self.sites, self.crowd = size, today, sites, crowd
        self.wards = {ward.slug: ward for ward in wards}
        self.categories = {category.slug: category for category in categories}
        self.stages = {letter: stage for (letter, *_), stage in zip(STAGES, stages, strict=True)}
        self.partners = list(zip(PARTNERS, organizers, strict=True))
        self.timetable = Timetable()
        self.attended = Attended(crowd, today)

    def all(self) -> Iterator[Offer]:
        """The scenes, then current courses, one of each category in each ward before any other."""
        staged: Counter[Phase] = Counter()
        from .scenes import Scenes  # noqa: PLC0415  scenes ask for courses

        for offer in Scenes(self).all():
            staged[offer.phase] += 1
            yield offer
        every_kind = [(slug, ward.slug) for slug, _ in CATEGORIES for ward in WARDS]
        self.rng.shuffle(every_kind)
        for number in range(self.size.current - sum(staged[phase] for phase in CURRENT)):
            phase = current_phase(self.rng)
            if number < len(every_kind):
                yield self.at_center(phase, *every_kind[number])
            else:
                yield self.anywhere(phase)
        for _ in range(self.size.running):
            yield self.anywhere(Phase.RUNNING)
        for number in range(self.size.unpublished):
            yield self.at_center(Phase.DRAFT if number % 3 else Phase.SCHEDULED)
        for _ in range(self.size.finished - staged[Phase.FINISHED]):
            yield self.anywhere(Phase.FINISHED)

    def anywhere(self, phase: Phase) -> Offer:
        """In a centre, or now and then with a partner."""
        if self.rng.random() < PARTNERS_SHARE:
            return self.with_partner(phase)
        return self.at_center(phase)

    def at_center(self, phase: Phase, category: str = "", ward: str = "") -> Offer:
        """A course held by a centre in one of its rooms, with who signed up for it."""
        draft = self.draft(phase, category, ward)
        self._fill(draft)
        return draft.offer

    def draft(
        self, phase: Phase, category: str = "", ward: str = "", wish: Wish | None = None
    ) -> Draft:
        """A course held by a centre, as `wish` says."""
        rng = self.rng
        sites = [s for s in self.sites if s.center.ward.slug == ward] if ward else self.sites
        site = (wish and wish.site) or rng.choice(sites)
        topic, number, not_before = self._what(phase, category, wish)
        part, weekdays = self._when(topic, site, phase)
        room, days = self.timetable.reserve(
            site, topic.room, not_before=not_before, part=part, number=number, weekdays=weekdays
        )
        meetings = Meetings(room, days, part, *self._times(topic, part, days[0]))
        course, stages = self._course(topic, meetings, site.center.ward)
        course.center, course.venue = site.center, room.name
        course.contact_name, course.contact_phone = site.center.name, site.center.phone
        course.wheelchair = site.center.wheelchair and rng.random() < 0.6
        course.method = wish.method if wish else terms.method(rng, topic, phase, [70, 18, 12])
        period = self._open(course, phase, days)
        course.capacity = terms.capacity(rng, course, room.capacity)
        self._take_sign_ups(course, phase, site, at(days[0], meetings.begins), bool(wish))
        return Draft(self._offer(course, phase, stages, topic, meetings), period, days[0])

    def _take_sign_ups(
        self, course: Course, phase: Phase, site: Site, starts: datetime, staged: bool
    ) -> None:
        """First come here; of the lotteries those that leave time for the draw."""
        if course.method == Course.Method.FIRST_COME:
            course.takes_sign_ups_here = True
            course.how_to_apply = wording.apply_here(site)
        elif course.method == Course.Method.LOTTERY:
            here = phase in {*CURRENT, Phase.AWAITED} and (staged or self.rng.random() < 0.6)
            course.takes_sign_ups_here = here and terms.draw_in_time(
                self.rng, course, starts, self.today
            )
            until = (course.apply_until or starts).date()
            course.how_to_apply = wording.apply_by_lottery(self.rng, site, until, course.title)
            if course.takes_sign_ups_here:
                course.how_to_apply = (
                    f"このページのほか、次の方法でも申し込めます。{course.how_to_apply}"
                )

    def with_partner(self, phase: Phase) -> Offer:
        """A course held by a partner outside any centre, with sign-up at the partner's."""
        rng = self.rng
        partner, organizer = rng.choice(self.partners)
        topic, number, not_before = self._what(phase, rng.choice(partner.categories), None)
        part = EVENING if topic.when == "evening" else self._part_for(topic)
        meetings = Meetings(None, weekly_days(not_before, number), part, *rng.choice(TIMES[part]))
        course, stages = self._course(topic, meetings, self.wards.get(partner.ward))
        course.organizer, course.venue = organizer, partner.venue
        self._place(course, partner)
        course.method = terms.method(rng, topic, phase, [60, 18, 22])
        self._open(course, phase, meetings.days)
        course.capacity = terms.capacity(rng, course, 60)
        course.contact_name = partner.name
        course.contact_phone = f"093-000-{9001 + PARTNERS.index(partner)}"
        course.contact_email = f"info@{partner.host}.example.jp"
        if course.method != Course.Method.NONE:
            course.how_to_apply = f"{partner.name}のウェブサイトからお申し込みください。"
            course.apply_url = f"https://{partner.host}.example.jp/apply"
        return self._offer(course, phase, stages, topic, meetings)

    # ------------------------------------------------------------ what, when

    def _what(self, phase: Phase, category: str, wish: Wish | None) -> tuple[Topic, int, date]:
        """A topic, how many sessions it has, and from when on they may begin."""
        rng = self.rng
        if wish:
            not_before = wish.not_before or earliest_start(rng, phase, self.today, wish.number)
            return self._wished(wish, not_before.month), wish.number, not_before
        topics = topics_by_category()[category or rng.choice(CATEGORIES)[0]]
        number = rng.choices([1, 2, 3, 4, 5, 6, 8, 10], [46, 12, 12, 12, 5, 6, 4, 3])[0]
        if phase is Phase.RUNNING:
            number = max(number, 4)
        not_before = earliest_start(rng, phase, self.today, number)
        suited = [topic for topic in topics if topic.suits(not_before.month)]
        lasting = [topic for topic in suited if topic.most >= number] or suited
        weights = [1 if topic.stages == "as" else 2 for topic in lasting]
        topic = rng.choices(lasting, weights)[0]
        return topic, min(number, topic.most), not_before

    def _wished(self, wish: Wish, month: int) -> Topic:
        """A topic that grants a wish, one that lasts as long if there is any."""
        if wish.topic:
            return wish.topic
        topics = [topic for found in topics_by_category().values() for topic in found]
        suited = [topic for topic in topics if wish.suits(topic, month)]
        lasting = [topic for topic in suited if topic.most >= wish.number] or suited
        return self.rng.choice(lasting)

    def _when(self, topic: Topic, site: Site, phase: Phase) -> tuple[str, list[int]]:
        """The part of the day and the weekdays that suit those it is for, and the centre."""
        rng = self.rng
        if phase is Phase.TODAY:
            parts = [part for part in TIMES if is_open(site, self.today, part)]
            return rng.choice(parts), [self.today.weekday()]
        sundays = len(site.hours) == 7
        if topic.when == "evening":
            return EVENING, [rng.choice(WEEKDAYS)]
        if "b" in topic.stages:
            return MORNING, [rng.choice(WEEKDAYS)]
        weekend = rng.random() < (0.6 if topic.stages in {"e", "et", "t", "eas"} else 0.2)
        if weekend:
            day = SUNDAY if sundays and rng.random() < 0.6 else SATURDAY
            return rng.choice([MORNING, AFTERNOON]), [day]
        if topic.stages in {"e", "et", "t"}:
            return AFTERNOON, [rng.choice(WEEKDAYS)]
        return self._part_for(topic), [rng.choice(WEEKDAYS)]

    def _part_for(self, topic: Topic) -> str:
        """The part of a weekday on which those it is for have time."""
        weights = [50, 45, 5] if topic.stages == "s" else [38, 34, 28]
        if topic.when == "day":
            weights[2] = 0
        return self.rng.choices([MORNING, AFTERNOON, EVENING], weights)[0]

    def _times(self, topic: Topic, part: str, day: date) -> tuple[time, time]:
        if topic.stages in {"e", "et", "t"} and part == AFTERNOON and day.weekday() < SATURDAY:
            return AFTER_SCHOOL
        return COOKING[part] if topic.room == "調理室" else self.rng.choice(TIMES[part])

    # ------------------------------------------------------------ the course itself

    def _course(
        self, topic: Topic, meetings: Meetings, ward: Ward | None
    ) -> tuple[Course, list[LifeStage]]:
        rng, number = self.rng, len(meetings.days)
        title, kana = wording.title_of(rng, topic, meetings.days[0], meetings.part, number)
        audience, youngest, oldest = wording.audience_of(rng, topic)
        residence = rng.choices(list(Course.Residence), [55, 25, 20])[0]
        fee, fee_note = terms.fee(rng, topic, number)
        childcare = terms.CHILDCARE if terms.offers_childcare(rng, topic, meetings.part) else ""
        course = Course(
            title=title,
            kana=kana,
            summary=wording.summary_of(rng, topic),
            description=wording.description_of(rng, topic, wording.session_titles(topic, number)),
            category=self.categories[topic.category],
            ward=ward,
            online=topic.category in {"digital", "career", "history"} and rng.random() < 0.15,
            instructor=wording.instructor_of(topic, teacher_name(rng)),
            target=wording.target_of(audience, residence),
            min_age=youngest,
            max_age=oldest,
            residence=residence,
            fee=fee,
            fee_note=fee_note,
            belongings=topic.bring,
            childcare=bool(childcare),
            childcare_note=childcare,
            sign_language=rng.random() < 0.05,
            captioning=rng.random() < 0.04,
            minimum_to_run=5 if rng.random() < 0.15 else None,
        )
        return course, [
            self.stages[letter]
            for letter in topic.stages
            if terms.overlaps(self.stages[letter], youngest, oldest)
        ]

    def _open(self, course: Course, phase: Phase, days: list[date]) -> Period:
        """Set when the course is published and takes sign-ups."""
        period = period_for(self.rng, phase, self.today, days[0])
        course.published_at, course.created_at = period.published, period.written
        course.updated_at = period.written
        if course.method == Course.Method.NONE:
            course.how_to_apply = wording.NO_SIGN_UP
            return period
        course.apply_from = period.opens
        if phase is not Phase.OPEN or self.rng.random() < 0.9:
            course.apply_until = period.closes
        return period

    def _place(self, course: Course, partner: Partner) -> None:
        """Where a partner meets people: its own house, or only online."""
        if not partner.ward:
            course.online, course.wheelchair = True, False
            course.schedule_note = "前の日までに、参加用のURLをメールでお送りします。"
            return
        plan = next(plan for plan in WARDS if plan.slug == partner.ward)
        house = Random(partner.name)  # noqa: S311  the same house every time
        course.address = address_in(house, plan.name, partner.town)
        course.latitude, course.longitude = point_in(house, house.choice(plan.neighbourhoods))
        course.wheelchair = house.random() < 0.6

    # ------------------------------------------------------------ who comes

    def _offer(
        self, course: Course, phase: Phase, stages: list[LifeStage], topic: Topic, when: Meetings
    ) -> Offer:
        titles = wording.session_titles(topic, len(when.days))
        sessions = [
            Session(
                course=course,
                starts_at=at(day, when.begins),
                ends_at=at(day, when.ends),
                room=when.room,
                title=title,
            )
            for day, title in zip(when.days, titles, strict=True)
        ]
        return Offer(course, phase, sessions, stages)

    def _fill(self, draft: Draft) -> None:
        """Seat residents where this site takes sign-ups and has begun to."""
        rng, offer, course, period = self.rng, draft.offer, draft.offer.course, draft.period
        begun = offer.phase in CURRENT[:2] or offer.phase in {Phase.RUNNING, Phase.FINISHED}
        if not (course.takes_sign_ups_here and begun and course.capacity and period.opens):
            return
        if rng.random() > self.size.signed_up_share:
            return
        until = min(period.closes or at(draft.first, time(9)), at(self.today, time(0)))
        if course.is_lottery:
            take_entries(rng, self.crowd, draft, until)
            return
        wanted = terms.seats_wanted(rng, offer.phase, course.capacity)
        is_full = wanted == course.capacity
        queue = terms.queue_behind(rng, course) if is_full and offer.phase in CURRENT else 0
        people = self.crowd.choose(rng, course, offer.stages, draft.first, wanted + queue)
        if offer.phase in CURRENT and wanted < course.capacity:
            guests = self.crowd.introduce(rng, course, offer.stages, draft.first)
            people = guests + [person for person in people if person not in guests]
        elif is_full and len(people) >= 5:
            course.capacity = min(course.capacity, len(people))
        offer.sign_ups = self.crowd.sign_ups(rng, course, people, period.opens, until)
        queue_up(offer.sign_ups[course.capacity :])
        self.attended.remember(offer)
