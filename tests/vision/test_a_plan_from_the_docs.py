"""Whoever has read only the two pages in docs/ can write a plan and its indicators."""

import csv
import re
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import Workbook

from vision.figures.loading import load_indicators
from vision.models import Indicator, Plan, PlanItem
from vision.plans.loading import load_plan

from .measured import a_plan

pytestmark = pytest.mark.django_db

# Another city's plan, of a shape none of ours has: seven steps deep here, one there.
VILLAGE = [
    ["名称", "階層", "種別", "番号", "自治体", "最初の年度", "最後の年度", "めざす姿"],
    ["村の学びの約束", "０", "村民憲章", "mura-2025", "山あい村", "２０２５", "２０３４", "学ぶ村"],
    ["いのち", "1", "願い", "n1"],
    ["水を知る", "2", "道", "n1.1"],
    ["川をたどる", "3", "歩み", "n1.1.a"],
    ["春の川", "4", "季", "n1.1.a.1"],
    ["雪どけ", "5", "日", "n1.1.a.1.1"],
    ["水温をはかる", "6", "こと", "n1.1.a.1.1.1"],
    ["温度計をつくる", "7", "もの", "n1.1.a.1.1.1.1"],
    ["語りつぐ", "1", "願い", "n2"],
]


def example_in(page: str) -> list[list[str]]:
    """The table under 「例」 of a page in docs/, cell by cell."""
    text = (Path(settings.BASE_DIR) / "docs" / page).read_text(encoding="utf-8")
    part = text.split("\n## 例\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows]
    return [row for row in cells if not re.fullmatch(r"-+", row[0])]


def as_csv(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "table.csv"
    with path.open("w", newline="", encoding="cp932") as file:
        csv.writer(file).writerows(rows)
    return path


def as_xlsx(folder: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(
            [int(cell) if cell.isascii() and cell.isdigit() else cell for cell in row]
        )
    path = folder / "table.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_the_example_of_a_plan_loads_as_it_is_printed(tmp_path, write):
    load_plan(write(tmp_path, example_in("plan-file.md")))

    plan = Plan.objects.get()
    assert (plan.slug, plan.city, plan.first_year) == ("mirai-2027", "みらい市", 2027)
    assert [item.code for item in plan.items.order_by("path")] == [
        "k1", "k1-1", "k1-1-1", "k2", "k2-1",
    ]  # fmt: skip


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_the_example_of_indicators_loads_as_it_is_printed(tmp_path, write):
    a_plan()
    load_indicators(write(tmp_path, example_in("indicator-file.md")))

    learned, friends = Indicator.objects.for_plan(a_plan()).with_years()
    assert (learned.grade_of(2021).letter, friends.grade_of(2021).letter) == ("A", "A")


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_plan_of_a_shape_nobody_thought_of_loads_and_can_be_read(tmp_path, write, client):
    width = len(VILLAGE[0])
    load_plan(write(tmp_path, [row + [""] * (width - len(row)) for row in VILLAGE]))

    assert PlanItem.objects.count() == len(VILLAGE) - 2
    assert PlanItem.objects.get(name="温度計をつくる").depth == 7
    assert "温度計をつくる" in "".join(client.get_page("/vision/mura-2025/").text)
    assert "温度計をつくる" in "".join(client.get_page("/vision/mura-2025/outline/").text)
    page = client.get_page("/vision/mura-2025/n1.1.a.1.1.1.1/")
    assert "雪どけ" in "".join(page.text)
