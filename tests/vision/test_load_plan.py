from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from portal.japan.tables import UnreadableTable
from vision.models import Plan, PlanItem
from vision.plans.loading import load_plan

from .plan_files import COLUMNS, item_row, plan_row, small_plan, write_csv, write_xlsx

pytestmark = pytest.mark.django_db


def outline() -> list[tuple]:
    return [
        (item.depth, item.level.name, item.code, item.name)
        for item in PlanItem.objects.for_outline()
    ]


def test_a_plan_names_its_own_levels_and_may_hold_one_at_two_depths(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))

    assert outline() == [
        (1, "基本施策", "k1", "学ぶ機会を広げる"),
        (2, "区分", "k1-1", "環境をととのえる"),
        (3, "取組", "k1-1-1", "図書館の開館時間をのばす"),
        (3, "取組", "k1-1-2", "講座の情報をまとめる"),
        (1, "基本施策", "k2", "学びを地域に生かす"),
        (2, "取組", "k2-1", "ボランティアを育てる"),
    ]
    assert PlanItem.objects.get(code="k1-1-2").parent.code == "k1-1"
    assert [level.name for level in Plan.objects.get().levels.all()] == ["基本施策", "区分", "取組"]


def test_issues_picture_and_who_does_what_are_held(tmp_path):
    texts = {
        "現状と課題": "学ぶ人が\n減っています。", "5年後の姿": "だれもが学んでいます。",
        "市民の取組": "参加する", "地域の取組": "場をひらく", "行政の取組": "支える",
    }  # fmt: skip
    load_plan(write_csv(tmp_path, [plan_row(), item_row(1, "k1", **texts)]))

    item = PlanItem.objects.get()
    assert dict(item.statements + item.parts) == texts


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_a_csv_is_read_however_a_city_saved_it(tmp_path, encoding):
    report = load_plan(write_csv(tmp_path, small_plan(), encoding=encoding))

    assert report.created == 6
    assert Plan.objects.get().name == "みらい市生涯学習推進計画"


def test_an_excel_file_gives_the_same_plan(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))

    report = load_plan(write_xlsx(tmp_path, small_plan()))

    assert (report.plan_change, report.unchanged, report.updated) == ("変更なし", 6, 0)


def test_names_of_columns_typed_in_full_width_or_with_spaces_are_understood(tmp_path):
    columns = [{"5年後の姿": "５年後の姿", "階層": " 階　層"}.get(one, one) for one in COLUMNS]
    rows = [plan_row(), item_row(1, "k1", **{"5年後の姿": "歩いて学びに行ける"})]
    renamed = [dict(zip(columns, (row.get(one) for one in COLUMNS), strict=True)) for row in rows]
    load_plan(write_csv(tmp_path, renamed, columns=columns))
    assert PlanItem.objects.get().picture == "歩いて学びに行ける"


def test_numbers_typed_in_full_width_are_understood(tmp_path):
    rows = [
        plan_row(階層="０", 最初の年度="２０２７"),
        item_row("１", "ｋ１－１", 色="＃0055AD"),
    ]
    load_plan(write_csv(tmp_path, rows))

    item = PlanItem.objects.get()
    assert (item.code, item.color, item.plan.first_year) == ("k1-1", "#0055ad", 2027)


def test_loading_twice_changes_nothing(tmp_path):
    path = write_csv(tmp_path, small_plan())
    first = load_plan(path)
    before = list(PlanItem.objects.values().order_by("pk"))

    second = load_plan(path)

    assert (first.created, first.unchanged) == (6, 0)
    assert (second.plan_change, second.created, second.updated) == ("変更なし", 0, 0)
    assert (second.unchanged, second.removed) == (6, 0)
    assert list(PlanItem.objects.values().order_by("pk")) == before


