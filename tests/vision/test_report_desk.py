"""The desk's page of a year's report: words, publication, what changed since."""

import pytest
from django.urls import reverse

from tests import cast
from tests.vision.measured import a_plan, an_indicator, measure
from tests.vision.sheets import handed_in, rewritten
from vision.models import Difference, PublishedFigure, YearReport
from vision.progress.publishing import publish_year

pytestmark = pytest.mark.django_db

YEAR = 2025


@pytest.fixture
def staff(client):
    user = cast.section_staff()
    client.force_login(user)
    return user


def address(name: str = "report") -> str:
    return reverse(f"plan_desk:{name}", args=[a_plan().slug, YEAR])


def test_looking_at_a_report_begins_none(client, staff):
    an_indicator(measured={YEAR: "40"})
    assert client.get(address()).status_code == 200
    assert not YearReport.objects.exists()


def test_the_words_are_kept(client, staff):
    was = YearReport().state
    sent = {"story": "講座がふえました。", "behind": "", "was": was}
    assert client.post(address(), sent).status_code == 302
    assert YearReport.objects.get().story == "講座がふえました。"


def test_who_writes_over_anothers_words_is_told_and_keeps_his_own(client, staff):
    a_plan()
    sent = {"story": "わたしのことば", "behind": "", "was": YearReport().state}
    YearReport.write(a_plan(), YEAR, story="先に書いた", behind="", was=YearReport().state)
    response = client.post(address(), sent)
    assert response.status_code == 409
    page = response.content.decode()
    assert "ほかの方が報告のことばを変えました" in page
    assert "わたしのことば" in page
    assert YearReport.objects.get().story == "先に書いた"


def test_the_year_is_published_from_the_desk(client, staff):
    an_indicator(measured={YEAR: "40"})
    assert client.post(address("publication")).status_code == 302
    assert PublishedFigure.objects.get().published_by == staff
    again = client.post(address("publication"))
    assert again.status_code == 409
    assert "もう公表されています" in again.content.decode()


def test_a_difference_is_explained_or_corrected_at_the_desk(client, staff):
    indicator = an_indicator(measured={YEAR: "40"})
    publish_year(a_plan(), YEAR, by=staff)
    measure(indicator, YEAR, "41")
    assert "公表したあとに変わった数字" in client.get(address()).content.decode()
    sent = {"indicator": indicator.pk, "words": "おくれて届いた票", "explain": ""}
    assert client.post(address("differences"), sent).status_code == 302
    assert Difference.objects.get().explanation == "おくれて届いた票"
    sent = {"indicator": indicator.pk, "words": "", "correct": ""}
    refused = client.post(address("differences"), sent)
    assert refused.status_code == 422
    assert "訂正の理由を書いてください" in refused.content.decode()
    client.post(address("differences"), sent | {"words": "集計のあやまり"})
    assert PublishedFigure.objects.newest().get().version == 2
    assert "公表したあとに変わった数字" not in client.get(address()).content.decode()


@pytest.mark.parametrize("number", ["", "0", "x", "9" * 30, "１２"])
def test_a_difference_of_nothing_is_not_found(client, staff, number):
    an_indicator()
    sent = {"indicator": number, "words": "x", "explain": ""}
    assert client.post(address("differences"), sent).status_code == 404


def test_what_waits_stands_on_the_first_page(client, staff):
    a_plan(city="北九州市")
    indicator = an_indicator(measured={YEAR: "40"})
    an_indicator(name="まだの指標")
    publish_year(a_plan(), YEAR, by=staff)
    measure(indicator, YEAR, "41")
    page = client.get(reverse("plan_desk:overview")).content.decode()
    assert "と、いまの記録が違います" in page
    assert "2のうち1まで入っています" in page


def test_figures_of_a_plan_kept_to_compare_are_nobodys_task(client, staff):
    a_plan(city="みらい市")
    an_indicator(name="まだの指標")
    page = client.get(reverse("plan_desk:overview")).content.decode()
    assert "まで入っています" not in page
    assert "いまは、することがありません。" in page


def test_a_sheet_waits_for_who_may_take_its_next_step(client, staff):
    theirs = handed_in(cast.section_staff("other@example.jp"), number=1)
    handed_in(staff, number=2, content=rewritten(title="わたしのシート"))
    theirs.leave_opinion("どうでしょう。", by=cast.council_member(), version=1)
    page = client.get(reverse("plan_desk:overview")).content.decode()
    assert page.count("<b>承認する</b>") == 1
    assert "「わたしのシート」</a>は、ほかの職員の承認を待っています。" in page
    assert "社会教育委員の意見「どうでしょう。」" in page


def test_words_that_were_refused_stand_where_they_were_written(client, staff):
    indicator = an_indicator(measured={YEAR: "40"})
    publish_year(a_plan(), YEAR, by=staff)
    measure(indicator, YEAR, "41")
    sent = {"indicator": indicator.pk, "words": "な" * 501, "explain": ""}
    page = client.post(address("differences"), sent).content.decode()
    assert f'href="#change-{indicator.pk}"' in page
    assert f"{sent['words']}</textarea>" in page
    assert 'aria-invalid="true"' in page


def test_the_council_is_led_to_the_sheets_and_sees_no_reports(client):
    an_indicator()
    client.force_login(cast.council_member())
    assert client.get(reverse("plan_desk:overview"))["Location"] == reverse("plan_desk:sheets")
    assert client.get(address()).status_code == 404
    assert client.get(reverse("desk:today")).status_code == 404
