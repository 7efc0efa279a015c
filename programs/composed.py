"""Statements put together once.

Django takes longer to put together the statement of a course's page than PostgreSQL to answer it,
and what differs from one reader to the next is a value or two.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from django.db import connection, models


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
        sql, names, annotated, translations = self._composed
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            answer = cursor.fetchall()
        rows = []
        for columns in answer:
            own = list(columns[: len(names)])
            for i, translate in translations:
                own[i] = translate(own[i], None, connection)
            row = self._model.from_db(connection.alias, names, own)
            for name, value in zip(annotated, columns[len(names) :], strict=True):
                setattr(row, name, value)
            rows.append(row)
        return rows

    @cached_property
    def _composed(self) -> tuple[str, list[str], list[str], list[tuple[int, Callable]]]:
        """The statement, the fields and the annotations it reads, and the fields to translate."""
        compiler = self._rows.query.get_compiler(connection=connection)
        sql, _ = compiler.as_sql()
        fields = [column.target for column, _, alias in compiler.select if alias is None]
        annotated = [alias for _, _, alias in compiler.select if alias is not None]
        reads = [getattr(field, "from_db_value", None) for field in fields]
        translations = [(i, read) for i, read in enumerate(reads) if read]
        return sql, [field.attname for field in fields], annotated, translations
