"""Roles are data: shipped with the portal, loaded from a file, changed by another."""

import csv
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from centers.files.table import Outcome
from centers.volunteers.loading import SHIPPED, load, load_shipped
from centers.volunteers.models import ActivityField, QualificationKind, VolunteerRole
from portal.refusal import code_of

pytestmark = pytest.mark.django_db

OF_THE_CITY = {
    "子育てサポーター",
    "生涯学習推進コーディネーター",
    "地域学校協働活動推進員",
    "地域・人づくりアドバイザー（社会教育主事）",
    "社会教育士",
    "講師登録（人材バンク）",
    "学校支援ボランティア",
    "防災リーダー",
    "受講補助",
}


def a_file(tmp_path: Path, *rows: list[str], name: str = "roles.csv") -> Path:
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def shipped_role(slug: str, **changes: str) -> list[list[str]]:
    with (SHIPPED / "roles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(one for one in rows if one["アドレスの名前"] == slug) | changes
    return [list(row), list(row.values())]


def test_the_nine_roles_of_the_city_are_shipped_each_with_all_it_needs():
    load_shipped()
    roles = VolunteerRole.objects.in_use()
    assert {role.name for role in roles} == OF_THE_CITY
    for role in roles:
        assert role.requirements, role
        assert role.appointed_by, role
        assert role.department, role
        assert role.fields.exists(), role


def test_only_the_post_of_city_staff_cannot_be_wished_for():
    load_shipped()
    closed = VolunteerRole.objects.exclude(pk__in=VolunteerRole.objects.open_to_all())
    assert [role.name for role in closed] == ["地域・人づくりアドバイザー（社会教育主事）"]
    [kind] = closed.get().qualifications.all()
    assert kind.slug == "social-education-director"


def test_loading_again_changes_nothing_and_doubles_nothing():
    load_shipped()
    for report in load_shipped():
        assert report.number(Outcome.SAME) == len(report.rows)
    assert VolunteerRole.objects.count() == 9


def test_a_city_changes_a_role_by_a_file_of_its_own(tmp_path):
    load_shipped()
    own = shipped_role(
        "class-helper", **{"任期（年）": "3", "活動の分野": "健康・福祉", "年齢の下限": "１６"}
    )
    report = load(a_file(tmp_path, *own))
    assert report.number(Outcome.CHANGED) == 1
    role = VolunteerRole.objects.get(slug="class-helper")
    assert (role.term_years, role.minimum_age) == (3, 16)
    assert [field.slug for field in role.fields.all()] == ["care"]
    assert VolunteerRole.objects.count() == 9, "the others stay"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"役割": ""}, "empty"),
        ({"任期（年）": "二年"}, "not_a_number"),
        ({"なりかた": "推薦"}, "not_known"),
        ({"いる資格": "忍者"}, "not_known"),
        ({"活動の分野": "宇宙"}, "not_known"),
        ({"年齢の下限": "200"}, "max_value"),
        ({"アドレスの名前": "受講補助"}, "invalid"),
        ({"住民が希望できる": "たぶん"}, "odd_mark"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_loaded(tmp_path, changes, code):
    load_shipped()
    good = shipped_role("instructor", **{"ひとことで": "変わりました。"})
    bad = shipped_role("class-helper", **changes)[1:]
    with pytest.raises(ValidationError) as refusal:
        load(a_file(tmp_path, *good, *bad))
    assert refusal.value.error_list[0].code == code
    assert refusal.value.messages[0].startswith("3行目：")
    assert not VolunteerRole.objects.filter(summary="変わりました。").exists()


def test_a_role_that_stands_twice_in_a_file_is_refused(tmp_path):
    load_shipped()
    twice = shipped_role("instructor")
    with pytest.raises(ValidationError) as refusal:
        load(a_file(tmp_path, *twice, twice[1]))
    assert code_of(refusal.value) == "named_twice"


@pytest.mark.parametrize(
    ("columns", "code"),
    [(["名前"], "not_a_role_file"), (["アドレスの名前", "役割"], "missing_column")],
)
def test_a_table_of_something_else_is_refused(tmp_path, columns, code):
    with pytest.raises(ValidationError) as refusal:
        load(a_file(tmp_path, columns, ["x"] * len(columns)))
    assert code_of(refusal.value) == code


def test_the_command_loads_what_is_shipped_and_tells_what_it_did(capsys):
    call_command("load_volunteer_roles")
    told = capsys.readouterr().out
    assert "役割：新しい 9、変わる 0、同じ 0" in told
    assert ActivityField.objects.count() == 12
    assert QualificationKind.objects.get(slug="first-aid").years_valid == 3


def test_the_command_says_what_to_mend(tmp_path, capsys):
    load_shipped()
    with pytest.raises(CommandError, match="1か所を直してください"):
        call_command("load_volunteer_roles", a_file(tmp_path, *shipped_role("instructor", 役割="")))
    assert "2行目：「役割」を書いてください。" in capsys.readouterr().err


def test_the_command_says_which_file_it_does_not_find(tmp_path):
    with pytest.raises(CommandError, match="ファイルが見つかりません"):
        call_command("load_volunteer_roles", tmp_path / "none.csv")
