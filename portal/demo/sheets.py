"""The progress sheets of the demo: last year's as published, this year's on their way.

So that each state can be looked at: one handed in with an opinion, one approved, one returned.
"""

from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.demo.city.cast import CHIEF, COUNCIL, SECTION, Post
from portal.japan.calendar import fiscal_year
from portal.people.models import User
from vision.models import ProgressSheet
from vision.sheets.content import Bar, Content
from vision.sheets.loading import load_sheets
from vision.sheets.rolling_over import roll_over

FILE = Path(settings.BASE_DIR) / "vision" / "sheets" / "kitakyushu-somu-2025.csv"
LOADED_YEAR = 2025


def set_scene() -> int:
    """Load the sheets, roll them over up to this fiscal year, and put some on their way."""
    load_sheets(FILE)
    year = fiscal_year(timezone.localdate())
    for following in range(LOADED_YEAR + 1, year + 1):
        roll_over(following)
    section, chief, council = (_account(post) for post in (SECTION, CHIEF, COUNCIL))
    centers = _sheet(LOADED_YEAR, "B", 4)
    opinion = centers.leave_opinion(
        "利用が増えた時間帯や曜日も分かると、次の手が考えやすくなります。",
        by=council,
        version=centers.version,
    )
    opinion.reply("曜日と時間帯ごとの利用も数え、次の年度のシートに載せます。", by=section)
    if year > LOADED_YEAR:
        handed_in = _hand_in(_sheet(year, "B", 4), by=section)
        handed_in.leave_opinion(
            "若い世代がどこで知ったのかも聞いてほしいです。", by=council, version=handed_in.version
        )
        approved = _hand_in(_sheet(year, "B", 1), by=section)
        approved.approve(by=chief, version=approved.version)
        returned = _hand_in(_sheet(year, "C", 2), by=section)
        returned.send_back(
            "行程表をいつまでにつくるか、書き足してください。", by=chief, version=returned.version
        )
    return ProgressSheet.objects.count()


def _account(post: Post) -> User:
    return User.objects.get(email=post.featured.email)


def _sheet(year: int, area: str, number: int) -> ProgressSheet:
    return ProgressSheet.objects.get(year=year, area=area, number=number)


def _hand_in(sheet: ProgressSheet, *, by: User) -> ProgressSheet:
    sheet.revise(_planned(sheet.told()), by=by, version=sheet.version)
    sheet.submit(by=by, version=sheet.version)
    return sheet


def _planned(content: Content) -> Content:
    """With something planned in each strand: prepared in spring, done until the end."""
    bars = (Bar("準備・調整", 1, 2), Bar("実施", 3, 4))
    strands = tuple(replace(strand, bars=bars) for strand in content.strands)
    return replace(content, strands=strands, progress="準備を終え、実施しています。")
