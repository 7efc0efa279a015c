"""A city of long words: what layouts break on stands on every page.

120 letters without a space, 髙﨑, ten sessions, addresses longer than a phone is wide.
"""

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from centers.models import Center, Closure, Room
from portal.demo.models import SentMail
from portal.people.models import Person, User
from programs.models import Course, Organizer, Question, Series, SignUp
from tests import cast
from tests.browser import plan_pages, room_pages
from vision.models import Plan
from vision.plans.loading import load_plan

UNBROKEN = "Unbroken" * 15  # 120 letters, as long as a title may be
LONG_URL = f"https://example.jp/{UNBROKEN}"
LONG_EMAIL = f"{'Unbroken' * 7}@example.jp"


class City:
    """One of everything, and those who may look at it."""

    def __init__(self) -> None:
        self.plan: Plan = load_plan(
            Path(settings.BASE_DIR) / "vision" / "plans" / "kitakyushu-2026.csv"
        ).plan
        self.center = self._a_center_with_everything()
        self.courses = self._a_course_in_each_state()
        cast.a_course(title="写真をとる", capacity=9)
        for number in range(45):
            cast.a_course(title=f"みんなの体操 {number + 1}", fee=0, childcare=True)
        self.resident = cast.a_resident(
            LONG_EMAIL, given_name="Unbroken" * 3, works_or_studies_in_city=True
        )
        self.newcomer = User.objects.create_user("newcomer@example.jp")
        self.staff = cast.center_staff(self.center)
        cast.with_second_factor(self.staff)
        self.section = cast.section_staff()
        cast.with_second_factor(self.section)
        plan_pages.give_figures_to(self.plan, UNBROKEN)
        room_pages.give_rooms_to(self, UNBROKEN)
        self.new_staff = cast.center_staff(self.center, "new-kancho@example.jp")
        self.person = self.resident.household.people.get()
        self.child = Person.register(
            self.resident, cast.a_person(given_name="太郎", born=date(2018, 5, 5))
        )
        self.seat = self._sign_up("long")
        self.given_back = self._sign_up("open").withdraw(by=self.resident)
        self.too_late = self._sign_up("closing")
        self._places_of_each_kind()
        Course.objects.filter(pk=self.courses["closing"].pk).update(
            apply_until=timezone.now() - timedelta(minutes=1)
        )
        SentMail.objects.create(to=LONG_EMAIL, subject=UNBROKEN, body=f"{UNBROKEN}\n\n{LONG_URL}")

    def _a_center_with_everything(self) -> Center:
        center = cast.a_center()
        center.access = center.parking = UNBROKEN[:100]
        center.introduction = LONG_URL
        center.elevator = center.wheelchair = center.nursing_room = True
        center.save()
        cast.a_center("long", ward="moji", name=UNBROKEN[:60])
        Room.objects.create(center=center, name=UNBROKEN[:40], capacity=30)
        tomorrow = timezone.localdate() + timedelta(days=1)
        Closure.objects.create(center=center, first_day=tomorrow, last_day=tomorrow, reason="点検")
        return center

    def _a_course_in_each_state(self) -> dict[str, Course]:
        now = timezone.now()
        partner = Organizer.objects.create(name="九州の大学", url=LONG_URL)
        courses = {
            "open": cast.a_course(title="いま申し込める講座"),
            "full": cast.a_course(title="満席の講座", capacity=1),
            "not_yet": cast.a_course(
                title="これから受け付ける講座", apply_from=now + timedelta(days=1)
            ),
            "closed": cast.a_course(title="締め切った講座", apply_until=now - timedelta(days=1)),
            "closing": cast.a_course(title="取り消せなくなる講座"),
            "over": cast.a_course(
                title="終わった講座", days_ahead=-3, apply_until=None, apply_from=None
            ),
            "elsewhere": cast.a_course(
                title="大学の公開講座",
                takes_sign_ups_here=False,
                center=None,
                organizer=partner,
                apply_url=LONG_URL,
                online=True,
                fee=None,
                fee_note="教材費がかかります",
            ),
            "lottery": cast.a_course(
                title="抽選の講座",
                method="lottery",
                takes_sign_ups_here=False,
                how_to_apply=f"往復はがきか電話で。{LONG_URL}",
            ),
            "none": cast.a_course(title="申込不要の講座", method="none", takes_sign_ups_here=False),
            "children": cast.a_course(title="子どもの講座", min_age=6, max_age=12),
            "imported": cast.a_course(
                title="取り込んだ講座",
                source="event",
                source_key="1",
                takes_sign_ups_here=False,
                description=f"◆◇内容◇◆\n{LONG_URL}\n\n{UNBROKEN}",
                url=LONG_URL,
                note=LONG_URL,
                source_columns={"備考（その他）": UNBROKEN, "サブタイトル": LONG_URL},
            ),
            "long": cast.a_course(
                title=UNBROKEN,
                kana="ナガイ" * 40,
                summary=UNBROKEN,
                sessions=10,
                venue=UNBROKEN,
                address=UNBROKEN,
                instructor=UNBROKEN,
                target=UNBROKEN,
                belongings=UNBROKEN,
                fee_note=UNBROKEN,
                contact_name=UNBROKEN,
                contact_email=LONG_EMAIL,
                capacity=21,
                childcare=True,
                wheelchair=True,
                sign_language=True,
                captioning=True,
                online=True,
            ),
        }
        courses["rules"] = self._a_course_with_every_rule()
        courses["long"].plan_items.add(*self.plan.items.all()[:3])
        courses["open"].life_stages.add(cast.a_life_stage("senior"), cast.a_life_stage("child"))
        quicker = cast.a_resident("quicker@example.jp")
        courses["full"].sign_up(quicker.household.people.get(), by=quicker)
        return courses

    def _places_of_each_kind(self) -> None:
        """A family passed over in a queue, an offer, an offer let go, an entry, a course off."""
        queue = {"queue": "offer", "party_max": 2}
        self.courses |= {
            "queue": cast.a_course(title="キャンセル待ちの講座", capacity=2, **queue),
            "offer": cast.a_course(title=f"席をご案内する講座{UNBROKEN[:60]}", capacity=1, **queue),
            "declined": cast.a_course(title="辞退した講座", capacity=1, **queue),
            "entry": cast.a_course(title="このサイトの抽選", method="lottery"),
            "off": cast.a_course(title="中止した講座"),
        }
        first = {
            state: cast.newcomers(self.courses[state], *([1] * self.courses[state].capacity))[0]
            for state in ("queue", "offer", "declined")
        }
        family = [self.person, self.child]
        self.waiting = self.courses["queue"].sign_up_together(
            family, by=self.resident, told=cast.consent(self.child)
        )[0]
        cast.newcomers(self.courses["queue"], 1)
        self.offered, self.declined = self._sign_up("offer"), self._sign_up("declined")
        for sign_up in first.values():
            sign_up.withdraw(by=sign_up.by)
        self.declined.decline(by=self.resident)
        self.entered, self.called_off = self._sign_up("entry"), self._sign_up("off")
        self.courses["off"].cancel(by=self.staff, reason=UNBROKEN)

    def _a_course_with_every_rule(self) -> Course:
        """Parties, questions of every kind, childcare, fee; first of a series of three."""
        self.series = Series.objects.create(name=UNBROKEN, description=UNBROKEN)
        course = cast.a_course(
            title="きまりの多い講座",
            series=self.series,
            party_max=3,
            childcare_capacity=3,
            fee=500,
            max_school_year=12,
            minimum_to_run=5,
        )
        for kind in Question.Kind.values:
            options = [UNBROKEN[:60], "いいえ"] if kind in {"one", "many"} else []
            Question.objects.create(
                course=course, text=f"{kind}{UNBROKEN}", kind=kind, options=options, required=True
            )
        cast.a_course(title="全員が入れる回", series=self.series)
        cast.a_course(title="いま満席の回", series=self.series, capacity=1, queue="offer")
        return course

    def fill_the_open_course(self) -> None:
        course = self.courses["open"]
        course.refresh_from_db()
        for user, person in cast.many_residents(course.seats_left):
            course.sign_up(person, by=user)

    def _sign_up(self, state: str) -> SignUp:
        return self.courses[state].sign_up(self.person, by=self.resident)
