"""The figures of the source documents come out as they are printed there (001, 002, 004)."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from vision.figures.loading import load_indicators
from vision.grading import Letter
from vision.metrics import metric
from vision.models import Indicator, Measurement
from vision.plans.loading import load_plan

FOLDER = Path(settings.BASE_DIR) / "vision" / "plans"
PLANS = ["kitakyushu-2021", "kitakyushu-2026", "kumamoto-2024"]
pytestmark = pytest.mark.django_db


def loaded(slug: str) -> dict[str, Indicator]:
    load_plan(FOLDER / f"{slug}.csv")
    load_indicators(FOLDER / f"{slug}-indicators.csv")
    return {one.code: one for one in Indicator.objects.filter(plan__slug=slug).with_years()}


def figure(indicator: Indicator, year: int) -> str:
    return f"{indicator.show(indicator.measurement_of(year).value)}{indicator.unit}"


@pytest.mark.parametrize(
    ("code", "baseline", "aimed_at", "actual", "graded"),
    [
        ("a", "28.6", "50.0", "87.5％", (Letter.A, 175)),
        ("i", "24.1", "増加", "24.5％", (Letter.A, None)),
        ("u", "12.2", "増加", "7.6％", (Letter.C, None)),
    ],
)
def test_kumamotos_three_verification_indicators(code, baseline, aimed_at, actual, graded):
    indicator = loaded("kumamoto-2024")[code]

    assert (indicator.show(indicator.baseline), indicator.baseline_year) == (baseline, 2015)
    target = indicator.target_for(2021)
    shown = indicator.show(target.value) if target else indicator.get_direction_display()
    assert shown == aimed_at
    assert target is None or target.year == 2023
    assert figure(indicator, 2021) == actual
    grade = indicator.grade_of(2021)
    assert (grade.letter, grade.percent) == graded


def test_kumamotos_shares_of_measures_by_grade():
    indicators = loaded("kumamoto-2024")
    letters = ["a", "b", "c", "d"]
    assert [figure(indicators[f"measures-{letter}"], 2021) for letter in letters] == [
        "30.4％", "17.1％", "52.5％", "0件",
    ]  # fmt: skip
    shares = sum(indicators[f"measures-{letter}"].measurement_of(2021).value for letter in "abc")
    assert shares == 100


@pytest.mark.parametrize(
    ("code", "year", "shown"),
    [
        ("supporters", 2020, "1,561人"),
        ("advisers", 2020, "8人"),
        ("volunteer-trainings", 2019, "45回"),
        ("volunteer-trained", 2019, "2,933人"),
        ("seminar-alumni", 2020, "1,951名"),
    ],
)
def test_the_counts_of_pillar_two(code, year, shown):
    assert figure(loaded("kitakyushu-2021")[code], year) == shown


def test_coordinated_matches_are_counted_by_the_portal():
    assert loaded("kitakyushu-2021")["coordinated"].metric == "coordinated"


def test_what_pillar_two_only_names_has_no_figure():
    indicators = loaded("kitakyushu-2021")
    assert indicators["promoters"].name.startswith("新しく地域学校協働活動推進員")
    assert indicators["coordinated"].name.startswith("ボランティアコーディネーターによる")
    assert not Measurement.objects.filter(indicator__code__in=["promoters", "coordinated"]).exists()


@pytest.mark.parametrize(
    ("code", "year", "shown"),
    [
        ("center-use", 2023, "22.8％"),
        ("center-use-paid", 2023, "15.9％"),
        ("learning-center-use", 2023, "24.2％"),
        ("learning-center-use-paid", 2023, "25.5％"),
        ("requests-community", 2023, "127件"),
        ("requests-centers", 2023, "252件"),
        ("users-under-30", 2025, "0.9％"),
        ("users-30-50", 2025, "27.7％"),
        ("users-over-60", 2025, "71.4％"),
        ("multipurpose-users", 2025, "309件"),
        ("multipurpose-uses", 2025, "1,016件"),
        ("sunday-centers", 2025, "7館"),
        ("leader-age", 2024, "74.4歳"),
        ("hearings", 2025, "130回"),
        ("web-answers", 2025, "5,964件"),
        ("npo-interest", 2024, "35％"),
        ("marche-stalls", 2025, "16団体"),
        ("marche-talks", 2025, "9団体"),
    ],
)
def test_the_figures_of_the_bureaus_policy(code, year, shown):
    assert figure(loaded("kitakyushu-2026")[code], year) == shown


@pytest.mark.parametrize(
    ("code", "began", "letter"),
    [
        ("multipurpose-users", "238", Letter.A),
        ("multipurpose-uses", "558", Letter.A),
        ("sunday-centers", "7", None),
        ("center-use", "22.8", None),
    ],
)
def test_where_they_began_and_how_far_they_came(code, began, letter):
    """A figure that is still its own baseline has not come anywhere yet, nor failed to."""
    indicator = loaded("kitakyushu-2026")[code]
    assert indicator.show(indicator.baseline) == began
    grade = indicator.grade_of(indicator.baseline_year)
    assert (grade.letter if grade else None) == letter


def test_sunday_opening_is_to_reach_twelve_centres():
    assert loaded("kitakyushu-2026")["sunday-centers"].target_for(2026).value == Decimal(12)


def test_live_indicators_name_metrics_that_are_offered():
    live = [one for one in loaded("kitakyushu-2026").values() if one.is_live]
    assert {one.metric for one in live} == {
        "participants", "completion_rate", "satisfaction", "wants_activity", "lottery_ratio",
        "coordinated", "active_12", "volunteers",
    }  # fmt: skip
    assert {one.metric: one.unit for one in live} == {
        one.metric: metric(one.metric).unit for one in live
    }


@pytest.mark.parametrize("slug", PLANS)
def test_every_figure_says_where_and_when_it_comes_from(slug):
    loaded(slug)
    for one in Measurement.objects.all():
        assert one.source, one
        assert one.as_of or one.note, one


@pytest.mark.parametrize("slug", PLANS)
def test_loading_again_changes_nothing(slug):
    loaded(slug)
    assert load_indicators(FOLDER / f"{slug}-indicators.csv").changed_nothing
