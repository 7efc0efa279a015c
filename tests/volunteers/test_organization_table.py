"""The NPO data book is read in after a look; read again it changes nothing, and faults are told."""

import io

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from centers.files.importing import look_at, take_over
from centers.volunteers.directory.table import TABLE
from centers.volunteers.models import ActivityField, Organization
from portal.refusal import code_of
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
HEAD = TABLE.headings
ROW = {
    "団体名": "NPO法人 わかとの海", "フリガナ": "ﾜｶﾄﾉｳﾐ", "種類": "NPO法人",
    "番号": "1290001000001",
    "活動の内容": "海岸の清掃", "活動の分野": "環境、子ども", "所在地": "北九州市門司区港町1-1",
    "電話番号": "０９３－０００－０１０２", "ホームページ": "https://example.jp/",
    "連絡を受ける方": "髙﨑 花子", "公開する": "○",
    "担当の市民センター": "戸畑浜市民センター",
}  # fmt: skip


@pytest.fixture
def staff():
    center = cast.a_center()
    cast.a_ward("moji")
    for order, name in enumerate(("環境", "子ども")):
        ActivityField.objects.create(slug=f"field-{order}", name=name)
    return cast.center_staff(center)


def a_file(*rows: dict[str, str], kind: str = "utf-8") -> SimpleUploadedFile:
    if kind == "xlsx":
        book = Workbook()
        for line in [HEAD, *([row.get(name, "") for name in HEAD] for row in rows)]:
            book.worksheets[0].append(line)
        file = io.BytesIO()
        book.save(file)
        return SimpleUploadedFile("npo.xlsx", file.getvalue())
    lines = [HEAD, *([row.get(name, "") for name in HEAD] for row in rows)]
    text = "\n".join(",".join(line) for line in lines)
    return SimpleUploadedFile("npo.csv", text.encode(kind))


def read_in(staff, *rows: dict[str, str], kind: str = "utf-8"):
    preview = look_at(TABLE, a_file(*rows, kind=kind), staff)
    assert preview.messages == []
    return take_over(TABLE, preview.sealed, staff) if preview.sealed else preview


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "cp932", "xlsx"])
def test_a_table_is_read_however_it_is_saved(staff, kind):
    row = ROW | {"連絡を受ける方": "高崎 花子"} if kind == "cp932" else ROW
    read_in(staff, row, kind=kind)
    made = Organization.objects.get()
    assert (made.name, made.kana, made.kind) == ("NPO法人 わかとの海", "ワカトノウミ", "npo")
    assert (made.phone, made.ward.slug, made.is_public) == ("093-000-0102", "moji", True)
    assert {field.name for field in made.fields.all()} == {"環境", "子ども"}


def test_looking_changes_nothing_and_reading_again_neither(staff):
    look_at(TABLE, a_file(ROW), staff)
    assert not Organization.objects.exists()
    read_in(staff, ROW)
    again = look_at(TABLE, a_file(ROW), staff)
    assert (again.changes, again.sealed) == ([], "")


