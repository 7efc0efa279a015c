"""A roster is read from a table: doubles are decided about, nothing is lost, nothing is double."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from centers.volunteers.models import Posting, Volunteer
from centers.volunteers.roster import registering
from centers.volunteers.roster.importing import look_at, take_over
from centers.volunteers.roster.table import COLUMNS, HEADINGS, rows
from portal.japan import text
from portal.people.models import AccessLog, Person
from portal.refusal import code_of
from tests import cast, volunteering

pytestmark = pytest.mark.django_db

ROW = {
    "市民センター": "戸畑浜市民センター",
    "氏": "髙﨑",
    "名": "花子",
    "セイ": "タカサキ",
    "メイ": "ハナコ",
    "生年月日": "1954-04-01",
    "電話番号": "093-000-0002",
}


@pytest.fixture
def staff():
    return cast.center_staff(cast.a_center())


def a_file(*lines: dict[str, str]) -> SimpleUploadedFile:
    columns = list(dict.fromkeys(name for line in lines for name in line))
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return SimpleUploadedFile("roster.csv", written.getvalue().encode())


def read_in(staff, *lines, decisions=None):
    """Look, then take over; the preview of the second."""
    looked = look_at(a_file(*lines), staff)
    assert looked.messages == []
    return take_over(looked.sealed, decisions or {}, staff)


def outcomes(preview) -> list[str]:
    return [one.outcome for _, one in preview.written]


def test_a_look_writes_nothing_and_taking_over_writes_it_all(staff):
    looked = look_at(a_file(ROW), staff)
    assert outcomes(looked) == ["新しい"]
    assert not Volunteer.objects.exists()
    assert not Person.objects.exists()
    take_over(looked.sealed, {}, staff)
    made = Volunteer.objects.get()
    assert (made.person.full_name, made.center, made.by) == ("髙﨑 花子", cast.a_center(), staff)


def test_the_second_time_nothing_changes(staff):
    line = ROW | {
        "できること・経験": "元保育士",
        "都合のよい時間": "月曜の午前、土曜の午後",
        "話せることば": "英語",
        "役割": volunteering.a_role().name,
        "任期のはじめ": "2026-04-01",
        "任期のおわり": "2028-03-31",
    }
    read_in(staff, line)
    again = look_at(a_file(line), staff)
    assert (outcomes(again), again.sealed) == (["同じ"], "")
    assert Posting.objects.count() == 1


ALIKE = {
    "old-form characters": {"氏": "高崎"},
    "kana of another kind": {"セイ": "たかざき", "氏": "タカサキ"},
    "another telephone": {"電話番号": "080-1111-2222"},
    "a slip in the birthday": {"生年月日": "1954-04-11"},
    "another reading and telephone": {"セイ": "コウザキ", "電話番号": "080-1111-2222"},
    "a twin": {"名": "桃子", "メイ": "モモコ"},
}


@pytest.mark.parametrize("change", ALIKE.values(), ids=ALIKE.keys())
def test_who_seems_to_be_registered_is_decided_about(staff, change):
    known = cast.a_resident().household.people.get()
    looked = look_at(a_file(ROW | change), staff)
    [doubt] = looked.doubts
    assert [one.alike.person for one in doubt.choices] == [known]
    undecided = take_over(looked.sealed, {}, staff)
    assert [one.line for one in undecided.undecided] == [2]
    assert (Volunteer.objects.count(), Person.objects.count()) == (0, 1)
    take_over(looked.sealed, {2: doubt.choices[0].keep}, staff)
    assert Volunteer.objects.get().person == known
    assert Person.objects.count() == 1


def test_who_is_somebody_else_is_registered_anew_and_only_once(staff):
    cast.a_resident()
    other = ROW | {"電話番号": "080-1111-2222"}
    read_in(staff, other, decisions={2: "new"})
    assert Person.objects.count() == 2
    again = look_at(a_file(other), staff)
    assert (outcomes(again), again.doubts) == (["同じ"], [])


def test_what_the_table_corrects_is_the_same_person_from_then_on(staff):
    made = read_in(staff, ROW)
    assert outcomes(made) == ["新しい"]
    moved = ROW | {"氏": "高崎", "電話番号": "080-1111-2222"}
    looked = look_at(a_file(moved), staff)
    [doubt] = looked.doubts
    assert doubt.choices[0].may_correct
    take_over(looked.sealed, {2: doubt.choices[0].correct}, staff)
    person = Person.objects.get()
    assert (person.family_name, person.phone) == ("高崎", "080-1111-2222")
    assert outcomes(look_at(a_file(moved), staff)) == ["同じ"]


def test_what_somebody_keeps_by_an_account_is_not_corrected_by_a_table(staff):
    known = cast.a_resident().household.people.get()
    looked = look_at(a_file(ROW | {"電話番号": "080-1111-2222"}), staff)
    [choice] = looked.doubts[0].choices
    assert not choice.may_correct
    refused = take_over(looked.sealed, {2: choice.correct}, staff)
    assert len(refused.undecided) == 1
    known.refresh_from_db()
    assert known.phone == "093-000-0002"


def test_one_person_twice_in_one_table_is_seen(staff):
    looked = look_at(a_file(ROW, ROW | {"氏": "高崎"}), staff)
    assert [one.line for one in looked.doubts] == [3]
    assert outcomes(look_at(a_file(ROW, ROW), staff)) == ["新しい", "同じ"]


@pytest.mark.parametrize(
    ("decision", "name", "number"),
    [("keep-line2", "髙﨑", 1), ("correct-line2", "高崎", 1), ("new", "髙﨑", 2)],
)
def test_what_is_decided_about_two_rows_of_one_table_holds(staff, decision, name, number):
    lines = [ROW, ROW | {"氏": "高崎", "電話番号": "093-000-0009"}]
    (doubt,) = look_at(a_file(*lines), staff).doubts
    assert decision in [
        one for choice in doubt.choices for one in (choice.keep, choice.correct)
    ] + ["new"]
    done = read_in(staff, *lines, decisions={3: decision})
    assert not done.undecided
    assert Volunteer.objects.count() == number
    assert Volunteer.objects.order_by("pk").first().person.family_name == name


def test_a_made_up_decision_decides_nothing(staff):
    cast.a_resident()
    stranger = cast.a_resident("other@example.jp", given_name="次郎", born=date(1960, 1, 1))
    stranger.household.people.update(phone="080-1111-2222")
    looked = look_at(a_file(ROW | {"氏": "高崎"}), staff)
    key = stranger.household.people.get().pk
    assert take_over(looked.sealed, {2: f"keep-{key}"}, staff).undecided
    assert not Volunteer.objects.exists()


def test_whom_a_row_may_mean_is_written_down_as_looked_at(staff):
    known = cast.a_resident().household.people.get()
    look_at(a_file(ROW | {"氏": "高崎"}), staff)
    log = AccessLog.objects.get()
    assert (log.viewer, log.person) == (staff, known)


def test_an_empty_cell_changes_nothing(staff):
    read_in(staff, ROW | {"できること・経験": "元保育士"})
    again = look_at(a_file(ROW | {"できること・経験": "", "職員のメモ": "鍵の係"}), staff)
    take_over(again.sealed, {}, staff)
    assert Volunteer.objects.get().skills == "元保育士"
    assert Volunteer.objects.get().note == "鍵の係"


def test_the_row_of_another_centre_stays_as_it_is_and_says_so(staff):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    person = cast.a_resident().household.people.get()
    volunteering.a_volunteer(person, other, skills="ピアノ")
    looked = look_at(a_file(ROW | {"できること・経験": "元保育士"}), staff)
    assert (outcomes(looked), looked.sealed) == (["同じ"], "")
    assert "門司みなと市民センター" in looked.shown[0][1].differences[0]


def test_who_ended_is_not_brought_back_by_a_table(staff):
    volunteer = volunteering.a_volunteer()
    registering.stop(volunteer, by=volunteer.by)
    assert outcomes(look_at(a_file(ROW | {"できること・経験": "歌"}), staff)) == ["同じ"]


def test_a_wrong_row_is_told_by_line_and_nothing_is_written(staff):
    lines = [
        ROW,
        ROW | {"名": "次郎", "メイ": "次郎", "生年月日": "1960-02-30"},
        ROW | {"名": "三郎", "メイ": "サブロウ", "市民センター": "知らない"},  # a twin, it seems
        ROW | {"名": "四郎", "メイ": "シロウ", "生年月日": "2020-01-01", "電話番号": "093-1-1"},
        ROW | {"名": "五郎", "メイ": "ゴロウ", "生年月日": "1961-01-01", "資格": "魔法"},
    ]
    looked = look_at(a_file(*lines), staff)
    assert {one.code for one in looked.problems} >= {"not_a_date", "not_known", "invalid"}
    assert sorted(told[:3] for told in looked.messages) == ["3行目", "4行目", "5行目", "6行目"]
    assert looked.sealed == ""
    assert not Volunteer.objects.exists()


def test_what_is_given_out_is_read_back_without_a_change(staff):
    volunteer = volunteering.a_volunteer(
        times=[0, 16], languages=["en"], skills="=歌", transport="walk"
    )
    volunteering.a_qualification(volunteer)
    volunteering.a_posting(volunteer)
    volunteering.a_posting(volunteer, volunteering.a_role("helper", "受講補助"))
    given = [dict(zip(HEADINGS, map(str, row), strict=True)) for row in rows(staff)]
    assert len(given) == 2
    again = look_at(a_file(*given), staff)
    assert (again.messages, outcomes(again)) == ([], ["同じ", "同じ"])


def test_a_seal_of_somebody_else_or_a_broken_one_is_refused(staff):
    looked = look_at(a_file(ROW), staff)
    for sealed, who in ((looked.sealed, volunteering.a_coordinator()), ("broken", staff)):
        with pytest.raises(ValidationError) as refusal:
            take_over(sealed, {}, who)
        assert code_of(refusal.value) == "seal_broken"


def test_a_file_without_its_columns_is_refused(staff):
    with pytest.raises(ValidationError) as refusal:
        look_at(a_file({"氏": "髙﨑"}), staff)
    assert code_of(refusal.value) == "missing_column"
    assert COLUMNS[-1] in refusal.value.messages[0]


def test_staff_look_decide_and_take_over_on_one_page(client, staff):
    known = cast.a_resident().household.people.get()
    client.sign_in(staff)
    page = client.post("/desk/volunteers/files/", {"file": a_file(ROW | {"氏": "高崎"})})
    assert "同じ方かもしれません：1行" in page.content.decode()
    sealed = page.context["preview"].sealed
    undecided = client.post("/desk/volunteers/files/", {"sealed": sealed})
    assert undecided.status_code == 409
    assert "まだ1行が選ばれていません" in undecided.content.decode()
    told = {"sealed": undecided.context["preview"].sealed, "decision-2": f"keep-{known.pk}"}
    assert client.post("/desk/volunteers/files/", told).status_code == 302
    assert Volunteer.objects.get().person == known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙﨑　花子", "高崎花子"),
        ("渡邉 一", "渡辺一"),
        ("齋藤", "斉藤"),
        ("辻\U000e0101", "辻"),
        ("ｻﾄｳ", "サトウ"),
    ],
)
def test_names_in_old_forms_share_a_key(one, other):
    assert text.name_key(one) == text.name_key(other)
