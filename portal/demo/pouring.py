"""Writing many rows at once, with COPY."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import connection, models

# What these fields hold goes to the database as it is.
PLAIN = (
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.IntegerField,
    models.TextField,
    models.TimeField,
    DateTimeRangeField,
)


def pour(rows: Sequence[models.Model]) -> None:
    """Write unsaved rows of one model with COPY, give them their keys, dates kept as they stand.

    The database's triggers and constraints see every row; Django's `save` does not. Fetching the
    keys also tells the database which triggers to leave out, which COPY by itself would not.
    """
    if not rows:
        return
    meta: Any = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    alias = connection.alias
    for row, key in zip(rows, _new_keys(rows[0], len(rows)), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, alias
    values = [_stored(field) for field in fields]
    _copy(
        meta.db_table,
        [field.column for field in fields],
        ([value(row) for value in values] for row in rows),
    )


def link(through: Any, pairs: Iterable[tuple[models.Model, models.Model]]) -> None:
    """Write pairs of a many-to-many relation with COPY."""
    _, left, right = through._meta.concrete_fields
    _copy(
        through._meta.db_table,
        [left.column, right.column],
        ((one.pk, other.pk) for one, other in pairs),
    )


def _stored(field: Any) -> Callable[[models.Model], object]:
    """What reads a field's value from a row as the database takes it.

    Of a relation that is the key which its row has got meanwhile.
    """
    own = attrgetter(field.attname)
    if field.is_relation:
        name = field.cache_name

        def key(row: models.Model) -> object:
            known = row._state.fields_cache
            if name not in known:
                return own(row)
            related = known[name]
            return related.pk if related else None

        return key
    if isinstance(field, PLAIN):
        return own
    return lambda row: field.get_db_prep_save(own(row), connection)


def _new_keys(row: Any, number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [row._meta.db_table, row._meta.pk.column, number],
        )
        return [key for (key,) in cursor.fetchall()]


def _copy(table: str, columns: Iterable[str], rows: Iterable[Sequence[object]]) -> None:
    quote = connection.ops.quote_name
    statement = f"COPY {quote(table)} ({', '.join(map(quote, columns))}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
