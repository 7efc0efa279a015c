"""Factories for requests from city hall, named for what they intend."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from centers.models import Center, CityRequest
from centers.requests.years import this_year
from portal.people.models import User
from tests import cast


def section() -> User:
    """The section's desk; the same account each time."""
    return User.objects.filter(email="shogai@example.jp").first() or cast.section_staff()


def a_draft(
    title: str = "クーリングシェルターのポスター掲示",
    *,
    centers: Collection[Center] = (),
    year: int | None = None,
    **fields,
) -> CityRequest:
    """A draft for May and June at all centres (or at `centers`), taking 6.1 hours."""
    year = this_year() if year is None else year
    told = {
        "title": title,
        "bureau": "環境局",
        "section": "環境監視課",
        "content": "ポスターを貼ってください。",
        "first_day": date(year, 5, 1),
        "last_day": date(year, 6, 30),
        "hours": Decimal("6.1"),
        "everywhere": not centers,
        "contact_name": "企画係",
        "contact_phone": "093-000-2000",
    } | fields
    one = CityRequest(year=year, **told)
    one.write(centers, by=section())
    return one


def a_request(title: str = "クーリングシェルターのポスター掲示", **fields) -> CityRequest:
    """The same, asked for."""
    one = a_draft(title, **fields)
    one.ask(by=section(), version=one.version)
    return one


def decided(one: CityRequest, decision: str, **fields) -> CityRequest:
    one.decide(decision, "理由があるため", by=section(), version=one.version, **fields)
    return one
