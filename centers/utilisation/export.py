"""The figures as tables for a spreadsheet: every room and month, and what they come to together."""

import io
from collections.abc import Iterator
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from portal.spreadsheets import plain

from . import uses
from .chosen import Chosen
from .counting import Counted, counted
from .overview import WEEK

ROOM_AND_MONTH = ("room", "month")
CENTER = ("center",)
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


def workbook(chosen: Chosen) -> bytes:
    """The same, with sheets by centre, by weekday and time, by use class, and the rules."""
    found = counted(chosen.asked, CENTER, WEEK)
    whole = sum(line.counted.open for line in found[CENTER])
    book = Workbook(write_only=True)
    _sheet(book, "部屋と月", by_room_and_month(chosen))
    _sheet(
        book,
        "市民センター",
        [
            ["区", "市民センター", *COUNTS],
            *(
                [line["ward_of_center_name"], line["center_name"], *_counts(line.counted)]
                for line in found[CENTER]
            ),
        ],
    )
    _sheet(
        book,
        "曜日と時間帯",
        [
            ["曜日", "時間帯", "開始", "終了", *COUNTS],
            *(
                [
                    "月火水木金土日"[line["by_weekday"]],
                    line["slot_name"],
                    f"{line['starts']:%H:%M}",
                    f"{line['ends']:%H:%M}",
                    *_counts(line.counted),
                ]
                for line in found[WEEK]
            ),
        ],
    )
    _sheet(
        book,
        "利用の種別",
        [
            ["利用の種別", "利用（回）", "使われた区分", "借りられる区分のうち（％）"],
            *(
                [one.name, one.uses, one.slots, _number(one.part_of(whole))]
                for one in uses.by_class(chosen.asked)
            ),
        ],
    )
    about = [[chosen.name], [str(chosen.asked.period)], *([rule] for rule in RULES)]
    _sheet(book, "計算のしかた", [["部屋の稼働率"], *about])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


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


def _sheet(book: Workbook, name: str, rows) -> None:
    """A sheet whose first row stays in view; no cell is taken for a formula."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for letter in "ABCDEFGHIJK":
        sheet.column_dimensions[letter].width = 18
    for place, row in enumerate(rows):
        cells = [plain(cell) for cell in row]
        if place == 0:
            heads = [WriteOnlyCell(sheet, value=cell) for cell in cells]
            for head in heads:
                head.font = Font(bold=True)
            cells = heads
        sheet.append(cells)
