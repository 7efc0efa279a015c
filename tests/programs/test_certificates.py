"""The certificate, the page anybody checks it on, and the learning record that gathers both."""

import csv
import io
import json

import pytest
from django.utils import timezone

from portal.japan.calendar import fiscal_year
from portal.people.models import Person
from programs.attendance.completion import complete
from programs.models import Completion, Course
from tests import cast
from tests.programs.finished import Finished


def a_certificate(*marks: str, **fields) -> tuple[Finished, Completion]:
    city = Finished(*(marks or ("pp",)), **fields)
    complete(city.course.pk)
    return city, Completion.objects.first()


def text_of(page) -> str:
    return "".join(page.text)


@pytest.mark.django_db
def test_the_certificate_shows_its_number_and_where_it_is_checked(client, settings):
    city, completion = a_certificate()
    client.sign_in(city.residents[0][0])
    page = client.get_page(completion.get_absolute_url())
    text = text_of(page)
    assert completion.number in text
    assert f"{settings.SITE_URL}/certificates/{completion.code}/" in text
    assert [svg for svg in page.all("svg") if "QR" in svg.get("aria-label", "")]


@pytest.mark.django_db
def test_nobody_but_the_household_opens_a_certificate(client):
    _, completion = a_certificate()
    client.sign_in(cast.a_resident("other@example.jp"))
    assert client.get(completion.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_anybody_checks_a_certificate_and_reads_no_whole_name(client):
    _, completion = a_certificate()
    answer = client.get(f"/certificates/{completion.code}/")
    assert not answer.cookies
    text = text_of(client.get_page(f"/certificates/{completion.code}/"))
    assert "ほんもの" in text
    assert "髙〇 花〇" in text
    assert "髙﨑" not in text


@pytest.mark.django_db
def test_a_number_is_found_however_it_is_typed(client):
    _, completion = a_certificate()
    for typed in (completion.number, completion.code.lower(), f" {completion.number}　"):
        answer = client.get("/certificates/", {"number": typed})
        assert answer["Location"] == f"/certificates/{completion.code}/"
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in completion.code)
    assert client.get("/certificates/", {"number": wide}).status_code == 302


@pytest.mark.django_db
def test_a_number_that_never_was_and_one_taken_back_say_so(client):
    city, completion = a_certificate("pp", percent=100)
    text = text_of(client.get_page("/certificates/AAAABBBBCCCC/", status=404))
    assert "という番号の修了証はありません" in text
    assert "という番号" in text_of(client.get_page("/certificates/?number=abc"))
    city.mark(0, 1, "unknown")
    complete(city.course.pk)
    text = text_of(client.get_page(f"/certificates/{completion.code}/"))
    assert "取り消されています" in text
    client.sign_in(city.residents[0][0])
    assert "取り消されました" in text_of(client.get_page(completion.get_absolute_url()))


@pytest.mark.django_db
def test_staff_print_all_certificates_of_a_course(client, django_assert_max_num_queries):
    city, _ = a_certificate(*["pp"] * 9)
    client.sign_in(city.staff)
    with django_assert_max_num_queries(15):
        page = client.get_page(f"/desk/courses/{city.course.pk}/certificates/")
    assert text_of(page).count("ここに証します") == 9


def test_codes_are_not_to_be_guessed():
    from programs.models.attendance import new_code  # noqa: PLC0415  the default of a field

    codes = {new_code() for _ in range(2_000)}
    assert len(codes) == 2_000
    assert not set("01IOL") & set("".join(codes))


# ---------------------------------------------------------------- the learning record


@pytest.mark.django_db
def test_the_record_gathers_years_hours_units_and_certificates(client):
    city, completion = a_certificate("pp-", percent=60)
    user, person = city.residents[0]
    Finished("--", title="申し込んだだけの講座", before=city)
    client.sign_in(user)
    text = text_of(client.get_page("/my/record/"))
    assert person.full_name in text
    assert completion.number in text
    assert "4時間" in text.replace("\n", "").replace(" ", ""), "two sessions of two hours"
    assert "申し込んだだけの講座" not in text
    assert "2単位" in text.replace("\n", "").replace(" ", "")


@pytest.mark.django_db
def test_an_empty_record_offers_ways_on(client):
    client.sign_in(cast.a_resident())
    assert "まだ記録はありません" in text_of(client.get_page("/my/record/"))
    client.sign_in(cast.section_staff())
    client.get_page("/my/record/")


@pytest.mark.django_db
def test_the_record_is_the_households_own_and_everybodys_in_it(client):
    city, _ = a_certificate("pp", "pp")
    user = city.residents[0][0]
    child = Person.register(user, cast.a_person(given_name="太郎"))
    client.sign_in(user)
    rows = json.loads(client.get("/my/record.json").content)["record"]
    assert [row["名前"] for row in rows] == ["髙﨑 花子"]
    assert child.full_name in text_of(client.get_page("/my/record/"))


@pytest.mark.django_db
def test_the_record_is_taken_away_as_csv_that_no_spreadsheet_runs(client):
    city = Finished("pp")
    Course.objects.filter(pk=city.course.pk).update(title="=HYPERLINK(1)")
    complete(city.course.pk)
    client.sign_in(city.residents[0][0])
    file = client.get("/my/record.csv").content
    assert file.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""))
    assert row["講座名"] == "'=HYPERLINK(1)"
    assert (row["出席した回"], row["時間"], row["単位"]) == ("2", "4.0", "2")
    assert row["年度"] == str(fiscal_year(timezone.localdate(city.course.ends_at)))


@pytest.mark.django_db
def test_the_record_asks_no_more_for_many_courses(client, django_assert_max_num_queries):
    city = Finished("p", title="はじめの講座")
    for number in range(5):
        complete(Finished("p", title=f"講座{number}", before=city).course.pk)
    client.sign_in(city.residents[0][0])
    with django_assert_max_num_queries(6):
        text = text_of(client.get_page("/my/record/"))
    assert text.count("回出席") == 6


def test_a_name_of_one_letter_is_not_told_by_the_mask():
    assert Completion(name="林 翼").masked_name == "林〇 翼〇"
