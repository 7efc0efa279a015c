"""The live figures the volunteers offer to the plan, each of one fiscal year.

Only confirmed records count. What those did whose rows are gone after the retention time stands in
`PastCount` and is added in the same statement, so that no year's figure changes by forgetting.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.urls import reverse

from centers.volunteers.models import ActivityLog, Match, PastCount, Training, TrainingRecord
from vision.metrics import Dimension, Figure, FiscalYear, Metric, Rows

WHO_WAS_ACTIVE = "volunteers"
DIMENSIONS = {
    "ward": Dimension("center__ward__slug", "center__ward__name", "center__ward__code"),
    "center": Dimension("center__slug", "center__name", "center__kana", group="center__ward__slug"),
    "role": Dimension("role__slug", "role__name", "role__order"),
}
OF_OPENING = {
    name: Dimension(
        f"shift__opening__{one.key}",
        f"shift__opening__{one.name}",
        f"shift__opening__{one.order}",
        group=f"shift__opening__{one.group}" if one.group else "",
    )
    for name, one in DIMENSIONS.items()
}


def _centers(center: str) -> Rows:
    """The centres at which it was, for staff to look at; nobody is named."""
    return Rows(
        key=f"{center}__slug",
        columns={"市民センター": f"{center}__name"},
        order=(f"{center}__kana", f"{center}__slug"),
        address=lambda slug: reverse("centers:center", args=[slug]),
        called="市民センター",
    )


YEAR_KEPT = Cast("fiscal_year", IntegerField())


@dataclass(frozen=True, kw_only=True)
class WithThePast(Metric):
    """A sum over what is there, and over what is kept of who was forgotten.

    That is `past` of the rows of `kept`, `past_people` of it people, in the year `past_year`.
    The rows of `of` lead there by `to_past`.
    """

    past: str
    past_people: str = "people"
    past_year: Any = YEAR_KEPT
    kept: Callable[[], QuerySet] = PastCount.objects.all
    to_past: str = "shift__opening__"

    def _ask(
        self, first: int, last: int, *, by: Dimension | None = None, within: Q | None = None
    ) -> Iterable[tuple[int, Mapping[str, Any], Figure]]:
        """One statement: the years as they are now, and the same of the past, added up by key."""
        now = (
            self._lying_in(first, last)
            .filter(within or Q())
            .order_by()
            .values(at_year=FiscalYear(self.ends), **(by.columns() if by else {}))
            .annotate(**self._sums())
        )
        then = (
            self.kept()
            .filter(self._of_the_past(within))
            .exclude(**{self.past: 0})
            .order_by()
            .values(at_year=self.past_year, **self._columns_of_the_past(by))
            .filter(at_year__range=(first, last))
            .annotate(
                sum_value=Sum(self.past),
                sum_people=Sum(self.past_people) if self.people is not None else Value(0),
                sum_rows=Count("pk"),
            )
        )
        sums: dict[tuple, dict[str, Any]] = {}
        for row in now.union(then, all=True).order_by():
            line = sums.setdefault((row["at_year"], row.get("by_key")), row | NOTHING)
            for name in NOTHING:
                line[name] += row[name] or 0
        for line in sums.values():
            yield line["at_year"], line, self.figure_of(line)

    def _of_the_past(self, within: Q | None) -> Q:
        """A condition on a centre or role, as the rows that are kept know them."""
        told = [child for child in within.children if isinstance(child, tuple)] if within else []
        return Q(*((path.replace(self.to_past, ""), value) for path, value in told))

    def _columns_of_the_past(self, by: Dimension | None) -> dict[str, Any]:
        if by is None:
            return {}
        named = {"by_key": by.key, "by_name": by.name, "by_order": by.order, "by_group": by.group}
        return {
            column: F(str(path).replace(self.to_past, "")) for column, path in named.items() if path
        }


NOTHING = {"sum_value": 0, "sum_people": 0, "sum_rows": 0}


def confirmed_logs() -> QuerySet:
    return ActivityLog.objects.confirmed()


METRICS = [
    WithThePast(
        key="volunteers",
        name="活動したボランティア",
        unit="人",
        definition="その年度に、活動先が確かめた活動が1回でもある方の人数です。"
        "2つの市民センターや役割で活動した方は、それぞれの数に入ります。登録をやめて保存期間が過ぎ、名前を"
        "消した方は、いちばん長く活動した市民センターと役割だけに入ります。",
        of=confirmed_logs,
        ends="day",
        value=Count("volunteer", distinct=True),
        people=Count("volunteer", distinct=True),
        past="people",
        among=WHO_WAS_ACTIVE,
        dimensions=DIMENSIONS,
        behind=_centers("center"),
    ),
    WithThePast(
        key="volunteer_times",
        name="ボランティアの活動の回数",
        unit="回",
        definition="その年度の、活動先が確かめた活動の、のべ回数です。",
        of=confirmed_logs,
        ends="day",
        value=Count("pk"),
        people=Count("volunteer", distinct=True),
        past="times",
        among=WHO_WAS_ACTIVE,
        dimensions=DIMENSIONS,
        behind=_centers("center"),
    ),
    WithThePast(
        key="volunteer_minutes",
        name="ボランティアの活動の時間",
        unit="分",
        definition="その年度の、活動先が確かめた活動の時間を、分で合わせた数です。",
        of=confirmed_logs,
        ends="day",
        value=Sum("minutes"),
        people=Count("volunteer", distinct=True),
        past="minutes",
        among=WHO_WAS_ACTIVE,
        dimensions=DIMENSIONS,
        behind=_centers("center"),
    ),
    WithThePast(
        key="coordinated",
        name="コーディネート件数",
        unit="件",
        definition="その年度に終わった活動のうち、職員やコーディネーターが声をかけて、参加が決まった"
        "件数です。1人が3回参加すると、3件と数えます。",
        of=Match.objects.coordinated,
        ends="shift__ends_at",
        value=Count("pk"),
        past="coordinated",
        dimensions=OF_OPENING,
        behind=_centers("shift__opening__center"),
    ),
    Metric(
        key="trainings",
        name="ボランティアの研修",
        unit="回",
        definition="その年度に終わった、役割につながる研修と講座の数です。",
        of=Training.objects.all,
        ends="held_on",
        value=Count("pk"),
        dimensions={"role": Dimension("roles__slug", "roles__name", "roles__order")},
        behind=Rows(
            key="pk",
            columns={"研修": "title", "主催": "organizer", "最後の日": "held_on"},
            order=("held_on", "pk"),
            address=lambda pk: reverse("volunteers_desk:training", args=[pk]),
            called="研修",
        ),
    ),
    WithThePast(
        key="trained",
        name="研修を修了した方",
        unit="人",
        definition="その年度に終わった、役割につながる研修と講座を修了した方の、のべ人数です。",
        of=TrainingRecord.objects.all,
        ends="training__held_on",
        value=Count("pk"),
        people=Count("person", distinct=True),
        past="forgotten",
        past_people="forgotten",
        past_year=FiscalYear("held_on"),
        kept=Training.objects.all,
        to_past="training__",
        dimensions={
            "role": Dimension(
                "training__roles__slug", "training__roles__name", "training__roles__order"
            )
        },
        behind=Rows(
            key="training_id",
            columns={"研修": "training__title", "最後の日": "training__held_on"},
            order=("training__held_on", "training_id"),
            address=lambda pk: reverse("volunteers_desk:training", args=[pk]),
            called="研修",
        ),
    ),
]
