"""One postcard's whole way: typed in, drawn by lot, told by post, at the door, and certified.

Desk and public pages in a real browser; the file that was downloaded is checked by itself.
"""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from programs.models import Attendance, Course, SignUp
from tests import cast

pytestmark = pytest.mark.browser

CARDS = [
    ("野口", "美咲", "のぐち みさき"),
    ("大塚", "緑", "おおつか みどり"),
    ("森", "葵", "もり あおい"),
]
SOURCE = "ナンバーズ4 第6612回"
VALUE = "4649"
SAVED = "すべて保存しました"


@pytest.fixture
def course(transactional_db) -> Course:
    """Two seats by lot, one of them for those who come by this site."""
    course = cast.a_course(
        title="抽選の講座",
        method="lottery",
        capacity=2,
        queue="at_once",
        draw_source=SOURCE,
        completion_percent=70,
    )
    for user, person in cast.many_residents(1):
        course.sign_up(person, by=user)
    return course


@pytest.fixture
def desk(course, signed_in) -> BrowserContext:
    staff = cast.center_staff(course.center)
    cast.with_second_factor(staff)
    return signed_in(staff, viewport={"width": 1280, "height": 900})


def type_a_card(page: Page, course: Course, card: tuple[str, str, str], year: int) -> None:
    family, given, reading = card
    page.goto(f"/desk/courses/{course.pk}/entry/?via=postcard")
    page.locator("#find-q").fill(reading)
    page.locator("#find-born").fill(str(year))
    page.get_by_role("button", name="さがす").click()
    page.get_by_label(re.compile("^氏")).fill(family)
    page.get_by_label(re.compile("^名")).fill(given)
    page.get_by_label("月", exact=True).fill("5")
    page.get_by_label("日", exact=True).fill("6")
    page.get_by_label(re.compile("^電話番号")).fill("093-555-0001")
    page.get_by_label("郵便番号").fill("804-0011")
    page.get_by_label("住所").fill("戸畑区中原西1-2")
    page.get_by_role("button", name="登録して申し込む").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{family} {given}さん")


def close_and_draw(page: Page, course: Course) -> None:
    """The deadline is over: close the list, type the value that was published, draw."""
    page.goto(f"/desk/courses/{course.pk}/draw/")
    expect(page.get_by_label("公開の数の出どころ")).to_have_value(SOURCE)
    page.get_by_role("button", name="名簿を確定する").click()
    expect(page.get_by_text("受付名簿を確定しました")).to_be_visible()
    page.get_by_label(re.compile("^公開の数(?!（)")).fill("４６４９")
    page.get_by_label("公開の数（もう一度）").fill(VALUE)
    page.get_by_role("button", name="この数で抽選する").click()
    expect(
        page.get_by_text("抽選しました。結果は、お知らせするまで誰にも見えません。")
    ).to_be_visible()


def downloaded(page: Page, course: Course, to: Path) -> Path:
    """The file of the draw, as anybody gets it from the public page."""
    page.goto(f"/courses/{course.pk}/draw/")
    with page.expect_download() as download:
        page.get_by_role("link", name=f"draw-{course.pk}-1.json").click()
    download.value.save_as(to)
    return to


def verified(file: Path) -> subprocess.CompletedProcess:
    """The command as anybody would run it, where there is no database."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "verify_draw", str(file)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": "postgresql://nobody@nowhere.invalid/none", "DEMO": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def selected_by_postcard(course: Course) -> SignUp:
    """The first of those who came by postcard and have a seat."""
    return course.sign_ups.seated().filter(via="postcard").order_by("pk").first()


def told_by_post(page: Page, course: Course, selected: SignUp) -> None:
    """Whom no mail reaches stands on the postcards and the call list, until it is put down."""
    name = selected.person.full_name
    page.goto(f"/desk/courses/{course.pk}/postcards/")
    text = page.get_by_role("region", name=f"{name}さんの文面")
    expect(text).to_contain_text("抽選の結果、参加できることになりました")
    expect(text).to_contain_text(selected.receipt_number)
    expect(page.get_by_role("region", name=f"{name}さんのあて名面")).to_contain_text("804-0011")
    page.goto(f"/desk/courses/{course.pk}/call-list/")
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(len(CARDS))
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="印をつけた方にはがきを出した").click()
    expect(page.get_by_text("いま、電話やはがきで知らせる方はいません")).to_be_visible()


def is_there(page: Page, course: Course, selected: SignUp) -> None:
    """At the door: one tap."""
    page.goto(f"/desk/sessions/{course.sessions.get().pk}/")
    page.locator(f"#row-{selected.pk} [data-tap=present]").click()
    expect(page.locator("[data-present]")).to_have_text("1")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    assert Attendance.objects.get(sign_up=selected).state == "present"


def test_from_the_postcard_to_the_certificate(course, desk, new_context, tmp_path, run_queue):
    page = desk.new_page()
    for number, card in enumerate(CARDS):
        type_a_card(page, course, card, 1960 + number)
    assert course.sign_ups.filter(via="postcard", status="entered").count() == len(CARDS)

    cast.ended(course)
    close_and_draw(page, course)
    public = new_context(accept_downloads=True).new_page()
    list_only = downloaded(public, course, tmp_path / "list.json")
    expect(public.get_by_text("抽選は終わりました")).to_be_visible()
    assert "まだ公開されていません" in verified(list_only).stdout

    page.get_by_role("button", name="いま結果を知らせる").click()
    expect(page.get_by_text(re.compile("当選 2件・2人、補欠 2件"))).to_be_visible()
    caches["pages"].clear()
    public = new_context(accept_downloads=True).new_page()
    file = downloaded(public, course, tmp_path / "draw.json")
    expect(public.get_by_role("heading", name="参加できることになった受付番号")).to_be_visible()
    selected = selected_by_postcard(course)
    chosen = public.get_by_role("region", name="参加できることになった受付番号")
    expect(chosen).to_contain_text(selected.receipt_number)
    verdict = verified(file)
    assert (verdict.returncode, verdict.stdout[:2]) == (0, "OK"), verdict.stderr
    file.write_text(file.read_text().replace(f'"{VALUE}"', '"4650"'))
    assert verified(file).returncode == 1

    told_by_post(page, course, selected)
    is_there(page, course, selected)

    ago = timezone.now() - timedelta(days=1)
    course.sessions.update(starts_at=ago, ends_at=ago + timedelta(hours=2))
    run_queue()
    page.goto(f"/desk/courses/{course.pk}/completions/")
    page.get_by_role("button", name="出席から修了を確かめる").click()
    expect(page.get_by_text("修了した方：1人")).to_be_visible()
    page.get_by_role("link", name="全員の修了証を印刷する").click()
    expect(page.get_by_text(selected.person.full_name)).to_be_visible()
    page.emulate_media(media="print")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, "one certificate, one sheet"

    completion = SignUp.objects.get(pk=selected.pk).completion
    expect(page.get_by_text(completion.number)).to_be_visible()
    address = completion.address_to_check()
    expect(page.get_by_text(re.compile(re.escape(address)))).to_be_visible()
    public.goto(address)
    expect(public.get_by_text("この番号の修了証は、ほんものです")).to_be_visible()
    expect(public.get_by_text(completion.number)).to_be_visible()
    expect(public.get_by_text("抽選の講座")).to_be_visible()
