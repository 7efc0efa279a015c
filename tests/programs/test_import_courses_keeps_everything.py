"""Nothing that a city wrote into its event table gets lost.

The tables are real ones of six cities where they lie beside the repository, and else one made up
after their oddities.
"""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from portal.japan.calendar import clock
from portal.japan.tables import Row, read_table
from portal.japan.text import phone
from programs.imports.report import Outcome
from programs.imports.run import import_courses
from programs.models import Course

pytestmark = pytest.mark.django_db

REAL = sorted(Path(__file__).parents[3].glob("shared/data/events/*.csv"))
SAMPLE = Path(__file__).parent / "data" / "event_sample.csv"
TABLES = [SAMPLE, *REAL]

# What the sample and, for those who hold them, the real tables are known to hold.
REFUSED = {
    "event_sample.csv": {"days_out_of_order": 1, "number_taken": 1},
    "112011_event.csv": {},
    "131083_event.csv": {"number_taken": 10},
    "131156_event.csv": {"days_out_of_order": 5},
    "131237_event.csv": {},
    "132110_event.csv": {},
    "142077_event.csv": {},
}

EXCEL_EPOCH = date(1899, 12, 30).toordinal()


def each_table(test):
    return pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)(test)


@each_table
def test_every_row_loads_but_those_that_contradict_themselves(path):
    report = import_courses(path)
    refused: dict[str, int] = {}
    for line in report.lines:
        for code in line.codes:
            refused[code] = refused.get(code, 0) + 1
    assert refused == REFUSED[path.name]
    assert report.count(Outcome.REFUSED) == sum(refused.values())
    assert report.courses[Outcome.CREATED] == Course.objects.count() > 0
    assert len(report.lines) == len(list(read_table(path)[1]))


@each_table
def test_the_same_table_again_changes_nothing(path):
    first = import_courses(path)
    again = import_courses(path)
    assert again.count(Outcome.UNCHANGED) == first.count(Outcome.CREATED)
    assert again.count(Outcome.REFUSED) == first.count(Outcome.REFUSED)


@each_table
def test_every_cell_is_found_again_in_its_course(path):
    report = import_courses(path)
    taken = {line.line for line in report.lines if line.outcome == Outcome.CREATED}
    lost = []
    for row in read_table(path)[1]:
        if row.line in taken:
            course = course_of(row)
            facts = everything_said(course)
            for column, text in row.cells.items():
                if not (column.startswith("住所") and squeezed(text) in squeezed(course.address)):
                    lost += [(row.line, column, line) for line in lines_lost(text, facts, row)]
    assert lost == []


def course_of(row: Row) -> Course:
    courses = Course.objects.filter(source=row.cells["都道府県コード又は市区町村コード"])
    if number := row.cells["NO"].lstrip("0"):
        return courses.get(source_key=number)
    return courses.get(source_key__startswith="#", title=squeezed_title(row.cells["名称"]))


def squeezed_title(text: str) -> str:
    return " ".join(text.split())


def everything_said(course: Course) -> set[str]:
    """All that is stored of a course: its texts, sessions and kept columns, without spaces."""
    facts = [
        course.title, course.kana, course.summary, course.description, course.venue,
        course.address, course.schedule_note, course.target, course.fee_note, course.note,
        course.how_to_apply, course.contact_name, course.contact_phone, course.contact_email,
        course.url, course.source, course.source_key, course.category.name, course.fee,
        course.capacity, course.organizer, *course.source_columns.values(),
    ]  # fmt: skip
    facts += [f"{value.normalize():f}" for value in (course.latitude, course.longitude) if value]
    facts += ["無料"] if course.fee == 0 else []
    moments = [course.apply_until] if course.apply_until else []
    for session in course.sessions.all():
        facts.append(session.title)
        moments += [session.starts_at, session.ends_at]
    for moment in map(timezone.localtime, moments):
        facts += [moment.date().isoformat(), f"{moment:%H:%M}"]
    return {squeezed(str(fact)) for fact in facts}


def squeezed(text: str) -> str:
    return "".join(text.split())


def lines_lost(text: str, facts: set[str], row: Row) -> list[str]:
    """The lines of a cell that are neither stored nor the echo of another cell of the row."""
    return [
        line for line in text.splitlines() if not is_stored(line, facts) and not is_echo(line, row)
    ]


def is_stored(line: str, facts: set[str]) -> bool:
    """A number must be stored as such; other text may be part of a longer one."""
    plain = squeezed(line)
    spelled = plain.replace(",", "").removesuffix("円")
    if spelled.isdigit():
        return spelled in facts or (spelled.lstrip("0") or "0") in facts
    if plain.replace(".", "").isdigit():
        return plain.rstrip("0") in facts
    spellings = {plain, squeezed(phone(line))}
    return any(spelling in fact for spelling in spellings for fact in facts)


def is_echo(line: str, row: Row) -> bool:
    name, colon, value = line.partition(": ")
    if not colon or not row.cells.get(name):
        return False
    if "/" in value:
        return date(*map(int, value.split("/"))).isoformat() == row.cells[name]
    if value.isdigit():
        return date.fromordinal(EXCEL_EPOCH + int(value)).isoformat() == row.cells[name]
    return value.zfill(5) == row.cells[name]


def test_the_sample_becomes_the_courses_it_describes():
    import_courses(SAMPLE)
    course = Course.objects.get(title="みなとの絵手紙教室")
    assert (course.method, course.fee, course.capacity) == ("lottery", 500, 15)
    assert course.schedule_note == "受付:9時45分から"
    assert course.address == "福岡県北九州市戸畑区汐入町1番地3"
    assert course.contact_phone == "(093)000-1394"
    festival = Course.objects.get(title="水辺の梅まつり")
    assert (festival.method, festival.fee) == ("none", None)
    assert festival.source_columns["名称(英字)"] == "Waterside Plum Festival"
    poems = Course.objects.get(title="楽しく詠む和歌")
    assert (poems.session_count, poems.method) == (3, "first_come")
    lecture = Course.objects.get(title="地域の防災力アップ講座")
    assert lecture.online
    assert lecture.childcare
    assert lecture.sign_language
    assert lecture.captioning
    assert lecture.method == "first_come"
    tennis = Course.objects.get(title="シニアのテニス").sessions.get()
    assert tennis.all_day
    assert clock(timezone.localtime(tennis.starts_at)) == "15:00"


def test_what_no_field_took_is_shown_on_the_courses_page(client):
    import_courses(SAMPLE)
    page = client.get(Course.objects.get(title="水辺の梅まつり").get_absolute_url())
    text = page.content.decode()
    assert "アクセス方法" in text
    assert "汐入町バス停から徒歩3分" in text
