"""The fiscal year and the addressee a page of requests is about."""

from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from centers.models import CityRequest
from portal.japan.calendar import fiscal_year, fiscal_year_name

BEFORE_THE_TURN = timedelta(days=120)  # from December on, next year's requests are prepared


def this_year() -> int:
    return fiscal_year(timezone.localdate())


def years_to_write() -> list[int]:
    """This fiscal year, and the next once it is near."""
    return sorted({this_year(), fiscal_year(timezone.localdate() + BEFORE_THE_TURN)})


def asked(query: QueryDict, user) -> dict[str, Any]:
    """What an address asks for: `year` and `to`, with the choices there are."""
    known = CityRequest.objects.visible_to(user).order_by().values_list("year", flat=True)
    years = sorted({*known.distinct(), this_year()}, reverse=True)
    typed = query.get("year", "")
    year = int(typed) if typed in {str(one) for one in years} else this_year()
    to = query.get("to", "")
    to = to if to in CityRequest.To.values else CityRequest.To.CENTERS
    return {
        "year": year,
        "years": [(one, fiscal_year_name(one)) for one in years],
        "to": to,
        "to_name": CityRequest.To(to).label,
        "tos": CityRequest.To.choices,
    }
