"""One sheet as an Excel file in the bureau's own layout: 総務市民局 令和7年度X方針, ① to ⑦."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests import cast
from tests.vision.sheets import a_sheet, handed_in, published, rewritten
from vision.models import ProgressSheet
from vision.sheets.content import Bar, Strand
from vision.sheets.loading import load_sheets

FILE = Path(settings.BASE_DIR) / "vision" / "sheets" / "kitakyushu-somu-2025.csv"
DESK = "/desk/plans/sheets/"
TALLEST = 409  # points: Excel draws no row higher

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(db):
    return cast.section_staff("one@example.jp")


@pytest.fixture
def other(db):
    return cast.section_staff("other@example.jp")


def page_at(client, address: str) -> Worksheet:
    response = client.get(address)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return load_workbook(io.BytesIO(response.content)).active


def page_of(client, sheet: ProgressSheet) -> Worksheet:
    caches["pages"].clear()
    return page_at(client, f"{sheet.get_absolute_url()}sheet.xlsx")


def texts(page: Worksheet) -> list[str]:
    return [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]


def test_it_stands_in_the_order_of_the_form(client, shipped_plan):
    load_sheets(FILE)
    page = page_of(client, ProgressSheet.objects.get(area="B", number=4))
    said = texts(page)
    heads = [text for text in said if text[0] in "①②③④⑤⑥⑦"]
    assert [head[:5] for head in heads] == [
        *("①インパク", "②課題の内", "③課題の背", "④目指す成"),
        *("⑤令和7（", "⑥進捗状況", "⑦令和7（"),
    ]
    assert "【インパクト：高】【緊急度：低】" in heads[0]
    assert heads[5] == "⑥進捗状況（令和7年12月時点）"
    assert said[0].startswith("課題B（4）")
    assert said[0].endswith("【政策分野：地域振興】")
    whole = "\n".join(said)
    assert all(number in whole for number in ("22.8％", "15.9％", "238件", "309件", "1,016件"))


def test_the_mark_lies_where_impact_and_urgency_meet(client, one, other):
    page = page_of(client, published(one, other))  # high, low
    marked = [cell for row in page.iter_rows() for cell in row if cell.value == "●"]
    assert len(marked) == 1
    row = marked[0].row
    assert page.cell(row, 1).value == "インパクト：高"
    urgent = {cell.value: cell.column for cell in page[row - 1] if cell.value}
    assert marked[0].column == urgent["緊急度：低"]


def test_a_bar_lies_over_its_quarters(client, one, other):
    page = page_of(client, published(one, other))
    where = {cell.value: cell.coordinate for row in page.iter_rows() for cell in row if cell.value}
    spans = {str(area).split(":")[0]: str(area) for area in page.merged_cells.ranges}
    design, running = where["設計"], where["運用開始"]
    assert (design[0], spans[design][3 + len(design) - 2]) == ("B", "C")
    assert (running[0], spans[running].split(":")[1][0]) == ("D", "E")
    assert where["意向調査"][0] == "B"
    assert where["意向調査"] not in spans


def test_it_prints_on_a4_with_the_name_and_a_number_on_each_page(client, one, other):
    page = page_of(client, published(one, other))
    assert (page.page_setup.paperSize, page.page_setup.orientation) == ("9", "portrait") or (
        int(page.page_setup.paperSize) == 9
    )
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    assert page.oddFooter.center.text == "&P / &N"


def test_the_longest_text_is_all_there_and_every_row_is_high_enough(client, one, other):
    long = "長い文です。" * 800
    sheet = published(one, other, content=rewritten(challenge=long, background="一行\n" * 300))
    page = page_of(client, sheet)
    assert long in "".join(texts(page))
    rows = [page.row_dimensions[row] for row in range(1, page.max_row + 1)]
    assert all(row.height and row.height <= TALLEST for row in rows)
    widths = sum(dimension.width for dimension in page.column_dimensions.values()) * 5.25
    for row in page.iter_rows(min_col=1, max_col=1):
        text = str(row[0].value or "")
        if len(text) > 200:
            lines = len(text) * row[0].font.size / widths
            assert page.row_dimensions[row[0].row].height >= lines * row[0].font.size


def test_what_looks_like_a_formula_is_a_text_and_what_no_cell_holds_is_left_out(client, one, other):
    strand = Strand("=1+1", "-5％\n＋", (Bar("@SUM(A1)", 1, 1),))
    content = rewritten(challenge='=HYPERLINK("x")\x08\x0b', strands=(strand,))
    page = page_of(client, published(one, other, content=content))
    said = texts(page)
    assert {'=HYPERLINK("x")', "=1+1", "-5％", "@SUM(A1)"} <= set(said)
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}


def test_everybody_takes_what_is_published_and_the_desk_what_is_written(client, one, other):
    sheet = published(one, other)
    sheet.reopen(by=one, version=1)
    sheet.revise(rewritten(challenge="まだ書きかけです。"), by=one, version=1)
    assert "まだ書きかけです。" not in texts(page_of(client, sheet))
    client.sign_in(one)
    assert "まだ書きかけです。" in texts(page_at(client, f"{DESK}{sheet.pk}/sheet.xlsx"))


def test_a_draft_is_for_the_section_and_what_was_handed_in_for_the_council_too(client, one):
    draft, sheet = a_sheet(one), handed_in(one, number=5)
    assert client.get(f"{draft.get_absolute_url()}sheet.xlsx").status_code == 404
    client.sign_in(cast.council_member())
    assert client.get(f"{DESK}{draft.pk}/sheet.xlsx").status_code == 404
    assert "課題B（5）" in texts(page_at(client, f"{DESK}{sheet.pk}/sheet.xlsx"))[0]


def test_the_pages_lead_to_the_file(client, one, other):
    sheet = published(one, other)
    address = f"{sheet.get_absolute_url()}sheet.xlsx"
    links = [link["href"] for link in client.get_page(sheet.get_absolute_url()).all("a")]
    assert address in links
    client.sign_in(one)
    links = [link["href"] for link in client.get_page(f"{DESK}{sheet.pk}/").all("a")]
    assert f"{DESK}{sheet.pk}/sheet.xlsx" in links


def test_no_heading_stands_alone_at_the_foot_of_a_page(client, shipped_plan):
    """Each page ends before a row that does not fit, and never after one that leads on."""
    load_sheets(FILE)
    broken = 0
    for sheet in ProgressSheet.objects.all():
        page = page_of(client, sheet)
        ends = [one.id for one in page.row_breaks.brk]
        for end in ends:
            last = str(page.cell(end, 1).value or "")
            assert last[:1] not in "①②③④⑤⑥⑦【＜取" or not last, (sheet, last)
            assert page.cell(end, 1).font.bold is not True, (sheet, last)
        for first, last in zip([0, *ends], [*ends, page.max_row], strict=True):
            high = sum(page.row_dimensions[row].height for row in range(first + 1, last + 1))
            assert high <= 11.69 * 72, (sheet, first, last)
        broken += len(ends)
    assert broken >= 5, "some have two pages"


def test_rows_of_one_work_stay_on_one_page(client, one, other):
    strands = tuple(
        Strand(f"取組{n}", "あ" * 300, tuple(Bar(f"すること{m}", 1, 4) for m in range(4)))
        for n in range(12)
    )
    page = page_of(client, published(one, other, content=rewritten(strands=strands)))
    joined = [cells for cells in page.merged_cells.ranges if cells.max_row > cells.min_row]
    assert len(joined) == 12
    for end in [one.id for one in page.row_breaks.brk]:
        assert not any(cells.min_row <= end < cells.max_row for cells in joined), end
