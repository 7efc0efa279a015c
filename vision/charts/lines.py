"""Lines over years: one figure with its target and baseline, or several of one unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .paths import SHAPES, Mark, Number, Values, as_points, mark, strokes
from .scale import CHARACTER, HEIGHT, WIDTH, Scale, Tick
from .words import Row, Subject, text

ROOM_FOR_WORDS = 24


@dataclass(frozen=True)
class Line:
    """Figures of one kind: unbroken from year to year, dotted over years without a figure."""

    name: str
    shape: str
    marks: list[Mark]
    runs: list[str]
    gaps: list[str]

    @property
    def key(self) -> Mark:
        """Its mark as the key beside the picture shows it."""
        return mark(self.shape, 14, 7)


@dataclass(frozen=True)
class Target:
    """What was aimed at: dashed, with its words at the end where there is more room."""

    points: str
    marks: list[Mark]
    label: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Chart:
    """A picture of lines, what it shows in words, and the same figures as rows of a table."""

    label: str
    unit: str
    summary: str
    rows: list[Row]
    lines: list[Line]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    scale: Scale
    target: Target | None = None
    baseline: Mark | None = None
    has_provisional: bool = False

    width, height = WIDTH, HEIGHT

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure to draw; the page then says so in words."""
        return not any(line.marks for line in self.lines)

    @property
    def has_several(self) -> bool:
        return len(self.lines) > 1

    @property
    def has_remarks(self) -> bool:
        return any(row.remark for row in self.rows)


def line_chart(
    years: Sequence[int],
    values: Values,
    *,
    unit: str,
    decimals: int,
    target: Number | Mapping[int, Number] | None = None,
    label: str = "",
    baseline: tuple[int, Number] | None = None,
    provisional: Sequence[int] = (),
) -> Chart:
    """One figure over its years, with what it aims at: one number, or one for some years.

    Years without a figure hold None. Those in `provisional` (速報) are drawn hollow.
    """
    return series_chart(
        years,
        {label: values},
        unit=unit,
        decimals=decimals,
        target=target,
        label=label,
        baseline=baseline,
        provisional=provisional,
    )


def series_chart(
    years: Sequence[int],
    series: Mapping[str, Values],
    *,
    unit: str,
    decimals: int,
    target: Number | Mapping[int, Number] | None = None,
    label: str = "",
    baseline: tuple[int, Number] | None = None,
    provisional: Sequence[int] = (),
) -> Chart:
    """Several figures of one unit over the same years, each with a shape of its own."""
    subject = Subject(
        figures={name: dict(zip(years, values, strict=True)) for name, values in series.items()},
        targets=_by_year(target, years),
        baseline=baseline,
        provisional=frozenset(provisional),
        unit=unit,
        decimals=decimals,
    )
    scale = Scale(subject.years, subject.numbers)
    return Chart(
        label=label,
        unit=unit,
        summary=subject.summary(),
        rows=subject.rows(),
        lines=[
            _line(subject, name, SHAPES[at % len(SHAPES)], scale)
            for at, name in enumerate(subject.figures)
        ],
        x_ticks=scale.year_ticks(),
        y_ticks=scale.value_ticks(),
        scale=scale,
        target=_target(subject, scale, marked=isinstance(target, Mapping)),
        baseline=_baseline(subject, scale),
        has_provisional=bool(subject.provisional),
    )


def _line(subject: Subject, name: str, shape: str, scale: Scale) -> Line:
    figures = subject.known(name)
    places = {year: (scale.x(year), scale.y(value)) for year, value in figures.items()}
    words = {year: text(value, subject.decimals) for year, value in figures.items()}
    shown = set() if len(subject.figures) > 1 else _with_room(words, scale)
    runs, gaps = strokes(places, subject.provisional)
    marks = [
        mark(
            shape,
            *place,
            kind="provisional" if year in subject.provisional else "",
            label=words[year] if year in shown else "",
            label_below=_is_just_under(subject.targets.get(year), place[1], scale),
        )
        for year, place in places.items()
    ]
    return Line(name, shape, marks, runs, gaps)


def _baseline(subject: Subject, scale: Scale) -> Mark | None:
    if subject.baseline is None:
        return None
    year, value = subject.baseline
    label = f"{text(value, subject.decimals)}{subject.unit}（{year}年度）"
    return mark("diamond", scale.x(year), scale.y(value), label=label)


def _is_just_under(target: Number | None, y: float, scale: Scale) -> bool:
    """Whether the words above this mark would run into the target's line or its words."""
    return target is not None and 0 < y - scale.y(target) < ROOM_FOR_WORDS


def _with_room(words: Mapping[int, str], scale: Scale) -> set[int]:
    """Years whose figure is written: all if none touches the next, else the first and the last."""
    widest = max((len(word) for word in words.values()), default=0) * CHARACTER
    if all(scale.x(after) - scale.x(year) > widest + 2 for year, after in pairwise(words)):
        return set(words)
    return {min(words), max(words)}


def _by_year(
    target: Number | Mapping[int, Number] | None, years: Sequence[int]
) -> dict[int, Number]:
    if target is None:
        return {}
    if isinstance(target, Mapping):
        return dict(sorted(target.items()))
    return dict.fromkeys(years, target)


def _target(subject: Subject, scale: Scale, *, marked: bool) -> Target | None:
    if not subject.targets:
        return None
    places = [(scale.x(year), scale.y(value)) for year, value in subject.targets.items()]
    is_level = len(set(subject.targets.values())) == 1
    level = [(scale.left, places[0][1]), (scale.right, places[0][1])]
    points = level if is_level else places
    at_left = is_level and _is_nearer_at_the_end(subject, scale, places[0][1])
    x, y = points[0] if at_left else points[-1]
    last = text(list(subject.targets.values())[-1], subject.decimals)
    return Target(
        points=as_points(points),
        marks=[mark("triangle", *place, size=3.5) for place in places] if marked else [],
        label=f"目標 {last}{subject.unit}",
        x=x + 3 if at_left else scale.right,
        y=round(y - 6, 1),
        anchor="start" if at_left else "end",
    )


def _is_nearer_at_the_end(subject: Subject, scale: Scale, target_y: float) -> bool:
    """Whether the figures come nearer to the target's line at the right, where its words stand."""
    figures = [value for name in subject.figures for value in subject.known(name).values()]
    if not figures:
        return False
    first, last = scale.y(figures[0]), scale.y(figures[-1])
    return abs(last - target_y) < abs(first - target_y)
