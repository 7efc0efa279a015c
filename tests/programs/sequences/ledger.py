"""Who should be where: kept by what was asked for and granted, beside the database."""

from collections.abc import Iterable

from programs.models import Course, Payment, PersonMerge, SignUp

from .look import LIVE, Look


class Ledger:
    """Every sign-up ever made, and of those that should be live the course and the person."""

    def __init__(self) -> None:
        self.made: set[int] = set()
        self.live: dict[int, tuple[int, int]] = {}
        self.paid: dict[int, bool] = {}
        self.merges: list[int] = []

    def came(self, sign_ups: Iterable[SignUp]) -> None:
        for one in sign_ups:
            self.made.add(one.pk)
            self.live[one.pk] = (one.course_id, one.person_id)

    def left(self, sign_ups: Iterable[SignUp]) -> None:
        for one in sign_ups:
            self.live.pop(one.pk, None)

    def called_off(self, course: Course) -> None:
        self.live = {pk: place for pk, place in self.live.items() if place[0] != course.pk}

    def became_one(self, done: PersonMerge, before: Look) -> None:
        """All of both belongs to the one that is kept; of two places in a course the better."""
        self.merges.append(done.pk)
        held: dict[int, list[SignUp]] = {}
        for pk, (course, person) in self.live.items():
            if person in {done.kept_id, done.absorbed_id}:
                held.setdefault(course, []).append(before.rows[pk])
        given_up = {row["pk"] for row in done.before["sign_ups"]} & {
            one.pk for one in SignUp.objects.filter(status="cancelled", what="merged")
        }
        for course, rows in held.items():
            lost = [one for one in rows if one.pk in given_up]
            assert len(lost) == len(rows) - 1, "one place is held, and only a second is given up"
            kept = next(one for one in rows if one.pk not in given_up)
            assert all(_goodness(kept) <= _goodness(one) for one in lost)
            self.left(lost)
            self.live[kept.pk] = (course, done.kept_id)

    def became_two(self, done: PersonMerge, before: Look) -> None:
        """Each has its own again, and what was given up for a second place is held again."""
        was = {row["pk"]: row for row in done.before["sign_ups"]}
        for pk in was.keys() & self.live.keys():
            self.live[pk] = (self.live[pk][0], was[pk]["person_id"])
        for pk, row in sorted(was.items()):
            now = before.rows[pk]
            place = (now.course_id, row["person_id"])
            given_up = row["status"] in LIVE and (now.status, now.what) == ("cancelled", "merged")
            is_off = before.courses[now.course_id].is_cancelled
            if given_up and not is_off and place not in self.live.values():
                self.live[pk] = place

    def received(self, payment: Payment) -> None:
        self.paid[payment.pk] = True

    def refunded(self, payment: Payment) -> None:
        self.paid[payment.pk] = False


def _goodness(row: SignUp) -> int:
    return ["seated", "offered", "waiting", "entered"].index(row.status)
