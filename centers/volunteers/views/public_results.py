"""What volunteers made possible (`/volunteers/results/`): a year's figures, and stories."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centers.volunteers.models import Story
from portal.japan.calendar import fiscal_year, fiscal_year_name
from vision.figures import counting
from vision.metrics import CITY, Metric, metric
from vision.models import MetricCount
from vision.suppression import LEAST, as_listed

KEYS = ("volunteers", "volunteer_minutes", "volunteer_times")
SHOWN_YEARS, SHOWN_STORIES = 5, 12


@never_cache
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`/volunteers/results/?year=`: how many did how much, by role and ward, as may be shown.

    Of people told of no longer than they agree, so that neither page nor picture is kept anywhere.
    """
    this_year = fiscal_year(timezone.localdate())
    years = range(this_year, this_year - SHOWN_YEARS, -1)
    year = {str(one): one for one in years}.get(request.GET.get("year", ""), this_year)
    minutes = _known("volunteer_minutes")
    context = {
        "section_nav": "volunteers",
        "years": [(one, fiscal_year_name(one)) for one in years],
        "year": year,
        "year_name": fiscal_year_name(year),
        "is_running": year == this_year,
        "is_counted": MetricCount.objects.filter(metric=KEYS[0]).exists(),
        "figures": [_line(_known(key), year) for key in KEYS],
        "parts": [
            ("役割", _parts(minutes, year, "role")),
            ("区", _parts(minutes, year, "ward")),
        ],
        "least": LEAST,
        "stories": Story.objects.published().select_related("center").defer("jpeg")[:SHOWN_STORIES],
    }
    return render(request, "volunteers/results.html", context)


@never_cache
@require_safe
def story_photo(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """`/volunteers/stories/<pk>-<hash>.jpg`: gone as soon as one of those shown agrees no more."""
    story = get_object_or_404(Story.objects.published().exclude(jpeg=None), pk=pk, digest=digest)
    return HttpResponse(bytes(story.jpeg or b""), content_type="image/jpeg")


def _known(key: str) -> Metric:
    found = metric(key)
    assert found is not None, "this app registers it"
    return found


def _line(shown: Metric, year: int) -> dict[str, Any]:
    figure = counting.public_figure(shown, year, CITY)
    value = None if figure is None else figure.value or 0
    if value is not None and shown.unit == "分":
        return {"name": "活動の時間", "value": f"{int(value) // 60:,}", "unit": "時間"}
    told = None if value is None else f"{int(value):,}"
    return {"name": shown.name, "value": told, "unit": shown.unit}


def _parts(shown: Metric, year: int, by: str) -> dict[str, Any]:
    """Hours by role or ward, the most first; what may not be shown is not named."""
    cells, has_hidden = as_listed(counting.public_breakdown(shown, year, by))
    lines = [
        (cell.name, int(cell.figure.value or 0) // 60) for cell in cells if cell.figure is not None
    ]
    most = max((hours for _, hours in lines), default=0)
    return {"lines": sorted(lines, key=lambda one: -one[1]), "most": most, "hidden": has_hidden}
