"""Which courses of the demo city lead into activity, and who learned there for what."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.db.models import Exists, OuterRef, Q

from centers.volunteers.models import Training, TrainingRecord, VolunteerRole
from portal.demo.pouring import pour
from programs.models import Completion, Course, Preparation
from programs.paths import training

BASIC, SKILL, LEADER = Training.Level
# What is in the title of a course, and which roles it prepares for, at which step.
LEADS = (
    ("いまの子育てを知る", "childcare-supporter", BASIC),
    ("家庭教育講座", "childcare-supporter", SKILL),
    ("話し合いを進めるファシリテーション", "childcare-supporter", LEADER),
    ("読み聞かせボランティア養成講座", "school-volunteer", BASIC),
    ("心に寄りそう傾聴講座", "school-volunteer", SKILL),
    ("わが家の防災", "disaster-leader", BASIC),
    ("避難所運営ゲーム", "disaster-leader", SKILL),
    ("大雨と土砂災害の見方", "disaster-leader", LEADER),
    ("ボランティア入門", "class-helper", BASIC),
    ("車いすの介助", "class-helper", SKILL),
    ("60歳からの地域デビュー", "learning-coordinator", BASIC),
    ("地域の学びを企画する講座", "learning-coordinator", SKILL),
    ("はじめてのPTA", "school-liaison", BASIC),
)


def prepare(say: Callable[[str], object]) -> dict[int, list[tuple[str, date]]]:
    """Write which courses lead where, and the trainings of those that were finished.

    Returns of each person who finished one for which roles they learned, and since when.
    """
    roles = {role.slug: role for role in VolunteerRole.objects.all()}
    leads = [
        Preparation(course=course, role=roles[slug], level=level)
        for words, slug, level in LEADS
        for course in Course.objects.filter(title__contains=words).order_by("pk")
    ]
    pour(leads)
    finished = Completion.objects.valid().filter(sign_up__course=OuterRef("pk"))
    over = Course.objects.filter(Q(preparations__isnull=False), Exists(finished)).distinct()
    for course in over.select_related("center", "organizer").order_by("pk"):
        training.keep(course)
    records = TrainingRecord.objects.order_by("finished_on", "pk")
    learned = defaultdict(list)
    for person, slug, day in records.values_list("person", "training__roles__slug", "finished_on"):
        learned[person].append((slug, day))
    say(f"活動につながる講座：{len(leads):,}")
    say(f"研修の修了：{sum(map(len, learned.values())):,}")
    return learned
