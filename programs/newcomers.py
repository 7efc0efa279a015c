"""Who takes part for the first time in years: whether courses reach beyond those who know them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.expressions import ValueRange

from programs.measured import WHO_SIGNED_UP, courses_behind, dimensions
from programs.models import Attendance, SignUp
from vision.metrics import Dimension, Figure, FiscalYear, WholeCityMetric, share

YEARS = 3


def participations() -> QuerySet:
    """Sign-ups for held courses whose person came at least once."""
    came = Attendance.objects.filter(sign_up=OuterRef("pk"), state=Attendance.State.PRESENT)
    held = SignUp.objects.filter(course__published_at__isnull=False, course__cancelled_at=None)
    return held.filter(Exists(came))


class YearsBefore(ValueRange):
    """The window of the years before a row's own, which Django does not offer for PostgreSQL."""

    def window_frame_start_end(self, connection, start, end) -> Any:
        return f"{YEARS} PRECEDING", "1 PRECEDING"


@dataclass(frozen=True, kw_only=True)
class ShareOfNewcomers(WholeCityMetric):
    """Counted in one pass over everybody's participations, in the order of years.

    To ask of each of half a million participations whether there was an earlier one takes a
    minute; to let the database walk along each person's years takes a second.
    """

    def _ask(
        self, first: int, last: int, *, by: Dimension | None = None, within: Q | None = None
    ) -> Iterable[tuple[int, Mapping[str, Any], Figure]]:
        columns = by.columns() if by else {}
        walked, values = self._walked(first, last, columns).query.sql_with_params()
        names = ", ".join(["at_year", *columns])
        statement = (
            f"SELECT {names}, 100.0 * count(DISTINCT person_id) FILTER (WHERE lately = 0)"  # noqa: S608  our own names
            " / count(DISTINCT person_id), count(DISTINCT person_id), count(*)"
            f" FROM ({walked}) AS walked WHERE at_year >= %s GROUP BY {names}"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, first])
            for year, *named, value, people, rows in cursor.fetchall():
                row = dict(zip(columns, named, strict=True))
                yield year, row, self.figure(value, people, rows)

    def _walked(self, first: int, last: int, columns: Mapping[str, Any]) -> QuerySet:
        """Each participation, with how many the same person had in the years before its own."""
        year = FiscalYear(self.ends)
        return (
            self._lying_in(first - YEARS, last)
            .order_by()
            .values("person_id", at_year=year, **columns)
            .annotate(
                lately=Window(
                    Count("*"), partition_by=F("person_id"), order_by=year, frame=YearsBefore()
                )
            )
        )


def _new_people() -> Count:
    """How many of a course's people had not come before; only for the list behind the figure."""
    own = FiscalYear(OuterRef("course__ends_at"))
    earlier = (
        participations()
        .filter(person=OuterRef("person"))
        .annotate(in_year=FiscalYear("course__ends_at"))
        .filter(in_year__lt=own, in_year__gte=own - YEARS)
    )
    return Count("person", distinct=True, filter=~Exists(earlier))


SHARE_OF_NEWCOMERS = ShareOfNewcomers(
    key="newcomers",
    name="はじめての方の割合",
    unit="％",
    decimals=1,
    definition="その年度に終わった講座に1回でも出席した方のうち、その前の"
    f"{YEARS}つの年度に、どの講座にも出席していなかった方の割合です。"
    "何度参加しても1人と数えます。このサイトで記録を始める前の参加は分からないため、"
    f"始めてから{YEARS}年ほどは高めに出ます。",
    of=participations,
    ends="course__ends_at",
    value=share(_new_people(), Count("person", distinct=True), times=100),
    people=Count("person", distinct=True),
    among=WHO_SIGNED_UP,
    is_share_of_people=True,
    dimensions=dimensions("course__"),
    behind=courses_behind("course__"),
)
