"""The figures as tables for a spreadsheet: every room and month, and what they come to together."""

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from portal.japan.calendar import WEEKDAYS
from portal.spreadsheets import plain

from . import uses
from .chosen import Chosen
from .counting import Counted, Line, counted
from .overview import Overview, overview

ROOM_AND_MONTH = ("room", "month")
WARD, CENTER = ("ward",), ("center",)
MOST_PURPOSES = 1000
COUNTS = [
    "借りられる区分",
    "使われた区分",
    "全体の稼働率（％）",
    "使用料のある区分",
    "使用料を払って使われた区分",
    "有償の稼働率（％）",
]
RULES = [
    "全体の稼働率＝使われた区分÷借りられる区分×100",
    "有償の稼働率＝使用料を払って使われた区分÷使用料のある区分×100",
    "区分は、1つの部屋の1日の1つの時間帯です。",
    "借りられる区分に、休館の日と、職員が押さえた区分は入りません。",
    "使われた区分は、講座か利用のあった区分です。時間帯の一部だけの利用も1区分です。",
    "取り消したものと、予約したまま利用がなかったものは入りません。",
    "使用料を払って使われた区分に、講座と、全額免除の利用は入りません。",
    "申請を受けている部屋と使用料は、いまの決まりで数えます。",
]

Table = Iterator[list[object]]


def by_room_and_month(chosen: Chosen) -> Table:
    """A line for each room and month. One statement."""
    yield ["年", "月", "区", "市民センター", "部屋", *COUNTS]
    for line in counted(chosen.asked, ROOM_AND_MONTH)[ROOM_AND_MONTH]:
        month = line["by_month"]
        place = [line["room_ward"], line["room_center"], line["room_name"]]
        yield [month.year, month.month, *place, *_counts(line.counted)]


def workbook(chosen: Chosen, *, with_purposes: bool) -> bytes:
    """All the page says, sheet by sheet: together, by room and month, by place, time and use.

    What groups wrote as their purpose stands in it for those alone who may read it.
    """
    asked = chosen.asked
    found = overview(asked, WARD, CENTER)
    classes = uses.by_class(asked)
    book = Workbook(write_only=True)
    _sheet(book, "まとめ", _together(found))
    _sheet(book, "月", _by_month(found))
    _sheet(book, "部屋と月", by_room_and_month(chosen))
    if not chosen.center:
        _sheet(book, "区", _by_place(found.lines[WARD], ["区"], ["ward_name"]))
    _sheet(
        book,
        "市民センター",
        _by_place(
            found.lines[CENTER], ["区", "市民センター"], ["ward_of_center_name", "center_name"]
        ),
    )
    _sheet(book, "曜日と時間帯", _by_week(found))
    _sheet(
        book,
        "利用の種別",
        [
            ["利用の種別", "利用（回）", "使われた区分", "借りられる区分のうち（％）"],
            *(
                [one.name, one.uses, one.slots, _number(one.part_of(found.now.open))]
                for one in classes
            ),
        ],
    )
    _sheet(
        book,
        "年代",
        [
            ["年代", "のべ人数", "割合（％）"],
            *([name, people, _number(part)] for name, people, part in uses.ages(asked).lines),
        ],
    )
    if with_purposes:
        purposes = uses.by_purpose(asked, MOST_PURPOSES)
        _sheet(
            book,
            "使用目的",
            [
                ["使用目的", "利用（回）", "使われた区分"],
                *([one.name, one.uses, one.slots] for one in purposes),
            ],
        )
    about: list[object] = ["部屋の稼働率", chosen.name, asked.period, *RULES]
    _sheet(book, "計算のしかた", ([str(words)] for words in about))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _together(found: Overview) -> Table:
    """The three figures at the head of the page, with the same months of the year before."""
    now, same, before, days = found.now, found.comparable, found.before, found.by_day
    yield [
        "見方",
        "使われた",
        "借りられる",
        "率（％）",
        "この年の同じ月（％）",
        "前の年の同じ月（％）",
    ]
    yield [
        "全体（区分）",
        *(now.used, now.open),
        *map(_number, (now.whole_rate, same.whole_rate, before.whole_rate)),
    ]
    yield [
        "有償（区分）",
        *(now.paid, now.payable),
        *map(_number, (now.paid_rate, same.paid_rate, before.paid_rate)),
    ]
    yield ["日ごと（部屋と日）", days.used, days.open, _number(days.whole_rate), "", ""]


def _by_month(found: Overview) -> Table:
    yield ["年", "月", *COUNTS, "前の年の全体（％）", "前の年の有償（％）"]
    for month in found.months:
        if month.now.open:
            before = month.before
            rates = [_number(before.whole_rate), _number(before.paid_rate)]
            yield [month.first.year, month.first.month, *_counts(month.now), *rates]


def _by_place(lines: list[Line], heads: list[str], keys: list[str]) -> Table:
    yield [*heads, *COUNTS]
    for line in lines:
        yield [*(line[key] for key in keys), *_counts(line.counted)]


def _by_week(found: Overview) -> Table:
    yield ["曜日", "時間帯", "開始", "終了", *COUNTS]
    for number, weekday in enumerate(WEEKDAYS):
        for name, starts, ends, cells in found.heat.rows:
            if cells[number].counted.open:
                times = [f"{starts:%H:%M}", f"{ends:%H:%M}"]
                yield [weekday, name, *times, *_counts(cells[number].counted)]


def file_name(chosen: Chosen, ending: str) -> str:
    months = f"{chosen.first:%Y%m}-{chosen.last:%Y%m}"
    where = chosen.center or chosen.ward
    return f"utilisation-{where.slug if where else 'city'}-{months}.{ending}"


def _counts(one: Counted) -> list[object]:
    return [
        one.open,
        one.used,
        _number(one.whole_rate),
        one.payable,
        one.paid,
        _number(one.paid_rate),
    ]


def _number(rate: Decimal | None) -> object:
    return "" if rate is None else float(rate)


def _sheet(book: Workbook, name: str, rows: Iterable[list[object]]) -> None:
    """A sheet whose first row stays in view and heads every printed page, as wide as the paper.

    No cell is taken for a formula.
    """
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = Worksheet.PAPERSIZE_A4, Worksheet.ORIENTATION_LANDSCAPE
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for letter in "ABCDEFGHIJK":
        sheet.column_dimensions[letter].width = 18
    for place, row in enumerate(rows):
        cells = [plain(cell) for cell in row]
        if place == 0:
            heads = [WriteOnlyCell(sheet, value=cell) for cell in cells]
            for head in heads:
                head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True)
            cells = heads
        sheet.append(cells)
