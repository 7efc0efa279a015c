"""An item that something hangs on does not vanish because a file forgets it."""

import pytest
from django.core.exceptions import ValidationError

from tests.cast import section_staff
from vision.models import NextFocus, PlanItem, ProgressSheet, Review
from vision.plans.loading import load_plan

from .measured import an_indicator
from .plan_files import item_row, plan_row, small_plan, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plan(tmp_path):
    return load_plan(write_csv(tmp_path, small_plan())).plan


def item(code: str = "k1-1-2") -> PlanItem:
    return PlanItem.objects.get(code=code)


def a_review(plan) -> Review:
    by = section_staff()
    return Review.objects.create(plan=plan, first_year=2027, last_year=2031, opened_by=by)


def an_indicator_of(plan) -> str:
    an_indicator(plan=plan, item=item())
    return "指標が結びついています"


def a_sheet_of(plan) -> str:
    sheet = ProgressSheet.objects.create(
        year=2027, area="B", number=1, title="依頼事項の整理", field="地域振興",
        impact="high", urgency="high",
    )  # fmt: skip
    sheet.items.add(item())
    return "進捗シートが結びついています"


def a_focus_that_follows_it(plan) -> str:
    NextFocus.objects.create(review=a_review(plan), name="次の重点", follows=item())
    return "次の重点の案が結びついています"


def a_focus_below_it(plan) -> str:
    NextFocus.objects.create(review=a_review(plan), name="次の重点", parent=item())
    return "次の重点の案が結びついています"


def a_review_that_made_it(plan) -> str:
    NextFocus.objects.create(review=a_review(plan), name="次の重点", item=item())
    return "見直し（2027〜2031年度）で加わった項目です"


def load_plan_of_2032(folder) -> None:
    rows = [
        plan_row(番号="mirai-2032", 最初の年度=2032, 最後の年度=2036, 名称="次の計画"),
        item_row(1, "n1", "学びをひらく", 引きつぐ項目="mirai-2027/k1-1-2"),
    ]
    load_plan(write_csv(folder, rows, name="next.csv"))


@pytest.mark.parametrize(
    "tie",
    [
        an_indicator_of,
        a_sheet_of,
        a_focus_that_follows_it,
        a_focus_below_it,
        a_review_that_made_it,
    ],
)
def test_a_file_without_it_is_refused_and_says_why(tmp_path, plan, tie):
    why = tie(plan)
    without = [row for row in small_plan() if row["番号"] != "k1-1-2"]

    with pytest.raises(ValidationError) as refusal:
        load_plan(write_csv(tmp_path, without))

    assert [error.code for error in refusal.value.error_list] == ["still_linked"]
    (message,) = refusal.value.messages
    assert message.startswith("「講座の情報をまとめる」（番号 k1-1-2）はファイルにありませんが、")
    assert why in message
    assert item().name == "講座の情報をまとめる"


def test_an_item_that_a_later_plan_continues_stays_too(tmp_path):
    load_plan_of_2032(tmp_path)
    without = [row for row in small_plan() if row["番号"] != "k1-1-2"]

    with pytest.raises(ValidationError, match="「学びをひらく」が引きついでいます") as refusal:
        load_plan(write_csv(tmp_path, without))

    assert refusal.value.error_list[0].code == "still_linked"
    assert PlanItem.objects.get(code="n1").continues == item()


def test_an_item_on_which_nothing_hangs_goes_with_its_row(tmp_path):
    without = [row for row in small_plan() if row["番号"] != "k1-1-2"]
    assert load_plan(write_csv(tmp_path, without)).removed == 1


def test_an_item_made_by_a_review_stays_when_the_file_takes_it_in(tmp_path, plan):
    a_review_that_made_it(plan)
    assert load_plan(write_csv(tmp_path, small_plan())).unchanged == 6


@pytest.mark.parametrize("slug", ["metrics", "sheets"])
def test_a_plan_cannot_take_the_address_of_another_page(tmp_path, slug):
    with pytest.raises(ValidationError) as refusal:
        load_plan(write_csv(tmp_path, [plan_row(番号=slug)]))
    assert refusal.value.error_list[0].code == "reserved"
