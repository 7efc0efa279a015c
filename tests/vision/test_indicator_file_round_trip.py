"""CSV out and the same CSV in: to the section everything, to the public what is public."""

import csv
import io

import pytest

from tests.cast import section_staff
from vision.figures.export import public_file, whole_file
from vision.figures.loading import load_indicators
from vision.models import Indicator, Measurement, PublishedFigure
from vision.progress.publishing import publish_year

from .indicator_files import indicator_row, write_csv
from .measured import a_plan, an_indicator, measure

pytestmark = pytest.mark.django_db


def rows_of(data: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def saved(folder, data: bytes):
    path = folder / "out.csv"
    path.write_bytes(data)
    return path


def a_full_plan():
    """One of each kind: a share, a count without limit, live, not begun, text like a formula."""
    an_indicator(code="share", targets={2027: "40", 2031: "50"}, measured={2025: "31.2"})
    an_indicator(
        code="growth", unit="％", highest=None, direction="increase", targets={},
        measured={2025: "120.5", 2026: None}, note="=SUM(A1)\n2行目", better="lower",
    )  # fmt: skip
    live = an_indicator(code="live", metric="participants", unit="人", highest=None, targets={})
    Measurement.objects.create(indicator=live, year=2025, value=1234, origin="live")
    an_indicator(
        code="counted", unit="件", decimals=0, highest=None, kind="monitored", targets={},
        baseline=None, baseline_year=None, zero_is_not_begun=True, reach="way",
    )  # fmt: skip
    survey = measure(Indicator.objects.get(code="counted"), 2026, "-3.125")
    survey.counted, survey.as_of, survey.note = {"n": 812}, "令和8年9月", "+1と書く"
    survey.save()
    return a_plan()


def everything() -> list:
    return [
        list(Indicator.objects.order_by("pk").values()),
        list(Measurement.objects.order_by("pk").values()),
    ]


def test_the_sections_file_loaded_again_changes_nothing(tmp_path):
    plan = a_full_plan()
    before = everything()

    report = load_indicators(saved(tmp_path, whole_file(plan)))

    assert report.changed_nothing, report
    assert everything() == before


def test_the_sections_file_makes_the_same_indicators_in_an_empty_plan(tmp_path):
    plan = a_full_plan()
    Indicator.objects.filter(code="live").first().measurements.all().delete()
    data = whole_file(plan)
    Measurement.objects.all().delete()
    Indicator.objects.all().delete()

    load_indicators(saved(tmp_path, data))

    assert whole_file(plan) == data


def test_no_cell_is_taken_for_a_formula():
    (row,) = [one for one in rows_of(whole_file(a_full_plan())) if one["番号"] == "growth"]
    assert row["説明"] == "'=SUM(A1)\n2行目"


def test_everybody_gets_the_published_figures_and_no_others(client):
    plan = a_plan()
    published = an_indicator(code="share", measured={2025: "31.2", 2026: "35"})
    publish_year(a_plan(), 2025, by=section_staff())
    measure(published, 2025, "99")

    response = client.get(f"/vision/{plan.slug}/indicators.csv")
    (row,) = rows_of(response.content)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "public" in response["Cache-Control"]
    assert (row["実績2025"], row["目標2031"]) == ("31.2", "50")
    assert "実績2026" not in row
    assert response.content == public_file(plan)
    assert client.get("/vision/no-such-plan/indicators.csv").status_code == 404
    assert client.post(f"/vision/{plan.slug}/indicators.csv").status_code == 405


def test_the_section_gets_everything_and_nobody_else_does(client):
    plan = a_full_plan()
    address = f"/desk/plans/{plan.slug}/indicators.csv"
    client.force_login(section_staff())
    response = client.get(address)
    assert response.content == whole_file(plan)
    assert "no-store" in response["Cache-Control"]


def test_a_loaded_figure_does_not_touch_what_was_published(tmp_path):
    a_plan()
    load_indicators(write_csv(tmp_path, indicator_row(実績2025=30)))
    publish_year(a_plan(), 2025, by=section_staff())

    report = load_indicators(write_csv(tmp_path, indicator_row(実績2025=33)))

    assert str(PublishedFigure.objects.get().value) == "30.000"
    assert str(Measurement.objects.get().value) == "33.000"
    assert report.differing == ["学んだ市民の割合（2025年度）：公表 30.0、いま 33.0"]
