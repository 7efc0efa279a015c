"""A lottery of 100,000 entries: close, draw, announce, each against the writing of the entries.

Run as a module in a process that has Django set up; `measure` starts it.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import steps
from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
ENTRIES = 100_000


def measure(url: str) -> list[Row]:
    """Seconds of each step, divided by those of writing as many sign-ups in one statement."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.lottery"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    what, same = f"lottery of {ENTRIES:,}", f"writing {ENTRIES:,} sign-ups in one statement"
    rows = steps.as_rows(what, same, told["write"], told["steps"])
    seconds = sum(took for took, _ in told["steps"].values())
    return [*rows, Row(f"{what}: all three steps", "—", [seconds], unit=" s")]


def enter(course) -> float:
    """People of their own households, all of whom enter; the seconds their sign-ups took."""
    from django.db import connection  # noqa: PLC0415  Django is set up by now

    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH home AS (
                INSERT INTO people_household (created_at)
                SELECT now() FROM generate_series(1, %s) RETURNING id
            )
            INSERT INTO people_person (household_id, family_name, given_name, family_kana,
                given_kana, birth_date, phone, works_or_studies_in_city, created_at, postcode,
                address)
            SELECT id, '抽選', '太郎', 'チュウセン', 'タロウ', '1960-01-01', '093-111-1111', false,
                now(), '', '' FROM home
            """,
            [ENTRIES],
        )
        cursor.execute("ANALYZE people_person")
        begun = time.perf_counter()
        cursor.execute(
            """
            INSERT INTO programs_signup (course_id, person_id, by_id, via, created_at, status, what,
                why, provisions, provision_note, guardian_name, guardian_phone)
            SELECT %s, id, (SELECT min(id) FROM people_user), 'counter', now(), 'entered',
                'entered', '', '{}', '', '', ''
            FROM people_person WHERE phone = '093-111-1111' ORDER BY id LIMIT %s
            """,
            [course.pk, ENTRIES],
        )
        took = time.perf_counter() - begun
        cursor.execute("ANALYZE programs_signup")
    return took


def main() -> None:
    import django  # noqa: PLC0415  the measuring process needs none

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from programs.lottery import drawing  # noqa: PLC0415
    from programs.models import Category, Course, Session  # noqa: PLC0415

    now = timezone.now()
    course = Course.objects.create(
        title="ベンチマークの抽選",
        category=Category.objects.first(),
        method=Course.Method.LOTTERY,
        capacity=1_000,
        takes_sign_ups_here=True,
        venue="会場",
        published_at=now,
        apply_until=now + timezone.timedelta(days=1),
        priorities=["first_time", "ward", "not_selected"],
    )
    begins = now + timezone.timedelta(days=30)
    Session.objects.create(
        course=course, starts_at=begins, ends_at=begins + timezone.timedelta(hours=2)
    )
    wrote = enter(course)
    Course.objects.filter(pk=course.pk).update(apply_until=now)
    played = {}
    for step, run in (
        ("close", lambda: drawing.close(course, source="ベンチマークの数")),
        ("draw", lambda: drawing.draw(course, "1234", by=None)),
        ("announce", lambda: drawing.announce(course)),
    ):
        _, *played[step] = steps.taken(run)
    print(json.dumps({"write": wrote, "steps": played}))


if __name__ == "__main__":
    main()
