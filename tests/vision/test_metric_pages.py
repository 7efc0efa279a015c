"""The figures' pages: what everybody reads, and what the section finds behind them."""

import csv
import io

import pytest

from portal.people.models import Membership, User
from tests import cast
from tests.programs.test_plan_metrics import LAST, THIS_YEAR, came, held
from tests.programs.test_survey_results import answered, year_of
from tests.vision.test_counting import twelve_came
from vision.figures.counting import count_live
from vision.metrics import metric, registered

pytestmark = pytest.mark.django_db

MOJI = {"slug": "minato", "ward": "moji", "name": "門司みなと市民センター"}


def said(page) -> str:
    return " ".join(" ".join(page.text).split())


def test_before_the_first_count_the_page_says_so(client):
    page = said(client.get_page("/vision/metrics/"))
    assert "まだ数えていません" in page


def test_all_figures_are_listed_with_their_definitions(client):
    twelve_came()
    count_live()
    page = said(client.get_page("/vision/metrics/"))
    for one in registered():
        assert one.name in page
        assert one.definition in page
    assert "12 人" in page


def test_one_figure_has_its_definition_its_years_and_its_parts(client):
    twelve_came()
    twelve_came(center=cast.a_center(**MOJI))
    count_live()
    page = said(client.get_page(f"/vision/metrics/participants/?year={LAST}&by=ward"))
    assert metric("participants").definition in page
    assert "24 人" in page
    assert "門司区 12" in page
    assert "戸畑区 12" in page


def test_a_small_ward_and_what_would_give_it_away_are_hidden_and_explained(client):
    twelve_came()
    came(held(1, 1, 1, center=cast.a_center(**MOJI)))
    count_live()
    page = said(client.get_page(f"/vision/metrics/participants/?year={LAST}&by=ward"))
    assert "15 人" in page
    assert "門司区" not in page
    assert "戸畑区" not in page
    assert "区ごとの数字は出していません" in page
    assert "引き算" in page
    centers = said(client.get_page(f"/vision/metrics/participants/?year={LAST}&by=center"))
    assert "戸畑浜市民センター" not in centers


def test_what_is_hidden_is_not_named_and_the_page_says_that_some_may_be_missing(client):
    twelve_came()
    came(held(1, 1, 1, center=cast.a_center(**MOJI)))
    came(held(*[1] * 4, center=cast.a_center("matsu", ward="moji", name="松ヶ江市民センター")))
    came(held(*[1] * 12, center=cast.a_center("oku", ward="moji", name="奥門司市民センター")))
    count_live()
    page = said(client.get_page(f"/vision/metrics/participants/?year={LAST}&by=center"))
    assert "戸畑浜市民センター 12" in page
    assert "門司みなと市民センター" not in page
    assert "この表にないところ" in page
    assert "人数が10人より少ないところは" in page


def test_a_city_of_fewer_than_ten_shows_no_figure_at_all(client):
    came(held(1, 1, 1))
    count_live()
    page = said(client.get_page(f"/vision/metrics/participants/?year={LAST}"))
    assert "非公開" in page
    assert "3 人" not in page
    assert "3 人" not in said(client.get_page("/vision/metrics/"))


def test_offers_are_shown_however_few(client):
    held()
    count_live()
    assert "戸畑区 1" in said(client.get_page(f"/vision/metrics/courses/?year={LAST}&by=ward"))


def test_a_metric_that_fails_is_named_and_the_others_are_there(client, broken):
    twelve_came()
    count_live()
    page = said(client.get_page("/vision/metrics/"))
    assert "「講座の定員」は、いま新しく数えられていません" in page
    assert "12 人" in page
    own = said(client.get_page("/vision/metrics/places/"))
    assert "いま新しく数えられていません" in own
    assert "新しく数えられていません" not in said(client.get_page("/vision/metrics/participants/"))


