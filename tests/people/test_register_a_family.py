"""Registering oneself and one's family: Japanese typing is understood, the rest explained."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from portal.people.forms import PersonForm
from portal.people.models import Household, Person, User
from portal.people.models.person import LARGEST_HOUSEHOLD
from portal.people.views.resident import _save
from portal.refusal import code_of
from tests import cast
from tests.page_lint import lint

pytestmark = pytest.mark.django_db

REGISTER = "/my/registration/"
ADD = "/my/people/"


def as_typed(**fields) -> dict:
    """The form as somebody careful fills it in."""
    return {
        "family_name": "髙﨑",
        "given_name": "花子",
        "family_kana": "タカサキ",
        "given_kana": "ハナコ",
        "birth_year": "1954",
        "birth_month": "4",
        "birth_day": "1",
        "phone": "093-000-0002",
        "ward": str(cast.a_ward().pk),
    } | fields


def texts(page) -> str:
    return " ".join(page.text)


@pytest.fixture
def newcomer(client) -> User:
    """Somebody signed in who has registered nobody yet."""
    user = User.objects.create_user("hanako@example.jp")
    client.sign_in(user)
    return user


# ---------------------------------------------------------------- oneself


def test_one_registers_oneself_once_and_goes_on_to_where_one_came_from(client, newcomer):
    page = client.get_page(f"{REGISTER}?next=/courses/7/sign-ups/")
    assert "はじめての登録" in texts(page)
    typed = as_typed(next="/courses/7/sign-ups/")
    assert client.post(REGISTER, typed).url == "/courses/7/sign-ups/"
    person = Person.objects.of(User.objects.get()).get()
    assert person.full_name == "髙﨑 花子"
    assert person.birth_date == date(1954, 4, 1)
    assert client.get(f"{REGISTER}?next=/courses/").url == "/courses/"


def test_the_form_helps_with_what_the_browser_knows(client, newcomer):
    page = client.get_page(REGISTER)
    hints = {a["name"]: a.get("autocomplete") for a in page.all("input") if a.get("name")}
    assert hints["family_name"] == "family-name"
    assert hints["birth_year"] == "bday-year"
    assert hints["phone"] == "tel"
    client.post(REGISTER, as_typed())
    page = client.get_page(ADD)
    assert not [a for a in page.all("input") if "autocomplete" in a], "a child is not oneself"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:1", "🍣", "a b", "my"]
)
def test_nobody_is_sent_to_another_site(client, newcomer, elsewhere):
    page = client.get_page(f"{REGISTER}?next={elsewhere}")
    assert "evil" not in str(page.all("input"))
    assert client.post(REGISTER, as_typed(next=elsewhere)).url == "/my/"


def test_pressing_the_button_twice_registers_one_person(client, newcomer):
    for _ in range(2):
        assert client.post(REGISTER, as_typed(next="/courses/")).url == "/courses/"
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_forms_sent_in_the_same_instant_register_one_person(client):
    user = User.objects.create_user("hanako@example.jp")
    typed, together = as_typed(next="/courses/"), Barrier(2)

    def press(_) -> str:
        browser = type(client)()
        browser.sign_in(user)
        together.wait(timeout=10)
        try:
            return browser.post(REGISTER, typed).url
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, range(2))) == ["/courses/"] * 2
    assert Person.objects.count() == 1
    assert Household.objects.count() == 1


# ---------------------------------------------------------------- as Japanese is typed


@pytest.mark.parametrize(
    "typed", ["タカサキ", "たかさき", "ﾀｶｻｷ", "　タカサキ　", "ﾀｶｻｷ ", "タカさキ"]
)
def test_a_reading_is_kept_in_katakana_whichever_kana_was_typed(client, newcomer, typed):
    client.post(REGISTER, as_typed(family_kana=typed))
    assert Person.objects.get().family_kana == "タカサキ"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ｶﾞｿﾞｳ", "ガゾウ"), ("じょーじ", "ジョージ"), ("マリア・ルイサ", "マリア・ルイサ")],
)
def test_voiced_and_foreign_readings_are_kept_whole(client, newcomer, typed, kept):
    client.post(REGISTER, as_typed(given_kana=typed))
    assert Person.objects.get().given_kana == kept


@pytest.mark.parametrize("typed", ["高崎", "Takasaki", "タカサキ1", "タカサキ🍣", "ー・?"])
def test_a_reading_in_anything_but_kana_is_refused(client, newcomer, typed):
    page = client.post_page(REGISTER, as_typed(family_kana=typed), status=422)
    assert "カタカナで入力してください。" in texts(page)
    assert Person.objects.count() == 0


def test_both_readings_are_named_when_both_are_wrong(client, newcomer):
    page = client.post_page(REGISTER, as_typed(family_kana="高崎", given_kana="花子"), status=422)
    assert {"#id_family_kana", "#id_given_kana"} <= {a["href"] for a in page.all("a")}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０９３－０００－０００２", "093-000-0002"),
        ("093ー000ー0002", "093-000-0002"),
        ("093−000‐0002", "093-000-0002"),
        ("0930000002", "0930000002"),
        ("（０９３）０００－０００２", "(093)000-0002"),
        (" 090-0000-0002 ", "090-0000-0002"),
    ],
)
def test_a_telephone_number_is_kept_half_width_however_it_was_typed(client, newcomer, typed, kept):
    assert client.post(REGISTER, as_typed(phone=typed)).status_code == 302
    assert Person.objects.get().phone == kept


def test_a_birthday_in_full_width_digits_is_understood(client, newcomer):
    client.post(REGISTER, as_typed(birth_year="１９５４", birth_month="０４", birth_day="１"))
    assert Person.objects.get().birth_date == date(1954, 4, 1)


def test_rare_characters_of_names_are_kept(client, newcomer):
    client.post(REGISTER, as_typed(family_name="𠮷﨑", given_name="邊\u3000子"))
    assert Person.objects.get().full_name == "𠮷﨑 邊 子"


# ---------------------------------------------------------------- what is refused, and how


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"family_name": ""}, "氏を入力してください。"),
        ({"given_name": "\u3000 "}, "名を入力してください。"),
        ({"given_kana": ""}, "メイを入力してください。"),
        ({"phone": ""}, "電話番号を入力してください。"),
        ({"phone": "きのう変わりました"}, "093-000-0000 のように"),
        ({"phone": "123"}, "093-000-0000 のように"),
        (
            {"birth_month": "2", "birth_day": "30"},
            "生年月日を確かめてください。その日付はありません。",
        ),
        (
            {"birth_year": "1955", "birth_month": "2", "birth_day": "29"},
            "生年月日を確かめてください。その日付はありません。",
        ),
        ({"birth_year": "2099"}, "未来の日付"),
        ({"birth_year": "1899"}, "生年月日を確かめてください。"),
        ({"birth_year": "54"}, "生年月日を確かめてください。"),
        ({"birth_year": "-1954"}, "生年月日を確かめてください。"),
        ({"birth_month": "13"}, "生年月日を確かめてください。"),
        ({"birth_year": "昭和29"}, "数字で入力してください。"),
        ({"birth_year": "9" * 10_000}, "数字で入力してください。"),
        ({"birth_day": ""}, "日を入力してください。"),
        ({"ward": "999999999999999999999"}, "お住まいの区を選び直して"),
        ({"ward": "門司区"}, "お住まいの区を選び直して"),
        ({"ward": "\x00"}, "お住まいの区"),
        ({"family_name": "崎" * 10_000}, "氏は30文字までで入力してください。"),
        ({"given_kana": "ハ" * 10_000}, "メイは40文字までで入力してください。"),
        ({"phone": "0" * 10_000}, "電話番号は20文字までで入力してください。"),
        ({"given_name": "花\x00子"}, "名に使えない文字"),
        ({"phone": "093\x000000002"}, "電話番号に使えない文字"),
    ],
)
def test_what_cannot_be_right_is_explained_and_nothing_is_kept(client, newcomer, wrong, sentence):
    page = client.post_page(REGISTER, as_typed(**wrong), status=422)
    assert sentence in texts(page)
    assert "入力を確かめてください" in texts(page)
    assert page.title.startswith("エラー：")
    assert Person.objects.count() == 0


def test_tomorrow_is_no_birthday_and_today_is_one(client, newcomer):
    today = timezone.localdate()
    for day, status in ((today + timedelta(days=1), 422), (today, 302)):
        typed = as_typed(birth_year=day.year, birth_month=day.month, birth_day=day.day)
        assert client.post(REGISTER, typed).status_code == status


def test_an_empty_form_names_every_field_that_is_missing(client, newcomer):
    page = client.post_page(REGISTER, {}, status=422)
    for label in ("氏", "名", "セイ", "メイ", "年（西暦）", "月", "日", "電話番号"):
        assert f"{label}を入力してください。" in texts(page)


def test_a_refused_form_still_holds_what_was_typed(client, newcomer):
    page = client.post_page(REGISTER, as_typed(phone="123", given_name='"><b>花子'), status=422)
    values = {a.get("name"): a.get("value") for a in page.all("input")}
    assert values["family_name"] == "髙﨑"
    assert values["birth_year"] == "1954"
    assert values["given_name"] == '"><b>花子'
    assert not page.all("b")


def test_an_emoji_in_a_name_does_no_harm(client, newcomer):
    client.post(REGISTER, as_typed(given_name="花子🌸"))
    assert "花子🌸" in texts(client.get_page("/my/"))


# ---------------------------------------------------------------- the family


@pytest.fixture
def parent(client) -> User:
    user = cast.a_resident(born=date(1990, 5, 5))
    client.sign_in(user)
    return user


def test_a_child_is_added_and_shown(client, parent):
    child = as_typed(given_name="太郎", given_kana="タロウ", birth_year="2018")
    assert client.post(ADD, child | {"next": "/courses/1/sign-ups/"}).url == "/courses/1/sign-ups/"
    page = client.get_page("/my/")
    assert "髙﨑 太郎さん" in texts(page)
    assert "2018年4月1日" in texts(page)


def test_what_the_family_told_once_is_filled_in_for_the_next(client, parent):
    page = client.get_page(ADD)
    values = {a.get("name"): a.get("value") for a in page.all("input")}
    assert values["phone"] == "093-000-0002"
    assert not values.get("family_name")
    assert [o["value"] for o in page.all("option") if "selected" in o] == [
        str(parent.household.people.get().ward_id)
    ]


def test_one_of_the_family_who_lives_elsewhere_lives_elsewhere(client, parent):
    client.post(ADD, as_typed(given_name="太郎", birth_year="2018", ward=""))
    assert not Person.objects.of(parent).get(given_name="太郎").lives_in_city


def test_the_same_child_is_not_added_twice(client, parent):
    child = as_typed(given_name="太郎", given_kana="タロウ", birth_year="2018")
    client.post(ADD, child)
    page = client.post_page(ADD, child, status=422)
    assert "髙﨑 太郎さんは、すでに登録されています。" in texts(page)
    assert Person.objects.of(parent).count() == 2


def test_twins_are_two(client, parent):
    for name in ("太郎", "次郎"):
        assert client.post(ADD, as_typed(given_name=name, birth_year="2018")).status_code == 302
    assert Person.objects.of(parent).count() == 3


def test_a_thirteenth_is_sent_to_the_counter(client, parent):
    for number in range(LARGEST_HOUSEHOLD - 1):
        Person.register(parent, cast.a_person(given_name=f"子{number}"))
    page = client.post_page(ADD, as_typed(given_name="十三"), status=422)
    assert "12人まで" in texts(page)
    assert Person.objects.of(parent).count() == LARGEST_HOUSEHOLD


@pytest.mark.django_db(transaction=True)
def test_of_two_added_at_once_beside_eleven_only_one_is_the_twelfth():
    user = cast.a_resident()
    for number in range(LARGEST_HOUSEHOLD - 2):
        Person.register(user, cast.a_person(given_name=f"子{number}"))
    ward, together = cast.a_ward(), Barrier(2)

    def add(name: str) -> str:
        person = cast.a_person(given_name=name, ward=None)
        person.ward = ward
        account = User.objects.get(pk=user.pk)
        together.wait(timeout=10)
        try:
            Person.register(account, person)
        except ValidationError as refusal:
            return code_of(refusal)
        else:
            return "added"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, ["一", "二"])) == ["added", "too_many_people"]
    assert Person.objects.of(user).count() == LARGEST_HOUSEHOLD


def test_what_was_registered_can_be_mended(client, parent):
    person = parent.household.people.get()
    address = f"/my/people/{person.pk}/"
    page = client.get_page(address)
    values = {a.get("name"): a.get("value") for a in page.all("input")}
    assert (values["birth_year"], values["birth_day"]) == ("1990", "5")
    assert client.post(address, as_typed(family_name="山田", birth_year="1991")).url == "/my/"
    person.refresh_from_db()
    assert (person.family_name, person.birth_date) == ("山田", date(1991, 4, 1))
    assert person.events.count() == 2, "what it was before is kept as history"


def test_a_refused_change_changes_nothing(client, parent):
    person = parent.household.people.get()
    client.post_page(f"/my/people/{person.pk}/", as_typed(birth_year="2099"), status=422)
    person.refresh_from_db()
    assert person.birth_date == date(1990, 5, 5)


def test_moving_out_of_the_city_empties_the_ward(client, parent):
    person = parent.household.people.get()
    client.post(f"/my/people/{person.pk}/", as_typed(ward=""))
    person.refresh_from_db()
    assert not person.lives_in_city
    assert "市外にお住まい" in texts(client.get_page("/my/"))


def test_nobody_mends_a_person_of_another_household(client, parent):
    stranger = cast.a_resident("stranger@example.jp").household.people.get()
    response = client.post(f"/my/people/{stranger.pk}/", as_typed(family_name="乗取"))
    assert response.status_code == 404
    lint(response)
    stranger.refresh_from_db()
    assert stranger.family_name == "髙﨑"


@pytest.mark.parametrize("pk", ["0", "999999999999999999999", "9" * 5_000, "-1", "abc"])
def test_a_person_that_cannot_exist_is_not_found(client, parent, pk):
    page = client.get_page(f"/my/people/{pk}/", status=404)
    assert "ページが見つかりません" in texts(page)


def test_a_form_field_that_is_not_asked_for_changes_nothing(client, newcomer):
    other = cast.a_resident("other@example.jp")
    client.post(
        REGISTER, as_typed(household=other.household_id, id=other.household.people.get().pk)
    )
    assert Person.objects.of(other).count() == 1
    assert Person.objects.count() == 2


def test_mending_a_registration_does_not_undo_a_merge_of_the_same_moment(client, parent):
    """Both began when the row was whole; the form writes only what it asks."""
    person = parent.household.people.get()
    kept = Person.register(parent, cast.a_person(given_name="ハナコ"))
    request = SimpleNamespace(user=parent)
    form = PersonForm(as_typed(given_name="はなこ"), instance=person, is_self=False)
    assert form.is_valid()
    Person.objects.filter(pk=person.pk).update(merged_into=kept)
    _save(request, form)
    person.refresh_from_db()
    assert (person.given_name, person.merged_into) == ("はなこ", kept)
