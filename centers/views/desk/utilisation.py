"""How much the rooms are used, for staff: every centre and room, compared, and as files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from centers.models import Center
from centers.utilisation import export, uses
from centers.utilisation.chosen import Chosen
from centers.utilisation.counting import Counted, Line, counted
from centers.utilisation.facts import Asked
from centers.utilisation.like import ROOMS_APART, like, sizes
from centers.utilisation.overview import Overview, difference, overview, records_from
from centers.utilisation.periods import months_of, yesterday
from portal.people.models import Ward
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import XLSX, as_csv

CENTER, ROOM, WARD = ("center",), ("room",), ("ward",)


@desk_page
@require_safe
def utilisation(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/utilisation/?year=&from=&to=&ward=&center=&room=`

    The figures tell of slots and of nobody, so every centre's staff may compare all of them; what
    groups wrote as their purpose is shown to the staff of the centre alone.
    """
    since = records_from()
    chosen = chosen_by(request)
    parts = [ROOM] if chosen.center else [WARD, CENTER]
    asked = chosen.asked
    found = overview(asked, *parts)
    came = uses.ages(asked)
    has_gap = asked.period.year_before().begins_before(since)
    context = {
        "desk_nav": "rooms",
        "chosen": chosen,
        "months": months_of(chosen.year),
        "period": asked.period,
        "is_running": asked.period.last == yesterday(),
        "has_gap": has_gap,
        "records_from": since,
        "found": found,
        "tables": [(part[0], _compared(found, part, of_same_days=not has_gap)) for part in parts],
        "classes": [(one, one.part_of(found.now.open)) for one in uses.by_class(asked)],
        "purposes": uses.by_purpose(asked) if _may_read_purposes(request, chosen) else None,
        "ages": came.lines,
        "people": came if came.total else None,
        "wards": Ward.objects.order_by("code"),
        "centers": Center.objects.open_to_public().order_by("ward__code", "kana"),
    }
    if chosen.center and not chosen.room:
        context |= _like(chosen.center, asked)
    return render(request, "room_desk/utilisation.html", context)


@desk_page
@require_safe
def utilisation_csv(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/utilisation/rooms.csv?…`: a line for each room and month."""
    chosen = chosen_by(request)
    return as_csv(export.file_name(chosen, "csv"), export.by_room_and_month(chosen))


@desk_page
@require_safe
def utilisation_xlsx(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/utilisation/rooms.xlsx?…`: all the page says as a workbook, with its rules."""
    chosen = chosen_by(request)
    name = export.file_name(chosen, "xlsx")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    book = export.workbook(chosen, with_purposes=_may_read_purposes(request, chosen))
    return HttpResponse(book, content_type=XLSX, headers=headers)


def chosen_by(request: SignedInRequest) -> Chosen:
    """What the address says; staff of a centre begin with their own."""
    home = None
    if not request.works_for_section:
        home = Center.objects.editable_by(request.user).select_related("ward").first()
    return Chosen.from_query(request.GET, records_from(), home)


def _may_read_purposes(request: SignedInRequest, chosen: Chosen) -> bool:
    if request.works_for_section:
        return True
    mine = Center.objects.editable_by(request.user)
    return chosen.center is not None and mine.filter(pk=chosen.center.pk).exists()


def _compared(
    found: Overview, part: tuple[str, ...], *, of_same_days: bool
) -> list[tuple[Line, Counted | None, str]]:
    """Each line with the year before, and the change in points where both are of the same days."""
    key = f"by_{part[0]}"
    before = {line[key]: line.counted for line in found.lines_before[part]}
    compared = []
    for line in found.lines[part]:
        was = before.get(line[key])
        rate_before = was.whole_rate if was and of_same_days else None
        compared.append((line, was, difference(line.counted.whole_rate, rate_before)))
    return compared


def _like(center: Center, asked: Asked) -> dict[str, Any]:
    """The centres of like size, the busiest first, this one among them."""
    own, others = like(center, sizes())
    by_size = {one.center.pk: one for one in [*([own] if own else []), *others]}
    lines = counted(Asked(asked.period, centers=tuple(by_size)), CENTER)[CENTER]
    ranked = sorted(lines, key=lambda line: line.counted.whole_rate or 0, reverse=True)
    return {
        "own": own,
        "like": [(line, by_size[line["by_center"]]) for line in ranked] if others else [],
        "rooms_apart": ROOMS_APART,
    }
