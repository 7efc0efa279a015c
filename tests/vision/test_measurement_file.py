"""A survey's spreadsheet: looked at first, then written, all of it or nothing."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests.cast import section_staff
from vision.figures.survey_file import apply, parse
from vision.models import Indicator, Measurement

from .indicator_files import write_csv, write_xlsx
from .measured import a_plan, an_indicator, measure

pytestmark = pytest.mark.django_db

SURVEY = {"source": "生涯学習意識調査（令和8年度）", "as_of": "令和8年9月"}


@pytest.fixture(autouse=True)
def indicators():
    an_indicator(code="share", measured={2026: "30"})
    an_indicator(code="friends", name="仲間ができた市民の割合", targets={})


def look(path):
    return parse(path, plan=a_plan(), year=2026, defaults=SURVEY)


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_the_preview_shows_old_and_new_and_writes_nothing(tmp_path, write):
    preview = look(
        write(
            tmp_path,
            {"番号": "share", "実績値": "31.5", "回答数": 1204},
            {"番号": "friends", "実績値": "24.5", "回答数": 1190},
        )
    )
    told = [(one.line, one.indicator.code, one.old, one.new) for one in preview.figures]
    assert told == [(2, "share", "30.0", "31.5"), (3, "friends", "", "24.5")]
    assert preview.can_be_applied
    assert Measurement.objects.count() == 1


def test_applying_writes_what_was_looked_at_with_who_and_where_from(tmp_path):
    by = section_staff()
    preview = look(write_csv(tmp_path, {"番号": "share", "実績値": "31.5", "回答数": 1204}))

    assert apply(preview, by=by) == 1

    told = Measurement.objects.get()
    assert (told.value, told.counted, told.origin) == (Decimal("31.5"), {"n": 1204}, "file")
    assert (told.source, told.as_of, told.by) == (SURVEY["source"], SURVEY["as_of"], by)
    again = look(write_csv(tmp_path, {"番号": "share", "実績値": "31.5", "回答数": 1204}))
    assert not again.changes
    with pytest.raises(ValidationError) as refused:
        apply(again, by=by)
    assert refused.value.code == "nothing_changed"


def test_rows_are_known_by_name_too_and_other_questions_are_passed_over(tmp_path):
    preview = look(
        write_csv(
            tmp_path,
            {"指標名": "仲間が できた市民の割合", "割合": "24.5", "n": 99, "問": "問3"},
            {"指標名": "好きな季節", "割合": "40", "n": 99, "問": "問4"},
            {"指標名": "仲間ができた市民の割合", "割合": "", "n": "", "問": "問5"},
        )
    )
    assert [one.indicator.code for one in preview.figures] == ["friends"]
    assert preview.passed_over == [(3, "好きな季節")]
    assert preview.unread == ["問"]
    assert preview.can_be_applied


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"実績値": "約3割"}, "実績値", "not_a_number"),
        ({"実績値": "130"}, "実績値", "beyond_highest"),
        ({"実績値": "-3"}, "実績値", "below_zero"),
        ({"番号": "no-such", "実績値": "30"}, "番号", "unknown_indicator"),
        ({"実績値": "30", "回答数": "多数"}, "回答数", "not_a_number"),
        ({"実績値": "30", "回答数": "1.5"}, "回答数", "not_a_count"),
        ({"実績値": "30", "補足": "あ" * 301}, "補足", "max_length"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_of_the_sheet_is_written(
    tmp_path, cells, column, code
):
    good = {"番号": "friends", "実績値": "24.5"}
    preview = look(write_csv(tmp_path, {"番号": "share"} | cells, good))

    assert [(e.params["line"], e.params["column"], e.code) for e in preview.refusals] == [
        (2, column, code)
    ]
    assert not preview.can_be_applied
    with pytest.raises(ValidationError):
        apply(preview, by=section_staff())
    assert Measurement.objects.count() == 1


def test_a_figure_needs_a_source(tmp_path):
    preview = parse(
        write_csv(tmp_path, {"番号": "friends", "実績値": "24.5"}), plan=a_plan(), year=2026
    )
    assert [error.code for error in preview.refusals] == ["no_source"]


def test_one_indicator_in_two_rows_and_a_live_one_are_refused(tmp_path):
    an_indicator(code="live", metric="participants", targets={})
    preview = look(
        write_csv(
            tmp_path,
            {"番号": "share", "実績値": "31"},
            {"番号": "share", "実績値": "32"},
            {"番号": "live", "実績値": "33"},
        )
    )
    assert [error.code for error in preview.refusals] == ["repeated_code", "counted_by_portal"]


def test_two_indicators_of_one_name_want_their_number(tmp_path):
    an_indicator(code="friends-2", name="仲間ができた市民の割合", targets={})
    preview = look(write_csv(tmp_path, {"名称": "仲間ができた市民の割合", "実績値": "24.5"}))
    assert [error.code for error in preview.refusals] == ["ambiguous"]


@pytest.mark.parametrize("cells", [{"問": "問1", "実績値": "3"}, {"番号": "share", "こたえ": "3"}])
def test_a_sheet_without_the_columns_it_needs_is_refused(tmp_path, cells):
    preview = look(write_csv(tmp_path, cells))
    assert [error.code for error in preview.refusals] == ["missing_column"]


def test_what_somebody_else_changed_since_is_not_written_over(tmp_path):
    preview = look(write_csv(tmp_path, {"番号": "share", "実績値": "31.5"}))
    measure(Indicator.objects.get(code="share"), 2026, "32")

    with pytest.raises(ValidationError) as refused:
        apply(preview, by=section_staff())

    assert [error.code for error in refused.value.error_list] == ["stale"]
    assert Measurement.objects.get().value == 32
