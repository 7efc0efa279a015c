"""Finding people at the desk, and making two registrations one, page by page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.people.models import AccessLog, Person
from programs.desk.people import known_to, pairs_among
from programs.models import PersonMerge
from programs.sign_ups import merging
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def center():
    return cast.a_center()


@pytest.fixture
def staff(center):
    return cast.center_staff(center)


@pytest.fixture
def desk(client, staff):
    client.sign_in(staff)
    return client


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


def somebody(given_name: str = "花子", **fields) -> Person:
    person = cast.a_person(given_name=given_name, born=fields.pop("born", date(1954, 4, 1)))
    for name, value in fields.items():
        setattr(person, name, value)
    return Person.register_at_the_desk(person)


def at_the_centre(center, staff, *people: Person) -> None:
    course = cast.a_course(center=center)
    for person in people:
        course.sign_up(person, by=staff, via="phone")


def test_only_people_of_ones_own_places_are_found_and_each_is_noted(desk, center, staff):
    own, other = somebody("花子"), somebody("はなこ")
    at_the_centre(center, staff, own)
    said = text_of(desk.get_page("/desk/people/?q=たかさき"))
    assert "髙﨑 花子" in said
    assert "髙﨑 はなこ" not in said
    assert AccessLog.objects.get().person == own
    desk.get_page(f"/desk/people/{own.pk}/")
    assert desk.get(f"/desk/people/{other.pk}/").status_code == 404
    assert desk.get(f"/desk/people/merge/?person={own.pk}&person={other.pk}").status_code == 404


def test_the_section_finds_everybody(client):
    somebody()
    client.sign_in(cast.section_staff())
    assert "髙﨑 花子" in text_of(client.get_page("/desk/people/?q=0002&born=1954"))


def test_pairs_share_the_reading_and_the_birthday_or_the_number():
    first = somebody()
    same_day = somebody("はなこ", phone="093-111-1111", given_kana="ハナゴ")
    same_number = somebody("華子", born=date(1955, 4, 1))
    somebody("太郎", given_kana="タロウ")
    somebody("花子", born=date(1970, 1, 1), phone="093-222-2222")
    pairs = pairs_among(Person.objects.registered())
    assert {(pair.one, pair.other) for pair in pairs} == {
        (first, same_day),
        (first, same_number),
    }
    assert {pair.why for pair in pairs} == {
        "フリガナと生年月日が同じ",
        "フリガナと電話番号が同じ",
    }


def test_a_pair_is_found_however_many_others_share_the_reading(monkeypatch):
    monkeypatch.setattr("programs.desk.people.MOST_PAIRS", 1)
    for number in range(30):
        somebody(born=date(1960 + number, 4, 1), phone=f"093-111-{1000 + number}")
    one, other = somebody(), somebody("はなこ")
    (pair,) = pairs_among(Person.objects.registered())
    assert (pair.one, pair.other) == (one, other)


def test_of_three_alike_each_is_beside_the_first():
    first, *others = (somebody(name) for name in ("花子", "はなこ", "ハナコ"))
    pairs = pairs_among(Person.objects.registered())
    assert [(pair.one, pair.other) for pair in pairs] == [(first, other) for other in others]


def test_doubles_are_looked_for_in_one_index_and_not_in_the_table():
    """As a city's planner does it, which a table of three rows would not let one see."""
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        assert Person.objects.registered().doubles(50) == []
        for question in asked.captured_queries[2:]:
            cursor.execute(f"EXPLAIN {question['sql']}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Index Only Scan using person_doubles" in plan


def test_twins_are_no_pair():
    for name, kana in (("一", "ハジメ"), ("二", "ツグ")):
        somebody(name, given_kana=kana)
    assert pairs_among(Person.objects.registered()) == []


def test_two_are_compared_merged_and_separated_again(desk, center, staff):
    one, other = somebody(), somebody("はなこ")
    at_the_centre(center, staff, one, other)
    page = desk.get_page("/desk/people/doubles/")
    compare = f"/desk/people/merge/?person={one.pk}&person={other.pk}"
    assert compare in [a["href"] for a in page.all("a")]
    page = desk.get_page(compare)
    assert "どちらの登録を残しますか" in text_of(page)
    both = {"person": [one.pk, other.pk]}
    desk.post_page("/desk/people/merge/", both, status=422)
    assert desk.post("/desk/people/merge/", both | {"keep": other.pk}).status_code == 302
    done = PersonMerge.objects.get()
    assert (done.kept, done.absorbed, done.by) == (other, one, staff)
    assert desk.post("/desk/people/merge/", both | {"keep": other.pk}).status_code == 404
    page = desk.get_page("/desk/people/doubles/")
    assert "最近まとめた登録" in text_of(page)
    assert "髙﨑 花子" not in text_of(desk.get_page("/desk/people/?q=タカサキ"))
    desk.post(f"/desk/people/merges/{done.pk}/undoing/")
    one.refresh_from_db()
    assert one.merged_into is None
    assert "元にもどした" in text_of(desk.get_page("/desk/people/doubles/"))


def test_a_refused_merge_says_why_and_the_account_is_offered_to_be_kept(desk, center, staff):
    owner = cast.a_resident()
    own, other = owner.household.people.get(), somebody("はなこ")
    at_the_centre(center, staff, own, other)
    page = desk.get_page(f"/desk/people/merge/?person={other.pk}&person={own.pk}")
    kept = [a["value"] for a in page.all("input") if a.get("name") == "keep" and "checked" in a]
    assert kept == [str(own.pk)]
    page = desk.post_page(
        "/desk/people/merge/", {"person": [own.pk, other.pk], "keep": other.pk}, status=409
    )
    assert "アカウントのある登録のほうを残してください" in text_of(page)
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize("query", ["", "person=1", "person=1&person=1", "person=x&person=y"])
def test_two_are_needed_to_compare(desk, query):
    assert desk.get(f"/desk/people/merge/?{query}")["Location"] == "/desk/people/"


def test_somebody_elses_merge_cannot_be_undone(desk):
    section = cast.section_staff()
    done = merging.merge(somebody(), somebody("はなこ"), by=section)
    assert desk.post(f"/desk/people/merges/{done.pk}/undoing/").status_code == 404
    done.refresh_from_db()
    assert done.undone_at is None


def test_as_many_queries_for_many_pairs(client, django_assert_max_num_queries):
    for number in range(12):
        for name in ("花子", "はなこ"):
            somebody(name, given_kana="ア" * (number + 1), phone=f"093-000-{1000 + number}")
    client.sign_in(cast.section_staff())
    with django_assert_max_num_queries(12):
        assert text_of(client.get_page("/desk/people/doubles/")).count("くらべる") >= 12


def test_doubles_one_may_not_see_do_not_hide_those_one_may(desk, center, staff, monkeypatch):
    """Of a pair that is shown both are known here, so a list cut short is cut among those."""
    monkeypatch.setattr("programs.desk.people.MOST_PAIRS", 1)
    known, _ = (somebody(name, family_kana="アアアア") for name in ("花枝", "はなえ"))
    one, other = somebody("花子"), somebody("はなこ")
    at_the_centre(center, staff, known, one, other)
    (pair,) = pairs_among(known_to(staff))
    assert (pair.one, pair.other) == (one, other)
