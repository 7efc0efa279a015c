"""How much time requests take at each centre, month by month (業務量のカレンダー).

A request's hours are spread evenly over the days of its period; those that are drafts, merged,
replaced or stopped take none. The hours of requests to community groups are those of one group.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from centers.models import Center, CityRequest, RequestEffort

# 館長・職員2名の3名体制（令和7年度 総務市民局の局区X方針、課題B(1)）
STAFF = 3
MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
ZERO = Decimal(0)
TENTH = Decimal("0.1")


def tenths(hours: Decimal) -> Decimal:
    """Hours as they are shown: one decimal, halves up."""
    return hours.quantize(TENTH, ROUND_HALF_UP)


def months_of(year: int) -> list[date]:
    """The first days of a fiscal year's months, April first."""
    return [date(year + (month < 4), month, 1) for month in MONTHS]


def spread(first: date, last: date, hours: Decimal, year: int) -> list[Decimal | None]:
    """A request's hours in each month of the fiscal year; None where it does not run."""
    days = (last - first).days + 1
    found: list[Decimal | None] = []
    for begin in months_of(year):
        end = (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        shared = (min(last, end) - max(first, begin)).days + 1
        found.append(hours * shared / days if shared > 0 else None)
    return found


@dataclass
class Cell:
    """One month of one centre: hours, and how many requests run in it."""

    exact: Decimal = ZERO
    number: int = 0

    @property
    def hours(self) -> Decimal:
        return tenths(self.exact)


@dataclass
class Row:
    """The year of one centre, or of what goes to all of them."""

    center: Center = field(default_factory=Center)
    cells: list[Cell] = field(default_factory=lambda: [Cell() for _ in MONTHS])
    number: int = 0
    exact: Decimal = ZERO
    told: Decimal = ZERO  # hours it really took, where the centre's staff have told
    told_number: int = 0

    def add(self, hours: Decimal, months: Sequence[Decimal | None]) -> None:
        self.number += 1
        self.exact += hours
        for cell, share in zip(self.cells, months, strict=True):
            if share is not None:
                cell.exact += share
                cell.number += 1

    def of(self, center: Center) -> "Row":
        """The same for one centre, to be added to."""
        cells = [replace(cell) for cell in self.cells]
        return replace(self, center=center, cells=cells)

    @property
    def hours(self) -> Decimal:
        return tenths(self.exact)

    @property
    def per_person(self) -> Decimal:
        return tenths(self.exact / STAFF)

    @property
    def peak(self) -> Decimal:
        return max(cell.hours for cell in self.cells)


def rows_of(
    year: int, to: str, centers: Iterable[Center], *, besides: int | None = None
) -> list[Row]:
    """The year's load of each of `centers`; three statements, however many there are."""
    known = {center.pk: center for center in centers}
    asked = CityRequest.objects.of_year(year).filter(to=to).in_force().exclude(pk=besides)
    chosen: defaultdict[int, list[int]] = defaultdict(list)
    links = CityRequest.centers.through.objects.filter(
        center__in=known, cityrequest__in=asked.values("pk")
    )
    for request, center in links.values_list("cityrequest", "center"):
        chosen[request].append(center)
    for_all, for_some = Row(), []
    for one in asked.only("first_day", "last_day", "hours", "everywhere").order_by():
        months = spread(one.first_day, one.last_day, one.hours, year)
        if one.everywhere:
            for_all.add(one.hours, months)
        else:
            for_some.append((one, months))
    rows = {key: for_all.of(center) for key, center in known.items()}
    for one, months in for_some:
        for key in chosen[one.pk]:
            rows[key].add(one.hours, months)
    told = RequestEffort.objects.filter(request__in=asked.values("pk"), center__in=rows)
    for center, hours in told.values_list("center", "hours"):
        rows[center].told += hours
        rows[center].told_number += 1
    return list(rows.values())


def shade(hours: Decimal, most: Decimal) -> int:
    """Which of five shades a cell has, against the fullest cell of the table; the number leads."""
    return 0 if not hours or not most else min(4, int(hours * 4 / most) + (hours < most))


@dataclass(frozen=True)
class Outlook:
    """What is planned already in one month at the centres of a request, and what it would add."""

    month: date
    number: int
    average: Decimal
    busiest: Center
    most: Decimal
    added: Decimal

    @property
    def then(self) -> Decimal:
        """The fullest centre's hours with the request."""
        return self.most + self.added


def outlook(
    centers: Collection[Center],
    *,
    first: date,
    last: date,
    hours: Decimal,
    to: str,
    year: int,
    besides: int | None = None,
) -> list[Outlook]:
    """The load planned in the months of a request, at the centres it is addressed to."""
    rows = rows_of(year, to, centers, besides=besides)
    found = []
    for place, (month, share) in enumerate(
        zip(months_of(year), spread(first, last, hours, year), strict=True)
    ):
        if share is None or not rows:
            continue
        fullest = max(rows, key=lambda row: row.cells[place].exact)
        planned = sum((row.cells[place].exact for row in rows), ZERO)
        found.append(
            Outlook(
                month=month,
                number=max(row.cells[place].number for row in rows),
                average=tenths(planned / len(rows)),
                busiest=fullest.center,
                most=fullest.cells[place].hours,
                added=tenths(share),
            )
        )
    return found


def centers_of(request: CityRequest) -> list[Center]:
    """The centres a saved request is addressed to, by ward."""
    every = Center.objects.select_related("ward")
    return list(every if request.everywhere else every.filter(city_requests=request))
