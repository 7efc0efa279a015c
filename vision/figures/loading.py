"""Bringing a plan's indicators to what a file says: all of it or nothing.

Published figures are never written over: a measurement that differs from what was published is
loaded and told, and the pages show the difference.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from portal.people.models import User

from ..metrics import Scope, metric
from ..models import Indicator, Measurement, Plan, PublishedFigure, Target
from ..models.indicator import PER_CENT
from ..plans.file import problem_at
from ..sheets.loading import tie_to_plan
from .file import (
    CODE,
    FIELDS,
    ITEM,
    LIMIT,
    PLAN,
    TARGET,
    VALUE,
    Table,
    ToldFigure,
    ToldIndicator,
    read_indicators,
)

COLUMN_OF = {name: column for column, name in FIELDS.items()} | {"item": ITEM, "code": CODE}
HIGHEST_SHARE = Decimal(100)


@dataclass
class Report:
    """What a load did to indicators, targets and figures.

    `left_alone` counts the plan's indicators that the file does not name, and `differing` tells
    which figures are now something else than what was published.
    """

    plan: Plan
    indicators: Counter = field(default_factory=Counter)
    targets: Counter = field(default_factory=Counter)
    figures: Counter = field(default_factory=Counter)
    left_alone: int = 0
    differing: list[str] = field(default_factory=list)

    @property
    def changed_nothing(self) -> bool:
        counters = (self.indicators, self.targets, self.figures)
        return not any(
            number for counter in counters for kind, number in counter.items() if kind != "same"
        )

    def summary(self) -> str:
        """In one line what was done."""
        if self.changed_nothing:
            return f"{self.plan.name}：変更なし（指標 {self.indicators['same']}）"
        kinds = (("追加", "created"), ("変更", "updated"), ("変更なし", "same"))
        parts = [
            f"{noun}の" + "、".join(f"{word} {counter[kind]}" for word, kind in kinds)
            for noun, counter in (
                ("指標", self.indicators),
                ("目標値", self.targets),
                ("実績値", self.figures),
            )
        ]
        if self.targets["removed"]:
            parts.append(f"目標値の削除 {self.targets['removed']}")
        if self.left_alone:
            parts.append(f"ファイルにない指標 {self.left_alone}（そのまま）")
        return f"{self.plan.name}：{'／'.join(parts)}"


def load_indicators(path: Path, *, by: User | None = None) -> Report:
    """Make the indicators what the file says, recognised by plan and number (番号).

    Indicators and figures that the file does not name stay as they are. Raises ValidationError
    with everything that is wrong, each with its line, column and reason.
    """
    table = read_indicators(path)
    with transaction.atomic():
        report = _Loading(table, by).report()
    if report.indicators["created"]:
        tie_to_plan(report.plan)
    return report


class _Loading:
    def __init__(self, table: Table, by: User | None) -> None:
        self.table, self.by = table, by
        self.problems = list(table.problems)
        self.complained_of = {_place_of(one) for one in table.problems}
        first = table.indicators[0].row.line
        plan = Plan.objects.select_for_update().filter(slug=table.plan_slug).first()
        if plan is None:
            unknown = problem_at(
                first,
                PLAN,
                "unknown_plan",
                f"計画「{table.plan_slug}」はまだ読み込まれていません。"
                "先に計画のファイルを読み込むか、番号を直してください。",
            )
            is_named = (first, PLAN) not in self.complained_of
            raise ValidationError([*([unknown] if is_named else []), *self.problems])
        self.plan = plan
        self.items = {item.code: item for item in plan.items.all()}
        # In the order in which the publishing locks them.
        locked = Indicator.objects.filter(plan=plan).order_by("pk").select_for_update()
        self.is_reordered = False
        self.existing = {one.code: one for one in locked.with_years()}
        self.done = Report(plan)

    def report(self) -> Report:
        told = [one.code for one in self.table.indicators]
        before = sorted(self.existing.values(), key=lambda one: (one.order, one.pk))
        self.done.left_alone = len(self.existing.keys() - set(told))
        # A file that names them all also says in which order; else what is new comes last.
        self.is_reordered = not self.done.left_alone and told != [one.code for one in before]
        first = 0 if self.is_reordered or not before else before[-1].order + 1
        for place, one in enumerate(self.table.indicators):
            self.settle(one, first + place)
        if self.problems:
            raise ValidationError(sorted(self.problems, key=lambda one: _place_of(one)[0]))
        self.done.differing = [
            f"{figure.name}（{figure.year}年度）：公表 {figure.text_in_full}、"
            f"いま {figure.recorded_text}"
            for figure in PublishedFigure.objects.filter(indicator__plan=self.plan)
            .differing()
            .select_related("indicator")
        ]
        return self.done

    # ------------------------------------------------------------ one indicator

    def settle(self, told: ToldIndicator, place: int) -> None:
        """Write a row; once anything is wrong in the file, only look at it."""
        now = self.existing.get(told.code)
        indicator = now or Indicator(plan=self.plan, code=told.code)
        values = self.values(told, indicator, place)
        changed = now is None or any(getattr(now, name) != v for name, v in values.items())
        for name, value in values.items():
            setattr(indicator, name, value)
        try:
            indicator.full_clean(validate_unique=False, exclude=["plan"])
        except ValidationError as refusal:
            self.keep(told, refusal)
        self.refuse_unknown_metric(told, indicator)
        if changed and not self.problems:
            indicator.save()
        self.done.indicators["created" if now is None else "updated" if changed else "same"] += 1
        self.settle_targets(told, indicator)
        for year, figure in told.figures.items():
            self.settle_figure(told, indicator, year, figure)
        if now is not None:
            self.refuse_what_no_longer_fits(told, indicator)

    def refuse_what_no_longer_fits(self, told: ToldIndicator, indicator: Indicator) -> None:
        """Refuse a new baseline's year or limit that targets or figures not in the file break."""
        for target in self.of_years(indicator, "targets"):
            if target.year not in told.targets:
                since = indicator.baseline_year
                is_late = since is not None and target.year < since
                target.indicator = indicator
                self.is_sound(told, COLUMN_OF["baseline_year" if is_late else "highest"], target)
        for found in self.of_years(indicator, "measurements"):
            if found.year not in told.figures:
                self.refuse_beyond(told, COLUMN_OF["highest"], indicator, found)

    def refuse_beyond(
        self, told: ToldIndicator, column: str, indicator: Indicator, found: Measurement
    ) -> None:
        try:
            indicator.refuse_value(found.value)
        except ValidationError as refusal:
            self.keep(told, refusal, column)

    def values(self, told: ToldIndicator, indicator: Indicator, place: int) -> dict[str, Any]:
        """The fields the file names, and those that follow from them."""
        values = dict(told.fields)
        is_new = indicator.pk is None
        if is_new or self.is_reordered:
            values["order"] = place
        if "highest" not in values and (is_new or LIMIT in told.row.cells):
            unit = values.get("unit", indicator.unit)
            values["highest"] = HIGHEST_SHARE if unit in PER_CENT else None
        if (told.row.line, LIMIT) in self.complained_of:
            values["highest"] = None  # what cannot be read limits nothing yet
        if told.item_code is not None:
            values["item"] = self.items.get(told.item_code)
            if told.item_code and values["item"] is None:
                self.refuse(
                    told,
                    ITEM,
                    "unknown_item",
                    f"「{self.plan.name}」に、番号「{told.item_code}」の項目はありません。",
                )
        return values

    def refuse_unknown_metric(self, told: ToldIndicator, indicator: Indicator) -> None:
        """Refuse a metric that nobody offers, and a part of the city it cannot tell."""
        if not indicator.metric:
            return
        found, scope = metric(indicator.metric), Scope.parse(indicator.scope)
        if found is None:
            self.refuse(
                told,
                COLUMN_OF["metric"],
                "unknown_metric",
                f"「{indicator.metric}」という数値はありません。",
            )
        elif scope.dimension and scope.dimension not in found.dimensions:
            self.refuse(
                told,
                COLUMN_OF["scope"],
                "no_such_scope",
                f"「{found.name}」は、「{indicator.scope}」では数えられません。",
            )

    # ------------------------------------------------------------ targets and figures

    def settle_targets(self, told: ToldIndicator, indicator: Indicator) -> None:
        existing = {target.year: target for target in self.of_years(indicator, "targets")}
        for year, value in told.targets.items():
            now = existing.get(year)
            if value is None:
                if now is not None and not self.problems:
                    now.delete()
                    self.done.targets["removed"] += 1
                continue
            target = now or Target(year=year)
            target.indicator = indicator
            change = "same" if now and now.value == value else "updated" if now else "created"
            target.value = value
            if self.is_sound(told, f"{TARGET}{year}", target):
                self.done.targets[change] += 1
                if change != "same" and not self.problems:
                    target.save()

    def settle_figure(
        self, told: ToldIndicator, indicator: Indicator, year: int, figure: ToldFigure
    ) -> None:
        existing = {one.year: one for one in self.of_years(indicator, "measurements")}
        now = existing.get(year)
        if figure.is_empty:
            return
        if indicator.is_live:
            if now is None or now.value != figure.value:
                self.refuse(
                    told,
                    f"{VALUE}{year}",
                    "counted_by_portal",
                    "この指標はポータルの記録から計算します。空けてください。",
                )
            return
        written = now or Measurement(indicator=indicator, year=year)
        written.indicator = indicator
        values = _values(figure, written, indicator)
        if now and all(getattr(now, name) == value for name, value in values.items()):
            self.done.figures["same"] += 1
            self.refuse_beyond(told, f"{VALUE}{year}", indicator, written)
            return
        for name, value in values.items():
            setattr(written, name, value)
        written.origin, written.by = Measurement.Origin.FILE, self.by
        sources = {(told.row.line, name) for name in ("出典", f"出典{year}")}
        if not written.source and not sources & self.complained_of:
            self.refuse(
                told, f"出典{year}", "no_source", "数字の出典を書いてください（「出典」の列でも）。"
            )
        elif self.is_sound(told, f"{VALUE}{year}", written):
            if not self.problems:
                written.save()
            self.done.figures["updated" if now else "created"] += 1

    def of_years(self, indicator: Indicator, kind: str) -> list:
        return list(getattr(indicator, kind).all()) if indicator.code in self.existing else []

    # ------------------------------------------------------------ refusals

    def is_sound(self, told: ToldIndicator, column: str, row: Target | Measurement) -> bool:
        try:
            row.full_clean(validate_unique=False, validate_constraints=False, exclude=["indicator"])
        except ValidationError as refusal:
            self.keep(told, refusal, column)
            return False
        return True

    def refuse(self, told: ToldIndicator, column: str, code: str, reason: str) -> None:
        self.problems.append(problem_at(told.row.line, column, code, reason))

    def keep(self, told: ToldIndicator, refusal: ValidationError, column: str = "") -> None:
        """Keep what a model refused, at the column its field stands in."""
        for name, errors in refusal.error_dict.items():
            place = column or COLUMN_OF.get(name, COLUMN_OF["baseline"])
            if self.follows_from_another(told, name, place):
                continue
            for error in errors:
                self.refuse(told, place, error.code or "", " ".join(error.messages))

    def follows_from_another(self, told: ToldIndicator, name: str, column: str) -> bool:
        """Whether a row is only wrong for want of a cell that is complained of already."""
        line = told.row.line
        wrong = {COLUMN_OF["baseline"], COLUMN_OF["baseline_year"]}
        return (line, column) in self.complained_of or (
            name == NON_FIELD_ERRORS
            and any((line, column) in self.complained_of for column in wrong)
        )


def _place_of(problem: ValidationError) -> tuple[int, str]:
    """The line and the column a problem is told at."""
    params = problem.params or {}
    return params["line"], params["column"]


def _values(figure: ToldFigure, now: Measurement, indicator: Indicator) -> dict[str, Any]:
    """What a figure is to be: words the file does not name stay, a missing source is the row's."""
    values: dict[str, Any] = {"value": figure.value, "not_begun": figure.not_begun}
    values |= {name: getattr(now, name) for name in ("as_of", "source", "note")} | figure.details
    values["source"] = values["source"] or indicator.source
    if figure.answers is not None:
        values["counted"] = {**now.counted, "n": figure.answers}
    return values
