"""The history of sign-ups (経過) as if the portal had kept it at the time."""

from collections.abc import Sequence
from datetime import datetime

from django.apps import apps
from django.db import connection, models

from portal.demo.city.made import Version
from portal.demo.pouring import pour
from programs.models import SignUp

COPIED = [field for field in SignUp._meta.concrete_fields if not field.generated]


def remember(versions: Sequence[Version]) -> None:
    """Keep the lines of histories that have more than one, as the triggers write them."""
    event_model = apps.get_model("programs", "SignUpEvent")
    events, seen = [], set()
    for version in versions:
        row = version.sign_up
        event = event_model(
            **{field.name: getattr(row, field.name) for field in COPIED},
            pgh_created_at=version.at,
            pgh_label="update" if row.pk in seen else "insert",
            pgh_obj=row,
        )
        event.status, event.what, event.changed_by = version.status, version.what, version.by
        event.why, event.offer_until = version.why, version.offer_until
        seen.add(row.pk)
        events.append(event)
    pour(events)


def remember_sign_ups() -> int:
    """Give every sign-up without a history its first line: how it was taken in."""
    return _copy(
        "insert", "s.created_at", "NOT EXISTS (SELECT FROM {events} e WHERE e.pgh_obj_id = s.id)"
    )


def remember_now(course_id: int, at: datetime) -> int:
    """Add to the history of all sign-ups of a course how they stand since `at`."""
    return _copy("update", "%s", "s.course_id = %s AND s.rank IS NOT NULL", at, course_id)


def _copy(label: str, moment: str, where: str, *values: int | datetime) -> int:
    event_model = apps.get_model("programs", "SignUpEvent")
    events, sign_ups = event_model._meta.db_table, SignUp._meta.db_table
    columns = [field.column for field in COPIED]
    named, taken = (", ".join(f'{table}"{c}"' for c in columns) for table in ("", "s."))
    statement = (
        f"INSERT INTO {events} ({named}, pgh_created_at, pgh_label, pgh_obj_id)"  # noqa: S608  our own names
        f" SELECT {taken}, {moment}, '{label}', s.id FROM {sign_ups} s"
        f" WHERE {where.format(events=events)} ORDER BY s.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def remember_first(
    model: type[models.Model], moment: str, what: dict[str, str], where: str = "TRUE"
) -> int:
    """Give every row its first line: as it stands, but for `what` was different at first."""
    return _remember(model, "insert", moment, where, what)


def remember_last(model: type[models.Model], moment: str, where: str) -> int:
    """Add how rows stand now to the history of those to which something has happened."""
    return _remember(model, "update", moment, where, {})


def _remember(
    model: type[models.Model], label: str, moment: str, where: str, differs: dict[str, str]
) -> int:
    """Copy rows `s` into their history, with expressions for some of their columns."""
    event_model = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    columns = [column.column for column in model._meta.concrete_fields if not column.generated]
    named = ", ".join(f'"{column}"' for column in columns)
    taken = ", ".join(differs.get(str(column), f's."{column}"') for column in columns)
    statement = (
        f"INSERT INTO {event_model._meta.db_table}"  # noqa: S608  our own names
        f" ({named}, pgh_created_at, pgh_label, pgh_obj_id)"
        f" SELECT {taken}, {moment}, '{label}', s.id FROM {model._meta.db_table} s"
        f" WHERE {where} ORDER BY s.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount
