"""The database after a test that committed: without what the test left in it."""

from django.db import connection, transaction

MADE_BY_MIGRATING = {"django_content_type", "auth_permission"}


def empty_database() -> None:
    """Delete all rows but those that migrating makes, while triggers and foreign keys sleep.

    Django's `flush` truncates all tables, be they filled or not, and makes those rows anew: half a
    second after each of three hundred tests. Asks for a role that may silence triggers, as that of
    the embedded PostgreSQL may.
    """
    tables = set(
        connection.introspection.django_table_names(only_existing=True, include_views=False)
    )
    deletes = [f'DELETE FROM "{table}"' for table in sorted(tables - MADE_BY_MIGRATING)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("; ".join(deletes))
