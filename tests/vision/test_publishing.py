"""What is published stays as it was; what changes afterwards is shown and explained."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from portal.refusal import code_of
from tests import cast
from tests.race import race
from tests.vision.measured import a_plan, an_indicator, measure
from vision.models import Indicator, PublishedFigure, YearReport
from vision.progress.publishing import changes_among, explain, publish_figure, publish_year

pytestmark = pytest.mark.django_db


def the_code(command, *args, **named) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        command(*args, **named)
    return code_of(refusal.value)


def changes():
    return changes_among(PublishedFigure.objects.all())


def test_a_year_is_published_with_all_that_makes_its_figures_understandable():
    an_indicator(measured={2025: "40.0"}, note="市民意識調査で「行った」と答えた方の割合")
    staff = cast.section_staff()
    (figure,) = publish_year(a_plan(), 2025, by=staff)
    assert (figure.value, figure.letter, figure.percent) == (Decimal("40.0"), "B", 80)
    assert (figure.aimed_at, figure.baseline) == ("50.0％", Decimal("28.6"))
    assert figure.definition == "市民意識調査で「行った」と答えた方の割合"
    assert figure.source == "市民意識調査"
    assert figure.published_by == staff


def test_a_published_figure_is_read_as_it_was_published_whatever_its_indicator_shows_now(client):
    indicator = an_indicator(measured={2025: "40.5"})
    publish_year(a_plan(), 2025, by=cast.section_staff())
    Indicator.objects.update(decimals=0, unit="割")
    for address in (
        indicator.get_absolute_url(),
        "/vision/mirai-2024/progress/?year=2025",
        "/vision/mirai-2024/compare/",
        "/vision/mirai-2024/progress/report/?year=2025",
    ):
        page = client.get(address).content.decode()
        assert "40.5" in page, address
        assert ">41<" not in page, address


def test_a_difference_too_small_for_the_decimals_is_told_in_full(client):
    indicator = an_indicator(measured={2025: "40.5"})
    publish_year(a_plan(), 2025, by=cast.section_staff())
    measure(indicator, 2025, "40.54")
    page = client.get(indicator.get_absolute_url()).content.decode()
    assert "公表した値は 40.5％、いまの記録は 40.54％ です。" in page


def test_a_target_typed_in_another_unit_keeps_no_year_from_being_published():
    an_indicator(unit="円", highest=None, targets={2031: "0.001"}, measured={2025: "9999999999"})
    (figure,) = publish_year(a_plan(), 2025, by=cast.section_staff())
    assert figure.percent == 999_999_999_900_000


def test_what_was_not_begun_is_published_as_such():
    indicator = an_indicator()
    measure(indicator, 2025, None)
    (figure,) = publish_year(a_plan(), 2025, by=cast.section_staff())
    assert (figure.value, figure.letter) == (None, "D")


def test_only_figures_of_that_year_and_plan_are_published():
    other = a_plan("tonari-2024", name="となり市の計画")
    an_indicator(measured={2024: "30", 2025: "40"})
    an_indicator(plan=other, measured={2025: "1"})
    figures = publish_year(a_plan(), 2025, by=cast.section_staff())
    assert [(figure.year, figure.value) for figure in figures] == [(2025, Decimal(40))]


def test_a_year_is_published_once():
    an_indicator(measured={2025: "40"})
    staff = cast.section_staff()
    publish_year(a_plan(), 2025, by=staff)
    assert the_code(publish_year, a_plan(), 2025, by=staff) == "already_published"
    assert PublishedFigure.objects.count() == 1


def test_a_year_without_figures_is_not_published():
    an_indicator()
    staff = cast.section_staff()
    assert the_code(publish_year, a_plan(), 2025, by=staff) == "nothing_measured"
    assert not YearReport.objects.filter(published_at__isnull=False).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vision_publishedfigure SET value = 99",
        "DELETE FROM vision_publishedfigure",
    ],
)
def test_nobody_changes_a_published_figure_raw_sql_included(statement):
    an_indicator(measured={2025: "40"})
    publish_year(a_plan(), 2025, by=cast.section_staff())
    with (
        pytest.raises(IntegrityError) as refusal,
        transaction.atomic(),
        connection.cursor() as sql,
    ):
        sql.execute(statement)
    assert refusal.value.__cause__.diag.constraint_name == "a_published_figure_stays"


def test_changed_records_leave_the_figure_and_show_a_difference():
    indicator = an_indicator(measured={2025: "40"})
    (figure,) = publish_year(a_plan(), 2025, by=cast.section_staff())
    assert changes() == []
    measure(indicator, 2025, "41.5")
    Indicator.objects.filter(pk=indicator.pk).update(name="言いかえた名前", note="別の数えかた")
    figure.refresh_from_db()
    assert (figure.value, figure.name) == (Decimal(40), "過去1年に生涯学習を行った市民の割合")
    (change,) = changes()
    assert (change.figure, change.value, change.explanation) == (figure, Decimal("41.5"), None)


def test_a_record_that_was_taken_away_is_a_difference_too():
    indicator = an_indicator(measured={2025: "40"})
    publish_year(a_plan(), 2025, by=cast.section_staff())
    indicator.measurements.all().delete()
    (change,) = changes()
    assert change.value is None


def test_what_was_published_as_not_begun_differs_when_its_record_goes_or_gets_a_value(client):
    indicator = an_indicator()
    measure(indicator, 2025, None)
    staff = cast.section_staff()
    publish_year(a_plan(), 2025, by=staff)
    assert changes() == []
    indicator.measurements.all().delete()
    (gone,) = changes()
    assert (gone.figure.text_in_full, gone.figure.recorded_text) == ("未着手", "記録なし")
    explain(gone.figure, by=staff, text="入れまちがいでした。")
    page = client.get(indicator.get_absolute_url()).content.decode()
    assert "公表した値は 未着手、いまの記録は 記録なし です。入れまちがいでした。" in page

    measure(indicator, 2025, "30")
    (begun,) = changes()
    assert (begun.value, begun.explanation) == (Decimal(30), None)


def test_a_value_that_became_not_begun_is_not_a_record_that_is_gone(client):
    indicator = an_indicator(measured={2025: "40"})
    staff = cast.section_staff()
    publish_year(a_plan(), 2025, by=staff)
    indicator.measurements.all().delete()
    explain(changes()[0].figure, by=staff, text="消えました。")
    measure(indicator, 2025, None)
    (change,) = changes()
    assert (change.figure.recorded_text, change.explanation) == ("未着手", None)
    assert publish_figure(indicator, 2025, by=staff, reason="まだでした").letter == "D"
    assert changes() == []


def test_an_explanation_holds_until_the_records_change_again():
    indicator = an_indicator(measured={2025: "40"})
    staff = cast.section_staff()
    (figure,) = publish_year(a_plan(), 2025, by=staff)
    measure(indicator, 2025, "41")
    explain(figure, by=staff, text="おくれて届いた票を数えました。")
    (change,) = changes()
    assert change.explanation.explanation == "おくれて届いた票を数えました。"
    measure(indicator, 2025, "42")
    (change,) = changes()
    assert change.explanation is None


def test_what_does_not_differ_needs_no_explanation():
    an_indicator(measured={2025: "40"})
    staff = cast.section_staff()
    (figure,) = publish_year(a_plan(), 2025, by=staff)
    assert the_code(explain, figure, by=staff, text="念のため") == "no_difference"
    assert the_code(explain, figure, by=staff, text="  ") == "no_explanation"
    assert the_code(explain, figure, by=staff, text="あ" * 501) == "explanation_too_long"


def test_a_correction_is_a_new_version_with_its_reason():
    indicator = an_indicator(measured={2025: "40"})
    staff = cast.section_staff()
    publish_year(a_plan(), 2025, by=staff)
    measure(indicator, 2025, "51")
    assert the_code(publish_figure, indicator, 2025, by=staff, reason=" ") == "no_reason"
    figure = publish_figure(indicator, 2025, by=staff, reason="集計のあやまり")
    assert (figure.version, figure.letter, figure.reason) == (2, "A", "集計のあやまり")
    assert changes() == []
    assert list(PublishedFigure.objects.newest()) == [figure]
    assert PublishedFigure.objects.count() == 2


def test_a_figure_that_came_late_is_published_as_its_first_version():
    an_indicator(measured={2025: "40"})
    late = an_indicator(name="あとから届いた割合")
    staff = cast.section_staff()
    publish_year(a_plan(), 2025, by=staff)
    assert the_code(publish_figure, late, 2025, by=staff, reason="") == "not_measured"
    measure(late, 2025, "30")
    assert publish_figure(late, 2025, by=staff, reason="").version == 1


def test_nothing_is_corrected_before_the_year_is_published():
    indicator = an_indicator(measured={2025: "40"})
    staff = cast.section_staff()
    assert the_code(publish_figure, indicator, 2025, by=staff, reason="x") == "report_not_published"
    publish_year(a_plan(), 2025, by=staff)
    assert the_code(publish_figure, indicator, 2025, by=staff, reason="x") == "nothing_changed"


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once():
    an_indicator(measured={2025: "40"})
    staff, plan = cast.section_staff(), a_plan()
    results = race(lambda _: publish_year(plan, 2025, by=staff), range(4))
    assert sum(isinstance(result, list) for result in results) == 1
    assert results.count("already_published") == 3
    assert PublishedFigure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_correct_at_once_make_one_version():
    indicator = an_indicator(measured={2025: "40"})
    staff = cast.section_staff()
    publish_year(a_plan(), 2025, by=staff)
    measure(indicator, 2025, "41")
    results = race(lambda _: publish_figure(indicator, 2025, by=staff, reason="あやまり"), range(4))
    assert sum(isinstance(result, PublishedFigure) for result in results) == 1
    assert results.count("nothing_changed") == 3


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_who_correct_at_once_collide(monkeypatch):
    """The control: unlocked, it is the constraint that has the last word."""
    indicator = an_indicator(measured={2025: "40"})
    staff = cast.section_staff()
    publish_year(a_plan(), 2025, by=staff)
    measure(indicator, 2025, "41")
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self, **_: self)
    for _ in range(10):
        results = race(
            lambda _: publish_figure(indicator, 2025, by=staff, reason="あやまり"), range(6)
        )
        if "one_published_figure_of_a_version" in results:
            break
        measure(indicator, 2025, str(41 + len(PublishedFigure.objects.all())))
    assert "one_published_figure_of_a_version" in results
