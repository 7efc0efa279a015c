"""Roster, name labels and sign-in sheet on paper, and the roster as an Excel sheet."""

import io

import pytest
from openpyxl import load_workbook

from portal.people.models import AccessLog
from portal.spreadsheets import plain
from programs.attendance.roster import COLUMNS
from programs.models import SignUp
from tests import cast
from tests.programs.finished import Finished


def sheet_of(client, course):
    answer = client.get(f"/desk/courses/{course.pk}/roster.xlsx")
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content))


@pytest.mark.django_db
def test_every_list_is_written_into_the_log_of_looks(client):
    city = Finished("p-", "pp")
    session = city.course.sessions.first()
    client.sign_in(city.staff)
    for address, reason in {
        f"courses/{city.course.pk}/roster/": "名簿",
        f"courses/{city.course.pk}/roster.xlsx": "名簿（Excel）",
        f"courses/{city.course.pk}/labels/": "名札",
        f"sessions/{session.pk}/sign-in-sheet/": "受付簿",
    }.items():
        assert client.get(f"/desk/{address}").status_code == 200
        looked = AccessLog.objects.filter(viewer=city.staff, reason=reason)
        assert {look.person_id for look in looked} == {p.pk for _, p in city.residents}


@pytest.mark.django_db
def test_the_roster_marks_who_came_and_leaves_telephones_out_where_asked(client):
    city = Finished("pe", "p-")
    client.sign_in(city.staff)
    address = f"/desk/courses/{city.course.pk}/roster/"
    text = "".join(client.get_page(address).text)
    assert text.count("○") >= 2
    assert "093-000-0002" in text
    assert "093-000-0002" not in "".join(client.get_page(f"{address}?plain=1").text)


@pytest.mark.django_db
def test_the_excel_sheet_holds_every_column_and_explains_it(client):
    city = Finished("pe", "pp")
    client.sign_in(city.staff)
    book = sheet_of(client, city.course)
    header, first, second = book["名簿"].iter_rows(values_only=True)
    assert list(header[: len(COLUMNS)]) == list(COLUMNS)
    assert len(header) == len(COLUMNS) + 2
    assert sorted([first[-2:], second[-2:]]) == sorted([("○", "欠"), ("○", "○")])
    explained = [row[0] for row in book["列の説明"].iter_rows(values_only=True)]
    assert set(COLUMNS) <= set(explained)


@pytest.mark.django_db
def test_no_cell_is_a_formula(client):
    city = Finished("p")
    SignUp.objects.update(provision_note="=HYPERLINK(1)\x07")
    person = city.residents[0][1]
    person.given_name = "+1"
    person.save()
    client.sign_in(city.staff)
    cells = [cell for row in sheet_of(client, city.course)["名簿"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_made_plain(start):
    assert plain(f"{start}1").startswith("'")
    assert plain("みどり") == "みどり"
    assert plain(3) == 3


@pytest.mark.django_db
def test_labels_fill_sheets_of_twelve_or_twenty_four(client):
    city = Finished(*["-"] * 13)
    client.sign_in(city.staff)
    for per, sheets in (("12", 2), ("24", 1), ("7", 2)):
        page = client.get_page(f"/desk/courses/{city.course.pk}/labels/?per={per}")
        found = [a for a in page.all("ol") if a.get("class", "").startswith("labels")]
        assert len(found) == sheets
        assert len([a for a in page.all("li") if a.get("class") == "label"]) == 13


@pytest.mark.django_db
def test_lists_are_for_the_staff_of_the_place(client):
    city = Finished("p")
    session = city.course.sessions.get()
    other = cast.center_staff(cast.a_center("minato", ward="moji", name="みなと"), "o@example.jp")
    client.sign_in(other)
    for address in ("roster/", "roster.xlsx", "labels/", "completions/", "certificates/"):
        assert client.get(f"/desk/courses/{city.course.pk}/{address}").status_code == 404
    for address in ("", "sign-in-sheet/", "walk-ins/", "cancellation/", "move/"):
        assert client.get(f"/desk/sessions/{session.pk}/{address}").status_code == 404


@pytest.mark.django_db
def test_lists_ask_no_more_for_many_than_for_few(client, django_assert_max_num_queries):
    city = Finished(*["pp"] * 18)
    client.sign_in(city.staff)
    for address in ("roster/", "labels/", "completions/"):
        with django_assert_max_num_queries(14):
            client.get_page(f"/desk/courses/{city.course.pk}/{address}")
