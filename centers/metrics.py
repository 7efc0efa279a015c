"""The live figures the rooms offer to the plan, each of one fiscal year.

How much is used is counted by `centers.utilisation`; a use counts in the fiscal year it ends in.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.urls import reverse
from django.utils import timezone

from centers.models import Booking, Registration, Reservation, Use
from centers.utilisation.counting import Counted, Names, counted
from centers.utilisation.facts import Asked
from centers.utilisation.periods import Period
from vision.metrics import (
    CITY,
    Dimension,
    Figure,
    FiscalYear,
    Metric,
    Rows,
    Scope,
    WholeCityMetric,
    share,
)


def dimensions(center: str) -> dict[str, Dimension]:
    """By ward and by the centre at the end of the path `center`; a centre lies in its ward."""
    ward = f"{center}__ward"
    return {
        "ward": Dimension(f"{ward}__slug", f"{ward}__name", f"{ward}__code"),
        "center": Dimension(
            f"{center}__slug", f"{center}__name", f"{center}__kana", group=f"{ward}__slug"
        ),
    }


def rooms_behind(room: str) -> Rows:
    """The rooms at the end of the path `room`, for staff to look at."""
    return Rows(
        key=f"{room}_id",
        columns={"部屋": f"{room}__name", "市民センター": f"{room}__center__name"},
        order=(f"{room}__center__kana", f"{room}_id"),
        address=_of_room,
        called="部屋",
    )


def _of_room(pk: Any) -> str:
    return f"{reverse('rooms_desk:utilisation')}?room={pk}"


def _of_center(slug: Any) -> str:
    return f"{reverse('rooms_desk:utilisation')}?center={slug}"


def took_place(booking: str = "") -> Q:
    """The bookings at the end of the path `booking` of courses, and of reservations that were used.

    Time that staff kept for themselves is none. Few reservations come to nothing: to leave these
    out is quicker than to look at all the others.
    """
    came_to_nothing = Reservation.objects.exclude(status__in=Reservation.LIVE).filter(
        booking=OuterRef(f"{booking}pk")
    )
    is_block = Q(**{f"{booking}kind": Booking.Kind.BLOCK})
    return Q(~is_block, ~Exists(came_to_nothing), **{f"{booking}cancelled_at": None})


def live_uses() -> QuerySet:
    return Booking.objects.filter(took_place())


# ---------------------------------------------------------------- how much is used


@dataclass(frozen=True, kw_only=True)
class RoomUtilisation(WholeCityMetric):
    """A rate of slots, which are rows of no table: counted by a statement of their own."""

    paid: bool
    of: Callable[[], QuerySet] = live_uses
    ends: str = "period__endswith"
    value: Any = None

    def _ask(
        self, first: int, last: int, *, by: Dimension | None = None, within: Q | None = None
    ) -> Iterable[tuple[int, Mapping[str, Any], Figure]]:
        part: Names = ("year",) if by is None else ("year", PARTS[str(by.key)])
        columns = {} if by is None else _columns(by)
        for line in counted(Asked(of_years(first, last)), part)[part]:
            named = {column: line[name] for column, name in columns.items()}
            yield line["by_year"], named, self._figure(line.counted)

    def rows(self, year: int, scope: Scope = CITY) -> list[dict[str, Any]]:
        """The rooms of the city, of a ward or of a centre, each with its own rate."""
        self.refuse_scope(scope)
        key = {"ward": "room_ward_slug", "center": "room_center_slug"}.get(scope.dimension, "")
        part: Names = ("room",)
        return [
            {
                "row_key": line["by_room"],
                "row_0": line["room_name"],
                "row_1": line["room_center"],
                **self._summed(line.counted),
            }
            for line in counted(Asked(of_years(year, year)), part)[part]
            if not key or line[key] == scope.key
        ]

    def _figure(self, one: Counted) -> Figure:
        return self.figure_of(self._summed(one))

    def _summed(self, one: Counted) -> dict[str, Any]:
        part, of = (one.paid, one.payable) if self.paid else (one.used, one.open)
        rate = Decimal(100 * part) / of if of else None
        return {"sum_value": rate, "sum_people": 0, "sum_rows": of}


def _columns(by: Dimension) -> dict[str, str]:
    """Which column of the facts tells what of a cell."""
    named = {"by_key": str(by.key), "by_name": by.name, "by_order": by.order, "by_group": by.group}
    return {column: name for column, name in named.items() if name}


def of_years(first: int, last: int) -> Period:
    """Whole fiscal years, until yesterday."""
    return Period(Period.of_year(first).first, Period.of_year(last).last)


# By the names `centers.utilisation.counting` gives the columns of its parts.
PARTS = {"ward_slug": "ward", "center_slug": "center"}
OF_SLOTS = {
    "ward": Dimension("ward_slug", "ward_name", "ward_code"),
    "center": Dimension("center_slug", "center_name", "center_kana", group="ward_of_center"),
}


# ---------------------------------------------------------------- who uses them


def records_of_use() -> QuerySet:
    """What was written down when a room was given back."""
    return Use.objects.filter(took_place("booking__"))


def registrations() -> QuerySet:
    """Those approved, each with the moment its fiscal year begins."""
    begins = Func(
        F("fiscal_year"),
        *(Value(number) for number in (4, 1, 0, 0, 0)),
        Value(timezone.get_default_timezone_name()),
        function="make_timestamptz",
        output_field=DateTimeField(),
    )
    approved = Registration.objects.filter(status=Registration.Status.APPROVED)
    return approved.annotate(begins=begins)


YOUNG, MIDDLE, SENIOR = Sum("young"), Sum("middle"), Sum("senior")
EVERYBODY = YOUNG + MIDDLE + SENIOR
WHO_CAME = "room users"  # whose people these are
AGES = {"young": "29歳以下", "middle": "30〜59歳", "senior": "60歳以上"}


@dataclass(frozen=True, kw_only=True)
class RoomUsers(WholeCityMetric):
    """People who came; a record of use holds all its ages, so they become lines afterwards."""

    def _ask(
        self, first: int, last: int, *, by: Dimension | None = None, within: Q | None = None
    ) -> Iterable[tuple[int, Mapping[str, Any], Figure]]:
        if by is None or by.words is not AGES:
            yield from super()._ask(first, last, by=by, within=within)
            return
        of_year = (
            self._lying_in(first, last)
            .order_by()
            .values(at_year=FiscalYear(self.ends))
            .annotate(rows=Count("pk"), **{f"sum_{age}": Sum(age) for age in AGES})
        )
        for row in of_year:
            for age in AGES:
                number = row[f"sum_{age}"]
                yield row["at_year"], {"by_key": age}, self.figure(number, number, row["rows"])


METRICS = [
    RoomUtilisation(
        key="room_utilisation",
        name="部屋の稼働率（全体）",
        unit="％",
        decimals=1,
        definition="市民センターの部屋を借りられる区分（部屋ごと、日ごと、午前・午後・夜間などの"
        "時間帯ごとに1つ）のうち、講座や利用があった区分の割合です。休館の日と、職員が押さえた区分は"
        "入りません。取り消しと、予約したまま利用がなかったものは、使われなかったと数えます。",
        paid=False,
        dimensions=OF_SLOTS,
        behind=rooms_behind("room"),
    ),
    RoomUtilisation(
        key="room_utilisation_paid",
        name="部屋の稼働率（有償）",
        unit="％",
        decimals=1,
        definition="市民センターの部屋を借りられる区分のうち、使用料が決まっている区分だけを分母に、"
        "使用料を払う利用があった区分の割合です。講座と、使用料が全額免除になる利用は入りません。"
        "全体の稼働率とは分母がちがうので、全体より高くなることもあります。",
        paid=True,
        dimensions=OF_SLOTS,
        behind=rooms_behind("room"),
    ),
    Metric(
        key="room_uses",
        name="部屋が使われた回数",
        unit="回",
        definition="その年度に終わった、講座や団体・個人による部屋の利用の回数です。続けて使う時間帯は"
        "合わせて1回と数えます。取り消しと、予約したまま利用がなかったものは入りません。",
        of=live_uses,
        ends="period__endswith",
        value=Count("pk"),
        dimensions=dimensions("room__center"),
        behind=rooms_behind("room"),
    ),
    RoomUsers(
        key="room_users",
        name="部屋を使った方",
        unit="人",
        definition="その年度に部屋を使った方の、のべ人数です。利用が終わったときに記録した人数を"
        "合わせます。同じ方が2回使うと、2人と数えます。",
        of=records_of_use,
        ends="booking__period__endswith",
        value=EVERYBODY,
        people=EVERYBODY,
        among=WHO_CAME,
        dimensions=dimensions("booking__room__center")
        | {"age": Dimension(Value("age"), words=AGES, where=lambda age: Q(**{f"{age}__gt": 0}))},
        behind=rooms_behind("booking__room"),
    ),
    Metric(
        key="young_room_users",
        name="部屋を使った方のうち29歳以下の割合",
        unit="％",
        decimals=1,
        definition="その年度に部屋を使った方（のべ人数）のうち、29歳以下の方の割合です。"
        "利用が終わったときに記録した人数で計算します。",
        of=records_of_use,
        ends="booking__period__endswith",
        value=share(YOUNG, EVERYBODY, times=100),
        people=EVERYBODY,
        among=WHO_CAME,
        is_share_of_people=True,
        dimensions=dimensions("booking__room__center"),
        behind=rooms_behind("booking__room"),
    ),
    Metric(
        key="room_groups",
        name="部屋の利用登録をしている団体",
        unit="団体",
        definition="その年度の利用登録がある団体の数です。1人で登録した方も1団体と数えます。"
        "2つの種別に登録した団体は、1団体です。",
        of=registrations,
        ends="begins",
        value=Count("group", distinct=True),
        people=Count("group", distinct=True),
        dimensions=dimensions("group__center"),
        behind=Rows(
            key="group__center__slug",
            columns={"市民センター": "group__center__name"},
            order=("group__center__kana", "group__center__slug"),
            address=_of_center,
            called="市民センター",
        ),
    ),
]
