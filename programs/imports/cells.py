"""The cells of one row: what is said where, what has found its place, and what is wrong."""

from datetime import date

from django.core.exceptions import ValidationError

from portal.japan.tables import Row

from . import values
from .columns import plain_name


class Cells:
    """One row by column. Columns are given in order of preference, in their plain names.

    What has found no place is `left` and stays with the course, so that nothing gets lost.
    """

    def __init__(self, row: Row) -> None:
        self.line = row.line
        self.errors: dict[str, ValidationError] = {}
        self._headers: dict[str, str] = {}
        for header in row.cells:
            self._headers.setdefault(plain_name(header), header)
        self._texts = {
            header: text.replace("\r\n", "\n").replace("\r", "\n")
            for header, text in row.cells.items()
            if text
        }
        self._placed: set[str] = set()

    def text(self, *columns: str) -> str:
        """The content of the first of `columns` that holds something; empty where none does."""
        return self._texts.get(self.header(*columns), "")

    def header(self, *columns: str) -> str:
        """The first of `columns` that holds something, or else exists, as the file writes it."""
        headers = [self._headers[name] for name in columns if name in self._headers]
        filled = [header for header in headers if header in self._texts]
        return next(iter(filled or headers), columns[0])

    def place(self, *columns: str) -> str:
        """Like `text`; the content is taken care of."""
        self._placed.add(self.header(*columns))
        return self.text(*columns)

    def rewrite(self, column: str, text: str) -> None:
        self._texts[self.header(column)] = text
        if not text:
            del self._texts[self.header(column)]

    def refuse(self, columns: tuple[str, ...], reason: str, code: str) -> None:
        self.errors[self.header(*columns)] = ValidationError(reason, code=code)

    def day(self, columns: tuple[str, ...], *, optional: bool = False) -> date | None:
        """The date in `columns`; None where there is none or it was refused.

        Where it is `optional`, 「随時」 and the like are no date and nothing wrong; the word stays.
        """
        text = self.text(*columns)
        if not text or (optional and not values.is_given(text)):
            return None
        self.place(*columns)
        try:
            return values.day(text)
        except ValidationError as refusal:
            self.errors[self.header(*columns)] = refusal
        return None

    @property
    def contents(self) -> dict[str, str]:
        """All that holds something, by the file's own headers."""
        return dict(self._texts)

    @property
    def left(self) -> dict[str, str]:
        return {h: text for h, text in self._texts.items() if h not in self._placed}
