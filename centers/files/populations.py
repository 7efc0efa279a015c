"""The table of who lives around each centre (校区の人口), in bands of five years: the section's.

Cities publish 住民基本台帳 figures in this form; docs/population-file.md tells how.
"""

from collections.abc import Iterator
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Center, DistrictPopulation
from portal.people.models import User

from .cells import Cells, own_centers
from .table import Outcome, Table, Written

CENTER, AS_OF = "市民センター", "時点"
BANDS: tuple[tuple[int, int | None], ...] = (
    *((first, first + 4) for first in range(0, 85, 5)),
    (85, None),
)
MOST = 1_000_000


def heading(band: tuple[int, int | None]) -> str:
    first, last = band
    return f"{first}歳以上" if last is None else f"{first}〜{last}歳"


COLUMNS = {heading(band): band for band in BANDS}


def rows(user: User) -> Iterator[list[object]]:
    own = Center.objects.editable_by(user)
    found = DistrictPopulation.objects.filter(center__in=own).select_related("center")
    ordered = found.order_by("center__ward__code", "center__kana", "center", "as_of", "from_age")
    for (center, as_of), bands in groupby(ordered, key=lambda one: (one.center, one.as_of)):
        counts = {(one.from_age, one.to_age): one.count for one in bands}
        yield [center.name, as_of, *(counts.get(band, 0) for band in BANDS)]


def write(cells: Cells, by: User) -> Written:
    """A row is known by its centre and day. Codes: empty, not_known, not_a_date, day_to_come,
    not_a_number, count_out_of_range, nobody."""
    own = cells.once("centers", lambda: own_centers(by))
    center, as_of = cells.one_of(CENTER, own, what="担当の市民センター"), cells.day(AS_OF)
    if as_of > timezone.localdate():
        raise ValidationError(
            f"「{AS_OF}」は、きょうか、前の日にしてください。", code="day_to_come"
        )
    told = {band: _count(cells, column) for column, band in COLUMNS.items()}
    if not any(told.values()):
        raise ValidationError("どの年齢も0人です。列を確かめてください。", code="nobody")
    known = DistrictPopulation.objects.filter(center=center, as_of=as_of)
    before = {(one.from_age, one.to_age): one.count for one in known}
    name = f"{center.name} {as_of}"
    if before == told:
        return Written(name, Outcome.SAME)
    known.delete()
    DistrictPopulation.objects.bulk_create(
        DistrictPopulation(center=center, as_of=as_of, from_age=first, to_age=last, count=count)
        for (first, last), count in told.items()
    )
    if not before:
        return Written(name, Outcome.NEW)
    differences = tuple(
        f"{heading(band)}：{before.get(band, 0):,}人→{count:,}人"
        for band, count in told.items()
        if before.get(band, 0) != count
    )
    return Written(name, Outcome.CHANGED, differences)


def _count(cells: Cells, column: str) -> int:
    count = cells.number(column)
    if count is None:
        raise ValidationError(
            f"「{column}」を書いてください。いなければ0と書きます。", code="empty"
        )
    if not 0 <= count <= MOST:
        raise ValidationError(
            f"「{column}」の人数は、0〜{MOST:,}で書いてください。", code="count_out_of_range"
        )
    return count


TABLE = Table(
    slug="populations",
    name="校区の人口",
    about="1行に1つの市民センターの、ある日の人口を、5歳ごとに書きます。"
    "市民センターと時点が同じ行は、その日の人口を書きかえます。",
    columns=(CENTER, AS_OF, *COLUMNS),
    rows=rows,
    write=write,
    for_section=True,
)
