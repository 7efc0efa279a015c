"""Relations between rows, checked for all rows together when everything is written.

Row by row, as they come, the database spends more on asking whether each row's others are there
than on writing it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
ORDER BY conrelid::regclass::text, conname
"""


@contextmanager
def checked_at_the_end() -> Iterator[None]:
    """Take the foreign keys away, and make them again as they were, which checks every row.

    Within a transaction: who else writes waits, and after an error nothing has changed.
    """
    settle()
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        keys = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    settle()
    with connection.cursor() as cursor:
        for table, name, rule in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")


def settle() -> None:
    """Check now what is still to be checked: until then no table can be changed."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
