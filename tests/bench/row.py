"""One line of the table."""

from dataclasses import dataclass, field
from statistics import median


@dataclass
class Row:
    """`what` measured against `against`; `wanted` is a least ratio, or a most with `at_most`."""

    what: str
    against: str
    ratios: list[float] = field(default_factory=list)
    wanted: float | None = None
    at_most: bool = False
    statements: str = ""
    unit: str = ""

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def is_met(self) -> bool:
        if self.wanted is None:
            return True
        return self.ratio <= self.wanted if self.at_most else self.ratio >= self.wanted

    def as_line(self) -> str:
        sign = "≤" if self.at_most else "≥"
        wanted = (
            f"{sign} {self.wanted:g}{'' if self.is_met else ' **missed**'}" if self.wanted else ""
        )
        spread = f"{min(self.ratios):.3g}–{max(self.ratios):.3g}" if len(self.ratios) > 1 else ""
        return (
            f"| {self.what} | {self.against} | {self.ratio:.3g}{self.unit} | {spread} | {wanted} "
            f"| {self.statements} |"
        )
