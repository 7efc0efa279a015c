"""One progress sheet as an Excel file, laid out as the bureau's X方針 (令和7年度) prints it.

On A4 upright, in the form's order: ① impact and urgency, ② contents, ③ background, ④ what changes
for residents, ⑤ the work by quarter, ⑥ progress, ⑦ result and next year. The challenge's name
stands at the head of every page.
"""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from portal.japan.calendar import fiscal_year_name

from ..models import QUARTERS, ProgressSheet
from ..row_heights import POINTS_A_UNIT, height_of
from .content import WORDS, Content, Strand
from .content import Cell as Field
from .figures import SheetFigure

# The first column names the work, the other four are the quarters; in characters of Excel.
WIDTHS = {"A": 18, "B": 19, "C": 19, "D": 19, "E": 19}
FIRST, LAST = 1, len(WIDTHS)
LONGEST_PIECE = 900  # characters of a line that goes into one row: about twenty lines
MARGIN, FOOT = 0.6, 0.7  # inches
A4_HIGH = 11.69  # inches
ROOM = 0.94  # of a page's height that is filled: other letters and printers want a little more
FONT, SIZE, SMALL = "游ゴシック", 10.5, 9
THIN = Side(style="thin", color="FF808080")
HEAD = PatternFill("solid", start_color="FFE8EDF3")
BAR = PatternFill("solid", start_color="FFD6E4F2")
MARK = "●"


def workbook_of(
    sheet: ProgressSheet, content: Content, figures: Iterable[SheetFigure], told: str
) -> bytes:
    """The sheet as `content` has it; `told` says which version it is."""
    book = Workbook()
    book.remove(book.worksheets[0])
    page = _Page(book.create_sheet(sheet.name))
    page.title(f"{sheet.name}　{content.title}【政策分野：{content.field}】")
    page.note(
        f"{sheet.year_name}　{sheet.bureau}　課題領域{sheet.area}（{sheet.get_area_display()}）"
    )
    page.note(told)
    _weight(page, content)
    page.heading("②課題の内容")
    page.text(content.challenge)
    page.heading("③課題の背景や現状")
    page.text(content.background)
    if lines := [_told(figure) for figure in figures]:
        page.text("【この課題の数字】", bold=True)
        page.text("\n".join(lines))
    page.heading("④目指す成果 － 市民にとって何がどう変わるのか －")
    page.text(content.outcome)
    page.heading(f"⑤{sheet.year_name}の取組内容（四半期間隔）")
    _work(page, content)
    page.heading(f"⑥進捗状況{_in_brackets(content.progress_as_of)}")
    page.text(content.progress)
    after = fiscal_year_name(sheet.year + 1)
    page.heading(f"⑦{sheet.year_name}の取組結果（自己評価）、{after}の考え（方向性）")
    page.text(f"【{sheet.year_name}の取組結果（自己評価）】", bold=True)
    page.text(content.result)
    page.text(f"【{after}の考え（方向性）】", bold=True)
    page.text(
        content.next_year if content.goes_on else f"{content.next_year}\n（この年度で終わります）"
    )
    page.finish()
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def file_name(sheet: ProgressSheet) -> str:
    return f"sheet-{sheet.year}-{sheet.area}{sheet.number}.xlsx"


def _weight(page: "_Page", content: Content) -> None:
    """The matrix: rows of impact, columns of urgency, a mark where the challenge lies."""
    words = f"【インパクト：{content.impact_word}】【緊急度：{content.urgency_word}】"
    page.heading(f"①インパクト（政策課題）と緊急度のマトリクス{words}")
    spans = [(1, 1), (2, 3), (4, 5)]
    names = ["", *(f"緊急度：{word}" for word in WORDS.values())]
    page.row(zip(spans, names, strict=True), head=True)
    for impact, word in WORDS.items():
        marks = [
            MARK if (impact, urgency) == (content.impact, content.urgency) else ""
            for urgency in WORDS
        ]
        page.row(zip(spans, [f"インパクト：{word}", *marks], strict=True), middle=True)


def _work(page: "_Page", content: Content) -> None:
    if content.approach:
        page.text("＜この先も含めた全体の流れの想定＞", bold=True)
        page.text(content.approach)
    for strand in content.strands:
        if strand.body:
            page.text(strand.name, bold=True)
            page.text(strand.body)
    page.row([((1, 1), "取組"), *(((n + 1, n + 1), name) for n, name in QUARTERS)], head=True)
    for strand in content.strands:
        _quarters(page, strand)


def _quarters(page: "_Page", strand: Strand) -> None:
    """A strand's bars, as many lines as they need; its name beside them."""
    lines: list[list[Field]] = strand.lines or [[Field(1)] * len(QUARTERS)]
    for number, line in enumerate(lines):
        cells, column = [((1, 1), "" if number else strand.name)], 2
        for field in line:
            cells.append(((column, column + field.span - 1), field.bar.name if field.bar else ""))
            column += field.span
        page.row(cells, bars=True)
    page.merge_down(len(lines))


def _told(figure: SheetFigure) -> str:
    """「市民センターの稼働率（全体）：22.8％（令和5年度）」"""
    name = figure.indicator.name
    if figure.year is None:
        return f"・{name}：まだ公表していません"
    value = f"{figure.shown}{figure.indicator.unit}" if figure.shown else "未着手"
    early = "・速報" if figure.is_early else ""
    return f"・{name}：{value}（{fiscal_year_name(figure.year)}{early}）"


def _in_brackets(text: str) -> str:
    return f"（{text}）" if text else ""


