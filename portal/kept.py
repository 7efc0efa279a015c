"""Small tables kept in memory for a minute.

A city has seven wards, a hundred centres, a dozen categories: joining them to every page costs more
than all else it asks. A change shows on public pages after a minute at most.
"""

import time
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.db import models

SECONDS = 60


class Kept[Row: models.Model]:
    """All rows of one small table by key."""

    tables: ClassVar[list["Kept"]] = []

    def __init__(self, table: models.QuerySet[Row]) -> None:
        self._table = table
        self.forget()
        Kept.tables.append(self)

    def forget(self) -> None:
        """Read anew when next asked."""
        self._rows: dict[int, Row] = {}
        self._names: dict[str, str] | None = None
        self._read_at = float("-inf")

    def rows(self) -> dict[int, Row]:
        """The rows in their table's order, a minute old at most."""
        if time.monotonic() - self._read_at > SECONDS:
            self._rows = {row.pk: row for row in self._table.all()}
            self._names = None
            self._read_at = time.monotonic()
        return self._rows

    def get(self, pk: int | None) -> Row | None:
        """One row; one that is too new to be kept makes all be read again."""
        if pk is None:
            return None
        rows = self.rows()
        if pk not in rows:
            self.forget()
            rows = self.rows()
        return rows.get(pk)

    def names(self) -> Mapping[str, str]:
        """Names by slug in their table's order, of a table that has both.

        Put together once for all readers: a nation has 1,700 centres.
        """
        rows: dict[int, Any] = self.rows()
        if self._names is None:
            self._names = {row.slug: row.name for row in rows.values()}
        return self._names

    def among(self, keys: Collection[int]) -> list[Row]:
        """The rows of these keys in their table's order."""
        if not self.rows().keys() >= set(keys):
            self.forget()
        return [row for pk, row in self.rows().items() if pk in keys]


def forget_all() -> None:
    """Read every table anew when next asked."""
    for table in Kept.tables:
        table.forget()
