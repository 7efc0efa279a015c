"""The year's sheets as a file, and the same file back in: nothing is lost and nothing changes."""

from pathlib import Path

import pytest
from django.conf import settings

from tests import cast
from tests.vision.sheets import published, rewritten
from vision.models import ProgressSheet
from vision.sheets.content import Bar, Strand
from vision.sheets.file import read_sheets
from vision.sheets.loading import load_sheets

FILE = Path(settings.BASE_DIR) / "vision" / "sheets" / "kitakyushu-somu-2025.csv"
ADDRESS = "/vision/sheets/2025/sheets.csv"
pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(client, tmp_path):
    """The file of the year as anybody gets it."""

    def take() -> Path:
        path = tmp_path / "sheets.csv"
        path.write_bytes(client.get(ADDRESS).content)
        return path

    return take


def test_the_eleven_come_out_as_they_came_in(shipped_plan, taken):
    load_sheets(FILE)
    told = {one.key["area"] + str(one.number): one.content for one in read_sheets(FILE)}
    again = {one.key["area"] + str(one.number): one.content for one in read_sheets(taken())}
    assert again == told
    assert len(again) == 11
    report = load_sheets(taken())
    assert (report.created, report.updated, report.unchanged) == (0, 0, 11)


def test_what_a_spreadsheet_would_take_for_a_formula_comes_back(taken):
    one, other = cast.section_staff("one@example.jp"), cast.section_staff("other@example.jp")
    content = rewritten(
        challenge="=1+1",
        result="-5％でした。\n-ア",
        goes_on=False,
        strands=(Strand("+81", "@だれか", (Bar("=A1", 2, 3),)), Strand("取組だけ")),
    )
    published(one, other, content=content)
    (back,) = read_sheets(taken())
    assert back.content == content


def test_a_draft_is_not_in_it(client, taken):
    one, other = cast.section_staff("one@example.jp"), cast.section_staff("other@example.jp")
    sheet = published(one, other)
    sheet.reopen(by=one, version=1)
    sheet.revise(rewritten(result="書きかけ"), by=one, version=1)
    ProgressSheet.begin(rewritten(), year=2025, bureau="総務市民局", area="C", number=1, by=one)
    (only,) = read_sheets(taken())
    assert only.content == rewritten()
    assert client.get("/vision/sheets/2031/sheets.csv").status_code == 404
