"""Statements put together once.

Django takes longer to put together the statement of a course's page than PostgreSQL to answer it,
and what differs from one reader to the next is a value or two.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.models.base import ModelState


class Composed[Row: models.Model]:
    """A queryset asked again and again with other values in its conditions.

    It reads its model's own columns, all or those of `only`, and what was annotated; relations
    are not followed.
    """

    def __init__(self, rows: models.QuerySet[Row]) -> None:
        self._rows = rows
        self._model = rows.model

    def ask(self, *values: datetime | int | str) -> list[Row]:
        """The rows for these values, one for each condition in the order they were said."""
        sql, names, translations = self._composed
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            answer = cursor.fetchall()
        rows = []
        for columns in answer:
            row = self._with(zip(names, columns, strict=True))
            for name, translate in translations:
                setattr(row, name, translate(getattr(row, name), None, connection))
            rows.append(row)
        return rows

    def _with(self, columns: Iterable[tuple[str, Any]]) -> Row:
        """A row as `from_db` makes it, of the columns that were read.

        `from_db` asks of every field of the model whether it was read and sends two signals, for
        which nobody here waits: of the time of a list of courses that was a tenth.
        """
        row = self._model.__new__(self._model)
        row._state = ModelState()
        row._state.adding, row._state.db = False, connection.alias
        row.__dict__.update(columns)
        return row

    @cached_property
    def _composed(self) -> tuple[str, list[str], list[tuple[str, Callable]]]:
        """The statement, the names of what it reads, and which of them to translate."""
        compiler = self._rows.query.get_compiler(connection=connection)
        sql, _ = compiler.as_sql()
        names = [alias or column.target.attname for column, _, alias in compiler.select]
        fields = [column.target for column, _, alias in compiler.select if alias is None]
        translations = [
            (field.attname, field.from_db_value)
            for field in fields
            if hasattr(field, "from_db_value")
        ]
        return sql, names, translations
