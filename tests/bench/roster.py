"""The roster of 20,000 volunteers: a page, a page narrowed, and all of it as an Excel file.

Run as a module in a process that has Django set up; `measure` starts it. The volunteers are made of
the city's people where there are fewer.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
MANY = 20_000
# Every row with what a list shows of it, read and thrown away.
READ = """
SELECT volunteer.*, person.*, center.* FROM volunteers_volunteer volunteer
JOIN people_person person ON person.id = volunteer.person_id
JOIN centers_center center ON center.id = volunteer.center_id
"""
PAGES = {
    "a page of it": "/desk/volunteers/",
    "a page, by language and time": "/desk/volunteers/?language=en&time=4",
    "a page, who was not asked this year": "/desk/volunteers/?unconfirmed=on",
    "all of it as an Excel file": "/desk/volunteers/roster.xlsx",
}
SECONDS = 20


def measure(url: str, rounds: int) -> list[Row]:
    """Each, divided by reading the rows; and how long the file takes."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.roster", str(rounds)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    base, statements = told.pop("read"), told.pop("statements")
    rows = [
        Row(
            f"roster of {MANY:,} volunteers: {what}",
            "reading its rows",
            [mine / its for mine, its in zip(times, base, strict=True)],
            statements=str(statements[what]),
        )
        for what, times in told.items()
    ]
    whole = [*PAGES][-1]
    seconds = Row(
        f"roster of {MANY:,} volunteers: {whole}",
        "—",
        told[whole],
        SECONDS,
        at_most=True,
        unit=" s",
    )
    return [*rows, seconds]


def main() -> None:
    import django  # noqa: PLC0415  the measuring process needs none

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from portal.people.models import AccessLog, User  # noqa: PLC0415

    fill()
    client = Client(headers={"host": "127.0.0.1"})
    section = User.objects.filter(
        is_staff=True, memberships__ward=None, memberships__center=None
    ).exclude(memberships__role="council")
    client.force_login(section.filter(memberships__isnull=False)[0])

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute(READ)
            cursor.fetchall()

    def get(path: str) -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")

    statements = {}
    for what, path in PAGES.items():
        get(path)
        with CaptureQueriesContext(connection) as asked:
            get(path)
        statements[what] = len(asked)
    times: dict[str, list[float]] = {"read": [], **{what: [] for what in PAGES}}
    for _ in range(int(sys.argv[1])):
        for what, ask in {
            "read": read,
            **{what: (lambda path=path: get(path)) for what, path in PAGES.items()},
        }.items():
            begun = perf_counter()
            ask()
            times[what].append(perf_counter() - begun)
    AccessLog.objects.filter(reason__startswith="ボランティア名簿").delete()
    print(json.dumps({"statements": statements} | times))


def fill() -> None:
    """As many volunteers as are measured, of people made for it: one in three is posted."""
    from datetime import date, timedelta  # noqa: PLC0415

    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from centers.models import Center  # noqa: PLC0415
    from centers.volunteers.loading import load_shipped  # noqa: PLC0415
    from centers.volunteers.models import (  # noqa: PLC0415
        ActivityField,
        Consent,
        Posting,
        Volunteer,
        VolunteerRole,
    )
    from portal.people.models import Household, Person, User, Ward  # noqa: PLC0415

    missing = MANY - Volunteer.objects.count()
    if missing <= 0:
        return
    load_shipped()
    by = User.objects.filter(is_staff=True).first()
    centers, wards = list(Center.objects.all()), list(Ward.objects.all())
    fields = list(ActivityField.objects.all())
    roles = list(VolunteerRole.objects.filter(serves=VolunteerRole.Serves.CENTER))
    today = timezone.localdate()
    with transaction.atomic():
        households = Household.objects.bulk_create(Household() for _ in range(missing))
        people = Person.objects.bulk_create(
            Person(
                household=household,
                family_name="髙﨑",
                given_name=f"花{number}",
                family_kana="タカサキ",
                given_kana=f"ハナ{chr(0x30A2 + number % 80)}{chr(0x30A2 + number // 80 % 80)}",
                birth_date=date(1940, 1, 1) + timedelta(days=number % 25_000),
                phone=f"090-{number // 10_000:04}-{number % 10_000:04}",
                ward=wards[number % len(wards)],
            )
            for number, household in enumerate(households)
        )
        volunteers = Volunteer.objects.bulk_create(
            Volunteer(
                person=person,
                center=centers[number % len(centers)],
                by=by,
                times=[number % 21, number * 7 % 21],
                languages=["en"] if number % 20 == 0 else [],
                skills="ピアノの伴奏",
                confirmed_on=today - timedelta(days=number % 700),
            )
            for number, person in enumerate(people)
        )
        Volunteer.fields.through.objects.bulk_create(
            Volunteer.fields.through(volunteer=one, activityfield=fields[number % len(fields)])
            for number, one in enumerate(volunteers)
        )
        Volunteer.wards.through.objects.bulk_create(
            Volunteer.wards.through(volunteer=one, ward=wards[number % len(wards)])
            for number, one in enumerate(volunteers)
        )
        Consent.objects.bulk_create(
            Consent(volunteer=one, item="name", audience="staff", by=by) for one in volunteers[::2]
        )
        Posting.objects.bulk_create(
            Posting(
                volunteer=one,
                role=roles[number % len(roles)],
                center=centers[number % len(centers)],
                first_day=today - timedelta(days=200),
                last_day=today + timedelta(days=530),
                appointed_by=by,
            )
            for number, one in enumerate(volunteers[::3])
        )


if __name__ == "__main__":
    main()
