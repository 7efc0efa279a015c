"""Triggers that add what a statement changed to the counts its parent rows keep."""

import pgtrigger


def counting(names: tuple[str, str, str], update: str, now: str, before: str) -> list:
    """After every insert, delete and update of a statement, named in this order.

    `update` changes the parents by the rows that `{rows}` stands for in it: what came by the
    statement is read by `now` from `new_rows`, what went by `before` from `old_rows`.
    """
    tables = {"new": "new_rows", "old": "old_rows"}
    kinds = (
        (pgtrigger.Insert, now, ["new"]),
        (pgtrigger.Delete, before, ["old"]),
        (pgtrigger.Update, f"{now} UNION ALL {before}", ["new", "old"]),
    )
    return [
        pgtrigger.Trigger(
            name=name,
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**{side: tables[side] for side in sides}),
            func=f"{update.format(rows=rows)} RETURN NULL;",
        )
        for name, (operation, rows, sides) in zip(names, kinds, strict=True)
    ]
