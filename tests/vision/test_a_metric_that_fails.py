"""A metric that fails is named, keeps what it had, and spoils nothing beside it."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from tests import cast
from tests.programs.test_plan_metrics import LAST
from tests.vision.measured import a_plan, an_indicator, measure
from tests.vision.test_counting import counted_by, twelve_came
from tests.vision.test_metric_pages import said
from vision import metrics
from vision.figures import counting
from vision.figures.counting import count_live
from vision.models import MetricCount
from vision.progress.publishing import publish_year
from vision.reviews.gathering import gather
from vision.reviews.reviewing import open_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def none_works(monkeypatch):
    """All metrics fail, as when the rows they all count have changed."""

    def fail(*_, **__):
        raise RuntimeError("nothing can be counted")

    for one in metrics.registered():
        monkeypatch.setattr(type(one), "_ask", fail)


def a_night_later() -> None:
    MetricCount.objects.update(at=F("at") - timedelta(hours=30))


def test_when_the_whole_night_fails_all_are_named_and_keep_their_figures(client, request):
    twelve_came()
    count_live()
    a_night_later()
    request.getfixturevalue("none_works")
    assert len(count_live().failed_metrics) == len(metrics.registered())
    page = said(client.get_page("/vision/metrics/"))
    assert "いま新しく数えられていません" in page
    assert all(f"「{one.name}」" in page for one in metrics.registered())
    assert "12 人" in page


def test_after_a_good_night_none_is_named():
    count_live()
    assert counting.failing(metrics.registered()) == []


def test_where_no_night_came_at_all_the_pages_say_so(client):
    twelve_came()
    count_live()
    a_night_later()
    assert counting.failing(metrics.registered()) == metrics.registered()


def test_the_section_is_told_where_it_cannot_drill(client, broken):
    twelve_came()
    client.sign_in(cast.section_staff())
    for address in ("places/", f"places/rows.csv?year={LAST}"):
        answer = client.get(f"/desk/plans/metrics/{address}")
        assert answer["Location"] == "/desk/plans/metrics/"
        page = said(client.get_page("/desk/plans/metrics/"))
        assert "「講座の定員」は、いま数えられません。" in page
    assert client.get(f"/desk/plans/metrics/participants/?year={LAST}").status_code == 200


def test_a_review_is_gathered_from_what_was_counted_whatever_fails_now(request):
    twelve_came()
    staff = cast.section_staff()
    plan = an_indicator(plan=a_plan(city="北九州市"), measured={LAST: "40"}).plan
    publish_year(plan, LAST, by=staff)
    count_live()
    request.getfixturevalue("none_works")
    gathered = gather(open_review(plan, LAST, LAST + 1, by=staff)).gathered
    surveys = {row["name"]: row["years"] for row in gathered["surveys"]}
    assert surveys["講座の参加者"] == {str(LAST): "12"}


def test_a_figure_is_published_with_the_definition_it_was_counted_by(client, monkeypatch):
    twelve_came()
    indicator = counted_by("participants")
    count_live()
    was = metrics.metric("participants")
    now = metrics.Metric(**{**vars(was), "definition": "数えかたを変えました。"})
    monkeypatch.setitem(metrics._registered, "participants", now)
    [figure] = publish_year(indicator.plan, LAST, by=cast.section_staff())
    assert figure.definition == was.definition
    page = said(client.get_page(reverse("vision:indicator", args=["mirai-2024", indicator.code])))
    assert "数えかたを変えました。" in page
    assert f"{LAST}年度を公表したときの数えかた：{was.definition}" in page


def test_a_definition_that_stayed_is_told_once(client):
    indicator = an_indicator(note="市民意識調査で答えた方の割合")
    measure(indicator, LAST, "40")
    publish_year(indicator.plan, LAST, by=cast.section_staff())
    page = said(client.get_page(reverse("vision:indicator", args=["mirai-2024", indicator.code])))
    assert "公表したときの数えかた" not in page
