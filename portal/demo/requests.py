"""Writing what the demo city's departments asked of its centres, with its history."""

from collections.abc import Callable

from centers.models import CityRequest, RequestEffort
from portal.demo.city import City
from portal.demo.city.requests import build_requests
from portal.demo.histories import remember_first, remember_last
from portal.demo.pouring import link, pour


def ask(city: City, say: Callable[[str], object]) -> None:
    """Pour two fiscal years of requests."""
    asked = build_requests(city.sites, city.population.section, city.today)
    pour(asked.requests)
    link(CityRequest.centers.through, asked.links)
    pour(asked.efforts)
    first = "COALESCE(s.asked_at, s.changed_at) - interval '6 days'"
    remember_first(
        CityRequest,
        first,
        what={
            "what": "CASE WHEN s.previous_id IS NULL THEN 'written' ELSE 'rolled_over' END",
            "status": "'draft'",
            "decision": "''",
            "why": "''",
            "instead": "''",
            "merged_into_id": "NULL",
            "asked_at": "NULL",
            "decided_at": "NULL",
            "changed_at": first,
            "version": "1",
        },
    )
    remember_last(CityRequest, "s.changed_at", "s.status <> 'draft'")
    remember_first(RequestEffort, 's."at"', what={})
    say(f"依頼事項：{len(asked.requests):,}")
    say(f"実際にかかった時間：{len(asked.efforts):,}")
