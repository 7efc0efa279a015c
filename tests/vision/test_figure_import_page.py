"""A survey's sheet is looked at before anything is written, and taken over whole or not at all."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import cast
from tests.vision.measured import a_plan, an_indicator, measure
from vision.models import Measurement

pytestmark = pytest.mark.django_db

YEAR = 2025
HEAD = "番号,実績値,回答数,自由記述\n"


@pytest.fixture
def staff(client):
    user = cast.section_staff()
    client.force_login(user)
    return user


def address() -> str:
    return reverse("plan_desk:figure_import", args=[a_plan().slug, YEAR])


def upload(client, text: str, name: str = "調査.csv", **words):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(address(), {"file": file, "source": "市民意識調査", "as_of": ""} | words)


def the_seal(response) -> str:
    return re.search(r'name="sealed" value="([^"]+)"', response.content.decode())[1]


def test_looking_writes_nothing_and_shows_old_and_new(client, staff):
    indicator = an_indicator(code="katsudo", measured={YEAR: "40"})
    response = upload(client, HEAD + "katsudo,45.5,812,よかった\n")
    assert response.status_code == 200
    page = response.content.decode()
    assert "40.0" in page
    assert "45.5" in page
    assert "次の列は読みません：自由記述" in page
    assert indicator.measurements.get().value == 40


def test_figures_are_looked_at_as_they_were_entered(client, staff):
    an_indicator(code="katsudo", decimals=0, measured={YEAR: "40.25"})
    page = upload(client, HEAD + "katsudo,41.2,812,\n").content.decode()
    assert '<td data-label="いま">40.25</td>' in page
    assert "<b>41.2</b>" in page


def test_what_was_looked_at_is_written_with_where_it_comes_from(client, staff):
    an_indicator(code="katsudo")
    seal = the_seal(upload(client, HEAD + "katsudo,45.5,812,\n"))
    assert client.post(address(), {"sealed": seal}).status_code == 302
    found = Measurement.objects.get()
    assert (str(found.value), found.origin, found.by) == ("45.500", "file", staff)
    assert found.counted["n"] == 812
    assert found.source == "市民意識調査"


def test_what_changed_since_it_was_looked_at_is_refused(client, staff):
    indicator = an_indicator(code="katsudo", measured={YEAR: "40"})
    seal = the_seal(upload(client, HEAD + "katsudo,45.5,812,\n"))
    measure(indicator, YEAR, "41")
    response = client.post(address(), {"sealed": seal})
    assert response.status_code == 409
    assert "ほかの方が" in response.content.decode()
    assert indicator.measurements.get().value == 41


@pytest.mark.parametrize("seal", ["", "x", "eyJ:abc:def"])
def test_a_seal_nobody_made_is_refused(client, staff, seal):
    an_indicator(code="katsudo")
    response = client.post(address(), {"sealed": seal})
    assert response.status_code == 409
    assert "もう一度、ファイルを選んでください" in response.content.decode()


def test_a_seal_of_another_year_is_refused(client, staff):
    an_indicator(code="katsudo")
    seal = the_seal(upload(client, HEAD + "katsudo,45.5,812,\n"))
    other = reverse("plan_desk:figure_import", args=[a_plan().slug, YEAR - 1])
    assert client.post(other, {"sealed": seal}).status_code == 409
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + "katsudo,四十,812,\n", "2行目"),
        (HEAD + "katsudo,120,812,\n", "をこえる値は入れられません"),
        (HEAD + "nanika,40,812,\n", "この計画にありません"),
        ("なまえ,あたい\nx,1\n", "「実績値」の列がありません"),
    ],
)
def test_a_wrong_row_keeps_the_whole_sheet_out(client, staff, text, sentence):
    an_indicator(code="katsudo")
    response = upload(client, text)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert 'name="sealed"' not in page


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("調査.pdf", "x", "CSVかExcel（.xlsx）のファイルを選んでください。"),
        ("調査.xlsx", "これはExcelではない", "読"),
        ("調査.csv", "", "ファイルが空です。"),
        ("調査.csv", "あ" * 700_000, "ファイルが大きすぎます（2MBまで）。"),
    ],
)
def test_what_is_no_table_is_refused(client, staff, name, text, sentence):
    an_indicator(code="katsudo")
    response = upload(client, text, name)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_same_sheet_again_changes_nothing(client, staff):
    an_indicator(code="katsudo")
    client.post(address(), {"sealed": the_seal(upload(client, HEAD + "katsudo,45.5,812,\n"))})
    page = upload(client, HEAD + "katsudo,45.5,812,\n").content.decode()
    assert "変わるところはありません" in page
    assert 'name="sealed"' not in page


def test_only_the_section_may_take_over_a_sheet(client):
    an_indicator(code="katsudo")
    client.force_login(cast.council_member())
    assert client.get(address()).status_code == 404
