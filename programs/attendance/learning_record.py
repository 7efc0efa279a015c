"""What the people of a household have learnt, year by year (学びの記録手帳)."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q
from django.db.models import Sum as Total
from django.utils import timezone

from portal.japan import calendar
from portal.people.models import Person, User
from portal.spreadsheets import plain
from programs.models import Completion, SignUp

COLUMNS = [
    "名前",
    "年度",
    "最後の日",
    "講座名",
    "会場",
    "出席した回",
    "開かれた回",
    "時間",
    "単位",
    "修了日",
    "修了証番号",
]


@dataclass
class Entry:
    """One course one person came to."""

    sign_up: SignUp
    last_day: date
    attended: int
    minutes: int
    completion: Completion | None

    @property
    def year(self) -> int:
        """The fiscal year it belongs to: that of the last session come to."""
        return calendar.fiscal_year(self.last_day)

    @property
    def hours(self) -> float:
        """Hours spent there, to the half hour."""
        return round(self.minutes / 30) / 2

    @property
    def units(self) -> int:
        return self.completion.units if self.completion else 0


@dataclass
class Sum:
    """Figures over some entries."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def courses(self) -> int:
        return len(self.entries)

    @property
    def finished(self) -> int:
        return sum(entry.completion is not None for entry in self.entries)

    @property
    def hours(self) -> float:
        return round(sum(entry.minutes for entry in self.entries) / 30) / 2

    @property
    def units(self) -> int:
        return sum(entry.units for entry in self.entries)


@dataclass
class Book(Sum):
    """The record of one person: all of it, and by fiscal year, the newest first."""

    person: Person | None = None

    @property
    def years(self) -> list[tuple[int, Sum]]:
        found: dict[int, Sum] = {}
        for entry in self.entries:
            found.setdefault(entry.year, Sum()).entries.append(entry)
        return sorted(found.items(), reverse=True)


def books_of(user: User) -> list[Book]:
    """One book for everybody of the household, oldest first, in two statements.

    A course stands in it once somebody was present at one of its sessions.
    """
    books = {person.pk: Book(person=person) for person in Person.objects.of(user)}
    for entry in _entries(SignUp.objects.filter(person__in=books)):
        books[entry.sign_up.person_id].entries.append(entry)
    return list(books.values())


def _entries(sign_ups) -> Iterator[Entry]:
    there = Q(attendances__state="present", attendances__session__cancelled_at=None)
    with_time = there & Q(attendances__session__all_day=False)
    length = ExpressionWrapper(
        F("attendances__session__ends_at") - F("attendances__session__starts_at"),
        output_field=DurationField(),
    )
    came = (
        sign_ups.select_related("course__center", "course__organizer", "completion")
        .annotate(
            times=Count("attendances", filter=there),
            spent=Total(length, filter=with_time),
            last=Max("attendances__session__starts_at", filter=there),
        )
        .filter(times__gt=0)
        .order_by("-last", "pk")
    )
    for sign_up in came:
        completion = getattr(sign_up, "completion", None)
        yield Entry(
            sign_up,
            timezone.localdate(sign_up.last),
            sign_up.times,
            round((sign_up.spent or timedelta()) / timedelta(minutes=1)),
            completion if completion and completion.is_valid else None,
        )


def as_rows(books: Iterable[Book]) -> Iterator[dict[str, object]]:
    """Every entry of every book, as an export gives it."""
    for book in books:
        for entry in book.entries:
            course, done = entry.sign_up.course, entry.completion
            values = [
                book.person.full_name if book.person else "",
                entry.year,
                entry.last_day.isoformat(),
                done.course_title if done else course.title,
                course.place_name,
                entry.attended,
                done.held if done else course.session_count,
                entry.hours,
                entry.units,
                done.completed_on.isoformat() if done else "",
                done.number if done else "",
            ]
            yield dict(zip(COLUMNS, values, strict=True))


def as_csv(books: Iterable[Book]) -> bytes:
    """The record as a file spreadsheets open: UTF-8 with BOM, CRLF, nothing taken for a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in as_rows(books):
        writer.writerow([plain(cell) for cell in row.values()])
    return "\ufeff".encode() + file.getvalue().encode()
