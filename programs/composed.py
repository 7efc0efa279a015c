"""Statements put together once.

Django takes longer to put together the statement of a course's page than PostgreSQL to answer it,
and what differs from one reader to the next is a value or two.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.models.base import ModelState

Value = datetime | int | str


class Composed[Row: models.Model]:
    """A queryset asked again and again with other values in its conditions.

    Those it is made with only hold their places. It reads its model's own columns, all or those
    of `only`, and what was annotated; relations are not followed.
    """

    def __init__(self, rows: models.QuerySet[Row]) -> None:
        self._rows = rows
        self._model = rows.model

    def ask(self, *values: Value) -> list[Row]:
        """The rows for these values: one for each place, in the order the statement has them."""
        return ask_together((self, values))[0]

    def rows(self, answer: Iterable[tuple]) -> list[Row]:
        """What the database answered, made into rows."""
        rows = []
        for columns in answer:
            row = self._with(zip(self.names, columns, strict=True))
            for name, translate in self.translations:
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
    def sql(self) -> str:
        """The statement, with a place for each value."""
        return self._compiled[0]

    @cached_property
    def names(self) -> list[str]:
        """The fields and annotations it reads."""
        return [alias or column.target.attname for column, _, alias in self._compiled[1]]

    @cached_property
    def translations(self) -> list[tuple[str, Callable]]:
        """Fields that do not stand in the database as in Python, with what translates them."""
        fields = [column.target for column, _, alias in self._compiled[1] if alias is None]
        return [
            (field.attname, field.from_db_value)
            for field in fields
            if hasattr(field, "from_db_value")
        ]

    @cached_property
    def _compiled(self) -> tuple[str, list]:
        compiler = self._rows.query.get_compiler(connection=connection)
        sql, _ = compiler.as_sql()
        return sql, compiler.select


def ask_together(*asked: tuple[Composed[Any], Sequence[Value]]) -> list[list[Any]]:
    """The rows of each for its values: their statements go to the database in one message.

    Answers are counted from the end: where the history is to name who changes something, a
    statement that says so goes before ours.
    """
    sql = "; ".join(composed.sql for composed, _ in asked)
    answers = []
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _, values in asked for value in values])
        for place, (composed, _) in enumerate(asked, -len(asked)):
            cursor.set_result(place)
            answers.append(composed.rows(cursor.fetchall()))
    return answers
