import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from vision.models import Plan, PlanItem
from vision.plans.loading import load_plan

from .plan_files import item_row, plan_row, small_plan, write_csv, write_xlsx

pytestmark = pytest.mark.django_db


def the_next_plan(continues: str, **cells: object) -> list[dict]:
    head = {"番号": "mirai-2032", "最初の年度": 2032, "最後の年度": 2036} | cells
    return [
        plan_row(**head),
        item_row(1, "n1", "学びをひらく", 引きつぐ項目=continues),
        item_row(1, "n2", "新しいこと"),
    ]


def refused(path) -> list[tuple]:
    with pytest.raises(ValidationError) as refusal:
        load_plan(path)
    return [
        (error.params["line"], error.params["column"], error.code) if error.params else error.code
        for error in refusal.value.error_list
    ]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_an_item_says_which_item_of_the_plan_before_it_continues(tmp_path, write):
    load_plan(write_csv(tmp_path, small_plan()))
    load_plan(write(tmp_path, the_next_plan("mirai-2027/k1-1")))

    assert PlanItem.objects.get(code="n1").continues.code == "k1-1"
    assert PlanItem.objects.get(code="n2").continues is None
    assert load_plan(write(tmp_path, the_next_plan("mirai-2027/k1-1"))).unchanged == 2
    assert load_plan(write(tmp_path, the_next_plan(""))).updated == 1
    assert PlanItem.objects.get(code="n1").continues is None


