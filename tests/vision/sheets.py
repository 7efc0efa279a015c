"""Progress sheets for the tests: one that may be handed in, in any state of its way."""

from dataclasses import replace

from portal.people.models import User
from vision.models import ProgressSheet
from vision.sheets.content import Bar, Content, Strand

CONTENT = Content(
    title="市民センターを使いやすく",
    field="地域振興",
    impact="high",
    urgency="low",
    challenge="使う人に偏りがあります。",
    outcome="多世代が集まります。",
    progress="準備しています。",
    strands=(
        Strand("予約システム", "", (Bar("設計", 1, 2), Bar("運用開始", 3, 4))),
        Strand("日曜開館", "", (Bar("意向調査", 1, 1),)),
    ),
)


def a_sheet(by: User | None = None, content: Content = CONTENT, **more) -> ProgressSheet:
    """A draft of 令和7年度."""
    key = {"year": 2025, "bureau": "総務市民局", "area": "B", "number": 4} | more
    return ProgressSheet.begin(content, by=by, **key)


def rewritten(**changes) -> Content:
    return replace(CONTENT, **changes)


def handed_in(by: User, **more) -> ProgressSheet:
    sheet = a_sheet(by, **more)
    sheet.submit(by=by, version=sheet.version)
    return sheet


def published(by: User, other: User, **more) -> ProgressSheet:
    sheet = handed_in(by, **more)
    sheet.approve(by=other, version=sheet.version)
    sheet.publish(by=other, version=sheet.version)
    return sheet
