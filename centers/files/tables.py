"""The tables of the desk, by their names in addresses."""

from . import centers, groups, populations, reservations, rooms

TABLES = {
    table.slug: table
    for table in (
        centers.TABLE,
        rooms.TABLE,
        groups.TABLE,
        reservations.TABLE,
        populations.TABLE,
    )
}