class _Page:
    """A worksheet filled from top to bottom; every row gets the height its words need."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.at = 0
        self.leading: set[int] = set()  # rows that must not be the last of a page
        for letter, width in WIDTHS.items():
            sheet.column_dimensions[letter].width = width

    def title(self, text: str) -> None:
        self._across(text, size=14, bold=True)

    def note(self, text: str) -> None:
        self._across(text, size=SMALL)

    def heading(self, text: str) -> None:
        self._across(text, bold=True, fill=HEAD, boxed=True)
        self.leading.add(self.at)
        for column in range(FIRST, LAST + 1):
            cell = self.sheet.cell(self.at, column)
            cell.border = Border(cell.border.left, cell.border.right, THIN, THIN)

    def text(self, text: str, *, bold: bool = False) -> None:
        """A row for each line, so that a long text may go on over the page's end."""
        for line in text.splitlines() or [""]:
            for part in _pieces(line):
                self._across(part, bold=bold, boxed=True)
                if bold:
                    self.leading.add(self.at)

    def row(
        self,
        cells: Iterable[tuple[tuple[int, int], str]],
        *,
        head: bool = False,
        middle: bool = False,
        bars: bool = False,
    ) -> None:
        """Fields side by side, each over the columns from its first to its last."""
        self.at += 1
        height = 0.0
        for (first, last), text in cells:
            is_bar = bars and first > 1 and bool(text)
            fill = HEAD if head else BAR if is_bar else None
            cell = self._put(first, last, text, size=SMALL, bold=head, fill=fill)
            for column in range(first, last + 1):
                self.sheet.cell(self.at, column).border = Border(THIN, THIN, THIN, THIN)
            if head or middle:
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            height = max(height, height_of(text, self._points(first, last), SMALL))
        self.sheet.row_dimensions[self.at].height = height
        if head:
            self.leading.add(self.at)

    def merge_down(self, rows: int) -> None:
        """Make one field of the first column in the last `rows`, which stay on one page."""
        self.leading.update(range(self.at - rows + 1, self.at))
        if rows > 1:
            self.sheet.merge_cells(f"A{self.at - rows + 1}:A{self.at}")

    def finish(self) -> None:
        """A4 upright, as wide as the paper, numbered, the challenge's name on each page."""
        for column in range(FIRST, LAST + 1):
            cell = self.sheet.cell(self.at, column)
            cell.border = Border(cell.border.left, cell.border.right, cell.border.top, THIN)
        setup = self.sheet.page_setup
        setup.paperSize, setup.orientation = self.sheet.PAPERSIZE_A4, "portrait"
        setup.fitToWidth, setup.fitToHeight = 1, 0  # as many pages as the breaks make
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = self.sheet.page_margins
        margins.left = margins.right = margins.top = MARGIN
        margins.bottom = FOOT
        self.sheet.print_options.horizontalCentered = True
        self.sheet.print_title_rows = "1:1"
        self.sheet.oddFooter.center.text = "&P / &N"
        self.break_pages()
        self.sheet.print_area = f"A1:E{self.at}"
        self.sheet.sheet_view.showGridLines = False

    def break_pages(self) -> None:
        """End each page before a row that would not fit, and never after one that leads on.

        Excel keeps no heading with its text by itself.
        """
        heights = {row: self.sheet.row_dimensions[row].height for row in range(1, self.at + 1)}
        room, used, first, row = self._room(), 0.0, 1, 1
        while row <= self.at:
            if used + heights[row] <= room or row == first:
                used += heights[row]
                row += 1
                continue
            fitting = range(row - 1, first, -1)
            last = next((one for one in fitting if one not in self.leading), row - 1)
            self.sheet.row_breaks.append(Break(id=last))
            first = row = last + 1
            used = heights[1]  # the challenge's name stands there again

    def _room(self) -> float:
        """What is put on a page, in points of the rows; our columns are about as wide as A4."""
        return (A4_HIGH - MARGIN - FOOT) * 72 * ROOM

    def _across(
        self,
        text: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        fill: PatternFill | None = None,
        boxed: bool = False,
    ) -> None:
        """One field over the whole width, `boxed` with a line at its left and its right."""
        self.at += 1
        self._put(FIRST, LAST, text, size=size, bold=bold, fill=fill)
        if boxed:
            self.sheet.cell(self.at, FIRST).border = Border(left=THIN)
            self.sheet.cell(self.at, LAST).border = Border(right=THIN)
        height = height_of(text, self._points(FIRST, LAST), size)
        self.sheet.row_dimensions[self.at].height = height

    def _put(
        self,
        first: int,
        last: int,
        text: str,
        *,
        size: float,
        bold: bool = False,
        fill: PatternFill | None = None,
    ) -> Cell:
        if fill:
            for column in range(first, last + 1):
                self.sheet.cell(self.at, column).fill = fill
        cell = self.sheet.cell(self.at, first)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
        if cell.value:
            cell.data_type = "s"  # what begins with 「=」 is a text all the same
        cell.font = Font(name=FONT, size=size, bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if last > first:
            self.sheet.merge_cells(
                start_row=self.at, end_row=self.at, start_column=first, end_column=last
            )
        return cell

    def _points(self, first: int, last: int) -> float:
        return sum(list(WIDTHS.values())[first - 1 : last]) * POINTS_A_UNIT


def _pieces(line: str) -> list[str]:
    """The line in pieces that each fit into a row."""
    starts = range(0, len(line), LONGEST_PIECE)
    return [line[start : start + LONGEST_PIECE] for start in starts] or [""]
