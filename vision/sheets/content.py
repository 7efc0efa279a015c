"""What a progress sheet says, apart from the database: the same in a version, a form and a file.

Items and indicators are named 「plan/code」, so that a version kept for years still tells which
was meant, and a sheet may be loaded before the indicators it names.
"""

from dataclasses import asdict, dataclass, fields, replace

FIRST, LAST = 1, 4
MOST_STRANDS, MOST_BARS = 30, 20  # of a sheet, of a strand: what the form at the desk holds
WORDS = {"high": "高", "low": "低"}


@dataclass(frozen=True)
class Bar:
    """What is done, from which quarter to which."""

    name: str
    first: int
    last: int

    @property
    def span(self) -> int:
        return self.last - self.first + 1

    @property
    def when(self) -> str:
        """「第1〜第3四半期」"""
        if self.first == self.last:
            return f"第{self.first}四半期"
        return f"第{self.first}〜第{self.last}四半期"


@dataclass(frozen=True)
class Cell:
    """A field of a printed line of the grid: a bar, or nothing for so many quarters."""

    span: int
    bar: Bar | None = None


@dataclass(frozen=True)
class Strand:
    """One strand of the work (取組): its name, its words, and its bars."""

    name: str
    body: str = ""
    bars: tuple[Bar, ...] = ()

    @property
    def lines(self) -> list[list[Cell]]:
        """The bars laid out as in the form: side by side in one line where none overlap."""
        lanes: list[list[Bar]] = []
        for bar in self.bars:
            free = (lane for lane in lanes if lane[-1].last < bar.first)
            lane = next(free, None)
            if lane is None:
                lanes.append([bar])
            else:
                lane.append(bar)
        return [_cells(lane) for lane in lanes]

    def in_quarter(self, quarter: int) -> list[Bar]:
        return [bar for bar in self.bars if bar.first <= quarter <= bar.last]


def _cells(lane: list[Bar]) -> list[Cell]:
    cells, quarter = [], FIRST
    for bar in lane:
        cells += [Cell(1)] * (bar.first - quarter)
        cells.append(Cell(bar.span, bar))
        quarter = bar.last + 1
    return cells + [Cell(1)] * (LAST + 1 - quarter)


@dataclass(frozen=True)
class Content:
    """The whole of a sheet as it can be written; year, bureau, area and number stay fixed."""

    title: str
    field: str
    impact: str
    urgency: str
    challenge: str
    background: str = ""
    outcome: str = ""
    approach: str = ""
    progress: str = ""
    progress_as_of: str = ""
    result: str = ""
    next_year: str = ""
    goes_on: bool = True
    strands: tuple[Strand, ...] = ()
    items: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, kept: dict) -> "Content":
        known = {one.name for one in fields(cls)}
        told = {name: value for name, value in kept.items() if name in known}
        strands = (
            Strand(
                strand["name"],
                strand["body"],
                tuple(Bar(bar["name"], bar["first"], bar["last"]) for bar in strand["bars"]),
            )
            for strand in told.pop("strands", ())
        )
        items, indicators = told.pop("items", ()), told.pop("indicators", ())
        return cls(**told, strands=tuple(strands), items=tuple(items), indicators=tuple(indicators))

    def to_json(self) -> dict:
        return asdict(self)

    @property
    def texts(self) -> dict[str, str | bool]:
        """The values that are plain fields of the sheet."""
        apart = {"strands", "items", "indicators"}
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in apart}

    @property
    def impact_word(self) -> str:
        return WORDS[self.impact]

    @property
    def urgency_word(self) -> str:
        return WORDS[self.urgency]

    @property
    def missing(self) -> list[str]:
        """What a sheet needs before it is handed in and is not there yet, as the form calls it."""
        needed = {
            "課題の内容": self.challenge,
            "めざす成果": self.outcome,
            "取組と四半期の計画": any(strand.bars for strand in self.strands),
        }
        return [name for name, value in needed.items() if not value]

    def for_the_next_year(self) -> "Content":
        """What the next fiscal year begins with: the challenge and its strands, no plan yet.

        Quarters, progress and result belong to the year that is over.
        """
        return replace(
            self,
            strands=tuple(Strand(strand.name) for strand in self.strands),
            progress="",
            progress_as_of="",
            result="",
            next_year="",
            goes_on=True,
        )

    def serves(self, plan: str) -> bool:
        """Whether the sheet names an item of the plan of this address."""
        return any(name.startswith(f"{plan}/") for name in self.items)

    def in_quarter(self, quarter: int) -> list[Bar]:
        """All that is done in a quarter, each thing once."""
        return list(dict.fromkeys(bar for one in self.strands for bar in one.in_quarter(quarter)))
