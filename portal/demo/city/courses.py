"""The courses of the demo city, one after another: what, where, when, for whom, on what terms."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from centers.models import Room
from portal.people.models import Ward
from programs.models import Category, Course, LifeStage, Organizer, Session

from . import newcomers, terms, wording
from .attended import Attended
from .choosing import Chooser, Wish
from .crowd import Crowd
from .entries import take_entries
from .made import Draft, Offer
from .names import teacher_name
from .offer import CATEGORIES, PARTNERS, STAGES, Partner
from .periods import CURRENT, Period, Phase, current_phase, period_for
from .queues import queue_up
from .sites import Site, address_in, point_in
from .sizes import Size
from .timetable import (
    EVENING,
    TIMES,
    Timetable,
    at,
    weekly_days,
)
from .topics import Topic
from .wards import WARDS

PARTNERS_SHARE = 0.15
A_DAY = 3  # fewer than so many sign up for a course on one day


@dataclass(frozen=True)
class Meetings:
    """Where and when the sessions of a course take place."""

    room: Room | None
    days: list[date]
    part: str
    begins: time
    ends: time


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
        self.choose = Chooser(self.rng, today)
        self.timetable = Timetable()
        self.attended = Attended(crowd, today)

    def besides(self, staged: Counter[Phase]) -> Iterator[Offer]:
        """All courses but those of the scenes, one of each category in each ward before others."""
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
        if phase in CURRENT[:2] and draft.offer.sign_ups:
            newcomers.come(self.crowd, draft, self.today, len(draft.offer.sign_ups) % A_DAY)
        return draft.offer

    def draft(
        self, phase: Phase, category: str = "", ward: str = "", wish: Wish | None = None
    ) -> Draft:
        """A course held by a centre, as `wish` says."""
        rng = self.rng
        sites = [s for s in self.sites if s.center.ward.slug == ward] if ward else self.sites
        site = (wish and wish.site) or rng.choice(sites)
        topic, number, not_before = self.choose.what(phase, category, wish)
        part, weekdays = self.choose.when(topic, site, phase)
        room, days = self.timetable.reserve(
            site, topic.room, not_before=not_before, part=part, number=number, weekdays=weekdays
        )
        meetings = Meetings(room, days, part, *self.choose.times(topic, part, days[0]))
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
        topic, number, not_before = self.choose.what(phase, rng.choice(partner.categories), None)
        part = EVENING if topic.when == "evening" else self.choose.part_for(topic)
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
