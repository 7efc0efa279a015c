"""How many openings each condition would leave (`portal.facets`)."""

from django.db.models import Case, Expression, F, TextField, Value, When
from django.db.models.functions import Concat

from centers.volunteers.models.opening import asks_for_nothing
from portal import facets
from portal.facets import Counts, tag_if, tagged

from .asked import Asked, Group, begins

FIELD = Concat(Value("field:"), F("fields__slug"), output_field=TextField())


def key_of(asked: Asked) -> str:
    """The same for every address that asks for the same openings."""
    return facets.name_of(f"openings {asked.key()}")


def counts(asked: Asked) -> Counts:
    """How many openings each condition would leave; half a minute old at most."""
    return facets.kept(key_of(asked), lambda: _count(asked))


def _count(asked: Asked) -> Counts:
    """One statement. Groups without a chosen value leave the answer as it is: one scan for all.

    Fields stand in a table of their own, and days and times are those of the shifts.
    """
    groups = {group.name: group for group in asked.groups}
    chosen = asked.chosen.keys() - {"nice"}  # one box: counted as the others would leave it
    unbound = groups.keys() - chosen
    scans = [tagged(asked.found(), [Value("total"), *_of_openings(unbound)])]
    if "field" in unbound:
        scans.append(tagged(asked.found(), FIELD))
    if times := [groups[name] for name in ("weekday", "time") if name in unbound]:
        scans.append(_of_shifts(asked, times))
    for name in chosen:
        if name in {"weekday", "time"}:
            scans.append(_of_shifts(asked, [groups[name]], without=name))
        else:
            tags = FIELD if name == "field" else _of_openings({name})
            scans.append(tagged(asked.found(without=name), tags))
    return facets.count(scans)


def _of_openings(names) -> list[Expression]:
    tags: list[Expression] = [
        Concat(Value(f"{name}:"), F(f"{name}__slug")) for name in ("ward", "role") if name in names
    ]
    if "nice" in names:
        tags.append(tag_if(asks_for_nothing(), "nice:first"))
    return tags


def _of_shifts(asked: Asked, groups: list[Group], *, without: str = ""):
    """Different openings by when their shifts begin, all conditions holding of the same shift."""
    tags = [_when(group) for group in groups]
    shifts = asked.shifts(without=without).filter(opening__in=asked.at_any_time())
    return tagged(shifts, tags, of="opening")


def _when(group: Group) -> Case:
    """A shift's one tag in this group."""
    return Case(
        *(
            When(begins(group.name, value), then=Value(f"{group.name}:{value}"))
            for value in group.labels
        )
    )
