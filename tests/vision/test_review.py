"""A review gathers what was published of its years, and closes into the next focus."""

from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.refusal import code_of
from tests import cast
from tests.race import race
from tests.vision.measured import an_indicator
from vision.models import MetricCount, Opinion, PlanItem, ProgressSheet, Review, SheetVersion
from vision.plans.loading import load_plan
from vision.progress.publishing import publish_year
from vision.reviews.forms import ReviewForm
from vision.reviews.gathering import first_draft, gather
from vision.reviews.reviewing import (
    Proposal,
    close_review,
    focus_of,
    open_review,
    write_review,
)

pytestmark = pytest.mark.django_db

FIRST, LAST = 2026, 2030


@pytest.fixture
def plan(shipped_plan):
    return shipped_plan


@pytest.fixture
def staff():
    return cast.section_staff()


def the_code(command, *args, **named) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        command(*args, **named)
    return code_of(refusal.value)


def a_review(plan, staff) -> Review:
    return open_review(plan, FIRST, LAST, by=staff)


def a_published_sheet(plan, year: int = 2026) -> ProgressSheet:
    sheet = ProgressSheet.objects.create(
        year=year, bureau="総務市民局", area="B", number=4, title="市民センターの環境整備",
        field="地域振興", impact="high", urgency="low", challenge="利用者に偏りがある。",
        version=2, published_version=1, status="published",
    )  # fmt: skip
    told = {
        "title": sheet.title,
        "field": sheet.field,
        "impact": "high",
        "urgency": "low",
        "challenge": sheet.challenge,
        "result": "日曜開館を12館に広げた。",
        "next_year": "引き続き進める。",
        "items": [f"{plan.slug}/policy-2"],
    }
    SheetVersion.objects.create(sheet=sheet, number=1, content=told)
    SheetVersion.objects.create(
        sheet=sheet, number=2, content=told | {"result": "まだ公表しない文"}
    )
    return sheet


def test_the_focus_of_these_years_is_the_first_proposal(plan, staff):
    review = a_review(plan, staff)
    focus = focus_of(plan, FIRST, LAST)
    assert len(focus) == 11
    assert [one.follows for one in review.proposals()] == focus
    assert focus_of(plan, 2031, 2035) == []


def test_what_was_published_is_laid_side_by_side(plan, staff):
    part = plan.items.get(code="policy-2-focus-1")
    an_indicator(plan=plan, item=part, measured={2026: "40", 2025: "30"}, targets={2030: "50"})
    an_indicator(plan=plan, name="公表していない", measured={2027: "1"})
    publish_year(plan, 2026, by=staff)
    sheet = a_published_sheet(plan)
    Opinion.objects.create(sheet=sheet, version=1, text="若者の声も聞いてください。", by=staff)
    review = gather(a_review(plan, staff))
    (found,) = review.gathered["parts"]
    assert found["heading"] == "基本方針2"
    assert found["letters"] == {"B": 1}
    assert found["figures"][0]["years"] == {"2026": {"value": "40.0", "letter": "B"}}
    (told,) = review.gathered["sheets"]
    assert told["result"] == "日曜開館を12館に広げた。"
    assert told["opinions"] == [{"text": "若者の声も聞いてください。", "answer": ""}]
    assert "■基本方針2" in review.draft
    assert "2026年度 B（4）市民センターの環境整備：引き続き進める。" in review.draft


def test_gathering_again_keeps_what_people_wrote(plan, staff):
    review = a_review(plan, staff)
    write_review(review, draft="わたしたちの案", proposals=[], was=review.state)
    assert gather(review).draft == "わたしたちの案"


def test_closing_makes_the_proposals_items_that_continue_the_old(plan, staff):
    review = gather(a_review(plan, staff))
    kept = review.proposals().first()
    parent = plan.items.get(code="policy-1")
    rows = [
        Proposal("学びの環境整備を広げる", "説明", kept.parent_id, pk=kept.pk),
        Proposal("新しい重点", "", parent.pk),
        *(
            Proposal(one.name, "", one.parent_id, pk=one.pk, is_gone=True)
            for one in review.proposals()[1:]
        ),
    ]
    write_review(review, draft="案", proposals=rows, was=review.state)
    items = close_review(review, by=staff)
    assert [item.name for item in items] == ["学びの環境整備を広げる", "新しい重点"]
    assert items[0].continues == kept.follows
    assert {item.period for item in items} == {"2031～2035年"}
    assert {item.level.name for item in items} == {"重点的な取組"}
    assert [item.code for item in items] == ["focus-2031-1", "focus-2031-2"]
    paths = list(plan.items.order_by("path").values_list("path", flat=True))
    assert paths.index(items[0].path) > paths.index(kept.follows.path)
    assert items[1].path == f"{parent.path}{int(items[0].path[-4:]) + 1:04d}"