def test_the_pages_cost_the_same_for_one_centre_and_for_many(client, django_assert_num_queries):
    twelve_came()
    for number in range(4):
        held(center=cast.a_center(f"c{number}", name=f"第{number}市民センター"))
    count_live()
    with django_assert_num_queries(3):
        client.get("/vision/metrics/")
    with django_assert_num_queries(4):
        client.get("/vision/metrics/courses/?by=center")


@pytest.mark.parametrize("query", ["year=x", "year=1", "by=nothing", "year=２０２５&by=ward%27--"])
def test_what_cannot_be_asked_shows_the_newest_year_by_ward(client, query):
    twelve_came()
    count_live()
    page = said(client.get_page(f"/vision/metrics/participants/?{query}"))
    assert "区ごと" in page
    assert "12 人" in page


def test_there_is_no_page_of_a_metric_that_is_none(client):
    assert client.get("/vision/metrics/nothing/").status_code == 404


# ---------------------------------------------------------------- the section


def test_the_section_drills_to_the_courses_and_nobody_is_named(client):
    course = held(1, 1, 1, title="だしの講座")
    came(course, 2)
    client.sign_in(cast.section_staff())
    page = client.get_page(f"/desk/plans/metrics/participants/?year={LAST}&by=ward&key=tobata")
    assert "だしの講座" in said(page)
    assert "もとになった講座（戸畑区" in said(page)
    assert "髙﨑" not in said(page)
    assert f"/desk/courses/{course.pk}/" in [link.get("href") for link in page.all("a")]


def test_the_rows_come_as_a_table_that_no_spreadsheet_runs(client):
    came(held(1, 1, title="=だし"))
    client.sign_in(cast.section_staff())
    answer = client.get(f"/desk/plans/metrics/participants/rows.csv?year={LAST}")
    heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heads == ["年度", "講座", "会場", "最後の回", "講座の参加者（人）", "人数"]
    assert row[:3] == [str(LAST), "'=だし", "戸畑浜市民センター"]
    assert row[4:] == ["2", "2"]


def test_many_rows_are_paged(client):
    for _ in range(3):
        held()
    client.sign_in(cast.section_staff())
    page = said(client.get_page(f"/desk/plans/metrics/courses/?year={LAST}&page=7"))
    assert "3件" in page


def test_even_the_section_sees_no_course_of_four_answers(client):
    four = answered(cast.a_course(title="四人の講座"), 5, 5, 5, 5)
    answered(cast.a_course(title="五人の講座"), 5, 5, 5, 5, 5)
    client.sign_in(cast.section_staff())
    address = f"/desk/plans/metrics/satisfaction/?year={year_of(four)}"
    assert "五人の講座" in said(client.get_page(address))
    assert "四人の講座" not in said(client.get_page(address))


@pytest.mark.parametrize("address", ["", "participants/", "participants/rows.csv"])
def test_the_council_and_the_centres_do_not_drill(client, address):
    member = User.objects.create_user("iin@example.jp")
    Membership.objects.create(user=member, role=Membership.Role.COUNCIL)
    for someone in (member, cast.center_staff(cast.a_center())):
        client.sign_in(someone)
        assert client.get(f"/desk/plans/metrics/{address}").status_code == 404


@pytest.mark.parametrize(
    "query", ["by=ward&key=%27--", "by=nothing&key=tobata", "by=weekday&key=9", "page=x", "year=x"]
)
def test_an_address_that_was_changed_by_hand_breaks_nothing(client, query):
    client.sign_in(cast.section_staff())
    answer = client.get(f"/desk/plans/metrics/participants/?{query}")
    assert answer.status_code in {200, 404}


def test_the_desk_lists_the_metrics_and_names_what_failed(client, broken):
    twelve_came()
    count_live()
    client.sign_in(cast.section_staff())
    page = said(client.get_page("/desk/plans/metrics/"))
    assert "participants" in page
    assert "「講座の定員」は、前の晩に数えられませんでした" in page


def test_the_running_year_is_marked_as_provisional(client):
    count_live()
    assert "（速報）" in said(client.get_page(f"/vision/metrics/participants/?year={THIS_YEAR}"))
