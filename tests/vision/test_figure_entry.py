"""The section writes down what the indicators came to, and where that comes from."""

from decimal import Decimal
from threading import Barrier

import pytest
from django.urls import reverse

from tests import cast
from tests.race import race
from tests.vision.measured import a_plan, an_indicator, measure
from vision.figures.measuring import Entry, record_figures, standing
from vision.models import Measurement

pytestmark = pytest.mark.django_db

YEAR = 2025


@pytest.fixture
def staff(client):
    user = cast.section_staff()
    client.force_login(user)
    return user


def address(year: int = YEAR) -> str:
    return reverse("plan_desk:figures", args=[a_plan().slug, year])


def written(indicator, **values) -> dict:
    now = Measurement.objects.filter(indicator=indicator, year=YEAR).first()
    fields = {"value": "", "as_of": "", "source": "", "note": "", "was": standing(now)} | values
    return {f"i{indicator.pk}-{name}": value for name, value in fields.items()}


def send(client, *rows: dict):
    return client.post(address(), {name: value for row in rows for name, value in row.items()})


def test_a_figure_is_kept_with_its_source_and_who_wrote_it(client, staff):
    indicator = an_indicator()
    response = send(client, written(indicator, value="４０．５", source="市民意識調査"))
    assert response.status_code == 302
    found = Measurement.objects.get()
    assert (found.value, found.source, found.by) == (Decimal("40.5"), "市民意識調査", staff)
    assert found.year == YEAR


def test_thousands_may_have_commas(client, staff):
    indicator = an_indicator(unit="人", decimals=0, highest=None)
    send(client, written(indicator, value="1,016", source="利用の記録"))
    assert Measurement.objects.get().value == 1016


def test_what_has_not_begun_is_said_so(client, staff):
    indicator = an_indicator()
    send(client, written(indicator, not_begun="on", source="担当課"))
    assert Measurement.objects.get().not_begun


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"value": "四十", "source": "x"}, "数字だけを入れてください"),
        ({"value": "120", "source": "x"}, "100.0％をこえる値は入れられません。"),
        ({"value": "40"}, "数字の出典を書いてください。"),
        ({"value": "40", "not_begun": "on", "source": "x"}, "「未着手」を外してください。"),
        ({"value": "1" * 12, "source": "x"}, "数字が大きすぎます。"),
        ({"value": "4", "source": "x", "note": "あ" * 301}, "300"),
    ],
)
def test_one_wrong_figure_keeps_all_from_being_written(client, staff, values, sentence):
    good, bad = an_indicator(name="よい指標"), an_indicator()
    response = send(client, written(good, value="30", source="調査"), written(bad, **values))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Measurement.objects.exists()


def test_what_was_not_touched_is_not_written_again(client, staff):
    indicator = an_indicator(measured={YEAR: "40.0"})
    before = Measurement.objects.get().at
    page = client.get(address()).content.decode()
    assert 'value="40.0"' in page
    send(client, written(indicator, value="40.0", source="市民意識調査"))
    assert Measurement.objects.get().at == before


def test_who_changes_the_words_rounds_no_figure(client, staff):
    indicator = an_indicator(measured={YEAR: "24.25"})
    page = client.get(address()).content.decode()
    assert 'value="24.25"' in page, "the field holds what is kept, not what is shown"
    send(client, written(indicator, value="24.25", source="市民意識調査", note="速報値"))
    assert Measurement.objects.get().value == Decimal("24.25")


def test_a_figure_emptied_is_taken_away(client, staff):
    indicator = an_indicator(measured={YEAR: "40"})
    send(client, written(indicator))
    assert not Measurement.objects.exists()


def test_who_writes_over_anothers_figure_is_told(client, staff):
    indicator = an_indicator(measured={YEAR: "40"})
    opened = written(indicator, value="42", source="市民意識調査")
    measure(indicator, YEAR, "41")
    response = send(client, opened)
    assert response.status_code == 422
    assert "ほかの方が「41.0」に変えました" in response.content.decode()
    assert Measurement.objects.get().value == 41


def test_a_live_figure_is_not_written_by_hand(client, staff):
    live = an_indicator(metric="participants")
    assert f"i{live.pk}-value" not in client.get(address()).content.decode()
    send(client, written(live, value="1", source="x"))
    assert not Measurement.objects.exists()


def test_every_version_of_a_figure_stays_in_its_history(client, staff):
    indicator = an_indicator(measured={YEAR: "40"})
    send(client, written(indicator, value="41", source="市民意識調査"))
    events = indicator.measurements.get().events.order_by("pgh_id")
    assert [event.value for event in events] == [Decimal(40), Decimal(41)]


def test_centre_staff_and_the_council_find_no_such_page(client):
    an_indicator()
    for user in (cast.center_staff(cast.a_center()), cast.council_member()):
        client.force_login(user)
        assert client.get(address()).status_code == 404


def test_a_year_that_has_not_begun_has_no_page(client, staff):
    an_indicator()
    assert client.get(address(2099)).status_code == 404
    assert client.get(address(1999)).status_code == 404


def test_the_page_asks_as_much_for_many_indicators_as_for_one(
    client, staff, django_assert_max_num_queries
):
    for _ in range(12):
        an_indicator(measured={YEAR: "40", 2024: "30"})
    with django_assert_max_num_queries(9):
        client.get(address())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_at_once_one_is_told():
    indicator = an_indicator()
    staff = cast.section_staff()
    entries = [
        Entry(indicator, "", value=Decimal(value), source="調査") for value in ("40", "41", "42")
    ]
    results = race(lambda entry: record_figures(YEAR, [entry], by=staff), entries)
    assert sorted(map(str, results)) == ["1", "stale", "stale"]
    assert Measurement.objects.count() == 1


def three_at_once(indicator) -> list:
    """Three of the section write another value over the 40 they all have seen."""
    staff, seen = cast.section_staff(), standing(indicator.measurements.get())
    entries = [
        Entry(indicator, seen, value=Decimal(value), source="調査") for value in ("41", "42", "43")
    ]
    return race(lambda entry: record_figures(YEAR, [entry], by=staff), entries)


@pytest.mark.django_db(transaction=True)
def test_of_three_who_write_over_the_same_figure_one_does():
    results = three_at_once(an_indicator(measured={YEAR: "40"}))
    assert sorted(map(str, results)) == ["1", "stale", "stale"]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_two_of_the_three_are_lost_and_nobody_is_told(monkeypatch):
    indicator = an_indicator(measured={YEAR: "40"})
    all_have_looked = Barrier(3)

    def looked(now):
        all_have_looked.wait(timeout=10)
        return standing(now)

    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self, **_: self)
    monkeypatch.setattr("vision.figures.measuring.standing", looked)
    assert three_at_once(indicator) == [1, 1, 1]
    assert Measurement.objects.get().value in {41, 42, 43}
