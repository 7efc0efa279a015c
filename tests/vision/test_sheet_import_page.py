"""A file of sheets is looked at before anything is written, and becomes drafts: all or none."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast
from tests.page_lint import lint
from tests.vision.sheets import a_sheet, handed_in, rewritten
from vision.models import ProgressSheet

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/plans/sheets/import/"
HEAD = "年度,局・課,領域,番号,項目,名称,内容,はじめ,おわり"


@pytest.fixture
def staff(client):
    staff = cast.section_staff()
    client.sign_in(staff)
    return staff


def a_file(number: int = 4, title: str = "市民センターを使いやすく", **more: str) -> str:
    told = {
        "課題名": title,
        "政策分野": "地域振興",
        "インパクト": "高",
        "緊急度": "低",
        "課題の内容": "使う人に偏りがあります。",
    } | more
    rows = [f"2025,総務市民局,B,{number},{kind},,{text},," for kind, text in told.items()]
    return "\n".join([HEAD, *rows]) + "\n"


def upload(client, text: str, name: str = "シート.csv"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, text.encode())})


def the_seal(response) -> str:
    return re.search(r'name="sealed" value="([^"]+)"', response.content.decode())[1]


def test_looking_writes_nothing_and_taking_over_makes_a_draft(client, staff):
    response = upload(client, a_file())
    assert response.status_code == 200
    page = response.content.decode()
    lint(response)
    assert "新しくつくります" in page
    assert not ProgressSheet.objects.exists()

    assert client.post(ADDRESS, {"sealed": the_seal(response)}).status_code == 302
    sheet = ProgressSheet.objects.get()
    assert (sheet.status, sheet.published_version, sheet.version) == ("draft", None, 1)
    assert [(event.what, event.by) for event in sheet.events.all()] == [("loaded", staff)]


def test_a_draft_that_is_there_gets_a_new_version_and_the_page_says_where_it_changes(client, staff):
    a_sheet(staff)
    response = upload(client, a_file(title="日曜も開けます"))
    page = response.content.decode()
    assert "第2版になります" in page
    assert "課題名、" in page
    client.post(ADDRESS, {"sealed": the_seal(response)})
    sheet = ProgressSheet.objects.get()
    assert (sheet.version, sheet.title, sheet.status) == (2, "日曜も開けます", "draft")
    again = upload(client, a_file(title="日曜も開けます")).content.decode()
    assert "変わるところはありません" in again


def test_everything_that_is_wrong_is_told_and_nothing_written(client, staff):
    text = a_file(インパクト="とても高い") + "2025,総務市民局,D,x,課題名,,なにか,,\n"
    response = upload(client, text)
    assert response.status_code == 422
    page = response.content.decode()
    for place in ("4行目「内容」", "7行目「番号」"):
        assert place in page
    assert not ProgressSheet.objects.exists()


def test_what_is_handed_in_or_published_is_not_written_over(client, staff):
    handed_in(staff)
    response = upload(client, a_file(title="日曜も開けます"))
    assert response.status_code == 422
    assert "いま「提出済み」です" in response.content.decode()
    assert "sealed" not in response.content.decode()


def test_what_somebody_wrote_meanwhile_stays_and_no_sheet_is_written(client, staff):
    sheet = a_sheet(staff)
    both = a_file(title="日曜も開けます") + "\n".join(a_file(5).splitlines()[1:])
    seal = the_seal(upload(client, both))
    sheet.revise(rewritten(result="書きました"), by=cast.section_staff("o@example.jp"), version=1)
    response = client.post(ADDRESS, {"sealed": seal})
    assert response.status_code == 409
    assert "先に第2版を保存しました" in response.content.decode()
    assert ProgressSheet.objects.get().told().result == "書きました"


def test_a_seal_of_ones_own_making_opens_nothing(client, staff):
    response = client.post(ADDRESS, {"sealed": "x:y:z"})
    assert response.status_code == 409
    assert "もう一度、ファイルを選んでください" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("シート.pdf", "x", "CSVかExcel（.xlsx）のファイルを選んでください。"),
        ("シート.csv", HEAD + "\n", "行がありません。"),
        ("シート.xlsx", "not excel", "Excel"),
    ],
)
def test_what_is_no_table_of_sheets_is_refused_in_words(client, staff, name, text, words):
    response = upload(client, text, name)
    assert response.status_code == 422
    assert words in response.content.decode()
