"""What stands in the database after a step, read once for all promises."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from programs.models import ChildcarePlace, Course, SignUp

LIVE = {"entered", "waiting", "offered", "seated"}
COLUMNS = ["course_id", "person_id", "party_id", "by_id", "via", "status", "what", "why"]
COLUMNS += ["changed_by_id", "rank", "offer_until"]


def as_it_stands(row) -> tuple:
    """All of a sign-up, or of one version of it, that is told anybody."""
    return tuple(getattr(row, name) for name in COLUMNS)


def unit_of(row) -> int:
    """What stands in the queue as one: a party, or who comes alone."""
    return row.party_id or -row.pk


@dataclass(frozen=True)
class Look:
    """The courses, their sign-ups in the order of the queue, the children, at one moment."""

    courses: dict[int, Course]
    rows: dict[int, SignUp]
    children: dict[int, list[ChildcarePlace]]

    @classmethod
    def at(cls, courses: Iterable[int]) -> "Look":
        keys = list(courses)
        rows = SignUp.objects.filter(course__in=keys).with_places().in_order()
        children = defaultdict(list)
        for child in ChildcarePlace.objects.filter(sign_up__course__in=keys).order_by("pk"):
            children[child.sign_up_id].append(child)
        return cls(
            Course.objects.in_bulk(keys),
            {row.pk: row for row in rows},
            dict(sorted(children.items())),
        )

    def of(self, course: Course, *statuses: str) -> list[SignUp]:
        """The sign-ups of a course in one of these states (in any), in the order of the queue."""
        rows = (row for row in self.rows.values() if row.course_id == course.pk)
        return [row for row in rows if not statuses or row.status in statuses]

    def queue(self, course: Course) -> list[list[SignUp]]:
        """Who waits for a seat, in order, by what stands as one."""
        return [list(unit) for _, unit in groupby(self.of(course, "waiting"), key=unit_of)]

    def parents(self, course: Course) -> list[tuple[SignUp, list[ChildcarePlace]]]:
        """Who asked for childcare in a course, in the order of sign-up, with the children."""
        of_all = ((self.rows[pk], children) for pk, children in self.children.items())
        return [(row, children) for row, children in of_all if row.course_id == course.pk]

    def together(self, row: SignUp) -> list[SignUp]:
        """Those of its party that stand alike now; itself, where it came alone."""
        if row.party_id is None:
            return [row]
        party = [one for one in self.rows.values() if one.party_id == row.party_id]
        alike = (row.status, row.offer_until)
        return [one for one in party if (one.status, one.offer_until) == alike]

    def leave_with(self, row: SignUp, *, whole_party: bool = False) -> list[SignUp]:
        """Who leaves when this one does: all of the party, too, where too few would be left."""
        party = self.together(row)
        too_few = 0 < len(party) - 1 < self.courses[row.course_id].party_min
        return party if whole_party or too_few else [row]
