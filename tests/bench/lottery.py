"""100,000 entries from close to announcement, beside one plain write of the same rows.

Every step runs in a transaction that is rolled back, so the database stays as it was.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
ENTRIES = 100_000
SEATS = 100


def measure(url: str, rounds: int) -> list[Row]:
    """Each step as a multiple of one plain UPDATE of the 100,000 entries, history and all."""
    plain = f"one UPDATE of {ENTRIES:,} entries, counts and history kept"
    steps = {
        "close": Row(f"close a list of {ENTRIES:,}", plain, wanted=2, at_most=True),
        "draw": Row(f"draw {ENTRIES:,}", plain, wanted=1, at_most=True),
        "announce": Row(f"announce {ENTRIES:,}", plain, wanted=3, at_most=True),
    }
    for _ in range(min(rounds, 3)):
        spent = _run(url)
        for name, row in steps.items():
            row.ratios.append(spent[name] / spent["plain"])
    return list(steps.values())


def _run(url: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.lottery"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _spend() -> dict[str, float]:
    import django  # noqa: PLC0415  only the worker sets Django up

    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415

    from programs import drawing  # noqa: PLC0415

    spent: dict[str, float] = {}

    def timed(name: str, step: Callable[[], object]) -> None:
        begun = time.perf_counter()
        step()
        spent[name] = time.perf_counter() - begun

    with transaction.atomic():
        course = _a_lottery()
        with connection.cursor() as cursor:
            plain = "UPDATE programs_signup SET why = 'x' WHERE course_id = %s"
            timed("plain", lambda: cursor.execute(plain, [course.pk]))
        timed("close", lambda: drawing.close(course))
        timed("draw", lambda: drawing.draw(course, "4649", by=None))
        timed("announce", lambda: drawing.announce(course))
        course.refresh_from_db()
        assert (course.seats_taken, course.waiting_count) == (SEATS, ENTRIES - SEATS)
        transaction.set_rollback(True)
    return spent


def _a_lottery():
    """A lottery that is over, with its people; written past the triggers, which are not timed."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from portal.people.models import User  # noqa: PLC0415
    from programs.models import Category, Course  # noqa: PLC0415

    now = timezone.now()
    course = Course.objects.create(
        title="抽選の速さ",
        category=Category.objects.first(),
        method=Course.Method.LOTTERY,
        takes_sign_ups_here=True,
        capacity=SEATS,
        priorities=["first_time", "ward", "not_selected"],
        published_at=now - timedelta(days=9),
        apply_until=now - timedelta(days=1),
    )
    by = User.objects.create_user("bench-lottery@example.jp")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """
            WITH homes AS (
                INSERT INTO people_household (created_at)
                SELECT now() FROM generate_series(1, %(entries)s) RETURNING id
            ), people AS (
                INSERT INTO people_person (household_id, family_name, given_name, family_kana,
                    given_kana, birth_date, phone, postcode, address, works_or_studies_in_city,
                    created_at)
                SELECT id, '髙﨑', '花子', 'タカサキ', 'ハナコ', '1954-04-01', '093-000-0002',
                    '', '', false, now() FROM homes RETURNING id
            )
            INSERT INTO programs_signup (course_id, person_id, by_id, via, created_at, status,
                what, why, provisions, provision_note, guardian_name, guardian_phone)
            SELECT %(course)s, id, %(by)s, 'web', now(), 'entered', 'entered', '', '{}', '', '', ''
            FROM people
            """,
            {"entries": ENTRIES, "course": course.pk, "by": by.pk},
        )
        cursor.execute(
            "UPDATE programs_course SET entered_count = %s WHERE id = %s", [ENTRIES, course.pk]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE programs_signup")
        cursor.execute("ANALYZE people_person")
    return Course.objects.get(pk=course.pk)


if __name__ == "__main__":
    print(json.dumps(_spend()))
