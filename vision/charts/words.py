"""What a picture shows, as sentences and as the rows of a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.japan.calendar import fiscal_year_name

from ..numbers import Number, written

NOTHING = "—"


@dataclass(frozen=True)
class Row:
    """A year in the table beside the picture; `cells` as many as the chart has lines."""

    year: str
    cells: list[str]
    target: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Subject:
    """The figures a picture is of: each line's by year, what they aim at, and where they began."""

    figures: Mapping[str, Mapping[int, Number | None]]
    targets: Mapping[int, Number]
    baseline: tuple[int, Number] | None
    provisional: frozenset[int]
    unit: str
    decimals: int

    @property
    def years(self) -> list[int]:
        """Every year the picture reaches to."""
        of_lines = {year for one in self.figures.values() for year in one}
        return sorted(
            of_lines | set(self.targets) | ({self.baseline[0]} if self.baseline else set())
        )

    @property
    def numbers(self) -> list[float]:
        """Every number the picture has to hold."""
        shown = [value for name in self.figures for value in self.known(name).values()]
        aimed_at = [*self.targets.values(), *([self.baseline[1]] if self.baseline else [])]
        return [float(value) for value in [*shown, *aimed_at]]

    def known(self, name: str) -> dict[int, Number]:
        """The line's figures in the order of their years, without the years that have none."""
        return {y: value for y, value in sorted(self.figures[name].items()) if value is not None}

    def rows(self) -> list[Row]:
        first = []
        if self.baseline:
            year, value = self.baseline
            others = ["" for _ in list(self.figures)[1:]]
            cells = [text(value, self.decimals), *others]
            first = [Row(fiscal_year_name(year), cells, "", "基準値")]
        years = {year for one in self.figures.values() for year in one} | set(self.targets)
        return first + [self._row(year) for year in sorted(years)]

    def _row(self, year: int) -> Row:
        return Row(
            fiscal_year_name(year),
            [text(one.get(year), self.decimals) for one in self.figures.values()],
            text(self.targets[year], self.decimals) if year in self.targets else "",
            "速報" if year in self.provisional else "",
        )

    def summary(self) -> str:
        """From which figure to which, and what was aimed at."""
        said = []
        if self.baseline:
            said.append(f"基準値は{self._said(*self.baseline)}")
        for name in self.figures:
            known = list(self.known(name).items())
            ends = [known[0], known[-1]] if len(known) > 1 else known
            of = f"{name}は" if len(self.figures) > 1 else ""
            if ends:
                said.append(of + "、".join(self._said(*end) for end in ends))
        if self.targets:
            said.append(f"目標は{self._said(*max(self.targets.items()))}")
        return "。".join(said) + "。" if said else "数字はまだありません。"

    def _said(self, year: int, value: Number) -> str:
        return f"{year}年度が{text(value, self.decimals)}{self.unit}"


def text(value: Number | None, decimals: int) -> str:
    return NOTHING if value is None else written(value, decimals)