def test_the_plan_file_does_not_take_the_new_focus_away(plan, staff, settings):
    review = gather(a_review(plan, staff))
    close_review(review, by=staff)
    path = settings.BASE_DIR / "vision" / "plans" / "kitakyushu-2026.csv"
    assert the_code(load_plan, path) == "still_linked"
    assert PlanItem.objects.filter(code__startswith="focus-2031").count() == 11


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (2030, 2026, "outside_plan"),
        (2025, 2030, "outside_plan"),
        (2026, 2041, "outside_plan"),
    ],
)
def test_a_review_lies_in_the_plans_time(plan, staff, first, last, code):
    assert the_code(open_review, plan, first, last, by=staff) == code


def test_a_period_is_reviewed_once(plan, staff):
    a_review(plan, staff)
    assert the_code(open_review, plan, FIRST, 2028, by=staff) == "repeated_review"


def test_what_is_closed_stays(plan, staff):
    review = a_review(plan, staff)
    assert the_code(close_review, review, by=staff) == "not_gathered"
    gather(review)
    close_review(review, by=staff)
    assert the_code(close_review, review, by=staff) == "already_closed"
    assert the_code(gather, review) == "already_closed"
    was = Review.objects.get().state
    assert the_code(write_review, review, draft="x", proposals=[], was=was) == "already_closed"


def test_a_review_at_the_plans_end_has_no_next_focus_in_it(plan, staff):
    review = gather(open_review(plan, 2036, 2040, by=staff))
    assert the_code(close_review, review, by=staff) == "plan_ends"


def test_a_review_without_a_next_focus_is_not_closed(plan, staff):
    review = gather(open_review(plan, 2031, 2035, by=staff))
    assert the_code(close_review, review, by=staff) == "no_focus"


def test_who_writes_over_anothers_draft_is_told(plan, staff):
    review = a_review(plan, staff)
    was = review.state
    write_review(review, draft="先に", proposals=[], was=was)
    assert the_code(write_review, review, draft="後から", proposals=[], was=was) == "stale"


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_close_once(plan, staff):
    review = gather(a_review(plan, staff))
    results = race(lambda _: close_review(review, by=staff), range(4))
    assert sum(isinstance(result, list) for result in results) == 1
    assert results.count("already_closed") == 3
    assert PlanItem.objects.filter(code__startswith="focus-2031").count() == 11


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_all_begin_to_close_and_nobody_is_told(plan, staff, monkeypatch):
    """Then only the constraint on codes keeps the plan whole, and nobody reads what happened."""
    review = gather(a_review(plan, staff))
    all_have_looked = Barrier(4)

    def looked(found: Review) -> None:
        assert not found.is_closed
        all_have_looked.wait(timeout=10)

    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self, **_: self)
    monkeypatch.setattr(Review, "refuse_closed", looked)
    results = race(lambda _: close_review(review, by=staff), range(4))
    assert "already_closed" not in results
    broken = {result for result in results if isinstance(result, str)}
    assert broken
    assert broken <= {item.name for item in PlanItem._meta.constraints}


# ------------------------------------------------------------------ the pages


def test_the_section_reviews_from_beginning_to_end_and_a_resident_reads_it(client, plan, staff):
    client.force_login(staff)
    desk = reverse("plan_desk:reviews", args=[plan.slug])
    assert client.post(desk, {"first_year": FIRST, "last_year": LAST}).status_code == 302
    review = Review.objects.get()
    page = reverse("plan_desk:review", args=[plan.slug, FIRST])
    public = review.get_absolute_url()
    client.post(reverse("plan_desk:gathering", args=[plan.slug, FIRST]))
    assert client.get(public).status_code == 404
    sent = {"draft": "つながりが広がりました。", "was": Review.objects.get().state}
    for one in review.proposals():
        sent |= {
            f"focus-{one.pk}-name": one.name,
            f"focus-{one.pk}-body": "",
            f"focus-{one.pk}-parent": one.parent_id,
        }
    sent |= {"focus-new-0-name": "若者の出番", "focus-new-0-parent": ""}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 409
    client.post(reverse("plan_desk:closing", args=[plan.slug, FIRST]))
    client.logout()
    read = client.get(public).content.decode()
    assert "つながりが広がりました。" in read
    assert "若者の出番" in read
    assert "いまの重点を引きつぎます" in read


