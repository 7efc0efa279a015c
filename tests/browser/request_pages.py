"""Requests from city hall in each of their states, and the profiles of centres, with long words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from centers.files.populations import BANDS
from centers.models import DistrictPopulation
from centers.requests.years import this_year
from tests.city_requests import a_draft, a_request, decided

if TYPE_CHECKING:
    from tests.browser.city import City
    from tests.browser.every_page import Stop


def stops(city: City) -> list[Stop]:
    """Every page of requests and of profiles, with who looks at it."""
    from tests.browser.city import UNBROKEN  # noqa: PLC0415  it stands on these pages
    from tests.browser.every_page import NOBODY, Stop, press  # noqa: PLC0415

    center = city.center
    long = {
        "bureau": UNBROKEN[:40],
        "section": UNBROKEN[:40],
        "content": UNBROKEN,
        "basis": "law",
        "basis_text": UNBROKEN,
        "contact_name": UNBROKEN[:60],
        "contact_email": f"{UNBROKEN[:50]}@example.jp",
    }
    a_request("前の年度の依頼", year=this_year() - 1)
    draft = a_draft(UNBROKEN[:100], centers=[center], **long)
    into = a_request("続ける依頼")
    into.record_effort(center, 8, by=city.section, note=UNBROKEN)
    merged = decided(a_request("まとめる依頼", **long), "merge", into=into)
    stopped = decided(a_request("団体への依頼", to="groups"), "stop")
    _live_around(city)
    index, profile = "/desk/requests/", "/desk/rooms/profile/"
    pages = {
        "requests": index,
        "requests, none": f"{index}?q={UNBROKEN[:60]}",
        "requests to groups": f"{index}?to=groups",
        "requests, load": f"{index}load/",
        "requests, load of a centre": f"{index}load/{center.slug}/",
        "requests, years compared": f"{index}comparison/",
        "a request, written": f"{index}{draft.pk}/edit/",
        "a request, draft": draft.get_absolute_url(),
        "a request, asked": into.get_absolute_url(),
        "a request, merged": merged.get_absolute_url(),
        "a request, stopped": stopped.get_absolute_url(),
        "new request": f"{index}new/",
        "profiles": profile,
        "profile at the desk": f"{profile}{center.slug}/",
        "profile at the desk, without population": f"{profile}long/?year={this_year()}",
    }
    return [
        *(Stop(what, "section", address) for what, address in pages.items()),
        Stop("new request, load", "section", f"{index}new/", do=press("業務量を確かめる")),
        Stop("new request, errors", "section", f"{index}new/", do=press("下書きに保存する")),
        Stop("decision, errors", "section", into.get_absolute_url(), do=press("このように決める")),
        Stop("a request at its centre", "staff", into.get_absolute_url()),
        Stop("load at its centre", "staff", f"{index}load/"),
        Stop("profile", NOBODY, f"/centers/{center.slug}/profile/"),
        Stop("profile, nothing known", NOBODY, "/centers/long/profile/"),
    ]


def _live_around(city: City) -> None:
    """Many thousands in the district of the city's first centre."""
    DistrictPopulation.objects.bulk_create(
        DistrictPopulation(
            center=city.center, as_of=date(2025, 9, 30), from_age=first, to_age=last, count=12_345
        )
        for first, last in BANDS
    )
