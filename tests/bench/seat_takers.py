"""Those who take seats, each in a process: `prepare`, `command SECONDS`, `http SECONDS URL`."""

import json
import multiprocessing
import re
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  after setup
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from portal.people.models import Household, Person, User  # noqa: E402
from portal.people.sessions import SessionStore  # noqa: E402
from programs.models import Category, Course, Session, SignUp  # noqa: E402

TITLE = "ベンチマークの講座"
TAKERS = 8
PEOPLE = 60_000
BROWSER = Path(__file__).with_name("take_seats.lua")


def hot_course() -> Course:
    return Course.objects.get(title=TITLE)


def prepare() -> dict:
    """A fresh hot course, people to sign up, and the statements of one sign-up as a script."""
    for course in Course.objects.filter(title=TITLE):
        SignUp.objects.filter(course=course).delete()
        course.sessions.all().delete()
        course.delete()
    DBTaskResult.objects.all().delete()
    now = timezone.now()
    course = Course.objects.create(
        title=TITLE,
        category=Category.objects.first(),
        capacity=100_000,
        takes_sign_ups_here=True,
        venue="会場",
        published_at=now,
        apply_until=now + timezone.timedelta(days=9),
    )
    begins = now + timezone.timedelta(days=10)
    Session.objects.create(
        course=course, starts_at=begins, ends_at=begins + timezone.timedelta(hours=2)
    )
    people = residents()
    with connection.cursor() as cursor:
        cursor.execute("DROP SEQUENCE IF EXISTS bench_people")
        cursor.execute(f"CREATE SEQUENCE bench_people START {people[PEOPLE // 2].pk}")
    statements, script = recorded_sign_up(course, people[0])
    requests, page_statements = one_visit(course, people[1])
    return {
        "statements": statements,
        "script": script,
        "requests": requests,
        "page_statements": page_statements,
    }


def residents() -> list[Person]:
    """30,000 people with accounts, made once for each database; the last half is pgbench's."""
    kept = list(Person.objects.filter(phone="093-000-0000").order_by("pk"))
    if len(kept) == PEOPLE:
        return kept
    households = Household.objects.bulk_create([Household() for _ in range(PEOPLE)], 5_000)
    User.objects.bulk_create(
        [User(email=f"bench{h.pk}@example.jp", household=h) for h in households], 5_000
    )
    return Person.objects.bulk_create(
        [
            Person(
                household=h,
                family_name="山田",
                given_name="花子",
                family_kana="ヤマダ",
                given_kana="ハナコ",
                birth_date=date(1960, 1, 1),
                phone="093-000-0000",
            )
            for h in households
        ],
        5_000,
    )


def recorded_sign_up(course: Course, person: Person) -> tuple[int, str]:
    """The statements of one sign-up as pgbench runs them: another person each time."""
    with CaptureQueriesContext(connection) as asked:
        course.sign_up(person, by=person.household.accounts.get())
    statements = [
        query["sql"]
        for query in asked
        if "people_user" not in query["sql"] and "people_household" not in query["sql"]
    ]
    script = ";\n".join(
        re.sub(r"'[0-9a-f]{32}'::uuid", "gen_random_uuid()", statement) for statement in statements
    )
    script = script.replace(
        f"({course.pk}, {person.pk},", f"({course.pk}, nextval('bench_people'),"
    )
    if "nextval" not in script:
        raise RuntimeError(f"the person was not found in the statements: {script}")
    written = [s for s in statements if s not in {"BEGIN", "COMMIT"}]
    return len(written), script + ";\n"


def one_visit(course: Course, person: Person) -> tuple[int, list[int]]:
    """The requests from the course's page to the receipt, and the statements of each."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = signed_in(person)
    counts, address = [], f"/courses/{course.pk}/sign-ups/"
    for step in ("get", "post", "receipt"):
        with CaptureQueriesContext(connection) as asked:
            if step == "get":
                response = client.get(address)
            elif step == "post":
                response = client.post(address, {"person": person.pk})
                address = response["Location"]
            else:
                response = client.get(address)
        counts.append(len(asked))
    if response.status_code != 200 or "受付番号" not in response.content.decode():
        raise RuntimeError("no receipt at the end of the visit")
    return len(counts), counts


def signed_in(person: Person) -> str:
    """A session of the person's account, as after signing in."""
    user = person.household.accounts.get()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


# ------------------------------------------------------------------ many at once


def in_parallel(work, shares: list, seconds: float) -> float:
    """Seats a second of eight takers, each in a process of its own, begun together."""
    connection.close()
    connection.close_pool()
    start, done = multiprocessing.Barrier(TAKERS), multiprocessing.Queue()
    takers = [
        multiprocessing.Process(target=one_taker, args=(work, share, seconds, start, done))
        for share in shares
    ]
    for taker in takers:
        taker.start()
    rate = sum(done.get() for _ in takers)
    for taker in takers:
        taker.join()
    return rate


def one_taker(work, share, seconds: float, start, done) -> None:
    take = work(share)
    start.wait()
    begun, number = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        take()
        number += 1
    done.put(number / (time.perf_counter() - begun))


def by_command(people: list[Person]):
    """Take seats through the model's command."""
    course, waiting = hot_course(), iter(people)
    users = {user.household_id: user for user in User.objects.filter(email__startswith="bench")}

    def take() -> None:
        person = next(waiting)
        course.sign_up(person, by=users[person.household_id])

    return take


def through_browsers(people: list[Person], seconds: int, address: str) -> float:
    """Seats a second of eight browsers: the form, the sign-up with its token, the receipt.

    The browsers are wrk's threads, so that next to nothing of the machine goes to asking.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as residents:
        residents.writelines(f"{person.pk} {signed_in(person)}\n" for person in people)
        residents.flush()
        form = f"/courses/{hot_course().pk}/sign-ups/"
        said = subprocess.run(
            [
                *("wrk", f"-t{TAKERS}", f"-c{TAKERS}", f"-d{seconds}s", f"-s{BROWSER}", address),
                *("--", form, settings.SESSION_COOKIE_NAME, str(TAKERS), residents.name),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    if wrong := re.search(r"^Wrong: (.+)$", said, re.M):
        raise RuntimeError(f"no seat: {wrong[1]}")
    return float(re.search(r"Seats/sec: ([\d.]+)", said)[1])


def fresh_people(number: int) -> list[Person]:
    """People of the first half who have no seat in the hot course yet."""
    seated = SignUp.objects.filter(course=hot_course()).values("person")
    middle = Person.objects.filter(phone="093-000-0000").order_by("pk")[PEOPLE // 2].pk
    free = Person.objects.filter(phone="093-000-0000", pk__lt=middle).exclude(pk__in=seated)
    return list(free.order_by("pk")[:number])


def main() -> None:
    what, *rest = sys.argv[1:]
    if what == "prepare":
        print(json.dumps(prepare()))
        return
    seconds = int(rest[0])
    if what == "http":
        people = fresh_people(400 * seconds + TAKERS * 50)
        rate = through_browsers(people, seconds, rest[1])
    else:
        people = fresh_people(1_000 * seconds + TAKERS * 50)
        rate = in_parallel(by_command, [people[i::TAKERS] for i in range(TAKERS)], seconds)
    print(json.dumps({"rate": rate}))


if __name__ == "__main__":
    main()
