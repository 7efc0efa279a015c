"""The pages of progress sheets in each of their states, for the walk through every page."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests import cast
from tests.browser.city import UNBROKEN, City
from tests.browser.every_page import NOBODY, Stop, press
from tests.vision.sheets import a_sheet, handed_in, published, rewritten
from vision.models import ProgressSheet
from vision.sheets.content import Bar, Strand
from vision.sheets.correcting import remove

DESK = "/desk/plans/sheets/"
FILE = """年度,局・課,領域,番号,項目,名称,内容,はじめ,おわり
2025,総務市民局,B,9,課題名,,市民センターを使いやすく,,
2025,総務市民局,B,9,政策分野,,地域振興,,
2025,総務市民局,B,9,インパクト,,高,,
2025,総務市民局,B,9,緊急度,,低,,
2025,総務市民局,B,9,課題の内容,,使う人に偏りがあります。,,
2025,総務市民局,B,9,計画の項目,,kitakyushu-2026/not-yet,,
"""
LONG = rewritten(
    title=UNBROKEN,
    challenge=UNBROKEN,
    strands=(Strand(UNBROKEN, UNBROKEN, tuple(Bar(UNBROKEN[:40], q, q) for q in (1, 2, 4))),),
    items=("kitakyushu-2026/policy-1",),
)


def stops(city: City) -> list[Stop]:
    """A year in its three views, a sheet for residents, and the desk's pages in each state."""
    section, chief = city.section, cast.section_staff("chief@example.jp")
    city.council = cast.council_member()
    cast.with_second_factor(city.council)
    shown = published(section, chief, number=1, content=LONG)
    shown.leave_opinion(UNBROKEN, by=city.council, version=1).reply(UNBROKEN, by=section)
    draft = a_sheet(section, number=2)
    draft.revise(rewritten(challenge="使う人がふえました。"), by=chief, version=1)
    mine = handed_in(section, number=3)
    theirs = handed_in(chief, number=4)
    theirs.leave_opinion("どうでしょう。", by=city.council, version=1)
    approved = handed_in(section, number=5)
    approved.approve(by=chief, version=1)
    returned = handed_in(section, number=6)
    returned.send_back("書き足してください。", by=chief, version=1)
    open_now = a_sheet(section, number=7)
    open_now.open_for_editing(by=section)
    gone = a_sheet(section, number=8)
    remove(gone, reason=UNBROKEN, by=section, version=1)
    desk = {
        "draft": draft,
        "handed in": mine,
        "to be judged": theirs,
        "approved": approved,
        "returned": returned,
        "published": shown,
    }
    edit = f"{DESK}{open_now.pk}/edit/"
    return [
        Stop("sheets, newest year", NOBODY, "/vision/sheets/", lands_on="/vision/sheets/2025/"),
        Stop("sheets", NOBODY, "/vision/sheets/2025/"),
        Stop("sheets, matrix", NOBODY, "/vision/sheets/2025/?view=matrix"),
        Stop("sheets, board", NOBODY, "/vision/sheets/2025/?view=board"),
        Stop("sheet", NOBODY, shown.get_absolute_url()),
        Stop("sheets at the desk", "section", DESK),
        Stop("sheets at the desk, none", "section", f"{DESK}?year=2031"),
        *(Stop(f"sheet, {state}", "section", f"{DESK}{s.pk}/") for state, s in desk.items()),
        Stop("sheet, versions", "section", f"{DESK}{draft.pk}/versions/"),
        Stop("sheet, written", "section", edit),
        Stop("sheet, more rows", "section", edit, do=press("行をふやす（まだ保存しません）")),
        Stop("sheet, errors", "section", edit, do=save_without_a_title),
        Stop("sheet, too late", "section", edit, do=save_too_late(open_now, chief)),
        Stop("sheet, correction", "section", f"{DESK}{draft.pk}/correction/"),
        Stop(
            "sheet, correction without reason",
            "section",
            f"{DESK}{draft.pk}/correction/",
            do=press("このシートを取りやめる"),
        ),
        Stop("sheet, given up", "section", f"{DESK}{gone.pk}/"),
        Stop("sheets' file", "section", f"{DESK}import/"),
        Stop("sheets' file, seen", "section", f"{DESK}import/", do=choose(FILE)),
        Stop("sheets' file, wrong", "section", f"{DESK}import/", do=choose(FILE + "x\n")),
        Stop("new sheet", "section", f"{DESK}new/"),
        Stop("new sheet, errors", "section", f"{DESK}new/", do=press("シートをつくる")),
        Stop("sheets of the council", "council", DESK),
        Stop("sheet of the council", "council", f"{DESK}{theirs.pk}/"),
    ]


def choose(text: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        file = {"name": "シート.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.locator("input[type=file]").set_input_files(file)
        press("表の中身を確かめる")(page)

    return do


def save_without_a_title(page: Page) -> None:
    page.get_by_label("課題名").fill("")
    press("保存する")(page)


def save_too_late(sheet: ProgressSheet, other) -> Callable[[Page], None]:
    """Save when another has saved while the page was open."""

    def do(page: Page) -> None:
        ProgressSheet.objects.filter(pk=sheet.pk).update(editing_until=sheet.versions.get().at)
        sheet.revise(rewritten(result="ほかの人の結果"), by=other, version=1)
        page.get_by_label("課題の内容").fill("わたしの見かた")
        press("保存する")(page)

    return do
