"""One indicator through its years, as its page tells it."""

from dataclasses import dataclass
from functools import cached_property

from portal.japan.calendar import fiscal_year_name

from ..charts import Chart, line_chart
from ..figures.reckoning import reckoning_of
from ..models import Indicator, PublishedFigure
from ..models.plan_item import STEP
from .publishing import aimed_at, definition_of
from .standings import Course, Standing, course_of


@dataclass(frozen=True)
class Correction:
    """A figure published anew: what holds now comes last, after what was published before."""

    year: int
    versions: list[Standing]

    @property
    def year_name(self) -> str:
        return fiscal_year_name(self.year)


@dataclass(frozen=True)
class Change:
    """A published figure the records no longer bear out, and the explanation if there is one."""

    standing: Standing
    explanation: str


@dataclass(frozen=True)
class History:
    """What the indicator is, how it went, and what was put right afterwards."""

    course: Course
    published: list[PublishedFigure]

    @property
    def indicator(self) -> Indicator:
        return self.course.indicator

    @property
    def tone(self) -> str:
        """The class of the colour of the policy it belongs to, where that has one."""
        return f"tone-{self.indicator.item.path[:STEP]}" if self.indicator.item else ""

    @property
    def definition(self) -> str:
        """In words what is counted; empty where the name says it all."""
        said = definition_of(self.indicator)
        return "" if said == self.indicator.name else said

    @property
    def former_definitions(self) -> list[tuple[str, list[int]]]:
        """What was counted when it was published, where that is said otherwise now."""
        holding = {standing.figure.pk for standing in self.standings if standing.figure}
        former: dict[str, list[int]] = {}
        for figure in self.published:
            if figure.pk in holding and figure.definition != definition_of(self.indicator):
                former.setdefault(figure.definition, []).append(figure.year)
        return list(former.items())

    @property
    def aims(self) -> list[tuple[int | None, str]]:
        """Each year's target, or the direction."""
        indicator = self.indicator
        targets = sorted(indicator.targets.all(), key=lambda target: target.year)
        if targets:
            return [(target.year, aimed_at(indicator, target.value)) for target in targets]
        return [(None, aimed_at(indicator, None))] if indicator.direction else []

    @property
    def baseline_text(self) -> str:
        return self.indicator.show(self.indicator.baseline)

    @property
    def reckoning(self) -> list[str]:
        return reckoning_of(self.indicator)

    @property
    def standings(self) -> list[Standing]:
        """The newest first."""
        return list(reversed(self.course.standings.values()))

    @cached_property
    def chart(self) -> Chart:
        indicator = self.indicator
        baseline = None
        if indicator.baseline is not None and indicator.baseline_year is not None:
            baseline = (indicator.baseline_year, indicator.baseline)
        targets = {target.year: target.value for target in indicator.targets.all()}
        return line_chart(
            list(self.course.values),
            list(self.course.values.values()),
            unit=indicator.unit,
            decimals=self.course.decimals,
            target=targets or None,
            label=indicator.name,
            baseline=baseline,
            provisional=self.course.provisional,
        )

    @property
    def corrections(self) -> list[Correction]:
        years = [one.year for one in self.standings if one.is_corrected]
        return [
            Correction(y, [self._as_it_stood(one) for one in self.published if one.year == y])
            for y in years
        ]

    def _as_it_stood(self, figure: PublishedFigure) -> Standing:
        aimed = figure.aimed_at
        return Standing(self.indicator, figure.year, figure.value, aimed, figure.unit, figure)

    @property
    def changes(self) -> list[Change]:
        changed = [one for one in self.standings if one.has_changed]
        return [Change(one, self._explanation_of(one)) for one in changed]

    def _explanation_of(self, standing: Standing) -> str:
        """The newest explanation of what the records say now."""
        if standing.figure is None:
            return ""
        figure = next(one for one in self.published if one.pk == standing.figure.pk)
        now = (standing.figure.recorded, standing.figure.recorded_not_begun)
        fitting = [one.explanation for one in figure.differences.all() if one.explains(*now)]
        return fitting[-1] if fitting else ""


def history_of(indicator: Indicator) -> History:
    published = indicator.published.order_by("year", "version").prefetch_related("differences")
    return History(course_of(indicator), list(published))
