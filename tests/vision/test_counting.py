"""The nightly count: what it writes, that it may be done again, and that one failure stays one."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.japan.calendar import fiscal_year
from portal.notices import chores
from tests import cast
from tests.programs.test_plan_metrics import LAST, THIS_YEAR, came, held
from tests.vision.measured import an_indicator
from vision import metrics
from vision.figures import counting
from vision.figures.counting import count_live
from vision.models import Indicator, Measurement, MetricCount

pytestmark = pytest.mark.django_db


def counted_by(metric: str, scope: str = "", **fields) -> Indicator:
    return an_indicator(
        metric=metric,
        scope=scope,
        unit="",
        highest=None,
        baseline=None,
        baseline_year=None,
        targets={},
        **fields,
    )


def twelve_came(**fields) -> None:
    came(held(*[1] * 12, **fields))


def test_a_live_indicator_is_measured_with_what_it_was_made_of():
    twelve_came()
    indicator = counted_by("participants")
    assert count_live().measurements == 1
    [measured] = indicator.measurements.all()
    assert (measured.year, measured.value, measured.origin) == (LAST, 12, "live")
    assert measured.counted["n"] == measured.counted["rows"] == 12
    assert measured.counted["definition"] == metrics.metric("participants").definition
    assert measured.counted["at"]


def test_counted_again_nothing_changes():
    twelve_came()
    indicator = counted_by("participants")
    count_live()
    before = Measurement.objects.values().get()
    assert count_live().measurements == 0
    assert Measurement.objects.values().get() == before
    assert indicator.measurements.get().events.count() == 1


def test_a_figure_that_changed_is_written_anew():
    twelve_came()
    indicator = counted_by("courses")
    count_live()
    held()
    assert count_live().measurements == 1
    assert indicator.measurements.get().value == 2


def test_a_ward_is_measured_by_its_scope():
    twelve_came()
    twelve_came(center=cast.a_center("minato", ward="moji", name="門司みなと市民センター"))
    indicator = counted_by("participants", "ward:moji")
    count_live()
    assert indicator.measurements.get().value == 12


def test_years_outside_the_plan_are_not_measured():
    twelve_came(year=2023)
    indicator = counted_by("courses")
    assert indicator.plan.first_year == 2024
    count_live()
    assert not indicator.measurements.exists()


def test_what_staff_wrote_stays():
    twelve_came()
    indicator = counted_by("participants", measured={LAST: "400"})
    assert count_live().measurements == 0
    assert indicator.measurements.get().value == 400


def test_fewer_than_ten_people_are_not_written_and_the_reason_is_told():
    came(held(1, 1, 1))
    indicator = counted_by("participants")
    counted = count_live()
    assert not indicator.measurements.exists()
    assert "10人未満" in counted.failed_indicators[indicator.name]


@pytest.mark.parametrize(
    ("metric", "scope"), [("nothing", ""), ("participants", "ward"), ("participants", "x:y")]
)
def test_an_indicator_that_cannot_be_measured_keeps_no_other(metric, scope):
    twelve_came()
    wrong = counted_by(metric, scope, name="まちがい")
    right = counted_by("participants")
    counted = count_live()
    assert list(counted.failed_indicators) == [wrong.name]
    assert right.measurements.get().value == 12


def test_a_metric_that_fails_keeps_its_figures_and_no_other(broken, monkeypatch):
    twelve_came(capacity=20)
    with monkeypatch.context() as whole:
        whole.setitem(metrics._registered, "places", _whole_places())
        count_live()
    indicator = counted_by("participants")
    counted = count_live()
    assert counted.failed_metrics == ["講座の定員"]
    assert indicator.measurements.get().value == 12
    assert counting.trends()["places"][LAST].value == 20
    assert [one.key for one in counting.failing(metrics.registered())] == ["places"]


def _whole_places():
    broken = metrics.metric("places")
    return metrics.Metric(**{**vars(broken), "of": metrics.metric("courses").of})


def test_the_command_says_what_failed(broken):
    with pytest.raises(CommandError, match="講座の定員"):
        call_command("count_live", stdout=StringIO())


def test_it_is_done_every_night():
    duty = chores._duties["vision.figures.counting.count_live"]
    night = timezone.localtime().replace(hour=5, minute=0)
    assert duty.is_due(night - timedelta(days=1), night)
    assert not duty.is_due(night - timedelta(minutes=10), night)


def test_ten_years_are_counted_and_more_where_a_plan_began_before():
    assert counting.years_counted() == (THIS_YEAR - 9, fiscal_year(timezone.localdate()))
    plan = counted_by("courses").plan
    plan.first_year = 2011
    plan.save()
    assert counting.years_counted()[0] == 2011


def test_counts_read_back_are_the_figures_of_the_metrics():
    twelve_came()
    count_live()
    for one in metrics.registered():
        for dimension in one.dimensions:
            kept = {
                count.year: count.cells
                for count in MetricCount.objects.filter(metric=one.key, dimension=dimension)
            }
            assert kept == one.breakdowns(*counting.years_counted(), dimension)
    assert counting.trends()["participants"][LAST].value == Decimal(12)
