"""What a resident reads of a place in the queue: the number, what comes next, what happened."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.people.models import Person, User
from programs.models import Course, SignUp
from tests import cast
from tests.page_lint import Page

pytestmark = pytest.mark.django_db


def texts(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def hrefs(page: Page) -> list[str]:
    return [a["href"] for a in page.all("a")]


def buttons(page: Page) -> list[dict[str, str]]:
    return [a for a in page.all("button") if "name" in a or "danger" in a.get("class", "")]


@pytest.fixture
def parent(client) -> User:
    user = cast.a_resident()
    client.sign_in(user)
    return user


@pytest.fixture
def me(parent) -> Person:
    return parent.household.people.get()


@pytest.fixture
def family(parent, me) -> list[Person]:
    names = ("太郎", "次郎")
    return [me, *(Person.register(parent, cast.a_person(given_name=name)) for name in names)]


def a_course(**fields) -> Course:
    return cast.a_course(**{"capacity": 1, "queue": "at_once"} | fields)


def receipt(client, sign_up: SignUp) -> str:
    return texts(client.get_page(f"/my/sign-ups/{sign_up.pk}/"))


def withdrawal(sign_up: SignUp) -> str:
    return f"/my/sign-ups/{sign_up.pk}/withdrawal/"


def history(said: str) -> str:
    return said.split("これまでの経過")[1]


# ---------------------------------------------------------------- the course's page and its row


def page_of(client, course: Course) -> str:
    caches["pages"].clear()
    return texts(client.get_page(f"/courses/{course.pk}/"))


def test_a_full_course_offers_the_queue_and_says_how_many_wait(client):
    course = a_course(party_max=2)
    cast.newcomers(course, 1, 2, 1)
    said = page_of(client, course)
    assert "満席・キャンセル待ちができます" in said
    assert "いま3人が待っています。" in said
    assert "キャンセル待ちに並ぶ" in said
    assert "このページから申し込む" not in said
    assert "キャンセル待ち3人" in texts(client.get_page("/courses/"))


def test_seats_that_belong_to_those_who_wait_are_not_offered_to_others(client):
    course = a_course(queue="by_staff")
    seated, _ = cast.newcomers(course, 1, 1)
    seated.withdraw(by=seated.by)
    said = page_of(client, course)
    assert "空いている席は、先に待っている方のものです。" in said
    assert "キャンセル待ちに並ぶ" in said
    assert "のこり" not in said


def test_a_lottery_says_how_many_entered_and_that_haste_does_not_help(client):
    course = a_course(method="lottery", results_at=timezone.now() + timedelta(days=13))
    cast.newcomers(course, 1, 1)
    said = page_of(client, course)
    assert "いま2人が申し込んでいます。早く申し込んでも、選ばれやすさは同じです。" in said
    assert "抽選に申し込む" in said
    assert "にお知らせ" in said
    assert "抽選・いま2人" in texts(client.get_page("/courses/"))


def test_a_course_called_off_says_so_everywhere(client):
    course = a_course()
    cast.newcomers(course, 1)
    course.cancel(by=cast.center_staff(course.center), reason="講師の急病のため")
    page = client.get_page(f"/courses/{course.pk}/")
    assert "この講座は中止になりました 講師の急病のため" in texts(page)
    assert f"/courses/{course.pk}/sign-ups/" not in hrefs(page)
    assert "EventCancelled" in client.get(f"/courses/{course.pk}/").content.decode()
    assert "中止" in texts(client.get_page("/courses/"))


def test_the_public_page_says_the_same_to_who_waits(client, me, parent):
    course = a_course()
    cast.newcomers(course, 1)
    course.sign_up(me, by=parent)
    mine = client.get(f"/courses/{course.pk}/").content
    assert mine == type(client)().get(f"/courses/{course.pk}/").content


def test_who_is_too_few_for_a_pair_reads_what_to_do(client, parent, me):
    course = a_course(capacity=4, party_min=2, party_max=2)
    form = texts(client.get_page(f"/courses/{course.pk}/sign-ups/"))
    assert "この講座は2人以上の組で申し込みます。" in form
    assert "「家族を加える」" in form
    Course.objects.filter(pk=course.pk).update(apply_until=timezone.now() - timedelta(days=1))
    assert "2人以上の組で" not in texts(client.get_page(f"/courses/{course.pk}/sign-ups/"))


# ---------------------------------------------------------------- the receipt of who waits


def test_the_form_and_the_receipt_count_a_party_as_one(client, me, parent):
    course = a_course(party_max=3)
    cast.newcomers(course, 1, 3, 2)
    form = texts(client.get_page(f"/courses/{course.pk}/sign-ups/"))
    assert "キャンセル待ちの3番目くらいになります" in form
    assert "何人でも1組と数えます。" in form
    said = receipt(client, course.sign_up(me, by=parent))
    assert "3 番目" in said
    assert "何人でも1組と数えています。" in said


def test_a_form_for_single_people_asks_nothing_about_parties(client, parent, me):
    course = a_course()
    cast.newcomers(course, 1, 1, 1)
    with CaptureQueriesContext(connection) as asked:
        form = texts(client.get_page(f"/courses/{course.pk}/sign-ups/"))
    assert "キャンセル待ちの3番目くらいになります" in form
    assert not [one["sql"] for one in asked if "party_id" in one["sql"]]


def test_the_number_and_what_happens_next(client, me, parent):
    course = a_course()
    cast.newcomers(course, 1, 1, 1)
    said = receipt(client, course.sign_up(me, by=parent))
    assert "キャンセル待ちに並んでいます" in said
    assert "3 番目" in said
    assert "席が空くと、順番に、そのまま席が決まります。" in said
    day = timezone.localtime(course.by_staff_from)
    assert f"自動の繰り上がりは{day.year}年{day.month}月{day.day}日" in said
    assert "そのあとは会場の職員がご連絡します。" in said


def test_where_seats_are_offered_the_time_to_answer_is_said_before(client, me, parent):
    course = a_course(queue="offer", offer_hours=36)
    cast.newcomers(course, 1)
    said = receipt(client, course.sign_up(me, by=parent))
    assert "36時間以内にお返事ください。" in said


def test_where_staff_choose_it_is_said(client, me, parent):
    course = a_course(queue="by_staff")
    cast.newcomers(course, 1)
    said = receipt(client, course.sign_up(me, by=parent))
    assert "会場の職員が参加する方を選び、ご連絡します。" in said
    assert "自動の繰り上がり" not in said


def test_a_party_is_shown_together_and_told_why_it_was_passed_over(client, family, parent):
    course = a_course(capacity=2, party_max=3)
    seated, _ = cast.newcomers(course, 1, 1)
    sign_ups = course.sign_up_together(family, by=parent)
    cast.newcomers(course, 1)
    seated.withdraw(by=seated.by)
    said = receipt(client, sign_ups[0])
    assert "1 番目 （3人で1組）" in said
    assert "空いた席は1人分で、ご一緒の3人には足りませんでした。順番はそのままです。" in said
    assert "3人分の席がそろって空いたときに" in said
    assert all(one.receipt_number in said for one in sign_ups)
    assert "自動 席が空きましたが、ほかの方が先になりました 空いた席は1人分" in history(said)


def test_who_waits_alone_reads_that_a_party_may_be_passed_over(client, me, parent):
    course = a_course(party_max=2)
    cast.newcomers(course, 1)
    said = receipt(client, course.sign_up(me, by=parent))
    assert "人数の入る次の方が先になります。" in said


# ---------------------------------------------------------------- everything that happened


def test_the_history_tells_each_step_once_with_who_and_why(client, me, parent):
    course = a_course()
    seated, _ = cast.newcomers(course, 1, 1)
    mine = course.sign_up(me, by=parent)
    first = SignUp.objects.waiting().order_by("pk").first()
    first.withdraw(by=first.by)
    seated.withdraw(by=seated.by)
    SignUp.objects.filter(pk=mine.pk).update(provision_note="手すりのある席")
    mine.refresh_from_db()
    manager = cast.center_staff(course.center, "tsuji-kancho@example.jp")
    mine.cancel(by=manager, why="お電話でのご依頼")
    said = history(receipt(client, mine))
    steps = [
        "あなた キャンセル待ちに並びました",
        "自動 席が空き、参加できることになりました",
        "会場の職員 会場が申込を取り消しました お電話でのご依頼",
    ]
    places = [said.index(step) for step in steps]
    assert places == sorted(places)
    assert said.count("席が空き") == 1
    assert "tsuji" not in said


def test_the_other_parent_is_family_and_not_staff(client, me, parent):
    course = a_course()
    mine = course.sign_up(me, by=parent)
    other = User.objects.create_user("other@example.jp", household=parent.household, is_staff=True)
    mine.withdraw(by=other)
    assert "ご家族 申込を取り消しました" in history(receipt(client, mine))


def test_what_came_by_telephone_is_known_as_that(client, me, parent):
    course = a_course()
    staff = cast.center_staff(course.center)
    mine = course.sign_up(me, by=staff, via=SignUp.Via.PHONE)
    assert "会場の職員（電話で受付） 申込を受け付けました" in history(receipt(client, mine))


@pytest.mark.parametrize(
    ("change", "heading"),
    [
        (lambda one, staff: one.withdraw(by=one.by), "申込を取り消しました"),
        (lambda one, staff: one.cancel(by=staff, why="重複のため"), "会場が申込を取り消しました"),
        (lambda one, staff: one.course.cancel(by=staff, reason="台風"), "講座が中止になりました"),
    ],
)
def test_the_receipt_of_what_ended_says_how(client, me, parent, change, heading):
    course = a_course()
    mine = course.sign_up(me, by=parent)
    change(mine, cast.center_staff(course.center))
    page = client.get_page(f"/my/sign-ups/{mine.pk}/")
    assert page.title.startswith(heading)
    assert withdrawal(mine) not in hrefs(page)


def test_an_entry_of_a_lottery_says_when_the_result_is_told(client, me, parent):
    course = a_course(method="lottery", results_at=timezone.now() + timedelta(days=13))
    mine = course.sign_up(me, by=parent)
    page = client.get_page(f"/my/sign-ups/{mine.pk}/")
    assert "抽選の申込を受け付けました" in texts(page)
    assert "にお知らせします。" in texts(page)
    assert f"/courses/{course.pk}/draw/" in hrefs(page)


# ---------------------------------------------------------------- leaving


def test_leaving_the_queue_says_what_is_lost_and_then_leaves(client, me, parent):
    course = a_course()
    cast.newcomers(course, 1)
    mine = course.sign_up(me, by=parent)
    said = texts(client.get_page(withdrawal(mine)))
    assert "キャンセル待ちをやめますか" in said
    assert "いまの順番（1番目）はなくなります" in said
    client.post(withdrawal(mine))
    mine.refresh_from_db()
    assert not mine.is_live


def test_one_of_a_party_leaves_alone_and_the_page_says_who_stays(client, family, parent):
    course = a_course(capacity=3, party_max=3)
    first, *others = course.sign_up_together(family, by=parent)
    said = texts(client.get_page(withdrawal(first)))
    assert "髙﨑 太郎さん、髙﨑 次郎さんの席はそのまま残ります。" in said
    assert "髙﨑 花子さんだけ取り消す" in said
    client.post(withdrawal(first))
    assert [SignUp.objects.get(pk=one.pk).status for one in (first, *others)] == [
        "withdrawn",
        "seated",
        "seated",
    ]
    said = receipt(client, first)
    assert "いっしょに申し込んだ方" in said


def test_the_whole_party_leaves_with_one_press(client, family, parent):
    course = a_course(capacity=3, party_max=3)
    first, *_ = course.sign_up_together(family, by=parent)
    assert "全員（3人）の申込を取り消す" in texts(client.get_page(withdrawal(first)))
    client.post(withdrawal(first), {"whole_party": ""})
    assert not SignUp.objects.live().filter(course=course).exists()


def test_where_too_few_would_be_left_the_page_says_that_all_leave(client, family, parent):
    course = a_course(capacity=2, party_min=2, party_max=2)
    first, _ = course.sign_up_together(family[:2], by=parent)
    page = client.get_page(withdrawal(first))
    said = texts(page)
    assert "いっしょに申し込んだ髙﨑 太郎さんの申込も取り消されます。" in said
    assert "この講座は2人以上の組で参加するためです。" in said
    assert len(buttons(page)) == 1
    client.post(withdrawal(first))
    assert not SignUp.objects.live().filter(course=course).exists()


def test_a_form_from_before_midnight_is_refused_after_the_start(client, me, parent):
    course = a_course(queue="none", days_ahead=1, apply_until=None)
    mine = course.sign_up(me, by=parent)
    client.get_page(withdrawal(mine))
    hour = timedelta(hours=1)
    course.sessions.update(starts_at=timezone.now() - hour, ends_at=timezone.now() + hour)
    page = client.post_page(withdrawal(mine), {}, status=409)
    assert "期限を過ぎました" in texts(page)
    mine.refresh_from_db()
    assert mine.is_seated


# ---------------------------------------------------------------- my page


def test_my_page_shows_each_number_and_asks_as_often_for_one_as_for_many(client, me, parent):
    def queue_for(number: int) -> None:
        course = a_course(title=f"講座{number}")
        cast.newcomers(course, *([1] * (number + 1)))
        course.sign_up(me, by=parent)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get_page("/my/")
        return len(asked)

    queue_for(0)
    statements()
    one = statements()
    for number in range(1, 6):
        queue_for(number)
    assert statements() == one
    said = texts(client.get_page("/my/"))
    assert all(f"{number}番目" in said for number in range(1, 7))


def test_a_receipt_asks_as_often_for_a_long_history_as_for_a_short_one(client, me, parent):
    course = a_course(party_max=2)
    cast.newcomers(course, 1)
    mine = course.sign_up(me, by=parent)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get_page(f"/my/sign-ups/{mine.pk}/")
        return len(asked)

    statements()
    short = statements()
    for number in range(20):
        SignUp.objects.filter(pk=mine.pk).update(why=f"{number}", what="passed_over")
    assert statements() == short
