"""The cells of one row as what they mean; each refusal names its column."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError

from centers.models import Center
from portal.japan import text
from portal.japan.days import read_day
from portal.japan.tables import Row
from portal.people.models import User
from portal.spreadsheets import unguarded

YES, NO = {"○", "〇", "◯", "はい", "有", "1"}, {"", "×", "いいえ", "無", "0"}


class Cells:
    """One row. Names are kept as they are written, width and all; numbers in any width are read."""

    def __init__(self, row: Row, kept: dict[str, Any] | None = None) -> None:
        self._cells = row.cells
        self._kept = {} if kept is None else kept

    def once[T](self, name: str, read: Callable[[], T]) -> T:
        """What is the same for all rows of a file, read for the first of them."""
        if name not in self._kept:
            self._kept[name] = read()
        found: T = self._kept[name]
        return found

    def text(self, column: str) -> str:
        return text.plain_spaces(unguarded(self._cells.get(column, "").strip()))

    def needed(self, column: str) -> str:
        """Code: empty."""
        if told := self.text(column):
            return told
        raise ValidationError(f"「{column}」を書いてください。", code="empty")

    def number(self, column: str) -> int | None:
        """A whole number; None for an empty cell. Code: not_a_number."""
        told = self._folded(column).replace(",", "")
        if not told:
            return None
        if not re.fullmatch(r"-?\d{1,9}", told):
            raise ValidationError(
                f"「{column}」の「{told}」は数ではありません。数字だけを書いてください。",
                code="not_a_number",
            )
        return int(told)

    def decimal(self, column: str) -> Decimal | None:
        """Code: not_a_number."""
        told = self._folded(column)
        try:
            return Decimal(told) if told else None
        except InvalidOperation as error:
            raise ValidationError(
                f"「{column}」の「{told}」は数ではありません。", code="not_a_number"
            ) from error

    def marked(self, column: str) -> bool:
        """○ or nothing. Code: odd_mark."""
        told = self._folded(column)
        if told in YES or told in NO:
            return told in YES
        raise ValidationError(
            f"「{column}」の「{told}」は読めません。あてはまれば「○」を書き、そうでなければ空けてください。",
            code="odd_mark",
        )

    def day(self, column: str) -> date:
        """Code: not_a_date."""
        told = self.text(column)
        if (found := read_day(told)) is not None:
            return found
        raise ValidationError(
            f"「{column}」の「{told}」という日はありません。「2026-12-05」のように書いてください。",
            code="not_a_date",
        )

    def listed(self, column: str) -> list[str]:
        """Several in one cell, with 「、」 between them; the comma in 1,200 parts nothing."""
        parts = re.split(r"[、，]|,(?![0-9]{3})", self.text(column))
        return [one.strip() for one in parts if one.strip()]

    def one_of[T](self, column: str, known: Mapping[str, T], *, what: str) -> T:
        """Found however wide it is typed, if that is sure. Code: not_known."""
        told = self.needed(column)
        if told in known:
            return known[told]
        folded = normalize("NFKC", told)
        alike = [one for name, one in known.items() if normalize("NFKC", name) == folded]
        if len(alike) == 1:
            return alike[0]
        raise ValidationError(
            f"「{column}」の「{told}」は、{what}にありません。書き方を確かめてください。",
            code="not_known",
        )

    def _folded(self, column: str) -> str:
        return normalize("NFKC", self.text(column))


def own_centers(user: User) -> dict[str, Center]:
    """The centres a file of `user` may speak of, by name."""
    return {center.name: center for center in Center.objects.editable_by(user)}
