"""The import of one file, from the first row to the report."""

from pathlib import Path

from django.db import connection, transaction

from portal.japan.tables import read_table
from programs.models import Course

from .columns import require_event_columns
from .grouping import gather
from .matching import Directory
from .report import Report
from .writing import write


def import_courses(path: Path, *, dry_run: bool = False) -> Report:
    """Bring the courses of an event table into the portal, all or, on a dry run, none.

    Raises UnreadableTable for a file that is no event table. A row that can't be taken is refused
    in the report and keeps no other row from being taken. The same file again changes nothing.
    """
    headers, rows = read_table(path)
    require_event_columns(headers)
    report = Report()
    offers = gather(rows, report)
    with transaction.atomic(), connection.cursor() as cursor:
        # One import at a time: two of one file would add the same courses.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import_courses'))")
        write(offers, Directory(), report)
        report.absent = _absent_from(report.named)
        transaction.set_rollback(dry_run)
    return report


def _absent_from(named: set[tuple[str, str]]) -> list[str]:
    """The courses to come that came from the same cities and are not `named`."""
    sources = {source for source, _ in named}
    theirs = Course.objects.not_over().filter(cancelled_at=None, source__in=sources)
    known = theirs.order_by("starts_at", "pk").values_list("source", "source_key", "title")
    return [title for source, key, title in known if (source, key) not in named]
