"""The list of those who take part in a course (名簿): on paper and as an Excel sheet."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from openpyxl import Workbook

from portal.japan import calendar
from portal.spreadsheets import plain
from programs.models import Attendance, Course, Session

MOST_ON_PAPER = 1_000
COLUMNS_ON_PAPER = 10
MARKS: dict[str, str] = {Attendance.State.PRESENT: "○", Attendance.State.EXCUSED: "欠"}

# The columns of the Excel sheet before those of the sessions, and what each holds.
COLUMNS = {
    "番号": "フリガナの順につけた番号",
    "受付番号": "申込の番号。控えやQRと同じもの",
    "氏名": "参加する方",
    "フリガナ": "参加する方のよみ",
    "年齢": "最初の回の日の年齢",
    "電話番号": "登録された電話番号",
    "組": "同じ番号の方は、いっしょに申し込まれた方",
    "必要な配慮": "手話通訳など、申込のときに言われたこと",
    "託児": "お預かりするお子さんの人数",
    "受付の方法": "このサイト・電話・はがき・窓口",
    "出席した回": "出席した回の数",
    "出席の割合": "開かれた回のうち出席した割合（％）",
}
OF_A_SESSION = "○は出席、欠は欠席の連絡あり、空らんは記録なし"


@dataclass
class Row:
    """One person of the roster, with a mark for every session held."""

    number: int
    sign_up: Any  # a SignUp with `children`, the number looked after
    marks: list[str]
    party: int | None

    @property
    def attended(self) -> int:
        return self.marks.count("○")

    @property
    def percent(self) -> int | None:
        return round(100 * self.attended / len(self.marks)) if self.marks else None

    @property
    def needs(self) -> str:
        """The provisions asked for, in words."""
        said = [*self.sign_up.provision_names, self.sign_up.provision_note]
        return "、".join(said).strip("、")


@dataclass
class Roster:
    """Everybody seated in one course, by reading; the sessions are those held."""

    course: Course
    sessions: list[Session]
    rows: list[Row]

    @property
    def person_ids(self) -> list[int]:
        return [row.sign_up.person_id for row in self.rows]


def roster_of(course: Course, *, at_most: int | None = None) -> Roster:
    """The roster of `course`, in three statements, however many take part."""
    sessions = list(course.sessions.held())
    place = {session.pk: number for number, session in enumerate(sessions)}
    sign_ups = (
        course.sign_ups.seated()
        .select_related("person")
        .annotate(children=Count("childcare_places", filter=Q(childcare_places__status="seated")))
        .order_by("person__family_kana", "person__given_kana", "pk")
    )
    found = list(sign_ups if at_most is None else sign_ups[:at_most])
    marks: dict[int, list[str]] = defaultdict(lambda: [""] * len(sessions))
    for session, sign_up, state in Attendance.objects.filter(session__in=sessions).values_list(
        "session", "sign_up", "state"
    ):
        marks[sign_up][place[session]] = MARKS.get(state, "")
    parties = {
        party: number
        for number, party in enumerate(dict.fromkeys(s.party_id for s in found if s.party_id), 1)
    }
    rows = [
        Row(number, sign_up, marks[sign_up.pk], parties.get(sign_up.party_id))
        for number, sign_up in enumerate(found, start=1)
    ]
    return Roster(course, sessions, rows)


def as_excel(roster: Roster) -> bytes:
    """The roster as an .xlsx file; a second sheet says what each column holds."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名簿")
    sheet.freeze_panes = "D2"
    for column, width in zip(
        "ABCDEFGHIJKL", (6, 13, 16, 22, 6, 16, 5, 24, 6, 12, 11, 11), strict=True
    ):
        sheet.column_dimensions[column].width = width
    days = [
        f"第{number}回 {calendar.short_date(calendar.local(session.starts_at))}"
        for number, session in enumerate(roster.sessions, start=1)
    ]
    sheet.append([*COLUMNS, *days])
    for cells in _cells(roster):
        sheet.append([plain(cell) for cell in cells])
    key = book.create_sheet("列の説明")
    key.column_dimensions["A"].width, key.column_dimensions["B"].width = 18, 60
    key.append(["列", "説明"])
    for row in [*COLUMNS.items(), ("第1回、第2回…", OF_A_SESSION)]:
        key.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cells(roster: Roster) -> Iterator[list[object]]:
    starts = roster.course.starts_at
    for row in roster.rows:
        sign_up, person = row.sign_up, row.sign_up.person
        yield [
            row.number,
            sign_up.receipt_number,
            person.full_name,
            person.full_kana,
            person.age_on(calendar.local(starts).date()) if starts else None,
            person.phone,
            row.party,
            row.needs,
            sign_up.children or None,
            sign_up.get_via_display(),
            row.attended,
            row.percent,
            *row.marks,
        ]
