"""What became of every row, for the person who brought the file."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError

from .values import shortened

MOST_NAMED = 10


class Outcome(StrEnum):
    CREATED = "登録"
    UPDATED = "変更"
    UNCHANGED = "変更なし"
    REFUSED = "取り込めません"


@dataclass(frozen=True)
class Line:
    """The outcome of one row: why, or what changed."""

    line: int
    outcome: Outcome
    title: str
    detail: str = ""
    codes: tuple[str, ...] = ()

    def __str__(self) -> str:
        name = f"「{shortened(self.title)}」" if self.title else ""
        detail = f"　{self.detail}" if self.detail else ""
        return f"{self.line}行目：{self.outcome}{name}{detail}"


@dataclass
class Report:
    """All rows of a file, and which columns stay with the courses as they are.

    `named` are the courses the file speaks of, by source and number, those of refused rows too;
    `absent` are the titles of those to come that an earlier file spoke of and this one does not.
    """

    lines: list[Line] = field(default_factory=list)
    courses: Counter[Outcome] = field(default_factory=Counter)
    kept_columns: Counter[str] = field(default_factory=Counter)
    named: set[tuple[str, str]] = field(default_factory=set)
    absent: list[str] = field(default_factory=list)

    def refuse(self, line: int, title: str, refusal: ValidationError, *, column: str = "") -> None:
        """Note why a row was refused; `column` is named where the refusal names none."""
        reasons: list[str] = []
        codes: list[str] = []
        by_column = refusal.error_dict if hasattr(refusal, "error_dict") else {column: [refusal]}
        for name, errors in by_column.items():
            for error in errors:
                reasons += [f"{name}：{message}" if name else message for message in error.messages]
                codes.append(error.code or "")
        self.lines.append(Line(line, Outcome.REFUSED, title, " ".join(reasons), tuple(codes)))

    def note(self, outcome: Outcome, lines: list[int], title: str, detail: str) -> None:
        """Note one course and all its rows."""
        self.courses[outcome] += 1
        first, *further = lines
        self.lines.append(Line(first, outcome, title, detail))
        self.lines += [
            Line(line, outcome, title, f"{first}行目の講座の、ほかの回です。") for line in further
        ]

    def count(self, outcome: Outcome) -> int:
        """How many rows ended so."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def in_order(self) -> list[Line]:
        return sorted(self.lines, key=lambda line: line.line)

    @property
    def summary(self) -> str:
        rows = "、".join(f"{outcome} {self.count(outcome)}行" for outcome in Outcome)
        return f"合計 {len(self.lines)}行（講座 {self.courses.total()}件）：{rows}"

    @property
    def gone(self) -> str:
        """What may have been withdrawn, for staff to see to; empty where there is nothing."""
        if not self.absent:
            return ""
        named = "".join(f"「{shortened(title)}」" for title in self.absent[:MOST_NAMED])
        more = "など" if len(self.absent) > MOST_NAMED else ""
        return (
            f"前に取り込んだこれからの講座で、このファイルにないもの {len(self.absent)}件："
            f"{named}{more}　開かれないときは、管理画面で公開日時を空けてください。"
        )

    @property
    def kept(self) -> str:
        """The columns shown on the course's page as they are; empty where there are none."""
        named = "、".join(f"{name} {number}件" for name, number in self.kept_columns.most_common())
        return f"「そのほか」としてそのまま残した列：{named}" if named else ""
