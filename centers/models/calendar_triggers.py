"""The opening calendar follows the rules it is made from, whichever path wrote them.

`centers_lay_out` (migration 0004) writes `OpenDay` for some centres and days.
"""

import pgtrigger


def _after(
    name: str, operation: pgtrigger.Operation, statement: str, **rows: str
) -> pgtrigger.Trigger:
    """Lay out anew for the rows a statement touched."""
    touched = " UNION ALL ".join(f"TABLE {table}" for table in rows.values())
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows),
        func=f"{statement.format(touched=f'({touched}) touched')} RETURN NULL;",
    )


def _whenever_changed(statement: str) -> list[pgtrigger.Trigger]:
    new, old = {"new": "new_rows"}, {"old": "old_rows"}
    return [
        _after("lay_out_new", pgtrigger.Insert, statement, **new),
        _after("lay_out_changed", pgtrigger.Update, statement, **new, **old),
        _after("lay_out_gone", pgtrigger.Delete, statement, **old),
    ]


HOURS_CHANGE = _whenever_changed(
    "PERFORM centers_lay_out(ARRAY(SELECT DISTINCT center_id FROM {touched}), NULL, NULL);"
)
# A closure of every centre has no centre: NULL stands for all of them.
CLOSURES_CHANGE = _whenever_changed(
    """
    PERFORM centers_lay_out(
        CASE WHEN bool_and(center_id IS NOT NULL) THEN array_agg(DISTINCT center_id) END,
        greatest(min(first_day), (now() AT TIME ZONE 'Asia/Tokyo')::date), max(last_day)
    ) FROM {touched} HAVING count(*) > 0;
    """
)

# Its hours go first, and lay out its days once more.
DAYS_GO_WITH_THE_CENTER = pgtrigger.Trigger(
    name="days_go_with_the_center",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func="DELETE FROM centers_openday WHERE center_id = OLD.id; RETURN OLD;",
)