def test_a_focus_without_a_name_is_refused_in_its_row(client, plan, staff):
    client.force_login(staff)
    review = a_review(plan, staff)
    one = review.proposals().first()
    page = reverse("plan_desk:review", args=[plan.slug, FIRST])
    response = client.post(page, {"draft": "", "was": review.state, f"focus-{one.pk}-name": ""})
    assert response.status_code == 422
    assert "名称を書くか" in response.content.decode()


def test_nobody_but_the_section_reviews(client, plan, staff):
    a_review(plan, staff)
    for user in (cast.council_member(), cast.center_staff(cast.a_center())):
        client.force_login(user)
        for page in ("reviews", "review"):
            args = [plan.slug] if page == "reviews" else [plan.slug, FIRST]
            assert client.get(reverse(f"plan_desk:{page}", args=args)).status_code == 404


@pytest.mark.parametrize(("first", "last"), [(2027, 2030), (2026, 2027), (2030, 2034)])
def test_a_year_is_reviewed_once(plan, staff, first, last):
    """Two reviews of the same end would both write the focus of the years after it."""
    a_review(plan, staff)
    assert the_code(open_review, plan, first, last, by=staff) == "repeated_review"
    assert open_review(plan, LAST + 1, LAST + 5, by=staff).first_year == LAST + 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_open_reviews_that_overlap_one_does(plan, staff):
    results = race(lambda first: open_review(plan, first, LAST, by=staff), range(2026, 2030))
    assert results.count("repeated_review") == 3
    assert Review.objects.count() == 1


def test_what_is_gathered_of_many_long_sheets_is_a_draft_that_can_be_saved(plan, staff):
    review = a_review(plan, staff)
    one = {"year": 2026, "title": "題", "next_year": "長い" * 2_500}
    draft = first_draft({"parts": [], "sheets": [one] * 200})
    form = ReviewForm({"draft": draft.replace("\n", "\r\n"), "was": review.state}, review=review)
    assert len(draft) > 5_000
    assert form.is_valid()


def test_an_opinion_nobody_answered_is_not_public_with_the_review(client, plan, staff):
    sheet = a_published_sheet(plan)
    for text, answer in (("答えた意見", "はい。"), ("答えていない意見", "")):
        answered = {"answered_at": sheet.versions.first().at, "answered_by": staff}
        member = cast.council_member(f"{len(text)}@example.jp")
        Opinion.objects.create(
            sheet=sheet,
            version=1,
            text=text,
            by=member,
            answer=answer,
            **answered if answer else {},
        )
    review = gather(a_review(plan, staff))
    client.sign_in(staff)
    desk = reverse("plan_desk:review", args=[plan.slug, FIRST])
    assert "答えていない意見" in " ".join(client.get_page(desk).text)
    close_review(review, by=staff)
    public = " ".join(client.get_page(review.get_absolute_url()).text)
    assert "答えた意見" in public
    assert "答えていない意見" not in public


def test_a_plan_that_writes_its_periods_in_eras_is_reviewed_too(plan):
    item = PlanItem.objects.get(plan=plan, code="policy-1-focus-1")
    for period, belongs in (("令和8～12年度", True), ("令和13～17年度", False), ("毎年", False)):
        item.period = period
        item.save()
        assert (item in focus_of(plan, FIRST, LAST)) is belongs, period


def test_a_code_the_plan_has_taken_is_not_given_twice(plan, staff):
    PlanItem.objects.filter(plan=plan, code="policy-1-view-1").update(code="focus-2031-2")
    made = close_review(gather(a_review(plan, staff)), by=staff)
    codes = [item.code for item in made]
    assert len(set(codes)) == 11
    assert "focus-2031-2" not in codes


def test_nothing_is_put_under_an_item_at_the_deepest_step(plan, staff):
    """A path holds nine steps."""
    item = PlanItem.objects.get(plan=plan, code="policy-1-view-1")
    deep = PlanItem.objects.create(
        plan=plan, level=item.level, parent=item, code="deep-9", path="0009" * 9, name="いちばん下"
    )
    row = ReviewForm(review=a_review(plan, staff)).rows[0]
    offered = {key for key, _ in row.fields["parent"].choices}
    assert item.pk in offered
    assert deep.pk not in offered


def test_a_plan_of_another_city_is_reviewed_without_this_citys_figures(plan, staff):
    MetricCount.objects.create(metric="courses", year=FIRST, lines=[["", "", "", "96", 0, 96]])
    assert gather(a_review(plan, staff)).gathered["surveys"]
    Review.objects.all().delete()
    plan.city = "みなと市"
    plan.save()
    assert gather(a_review(plan, staff)).gathered["surveys"] == []
