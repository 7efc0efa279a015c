"""How much the rooms of the city are used, for everybody (`/rooms/utilisation/`)."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from centers.utilisation import uses
from centers.utilisation.facts import Asked
from centers.utilisation.overview import overview, records_from, years
from centers.utilisation.periods import Period, yesterday
from portal.made_once import made_once
from portal.public_pages import public_page
from vision.suppression import LEAST, to_hide

KEPT = 3_600  # seconds: the statements look at a year of the city, and of days that are over
WARD = ("ward",)


@require_safe
@public_page
def utilisation(request: HttpRequest) -> HttpResponse:
    """`/rooms/utilisation/?year=`: a fiscal year of the city, against the one before."""
    since = records_from()
    of_years = years(since)
    year = {str(one): one for one in of_years}.get(request.GET.get("year", ""), of_years[0])
    figures = made_once(f"utilisation-{year}-{yesterday()}", lambda: figures_of(year, since), KEPT)
    context = {"section_nav": "rooms", "years": of_years, "year": year, "least": LEAST}
    return render(request, "rooms/utilisation.html", context | figures)


def figures_of(year: int, since: date) -> dict[str, Any]:
    """What the page shows of a year."""
    asked = Asked(Period.of_year(year))
    found = overview(asked, WARD)
    before = {line["by_ward"]: line.counted for line in found.lines_before[WARD]}
    came = uses.ages(asked)
    return {
        "period": asked.period,
        "is_running": asked.period.last == yesterday(),
        "has_gap": asked.period.year_before().begins_before(since),
        "records_from": since,
        "found": found,
        "wards": [
            (line["ward_name"], line.counted, before.get(line["by_ward"]))
            for line in found.lines[WARD]
        ],
        "classes": [(one, one.part_of(found.now.open)) for one in uses.by_class(asked)],
        "ages": shown_ages(came),
        "people": came if came.total >= LEAST else None,
    }


def shown_ages(came: uses.Ages) -> list[tuple[str, int, Any]]:
    """The bands that may be shown: none of fewer than ten, and none that gives one away."""
    if came.total < LEAST:
        return []
    hidden = to_hide(came.bands)
    return [line for place, line in enumerate(came.lines) if place not in hidden]