def test_both_items_show_the_link_to_the_other(client, tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    load_plan(write_csv(tmp_path, the_next_plan("mirai-2027/k1-1", 名称="次のみらい計画")))

    later = client.get_page("/vision/mirai-2032/n1/")
    assert "前の計画「みらい市生涯学習推進計画」" in "".join(later.text)
    assert "/vision/mirai-2027/k1-1/" in [a["href"] for a in later.all("a")]
    earlier = client.get_page("/vision/mirai-2027/k1-1/")
    assert "次の計画「次のみらい計画」" in "".join(earlier.text)
    assert "/vision/mirai-2032/n1/" in [a["href"] for a in earlier.all("a")]
    assert "計画のつながり" not in "".join(client.get_page("/vision/mirai-2032/n2/").text)


@pytest.mark.parametrize(
    ("continues", "code"),
    [
        ("mirai-2027/k9", "unknown_item"),
        ("mirai-2022/k1", "unknown_plan"),
        ("k1-1", "bad_reference"),
        ("mirai-2027/", "bad_reference"),
        ("mirai-2027/k1/k1-1", "bad_reference"),
        ("mirai-2027/k1、mirai-2027/k2", "bad_reference"),
        ("mirai-2032/n9", "unknown_item"),
        ("mirai-2032/n1", "circle"),
    ],
)
def test_what_leads_nowhere_is_refused_with_its_line(tmp_path, continues, code):
    load_plan(write_csv(tmp_path, small_plan()))

    assert refused(write_csv(tmp_path, the_next_plan(continues))) == [(3, "引きつぐ項目", code)]
    assert Plan.objects.count() == 1


def test_wrong_references_are_told_together_with_what_is_wrong_in_other_cells(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    rows = [
        *the_next_plan("mirai-2027/k9"),
        item_row(1, "n3", "色がちがう", 色="青"),
        item_row(3, "n4", "飛んでいる", 引きつぐ項目="mirai-2022/k1"),
        item_row(1, "n5", "自分に戻る", 引きつぐ項目="mirai-2032/n5"),
    ]
    assert [(line, code) for line, _, code in refused(write_csv(tmp_path, rows))] == [
        (3, "unknown_item"), (5, "bad_color"), (6, "level_jump"), (6, "unknown_plan"),
        (7, "circle"),
    ]  # fmt: skip
    assert Plan.objects.count() == 1


def test_a_broken_earlier_file_is_told_with_what_is_wrong_here(tmp_path):
    broken = small_plan()
    broken[1]["色"] = "青"
    write_csv(tmp_path, broken, name="mirai-2027.csv")
    rows = [*the_next_plan("mirai-2027/k1-1"), item_row(4, "n3", "飛んでいる")]
    with pytest.raises(ValidationError) as refusal:
        load_plan(write_csv(tmp_path, rows))
    told = refusal.value.messages
    assert len(told) == 2, told
    assert told[0].startswith("mirai-2027.csvの3行目「色」：")
    assert told[1].startswith("5行目「階層」：")


def test_only_a_plan_that_began_earlier_can_be_continued(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    load_plan(write_csv(tmp_path, the_next_plan("mirai-2027/k1-1")))
    backwards = small_plan()
    backwards[1]["引きつぐ項目"] = "mirai-2032/n1"

    assert refused(write_csv(tmp_path, backwards)) == [(3, "引きつぐ項目", "not_earlier")]


def test_a_plan_cannot_be_moved_behind_the_plan_that_continues_it(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    load_plan(write_csv(tmp_path, the_next_plan("mirai-2027/k1-1")))
    moved = small_plan()
    moved[0] |= {"最初の年度": 2033, "最後の年度": 2037}

    assert refused(write_csv(tmp_path, moved)) == ["after_its_successor"]
    assert Plan.objects.get(slug="mirai-2027").first_year == 2027


def test_an_earlier_plan_in_the_same_folder_is_loaded_first(tmp_path):
    write_csv(tmp_path, small_plan(), name="mirai-2027.csv")

    report = load_plan(write_csv(tmp_path, the_next_plan("mirai-2027/k1-1")))

    assert [one.plan.slug for one in report.earlier] == ["mirai-2027"]
    assert PlanItem.objects.get(code="n1").continues.plan.slug == "mirai-2027"


def test_two_files_that_continue_each_other_are_refused_and_neither_is_loaded(tmp_path):
    circle = small_plan()
    circle[1]["引きつぐ項目"] = "mirai-2032/n1"
    write_csv(tmp_path, circle, name="mirai-2027.csv")
    path = write_csv(tmp_path, the_next_plan("mirai-2027/k1-1"), name="mirai-2032.csv")

    assert refused(path) == ["circle"]
    assert not Plan.objects.exists()


def test_what_is_wrong_in_the_earlier_file_is_told_with_its_name(tmp_path, capsys):
    broken = small_plan()
    broken[1]["色"] = "青"
    write_csv(tmp_path, broken, name="mirai-2027.csv")

    with pytest.raises(CommandError, match="何も読み込んでいません"):
        call_command("load_plan", write_csv(tmp_path, the_next_plan("mirai-2027/k1-1")))
    assert capsys.readouterr().err.startswith("mirai-2027.csvの3行目「色」：")
    assert not Plan.objects.exists()


def test_nor_can_the_years_be_changed_so_in_the_admin(tmp_path):
    earlier = load_plan(write_csv(tmp_path, small_plan())).plan
    later = load_plan(write_csv(tmp_path, the_next_plan("mirai-2027/k1-1"))).plan
    earlier.first_year, earlier.last_year = 2033, 2040
    later.first_year = 2020

    with pytest.raises(ValidationError) as refusal:
        earlier.full_clean()
    assert refusal.value.error_dict["__all__"][0].code == "after_its_successor"
    with pytest.raises(ValidationError) as refusal:
        later.full_clean()
    assert refusal.value.error_dict["__all__"][0].code == "before_what_it_continues"


def test_an_item_may_continue_another_of_its_own_plan_but_not_in_a_circle(client, tmp_path):
    rows = [
        plan_row(),
        item_row(1, "f2", "次の5年の重点", 引きつぐ項目="mirai-2027/f1"),
        item_row(1, "f1", "はじめの5年の重点"),
    ]
    load_plan(write_csv(tmp_path, rows))
    assert PlanItem.objects.get(code="f2").continues.code == "f1"
    assert load_plan(write_csv(tmp_path, rows)).unchanged == 2
    later = "".join(client.get_page("/vision/mirai-2027/f2/").text)
    assert "この推進計画の取組「はじめの5年の重点」を引きついでいます。" in later

    rows[2]["引きつぐ項目"] = "mirai-2027/f2"
    assert refused(write_csv(tmp_path, rows)) == [
        (3, "引きつぐ項目", "circle"),
        (4, "引きつぐ項目", "circle"),
    ]


def test_an_empty_cell_leaves_what_a_review_decided(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    k1 = PlanItem.objects.get(code="k1")
    PlanItem.objects.filter(code="k2").update(continues=k1)

    assert load_plan(write_csv(tmp_path, small_plan())).unchanged == 6
    assert PlanItem.objects.get(code="k2").continues == k1
