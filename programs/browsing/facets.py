"""How many courses each condition would leave (`portal.facets`)."""

from django.db.models import Expression, F, Q, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from portal import facets
from portal.facets import Counts, tag_if, tagged
from programs.browsing.catalogue import NICE, Catalogue
from programs.models import Course
from programs.models.course_queryset import is_open

STAGE = Concat(Value("stage:"), F("life_stages__slug"), output_field=TextField())


def key_of(asked: Catalogue) -> str:
    """The same for every address that asks for the same courses."""
    return facets.name_of(f"courses {asked.key()}")


def counts(asked: Catalogue) -> Counts:
    """Count the answer and every condition's; half a minute old at most, unless it is dear."""
    return facets.kept(key_of(asked), lambda: _count(asked))


def _count(asked: Catalogue) -> Counts:
    """One statement. Groups without a chosen value leave the answer as it is: one scan for all.

    Life stages stand in a table of their own, so they are asked for alone.
    """
    unbound = [group.name for group in asked.groups if group.name not in asked.chosen]
    if "nice" in asked.chosen:  # narrows with each tick, so nothing is left aside for it
        unbound.append("nice")
    scans = [tagged(asked.courses(), _tags(["total", *unbound]))]
    if asked.q:
        scans.append(tagged(asked.courses(in_titles=True), _tags(["titled"])))
    for name in asked.chosen.keys() - {"nice"}:
        tags = STAGE if name == "stage" else _tags([name])
        scans.append(tagged(asked.courses(without=name), tags))
    if "stage" in unbound:
        scans.append(tagged(asked.courses(), STAGE))
    return facets.count(scans)


def _tags(names: list[str]) -> list[Expression]:
    """A course's tags in these groups; absent ones are NULL."""
    now = timezone.now()
    tags: list[Expression] = []
    for name in names:
        match name:
            case "total" | "titled":
                tags.append(Value(name))
            case "method":
                tags.append(Concat(Value("method:"), F("method")))
            case "ward" | "center" | "category":
                tags.append(Concat(Value(f"{name}:"), F(f"{name}__slug")))
            case "open":
                tags.append(tag_if(is_open(now), "open:1"))
            case "weekday":
                tags += [tag_if(Q(weekdays__contains=[i]), f"weekday:{i}") for i in range(7)]
            case "time":
                parts = Course.Daypart.values
                tags += [tag_if(Q(dayparts__contains=[part]), f"time:{part}") for part in parts]
            case "nice":
                tags += [tag_if(rule, f"nice:{kind}") for kind, (_, rule) in NICE.items()]
    return tags
