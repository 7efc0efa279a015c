"""The page on which one reads and writes one's hours stays short, and knows what one holds."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from centers.volunteers.hours.forms import LogForm
from centers.volunteers.hours.recording import log
from centers.volunteers.models import Posting
from portal.japan.calendar import fiscal_year
from tests import volunteering

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


def form_of(volunteer) -> LogForm:
    return LogForm(None, volunteer=volunteer, postings=list(volunteer.postings.for_list()))


def test_the_role_one_holds_now_is_chosen_at_first(volunteer):
    over = timezone.localdate() - timedelta(days=40)
    volunteering.a_posting(
        volunteer,
        volunteering.a_role("old", "前の役割"),
        first_day=over - timedelta(days=100),
        last_day=over,
    )
    assert form_of(volunteer)["posting"].value() == ""
    now = volunteering.a_posting(volunteer)
    assert form_of(volunteer)["posting"].value() == str(now.pk)


def test_of_a_role_held_twice_the_terms_are_told_apart(volunteer):
    volunteering.a_posting(volunteer, first_day=date(2024, 4, 1), last_day=date(2026, 3, 31))
    volunteering.a_posting(volunteer, first_day=date(2026, 4, 1))
    labels = [label for _, label in form_of(volunteer).fields["posting"].choices]
    place = Posting.objects.first().place
    assert labels[:2] == [
        f"子育てサポーター（{place}） 2026年4月〜",
        f"子育てサポーター（{place}） 2024年4月〜2026年3月",
    ]


def test_only_the_latest_records_of_this_year_stand_open(client, volunteer):
    today = timezone.localdate()
    last_year = date(fiscal_year(today), 3, 1)
    for number in range(6):
        log(volunteer, day=today, minutes=60, what=f"今年の{number}", by=volunteer.by)
    log(volunteer, day=last_year, minutes=60, what="去年のこと", by=volunteer.by)
    client.sign_in(volunteer.by)
    html = client.get("/my/volunteer/hours/").content.decode()
    assert html.index('href="#write"') < html.index("今年の5") < html.index('id="write"')
    first, *folded = html.split("<details")
    assert [f"今年の{number}" in first for number in range(6)] == [False, *[True] * 5]
    assert "の記録をすべて見る（6件）" in folded[0]
    assert all(f"今年の{number}" in folded[0] for number in range(6))
    assert "の記録を見る（1件）" in folded[1]
    assert "去年のこと" in folded[1]


def test_who_was_signed_out_finds_the_words_again(client, volunteer):
    typed = {"day": "2026-04-05", "hours": "2", "minutes": "30", "what": "花だんの世話"}
    sent = client.post("/my/volunteer/hours/", typed)
    assert sent.status_code == 302
    back = parse_qs(urlsplit(sent["Location"]).query)["next"][0]
    client.sign_in(volunteer.by)
    page = client.get_page(back)
    told = {box["name"]: box.get("value") for box in page.all("input") if box.get("name") in typed}
    assert told == {name: typed[name] for name in ("day", "hours", "what")}
    assert {"value": "30", "selected": ""} in page.all("option")