def test_by_its_number_it_is_known_again_under_another_name(staff):
    read_in(staff, ROW)
    read_in(staff, ROW | {"団体名": "NPO法人 若戸の海", "活動の分野": "環境"})
    made = Organization.objects.get()
    assert made.name == "NPO法人 若戸の海"
    assert [field.name for field in made.fields.all()] == ["環境"]


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"団体名": ""}, "団体名", "empty"),
        ({"種類": "会社"}, "種類", "not_known"),
        ({"担当の市民センター": "どこか"}, "担当の市民センター", "not_known"),
        ({"フリガナ": "若戸"}, "フリガナ", "not_kana"),
        ({"活動の分野": "うちゅう"}, "活動の分野", "not_known"),
        ({"区": "中央区"}, "区", "not_known"),
        ({"公開する": "たぶん"}, "公開する", "odd_mark"),
        ({"メールアドレス": "わかと"}, "メールアドレス", "wrong_address"),
        ({"ホームページ": "ない"}, "ホームページ", "invalid"),
        ({"電話番号": "0" * 30}, "電話番号", "max_length"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column_and_nothing_is_written(
    staff, changed, column, code
):
    preview = look_at(TABLE, a_file(ROW | {"番号": "1", "団体名": "よい会"}, ROW | changed), staff)
    [problem] = preview.problems
    assert code_of(problem) == code
    [sentence] = preview.messages
    assert sentence.startswith("3行目：")
    assert f"「{column}」" in sentence
    assert preview.sealed == ""
    assert not Organization.objects.exists()


def test_what_another_centre_looks_after_is_left_to_it(staff):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    volunteering.an_organization("よその会", number="1290001000001", center=other)
    [problem] = look_at(TABLE, a_file(ROW), staff).problems
    assert code_of(problem) == "elsewhere"


def test_what_has_closed_is_not_brought_back_by_a_table(staff):
    read_in(staff, ROW)
    Organization.objects.update(closed_on="2026-01-01")
    [problem] = look_at(TABLE, a_file(ROW), staff).problems
    assert code_of(problem) == "closed"


def test_the_table_that_is_given_out_is_read_back_without_a_change(client, staff):
    read_in(staff, ROW, {**ROW, "番号": "", "団体名": "=悪い会", "公開する": ""})
    client.sign_in(staff)
    answer = client.get("/desk/volunteers/organizations/organizations.xlsx")
    assert load_workbook(io.BytesIO(answer.content)).worksheets[0].max_row == 3
    back = SimpleUploadedFile("back.xlsx", answer.content)
    preview = look_at(TABLE, back, staff)
    assert (preview.messages, preview.changes) == ([], [])


def test_the_page_shows_what_a_file_would_do_and_then_does_it(client, staff):
    client.sign_in(staff)
    page = "/desk/volunteers/organizations/file/"
    client.get_page(page)
    shown = client.post(page, {"file": a_file(ROW)})
    assert shown.status_code == 200
    assert not Organization.objects.exists()
    preview = look_at(TABLE, a_file(ROW), staff)
    assert client.post(page, {"sealed": preview.sealed}).status_code == 302
    assert Organization.objects.count() == 1
    refused = client.post_page(page, {"sealed": "broken"}, status=409)
    assert "もう一度、ファイルを選んでください" in " ".join(refused.text)


# ---------------------------------------------------------------- the directory for all


def test_the_directory_shows_what_is_public_and_never_who_is_called(client, staff):
    read_in(staff, ROW, {**ROW, "番号": "", "団体名": "かくれた会", "公開する": ""})
    page = client.get_page("/volunteers/organizations/")
    text = " ".join(page.text)
    assert "NPO法人 わかとの海" in text
    assert "かくれた会" not in text
    one = client.get(Organization.objects.get(is_public=True).get_absolute_url())
    assert "093-000-0102" in one.content.decode()
    assert "髙﨑" not in one.content.decode()
    hidden = Organization.objects.get(is_public=False)
    assert client.get(hidden.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("query", "number"),
    [("?q=わかと", 1), ("?q=ﾜｶﾄ", 1), ("?q=清掃", 1), ("?q=ない", 0), ("?ward=moji", 1),
     ("?ward=tobata", 0), ("?kind=npo", 1), ("?field=field-0", 1), ("?field=field-9", 1)],
)  # fmt: skip
def test_the_directory_is_searched(client, staff, query, number):
    read_in(staff, ROW)
    text = " ".join(client.get_page(f"/volunteers/organizations/{query}").text)
    assert ("NPO法人 わかとの海" in text) == bool(number)


def test_the_directory_asks_a_fixed_number_of_things(client, staff):
    def number_of_queries() -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/volunteers/organizations/").status_code == 200
        return len(asked)

    read_in(staff, ROW)
    number_of_queries()
    few = number_of_queries()
    rows = [ROW | {"番号": str(number), "団体名": f"会{number}"} for number in range(2, 9)]
    read_in(staff, *rows)
    assert number_of_queries() == few <= 4


@pytest.mark.parametrize(
    "name", ["ＮＰＯ法人　高田の会", "特定非営利活動法人髙田の会", "認定NPO法人 髙田の会"]
)
def test_a_new_one_that_may_be_known_already_is_pointed_out(staff, name):
    known = ROW | {"団体名": "NPO法人 髙田の会", "番号": ""}
    read_in(staff, known)
    other = ROW | {"団体名": "NPO法人 わかとの海", "番号": ""}
    preview = look_at(TABLE, a_file(other, known | {"団体名": name}), staff)
    line, shown = preview.shown[0]
    assert (line, shown.outcome) == (3, "新しい"), "who is to be decided about comes first"
    assert "NPO法人 髙田の会（戸畑浜市民センター）" in shown.differences[0]
    assert preview.shown[1][1].differences == ()
    take_over(TABLE, preview.sealed, staff)
    assert Organization.objects.count() == 3, "it may be another: staff decide"


def test_two_ways_to_write_one_name_in_one_table_are_pointed_out(staff):
    first = ROW | {"団体名": "NPO法人 髙田の会", "番号": ""}
    preview = look_at(TABLE, a_file(first, first | {"団体名": "NPO法人 高田の会"}), staff)
    assert [bool(one.differences) for _, one in preview.written] == [False, True]
