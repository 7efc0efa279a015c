"""Who presses at nine, and what the database says of it afterwards."""

import json
import sys

from tests.bench.nine_oclock import LATE, PEOPLE, SEATS
from tests.bench.seat_takers import fresh_people, hot_course, prepare, signed_in

from django.conf import settings  # isort: skip  seat_takers sets Django up
from programs.models import Course, SignUp  # isort: skip


def open_the_morning() -> dict:
    """A course of a hundred seats with a queue, and the 5,000 who have its form open."""
    course = hot_course()
    SignUp.objects.filter(course=course).delete()
    Course.objects.filter(pk=course.pk).update(capacity=SEATS, queue=Course.Queue.AT_ONCE)
    return {"people": coming(PEOPLE)}


def coming(number: int) -> list[dict]:
    path = f"/courses/{hot_course().pk}/sign-ups/"
    return [
        {"path": path, "cookie": cookie_of(person), "fields": f"person={person.pk}"}
        for person in fresh_people(number)
    ]


def cookie_of(person) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={signed_in(person)}"


def check(answers: list[list]) -> None:
    """A hundred seated, the first of all; the rest in the queue; nobody before one answered."""
    rows = list(SignUp.objects.filter(course=hot_course()).order_by("pk"))
    seated = [row.pk for row in rows if row.status == "seated"]
    waiting = [row.pk for row in rows if row.status == "waiting"]
    if len(rows) != PEOPLE or seated != [row.pk for row in rows][:SEATS]:
        raise RuntimeError(f"{len(seated)} seated and {len(waiting)} waiting of {len(rows)}")
    latest_sent: list[tuple[float, float, int]] = sorted(map(tuple, answers), key=lambda a: a[0])
    answered = sorted(latest_sent, key=lambda a: a[1])
    highest, done = 0, 0
    for sent, _, place in latest_sent:
        while done < len(answered) and answered[done][1] < sent:
            highest = max(highest, answered[done][2])
            done += 1
        if place < highest:
            raise RuntimeError("somebody who was answered stands behind one who came later")


def withdraw_and_come() -> dict:
    """The hundred who have seats, each among nine who come."""
    seated = SignUp.objects.seated().filter(course=hot_course()).select_related("person")
    late = coming(LATE)
    mixed = []
    for i, sign_up in enumerate(seated.order_by("pk")):
        path = f"/my/sign-ups/{sign_up.pk}/withdrawal/"
        mixed.append({"path": path, "cookie": cookie_of(sign_up.person), "fields": ""})
        mixed += late[i * LATE // SEATS : (i + 1) * LATE // SEATS]
    return {"people": mixed}


def check_promoted() -> None:
    """The next hundred of the queue are seated, and nobody else."""
    rows = list(SignUp.objects.filter(course=hot_course()).order_by("pk"))
    states = [row.status for row in rows]
    as_it_should_be = (
        ["withdrawn"] * SEATS + ["seated"] * SEATS + ["waiting"] * (PEOPLE + LATE - 2 * SEATS)
    )
    if states != as_it_should_be:
        raise RuntimeError("the seats given back did not go to the next in the queue")


def main() -> None:
    match sys.argv[1]:
        case "script":
            answer = {"script": prepare()["script"]}
        case "open":
            answer = open_the_morning()
        case "check":
            answer = check(json.load(sys.stdin)) or {}
        case "next":
            answer = withdraw_and_come()
        case _:
            answer = check_promoted() or {}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
