"""What was typed into a long form is still there when the session ran out, or a step went wrong."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from centers.volunteers.hours.recording import came
from centers.volunteers.models import ActivityLog
from tests import cast, volunteering
from tests.vision.sheets import a_sheet, rewritten
from vision.models import ProgressSheet
from vision.plans.loading import load_plan
from vision.reviews.reviewing import open_review

pytestmark = pytest.mark.browser
DESK = "/desk/plans/sheets/"
OFFER = "書きかけをもどす"


@pytest.fixture
def clerk(transactional_db):
    clerk = cast.section_staff("clerk@example.jp")
    cast.with_second_factor(clerk)
    return clerk


def open_to_write(page: Page, sheet: ProgressSheet) -> None:
    page.goto(f"{DESK}{sheet.pk}/")
    page.get_by_role("button", name="書く").click()


def session_of(context) -> dict:
    return next(one for one in context.cookies() if one["name"] == "sessionid")


def test_a_session_that_ran_out_takes_no_words_away(signed_in, clerk):
    sheet = a_sheet(clerk)
    context = signed_in(clerk)
    page = context.new_page()
    open_to_write(page, sheet)
    page.get_by_label("課題の背景や現状").fill("長い時間をかけて書いた文です。\n二行めです。")
    session = session_of(context)
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page).to_have_url(re.compile("/account/"))
    context.add_cookies([session])  # signed in again

    open_to_write(page, sheet)
    expect(page.get_by_label("課題の背景や現状")).to_have_value("")
    page.get_by_role("button", name=OFFER).click()
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("第2版として保存しました")
    assert ProgressSheet.objects.get().told().background.endswith("二行めです。")
    open_to_write(page, sheet)
    expect(page.get_by_role("button", name=OFFER)).to_be_hidden()


def test_words_written_on_an_older_version_meet_what_others_wrote(signed_in, clerk):
    sheet = a_sheet(clerk)
    page = signed_in(clerk).new_page()
    open_to_write(page, sheet)
    page.get_by_label("取組結果（自己評価）").fill("わたしの結果")
    page.goto("/")
    sheet.revise(rewritten(progress="ほかの人の進捗"), by=clerk, version=1)
    open_to_write(page, sheet)
    page.get_by_role("button", name=OFFER).click()
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_role("heading", name="ほかの人が変えたところ")).to_be_visible()
    expect(page.get_by_label("取組結果（自己評価）")).to_have_value("わたしの結果")


def test_what_is_thrown_away_is_gone(signed_in, clerk):
    sheet = a_sheet(clerk)
    page = signed_in(clerk).new_page()
    open_to_write(page, sheet)
    page.get_by_label("課題名").fill("いらない題")
    page.reload()
    page.get_by_role("button", name="書きかけをすてる").click()
    page.reload()
    expect(page.get_by_role("button", name=OFFER)).to_be_hidden()
    expect(page.get_by_label("課題名")).to_have_value("市民センターを使いやすく")


def test_rows_added_before_come_back_too(signed_in, clerk):
    sheet = a_sheet(clerk)
    page = signed_in(clerk).new_page()
    open_to_write(page, sheet)
    page.get_by_role("button", name="行をふやす").click()
    page.get_by_role("group", name="取組4", exact=True).get_by_label("取組").first.fill("四つめ")
    page.goto("/")
    open_to_write(page, sheet)
    page.get_by_role("button", name=OFFER).click()
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("保存しました")
    assert ProgressSheet.objects.get().told().strands[-1].name == "四つめ"


def test_the_draft_of_a_review_is_kept_the_same_way(signed_in, clerk):
    plan = load_plan(settings.BASE_DIR / "vision" / "plans" / "kitakyushu-2026.csv").plan
    review = open_review(plan, 2026, 2030, by=clerk)
    address = f"/desk/plans/{plan.slug}/reviews/2026/"
    page = signed_in(clerk).new_page()
    page.goto(address)
    page.get_by_label("見直しの案").fill("五年のまとめ")
    page.reload()
    page.get_by_role("button", name=OFFER).click()
    page.get_by_role("button", name="案を保存する").click()
    expect(page.get_by_role("status").first).to_contain_text("保存しました")
    expect(page.get_by_role("button", name=OFFER)).to_be_hidden()
    review.refresh_from_db()
    assert review.draft == "五年のまとめ"


def test_a_review_written_meanwhile_by_another_is_not_put_aside_unseen(signed_in, clerk):
    plan = load_plan(settings.BASE_DIR / "vision" / "plans" / "kitakyushu-2026.csv").plan
    review = open_review(plan, 2026, 2030, by=clerk)
    address = f"/desk/plans/{plan.slug}/reviews/2026/"
    page = signed_in(clerk).new_page()
    page.goto(address)
    page.get_by_label("見直しの案").fill("わたしのまとめ")
    page.reload()
    expect(page.get_by_text("ほかの人が保存しています")).to_be_hidden()
    review.draft = "ほかの人のまとめ"
    review.save()
    page.reload()
    expect(page.get_by_text("ほかの人が保存しています")).to_be_visible()


def test_words_go_when_their_writer_signs_out_or_gives_up(signed_in, clerk):
    sheet = a_sheet(clerk)
    page = signed_in(clerk).new_page()
    open_to_write(page, sheet)
    page.get_by_label("課題名").fill("やめた題")
    page.get_by_role("button", name="保存しないでやめる").click()
    assert words_in(page) == 0
    open_to_write(page, sheet)
    page.get_by_label("課題名").fill("席を立つ前の題")
    assert words_in(page) == 1
    page.goto("/account/sign-out/")
    page.get_by_role("button", name="サインアウトする").click()
    expect(page).not_to_have_url(re.compile("sign-out"))
    assert words_in(page) == 0


def test_words_are_never_offered_to_somebody_else(signed_in, clerk):
    sheet = a_sheet(clerk)
    context = signed_in(clerk)
    page = context.new_page()
    open_to_write(page, sheet)
    page.get_by_label("課題名").fill("まえの人の題")
    sheet.refresh_from_db()
    sheet.stop_editing(by=clerk)
    another = cast.section_staff("another@example.jp")
    cast.with_second_factor(another)
    context.clear_cookies()
    context.add_cookies([session_of(signed_in(another))])
    open_to_write(page, sheet)
    expect(page.get_by_label("課題名")).to_have_value("市民センターを使いやすく")
    expect(page.get_by_role("button", name=OFFER)).to_be_hidden()
    assert words_in(page) == 0


def test_words_of_thanks_outlast_the_session_of_a_host(signed_in, transactional_db):
    coordinator, school = volunteering.a_coordinator(), volunteering.an_organization()
    teacher = cast.a_resident("teacher@example.jp")
    volunteering.a_representative(school, teacher, coordinator)
    shift = volunteering.a_shift(volunteering.an_opening(organization=school))
    match = volunteering.agreed(volunteering.a_volunteer(), shift)
    shift.starts_at = timezone.now() - timedelta(hours=3)
    shift.ends_at = timezone.now() - timedelta(hours=1)
    shift.save()
    came(shift, {match.pk: 120}, by=coordinator, how=ActivityLog.How.LIST)

    address = f"/my/hosting/{shift.opening.number}/shifts/{shift.pk}/"
    context = signed_in(teacher)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("お礼のことば").fill("雨の中を、ありがとうございました。")
    session = session_of(context)
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="お礼を送る").click()
    expect(page).to_have_url(re.compile("/account/"))
    context.add_cookies([session])  # signed in again

    page.goto(address)
    page.get_by_role("button", name=OFFER).click()
    page.get_by_role("button", name="お礼を送る").click()
    expect(page.get_by_role("status")).to_contain_text("1人にお礼を送りました")
    match.refresh_from_db()
    assert match.thanks == "雨の中を、ありがとうございました。"
    expect(page.get_by_role("button", name=OFFER)).to_be_hidden()
    assert words_in(page) == 0


def words_in(page: Page) -> int:
    """How many forms' words the tab keeps (htmx keeps an address of its own)."""
    return page.evaluate(
        "Object.keys(sessionStorage).filter((key) => key.startsWith('kept')).length"
    )