def test_a_changed_file_updates_items_in_place(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    ids = dict(PlanItem.objects.values_list("code", "pk"))
    rows = small_plan()
    rows[0]["めざす姿"] = "学びあうまち"
    rows[3]["説明"] = "夜9時まで開きます。"
    del rows[4]
    rows.append(item_row(2, "k2-2", "学校と手をつなぐ"))

    report = load_plan(write_csv(tmp_path, rows))

    assert report.plan_change == "変更"
    assert (report.created, report.updated, report.unchanged, report.removed) == (1, 1, 4, 1)
    kept = dict(PlanItem.objects.exclude(code="k2-2").values_list("code", "pk"))
    assert kept == {code: pk for code, pk in ids.items() if code != "k1-1-2"}
    assert PlanItem.objects.get(code="k1-1-1").body == "夜9時まで開きます。"


def test_items_that_change_places_and_parents_keep_their_identity(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    ids = dict(PlanItem.objects.values_list("code", "pk"))
    head, k1, group, library, news, k2, volunteers = small_plan()

    swapped = [head, k2, volunteers, {**library, "階層": 2}, k1, group, news]
    load_plan(write_csv(tmp_path, swapped))

    assert dict(PlanItem.objects.values_list("code", "pk")) == ids
    assert PlanItem.objects.get(code="k1-1-1").parent.code == "k2"
    assert [code for _, _, code, _ in outline()] == ["k2", "k2-1", "k1-1-1", "k1", "k1-1", "k1-1-2"]


def test_a_child_survives_the_removal_of_the_group_it_stood_in(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    rows = [row for row in small_plan() if row["番号"] != "k1-1"]
    for row in rows:
        row["階層"] = min(row["階層"], 2)

    report = load_plan(write_csv(tmp_path, rows))

    assert (report.removed, report.updated) == (1, 2)
    assert PlanItem.objects.get(code="k1-1-1").parent.code == "k1"
    assert not Plan.objects.get().levels.filter(name="区分").exists()


def test_two_plans_may_use_the_same_numbers(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    load_plan(write_csv(tmp_path, [plan_row(番号="mirai-2032"), item_row(1, "k1", "別の項目")]))

    assert PlanItem.objects.filter(code="k1").count() == 2
    assert PlanItem.objects.get(plan__slug="mirai-2027", code="k1").name == "学ぶ機会を広げる"


def test_the_command_reports_what_it_did(tmp_path):
    out = StringIO()
    call_command("load_plan", write_csv(tmp_path, small_plan()), stdout=out)

    assert out.getvalue().strip() == (
        "みらい市生涯学習推進計画（計画は追加）：項目の追加 6、変更 0、変更なし 0、削除 0"
    )


def test_the_command_lists_everything_to_mend_and_loads_nothing(tmp_path):
    rows = [*small_plan(), item_row(3, "k1"), item_row(5, "k9", 色="青")]
    err = StringIO()
    with pytest.raises(CommandError, match="3か所を直してください。何も読み込んでいません。"):
        call_command("load_plan", write_csv(tmp_path, rows), stderr=err)

    assert err.getvalue().splitlines() == [
        "9行目「番号」：「k1」は3行目にもあります。番号を変えてください。",
        "10行目「色」：色は「#0055ad」のように、#と半角の数字かa〜fの6文字で書いてください。",
        "10行目「階層」：階層が3から5へ飛んでいます。間に階層4の行を入れるか、4以下にしてください。",
    ]
    assert not Plan.objects.exists()


def test_the_command_says_when_the_file_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="ファイルが見つかりません"):
        call_command("load_plan", tmp_path / "ない.csv")


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv"])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x81")
    with pytest.raises((UnreadableTable, ValidationError)):
        load_plan(path)
    with pytest.raises(CommandError):
        call_command("load_plan", path, stderr=StringIO())


def test_an_unfinished_load_leaves_the_old_plan_as_it_was(tmp_path):
    load_plan(write_csv(tmp_path, small_plan()))
    before = outline()
    rows = small_plan()
    rows[1]["名称"] = "新しい名前"
    rows[6]["階層"] = "深い"

    with pytest.raises(ValidationError):
        load_plan(write_csv(tmp_path, rows))

    assert outline() == before


def test_the_documented_columns_are_the_ones_that_are_read():
    from vision.plans.file import COLUMNS as READ  # noqa: PLC0415  beside the test's own COLUMNS

    assert set(READ) == set(COLUMNS)
