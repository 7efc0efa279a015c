"""Writing a demo city into an empty database: in bulk, all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import batched
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, transaction
from django.utils import timezone

from centers.models import Center
from centers.volunteers.loading import load_shipped
from portal.demo import requests, rooms, volunteers
from portal.demo.city import City, Offer
from portal.demo.city.newcomers import as_of
from portal.demo.city.populations import build_populations
from portal.demo.histories import remember, remember_sign_ups
from portal.demo.lots import hold
from portal.demo.pouring import link, pour
from portal.demo.relations import checked_at_the_end, settle
from portal.demo.room_lottery import hold_a_draw, take_wishes
from portal.people.models import Person, Ward
from programs.models import Course
from vision.models import Plan, PlanItem

BATCH = 2_000
# Half the time went into the history of rows that nobody had changed yet. Triggers that keep
# promises (seats, summaries, search) always run.
HISTORY = (
    "people.Person:insert_insert",
    "programs.Course:insert_insert",
    "programs.SignUp:insert_insert",
    "programs.SignUp:update_update",
    "programs.Answer:insert_insert",
    "programs.ChildcarePlace:insert_insert",
    "programs.Attendance:insert_insert",
    "programs.Completion:insert_insert",
    "centers.Booking:insert_insert",
    "centers.Booking:update_update",
    "centers.Registration:insert_insert",
    "centers.Reservation:insert_insert",
    "centers.Use:insert_insert",
    "centers.RoomWait:insert_insert",
    "centers.CityRequest:insert_insert",
    "centers.RequestEffort:insert_insert",
    "volunteers.Volunteer:insert_insert",
    "volunteers.Consent:insert_insert",
    "volunteers.Qualification:insert_insert",
    "volunteers.Posting:insert_insert",
    "volunteers.Opening:insert_insert",
    "volunteers.Shift:insert_insert",
    "volunteers.Shift:update_update",
    "volunteers.Match:insert_insert",
    "volunteers.ActivityLog:insert_insert",
)
# The calendar is laid out once for all, from long ago.
CALENDAR = ("centers.OpeningHours:lay_out_new", "centers.Closure:lay_out_new")
# What hangs on a course, in the order in which it is written, and how it is told.
PARTS = {
    "sessions": "回",
    "questions": "質問",
    "parties": "組",
    "sign_ups": "申込",
    "answers": "回答",
    "children": "託児",
    "payments": "参加費の受領",
    "attendances": "出欠",
    "completions": "修了証",
    "survey_answers": "アンケートの回答",
}
PLAN_SHARE = 2, 3  # two of three courses name an item of the plan

# Words by which a category finds the items of a plan that it serves; else any of them.
PLAN_WORDS = {
    "digital": ("ICT", "デジタル"),
    "family": ("家庭教育", "子育て", "こども"),
    "history": ("地域の特性", "大学", "愛着"),
    "community": ("マッチング", "人材", "地域づくり"),
    "career": ("学びの多様化", "学びのニーズ", "リスキリング"),
    "language": ("多様な学び", "届けたい相手", "多文化"),
    "safety": ("地域", "人材育成"),
    "nature": ("創り手", "環境"),
}


def holds_a_city() -> bool:
    """Whether somebody put a city into this database already."""
    return any(model._default_manager.exists() for model in (Course, Center, Person, Ward))


def write(city: City, say: Callable[[str], object]) -> None:
    """Put `city` into the database in one transaction, telling `say` what was made."""
    with transaction.atomic(), pgtrigger.ignore(*HISTORY, *CALENDAR), checked_at_the_end():
        _write_ground(city, say)
        lotteries = _write_courses(city, say)
        for name, number in (
            ("申込の経過", remember_sign_ups()),
            ("抽選", sum(hold(offer) for offer in lotteries)),
        ):
            say(f"{name}：{number:,}")
        rooms.lend(city, say)
        take_wishes(city, say)
        hold_a_draw(city, say)
        requests.ask(city, say)
        volunteers.volunteer(city, say)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _write_ground(city: City, say: Callable[[str], object]) -> None:
    sites, people = city.sites, city.population
    for name, rows in (
        ("区", city.wards),
        ("市民センター", [site.center for site in sites]),
        ("開館時間", [hours for site in sites for hours in site.hours]),
        ("部屋", [room for site in sites for room in site.rooms]),
        ("休館の予定", [closure for site in sites for closure in site.closures]),
        ("校区の人口", build_populations(sites, city.today)),
        ("分野", city.categories),
        ("対象の世代", city.stages),
        ("主催団体", city.organizers),
        ("家族", people.households),
        ("住民", people.people),
        ("アカウント", people.accounts),
        ("職員の所属", people.memberships),
        ("期", [city.term]),
    ):
        pour(rows)
        say(f"{name}：{len(rows):,}")
    for report in load_shipped():
        say(f"ボランティアの{report.what}：{len(report.rows):,}")
    rooms.furnish(city, say)


def _write_courses(city: City, say: Callable[[str], object]) -> list[Offer]:
    """Courses in batches, without their search indexes, which are quicker to build at the end.

    Returns the lotteries to be held when everything is there that their priorities ask about.
    """
    lotteries: list[Offer] = []
    made: Counter[str] = Counter()
    plan, now = PlanPicker(), timezone.now()
    indexes = [index for index in Course._meta.indexes if isinstance(index, GinIndex)]
    with connection.schema_editor(atomic=False) as editor:
        settle()
        for index in indexes:
            editor.remove_index(Course, index)
        for offers in batched(city.offers(), BATCH):
            for offer in offers:
                as_of(offer, city.today, now)
            _write_batch(offers, plan, made)
            lotteries += [offer for offer in offers if offer.lottery]
        settle()
        for index in indexes:
            editor.add_index(Course, index)
    for name, number in made.items():
        say(f"{name}：{number:,}")
    return lotteries


def _write_batch(offers: Sequence[Offer], plan: "PlanPicker", made: Counter[str]) -> None:
    parts: dict[str, list[Any]] = {
        name: [row for offer in offers for row in getattr(offer, name)] for name in PARTS
    }
    stages = [(offer.course, stage) for offer in offers for stage in offer.stages]
    pour(list({id(one): one for o in offers if (one := o.course.series)}.values()))
    pour([offer.course for offer in offers])
    for name in PARTS:
        pour(parts[name])
    remember([version for offer in offers for version in offer.versions])
    items = [(offer.course, item) for offer in offers if (item := plan.item_for(offer.course))]
    link(Course.life_stages.through, stages)
    link(Course.plan_items.through, items)
    now = {offer.phase.name: 0 for offer in offers}
    for offer in offers:
        now[offer.phase.name] += 1
    current = sum(now.get(name, 0) for name in ("OPEN", "CLOSING", "COMING"))
    made["いまの講座"] += current
    made["終わった講座"] += now.get("FINISHED", 0)
    made["開講中・準備中の講座"] += len(offers) - current - now.get("FINISHED", 0)
    for name, label in PARTS.items():
        made[label] += len(parts[name])
    made["ビジョンの項目との結びつき"] += len(items)


class PlanPicker:
    """Which item of the city's newest plan a course serves; none where there is no plan yet."""

    def __init__(self) -> None:
        plan = Plan.objects.own_first(settings.CITY["city"]["name"]).first()
        self.leaves = (
            list(PlanItem.objects.filter(plan=plan, children__isnull=True).order_by("path"))
            if plan
            else []
        )
        self.asked: Counter[str] = Counter()

    def item_for(self, course: Course) -> PlanItem | None:
        """The items that suit the course's category, in turn; nothing for every third course."""
        category = course.category.slug
        self.asked[category] += 1
        turn = self.asked[category]
        share, of = PLAN_SHARE
        if not self.leaves or turn % of >= share:
            return None
        words = PLAN_WORDS.get(category, ())
        suited = [leaf for leaf in self.leaves if any(word in leaf.name for word in words)]
        choice = suited or self.leaves
        return choice[turn % len(choice)]
