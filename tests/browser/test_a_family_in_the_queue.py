"""A family of three in a queue: together in it, together passed over, together offered seats."""

import re

import pytest
from django.core.cache import caches
from playwright.sync_api import BrowserContext, Page, expect

from portal.people.models import Person, User
from programs.models import SignUp
from tests import cast

pytestmark = pytest.mark.browser

NAMES = ["髙﨑 花子", "髙﨑 太郎", "髙﨑 次郎"]
SEATS = 4


class Queue:
    """A full course whose freed seats are offered, and a family that is about to sign up."""

    def __init__(self) -> None:
        self.course = cast.a_course(
            title="親子の木工", capacity=SEATS, party_max=3, queue="offer", offer_hours=48
        )
        self.seated = cast.newcomers(self.course, *([1] * SEATS))
        self.parent: User = cast.a_resident()
        for name in ("太郎", "次郎"):
            Person.register(self.parent, cast.a_person(given_name=name))
        self.staff = cast.center_staff(self.course.center)
        cast.with_second_factor(self.staff)

    def of_the_family(self) -> list[SignUp]:
        own = SignUp.objects.filter(person__household=self.parent.household_id)
        return list(own.order_by("pk"))

    def somebody_leaves(self) -> None:
        one = self.seated.pop()
        one.withdraw(by=one.by)


@pytest.fixture
def queue(transactional_db) -> Queue:
    return Queue()


def sign_up_together(page: Page, queue: Queue) -> None:
    page.goto(f"/courses/{queue.course.pk}/")
    page.get_by_role("link", name="キャンセル待ちに並ぶ").click()
    expect(page.get_by_text("キャンセル待ちの1番目くらいになります")).to_be_visible()
    for name in NAMES:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="この内容で申し込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("キャンセル待ちに並んでいます")
    place = page.get_by_role("region", name="いまの順番")
    expect(place).to_contain_text("1番目（3人で1組）")
    together = page.get_by_role("region", name="いっしょに申し込んだ方")
    for name, one in zip(NAMES, queue.of_the_family(), strict=True):
        row = together.get_by_role("listitem").filter(has_text=name)
        expect(row).to_contain_text("キャンセル待ちです")
        expect(row).to_contain_text(one.receipt_number)


def passed_over(page: Page, queue: Queue) -> None:
    """One seat: it goes to who waits alone behind them, and their page says why."""
    [behind] = cast.newcomers(queue.course, 1)
    queue.somebody_leaves()
    behind.refresh_from_db()
    assert behind.is_offered
    page.reload()
    place = page.get_by_role("region", name="いまの順番")
    expect(place).to_contain_text("1番目")
    why = "空いた席は1人分で、ご一緒の3人には足りませんでした。"
    expect(place).to_contain_text(why)
    expect(place).to_contain_text("順番はそのままです")
    expect(history(page)).to_contain_text(why)


def three_seats_more(desk: BrowserContext, queue: Queue) -> None:
    """Staff raise the capacity on the page where courses are kept."""
    page = desk.new_page()
    page.goto(f"/desk/courses/{queue.course.pk}/")
    page.get_by_role("link", name="講座の内容を直す").click()
    box = page.get_by_label(re.compile("^定員"))
    expect(box).to_have_value(str(SEATS))
    box.fill(str(SEATS + 3))
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text(re.compile("変更しました"))).to_be_visible()


def history(page: Page):
    return page.get_by_role("region", name="これまでの経過")


def accept(page: Page, queue: Queue) -> None:
    assert {one.status for one in queue.of_the_family()} == {"offered"}
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("席が空きました")
    expect(page.get_by_text("の順番になりました")).to_contain_text(
        "、".join(f"{n}さん" for n in NAMES)
    )
    page.get_by_role("button", name="3人で参加する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("席が決まりました")
    expect(page.get_by_text("の席をご用意しました")).to_contain_text(NAMES[2])
    for happened in (
        "キャンセル待ちに並びました",
        "席が空きましたが、ほかの方が先になりました",
        "席が空き、ご案内しました",
        "ご案内の席に決まりました",
    ):
        expect(history(page).get_by_text(happened)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_family_of_three_waits_is_passed_over_and_gets_three_seats(queue, signed_in, script):
    caches["pages"].clear()
    page = signed_in(queue.parent, java_script_enabled=script).new_page()
    sign_up_together(page, queue)
    passed_over(page, queue)
    three_seats_more(signed_in(queue.staff, viewport={"width": 1280, "height": 900}), queue)
    accept(page, queue)
    assert {one.status for one in queue.of_the_family()} == {"seated"}
    queue.course.refresh_from_db()
    assert (queue.course.seats_taken, queue.course.waiting_count) == (SEATS + 3, 0)


def test_on_a_phone_one_of_the_three_leaves_and_the_others_keep_their_place(queue, signed_in):
    page = signed_in(queue.parent, viewport={"width": 390, "height": 844}).new_page()
    sign_up_together(page, queue)
    page.get_by_role("link", name="キャンセル待ちをやめる").click()
    page.get_by_role("button", name="髙﨑 花子さんだけ取り消す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申込を取り消しました")
    rest = page.get_by_role("region", name="いっしょに申し込んだ方")
    rest.get_by_role("link", name="（髙﨑 太郎さん）").click()
    expect(page.get_by_role("region", name="いまの順番")).to_contain_text("1番目（2人で1組）")
    page.get_by_role("link", name="キャンセル待ちをやめる").click()
    page.get_by_role("button", name="全員（2人）の申込を取り消す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申込を取り消しました")
    assert {one.status for one in queue.of_the_family()} == {"withdrawn"}
