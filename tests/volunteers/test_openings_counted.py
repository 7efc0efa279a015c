"""Beside each condition of `/volunteers/` stands how many openings it would leave."""

from datetime import datetime, time, timedelta
from urllib.parse import parse_qsl

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.volunteers.browsing.asked import Asked
from centers.volunteers.browsing.facets import counts
from centers.volunteers.models import ActivityField, Opening
from portal import kept
from portal.japan import calendar
from tests import cast, volunteering

pytestmark = pytest.mark.django_db


def on(weekday: int, hour: int) -> datetime:
    """Such a weekday and hour of the week after next."""
    today = timezone.localdate()
    day = today + timedelta(days=(weekday - today.weekday()) % 7 + 7)
    return calendar.at(day, time(hour))


def wanted(title: str, *moments: datetime, **fields) -> Opening:
    opening = volunteering.an_opening(title, **fields)
    for moment in moments:
        volunteering.a_shift(opening, starts_at=moment)
    return opening


@pytest.fixture
def four_openings():
    reading = ActivityField.objects.create(slug="reading", name="読み聞かせ")
    cooking = ActivityField.objects.create(slug="cooking", name="料理")
    moji = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    role = volunteering.a_role(requirements="研修を受けた方")
    wanted("絵本を読む人", on(0, 10), on(5, 10)).fields.add(reading)
    wanted("料理を作る人", on(0, 18), center=moji, role=role).fields.add(cooking, reading)
    wanted("片づける人", on(5, 14), on(5, 18), requirements="力のある方")
    wanted("中止した人", on(2, 10), status=Opening.Status.CANCELLED)
    kept.forget_all()


def numbers(query: str = "") -> dict[str, dict[str, int]]:
    caches["pages"].clear()
    return counts(Asked.from_query(QueryDict(query))).by_value()


def test_each_condition_shows_how_many_it_would_leave(four_openings):
    found = numbers()
    assert found["ward"] == {"tobata": 2, "moji": 1}
    assert found["field"] == {"reading": 2, "cooking": 1}
    assert found["role"] == {"supporter": 1}
    assert found["weekday"] == {"0": 2, "5": 2}
    assert found["time"] == {"0": 1, "1": 1, "2": 2}
    assert found["nice"] == {"first": 1}


@pytest.mark.parametrize(
    "query",
    [
        "", "ward=moji", "ward=moji&ward=tobata", "field=cooking", "role=supporter", "weekday=5",
        "weekday=0&time=2", "time=0&time=1&ward=tobata", "nice=first", "q=人&age=30&field=reading",
        "full=1&weekday=0&role=supporter&nice=first",
    ],
)  # fmt: skip
def test_what_stands_beside_a_condition_is_what_the_list_then_holds(query, four_openings):
    shown = numbers(query)
    said = [pair for pair in parse_qsl(query) if pair[1]]
    for group in Asked.from_query(QueryDict(query)).groups:
        others = [pair for pair in said if pair[0] != group.name]
        for value in group.labels:
            narrowed = QueryDict(mutable=True)
            for name, one in [*others, (group.name, value)]:
                narrowed.appendlist(name, one)
            holds = Asked.from_query(narrowed).openings().count()
            assert shown.get(group.name, {}).get(value, 0) == holds, (group.name, value)


def test_the_page_shows_the_numbers_and_marks_what_would_leave_nothing(four_openings, client):
    caches["pages"].clear()
    page = client.get_page("/volunteers/?weekday=0")
    labels = {label["for"]: label for label in page.all("label")}
    assert "choice--none" in labels["weekday-2"]["class"]
    assert "choice--none" not in labels["weekday-5"]["class"]
    assert "すべての役割" in " ".join(page.text)
    assert "子育てサポーター（1）" in " ".join(page.text)


@pytest.mark.parametrize("query", ["", "?weekday=0&time=2&ward=moji&field=reading&nice=first"])
def test_the_numbers_take_one_statement_however_many_there_are(query, four_openings, client):
    def asked() -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as statements:
            client.get(f"/volunteers/{query}")
        return len(statements)

    numbers()  # wards, fields and roles are kept
    with CaptureQueriesContext(connection) as counting:
        numbers(query.removeprefix("?"))
    assert len(counting) == 1
    few = asked()
    for number in range(5):
        wanted(f"次の{number}", on(1, 10), on(2, 10))
    assert asked() == few


def test_what_was_counted_is_kept_half_a_minute(four_openings):
    asked = Asked.from_query(QueryDict("ward=moji"))
    caches["pages"].clear()
    before = counts(asked)
    wanted("あとから来た人", on(0, 10))
    with CaptureQueriesContext(connection) as statements:
        assert counts(Asked.from_query(QueryDict("ward=moji"))) == before
    assert not statements.captured_queries
