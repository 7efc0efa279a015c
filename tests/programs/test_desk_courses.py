"""The desk's day and its courses: what is shown to whom, and what one can mend there."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.people.models import AccessLog, Person, User
from portal.refusal import code_of
from programs.models import Call, Course, Payment, Session, SignUp
from tests import cast
from tests.page_lint import LintingClient
from tests.race import race

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


@pytest.fixture
def elsewhere() -> Course:
    minato = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    return cast.a_course(title="よその講座", center=minato)


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


def by_phone(course: Course, staff, *names: str, **fields) -> list[SignUp]:
    people = [
        Person.register_at_the_desk(cast.a_person(given_name=name, **fields)) for name in names
    ]
    return [course.sign_up(person, by=staff, via="phone") for person in people]


def held_today(course: Course) -> Session:
    now = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    return Session.objects.create(course=course, starts_at=now, ends_at=now + timedelta(hours=2))


# ---------------------------------------------------------------- the day


def test_the_day_shows_its_sessions_with_the_way_to_check_in(desk, center, staff, elsewhere):
    course = cast.a_course(center=center, title="きょうの講座", capacity=5)
    session = held_today(course)
    held_today(elsewhere)
    by_phone(course, staff, "一", "二")
    page = desk.get_page("/desk/")
    said = text_of(page)
    assert "きょうの講座" in said
    assert "よその講座" not in said
    assert "1 回" in said
    assert "2 人" in said
    assert f"/desk/sessions/{session.pk}/" in [a["href"] for a in page.all("a")]
    assert "きょうの講座" not in text_of(desk.get_page("/desk/?day=2026-01-01"))


@pytest.mark.parametrize("day", ["", "2026-02-31", "きのう", "9999-99-99", "0001-01-01"])
def test_a_day_that_cannot_be_is_today(desk, day):
    assert "きょう" in text_of(desk.get_page(f"/desk/?day={day}"))


def test_what_waits_is_counted_and_leads_to_its_courses(desk, center, staff, elsewhere):
    choice = cast.a_course(center=center, title="選ぶ講座", capacity=1, queue="by_staff")
    first, _ = by_phone(choice, staff, "一", "二")
    few = cast.a_course(center=center, title="少ない講座", minimum_to_run=5)
    cast.ended(few)
    lots = cast.a_course(center=center, title="抽選の講座", method="lottery", capacity=1)
    by_phone(lots, staff, "三")
    cast.ended(lots)
    assert "することがある" in text_of(desk.get_page("/desk/"))
    first.cancel(by=staff, why="ご都合により")
    page = desk.get_page("/desk/")
    todo = {a["href"].split("todo=")[1] for a in page.all("a") if "todo=" in a["href"]}
    assert todo == {"choice", "draw", "minimum", "call"}
    titles = {
        "choice": "選ぶ講座",
        "draw": "抽選の講座",
        "minimum": "少ない講座",
        "call": "選ぶ講座",
    }
    for kind, title in titles.items():
        said = text_of(desk.get_page(f"/desk/courses/?todo={kind}"))
        assert [t for t in set(titles.values()) if t in said] == [title]


def test_the_day_takes_as_many_queries_with_many_courses(
    desk, center, django_assert_max_num_queries
):
    held_today(cast.a_course(center=center, title="講座"))
    desk.get_page("/desk/")
    with CaptureQueriesContext(connection) as asked_for_one:
        desk.get_page("/desk/")
    for number in range(12):
        held_today(cast.a_course(center=center, title=f"講座{number}"))
    with django_assert_max_num_queries(len(asked_for_one)):
        desk.get_page("/desk/")
    assert len(asked_for_one) <= 24


# ---------------------------------------------------------------- courses


def test_a_course_is_found_by_its_words_and_by_time(desk, center, elsewhere):
    cast.a_course(center=center, title="出汁のきほん")
    cast.a_course(center=center, title="むかしの料理", days_ahead=-9, apply_from=None)
    cast.a_course(center=center, title="まだの料理", published_at=None)
    shown = {"coming": "出汁のきほん", "over": "むかしの料理", "draft": "まだの料理"}
    for when, title in shown.items():
        said = text_of(desk.get_page(f"/desk/courses/?when={when}"))
        assert [t for t in shown.values() if t in said] == [title]
        assert "よその講座" not in said
    assert "出汁" in text_of(desk.get_page("/desk/courses/?q=出汁 戸畑"))
    assert "この条件の講座はありません" in text_of(desk.get_page("/desk/courses/?q=陶芸"))


def test_a_course_whose_days_are_not_known_yet_is_still_to_come(desk, center):
    closed = timezone.now() - timedelta(hours=1)
    cast.a_course(center=center, title="日時は未定", sessions=0, apply_until=closed)
    assert "日時は未定" in text_of(desk.get_page("/desk/courses/"))


def test_everybody_in_a_course_is_shown_best_place_first_and_noted(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, fee=500)
    Course.objects.filter(pk=course.pk).update(queue="at_once")
    seated, waiting = by_phone(course, staff, "席の人", "待つ人")
    Payment.receive(seated, by=staff)
    said = text_of(desk.get_page(f"/desk/courses/{course.pk}/"))
    assert said.index("席の人") < said.index("待つ人")
    assert "参加費 済" in said
    assert seated.receipt_number in said
    assert set(AccessLog.objects.values_list("person", flat=True)) == {
        seated.person_id,
        waiting.person_id,
    }
    said = text_of(desk.get_page(f"/desk/courses/{course.pk}/?state=waiting"))
    assert "待つ人" in said
    assert "席の人" not in said


def test_a_hundred_a_page_and_queries_that_do_not_grow(
    desk, center, staff, django_assert_max_num_queries
):
    course = cast.a_course(center=center, capacity=150)
    for user, person in cast.many_residents(103):
        SignUp.objects.create(course=course, person=person, by=user)
    with django_assert_max_num_queries(16):
        page = desk.get_page(f"/desk/courses/{course.pk}/")
    assert "いまの申込すべて 103" in text_of(page)
    assert len([a for a in page.all("li") if a.get("id", "").startswith("sign-up-")]) == 100
    page = desk.get_page(f"/desk/courses/{course.pk}/?page=2")
    assert len([a for a in page.all("li") if a.get("id", "").startswith("sign-up-")]) == 3


# ---------------------------------------------------------------- one place


def test_a_place_is_taken_away_for_a_reason_and_the_seat_goes_on(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, queue="at_once")
    seated, waiting = by_phone(course, staff, "席の人", "待つ人")
    address = f"/desk/sign-ups/{seated.pk}/"
    page = desk.post_page(f"{address}cancellation/", {"why": "  "}, status=422)
    assert "理由を" in text_of(page)
    desk.post_page(f"{address}cancellation/", {"why": "あ" * 201}, status=422)
    desk.post(f"{address}cancellation/", {"why": "本人から電話"})
    seated.refresh_from_db()
    waiting.refresh_from_db()
    assert (seated.status, seated.why, seated.changed_by) == ("cancelled", "本人から電話", staff)
    assert waiting.status == "seated"
    said = text_of(desk.get_page(address))
    assert "本人から電話" in said
    assert "取り消されています" in text_of(
        desk.get_page(desk.post(f"{address}cancellation/", {"why": "もう一度"})["Location"])
    )


def test_who_telephones_to_give_up_a_place_has_withdrawn_and_is_not_called_back(
    desk, center, staff
):
    course = cast.a_course(center=center, capacity=1, queue="at_once")
    seated, waiting = by_phone(course, staff, "席の人", "待つ人")
    desk.post(f"/desk/sign-ups/{seated.pk}/cancellation/", {"why": "", "asked": "yes"})
    seated.refresh_from_db()
    assert (seated.status, seated.what, seated.changed_by) == ("withdrawn", "withdrawn", staff)
    assert list(SignUp.objects.to_call()) == [waiting], "who got the seat is"


@pytest.mark.parametrize(("said", "status"), [("accept", "seated"), ("decline", "withdrawn")])
def test_what_is_said_on_the_telephone_to_an_offer_is_noted(desk, center, staff, said, status):
    course = cast.a_course(center=center, capacity=1, queue="offer")
    seated, waiting = by_phone(course, staff, "席の人", "待つ人")
    seated.cancel(by=staff, why="", asked=True)
    address = f"/desk/sign-ups/{waiting.pk}/"
    assert "返事を入れる" in text_of(desk.get_page(f"/desk/courses/{course.pk}/"))
    assert "「参加する」と返事があった" in text_of(desk.get_page(address))
    page = desk.get_page(desk.post(f"{address}answer/", {"answer": "たぶん"})["Location"])
    assert "どちらかを押してください" in text_of(page)
    for _ in range(2):
        page = desk.get_page(desk.post(f"{address}answer/", {"answer": said})["Location"])
    waiting.refresh_from_db()
    assert (waiting.status, waiting.changed_by) == (status, staff)
    assert "いま席のご案内はありません" in text_of(page)


def test_an_offer_that_is_over_is_not_taken_on_the_telephone_either(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, queue="offer")
    seated, waiting = by_phone(course, staff, "席の人", "待つ人")
    seated.cancel(by=staff, why="", asked=True)
    SignUp.objects.filter(pk=waiting.pk).update(offer_until=timezone.now())
    address = f"/desk/sign-ups/{waiting.pk}/"
    assert "返事があった" not in text_of(desk.get_page(address))
    page = desk.get_page(desk.post(f"{address}answer/", {"answer": "accept"})["Location"])
    assert "お返事の期限を過ぎた" in text_of(page)
    assert SignUp.objects.get(pk=waiting.pk).status == "offered"


def test_staff_choose_who_gets_a_seat(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, queue="by_staff")
    seated, first, second = by_phone(course, staff, "席の人", "一", "二")
    desk.post(f"/desk/sign-ups/{second.pk}/seat/")
    assert SignUp.objects.get(pk=second.pk).status == "waiting", "the course is full"
    seated.cancel(by=staff, why="ご都合")
    answer = desk.post(f"/desk/sign-ups/{second.pk}/seat/", {"from": "course"})
    assert answer["Location"] == f"/desk/courses/{course.pk}/#sign-up-{second.pk}"
    statuses = [SignUp.objects.get(pk=one.pk).status for one in (first, second)]
    assert statuses == ["waiting", "seated"]


def test_a_fee_is_taken_once_and_given_back_once(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, fee=1_500, queue="at_once")
    seated, waiting = by_phone(course, staff, "席の人", "待つ人")
    for _ in range(2):
        desk.post(f"/desk/sign-ups/{seated.pk}/payments/")
    desk.post(f"/desk/sign-ups/{waiting.pk}/payments/")
    payment = Payment.objects.get()
    assert (payment.amount, payment.received_by, payment.sign_up) == (1_500, staff, seated)
    seated.cancel(by=staff, why="ご都合")
    assert desk.post(f"/desk/sign-ups/{seated.pk}/refund/").status_code == 302
    assert desk.post(f"/desk/sign-ups/{seated.pk}/refund/").status_code == 404
    payment.refresh_from_db()
    assert payment.refunded_by == staff
    with pytest.raises(ValidationError) as refusal:
        payment.refund(by=staff)
    assert code_of(refusal.value) == "already_refunded"


def test_a_free_course_takes_no_money(center, staff):
    (seated,) = by_phone(cast.a_course(center=center, fee=0), staff, "席の人")
    with pytest.raises(ValidationError) as refusal:
        Payment.receive(seated, by=staff)
    assert code_of(refusal.value) == "no_fee"


def test_nobody_mends_a_place_of_another_centre(desk, elsewhere, staff):
    section = cast.section_staff()
    (theirs,) = by_phone(elsewhere, section, "よその人")
    for tail in ("", "receipt/", "answer/", "cancellation/", "seat/", "payments/", "refund/"):
        address = f"/desk/sign-ups/{theirs.pk}/{tail}"
        assert 404 in {desk.get(address).status_code, desk.post(address).status_code}
    for tail in ("", "entry/", "call-list/", "postcards/"):
        assert desk.get(f"/desk/courses/{elsewhere.pk}/{tail}").status_code == 404
    assert desk.post(f"/desk/courses/{elsewhere.pk}/calls/").status_code == 404
    assert SignUp.objects.get().status == "seated"


# ---------------------------------------------------------------- on paper and by telephone


def test_a_receipt_names_the_party_the_times_and_the_place_in_the_queue(desk, center, staff):
    course = cast.a_course(
        center=center, capacity=1, queue="at_once", party_max=2, sessions=2, belongings="筆記用具"
    )
    by_phone(course, staff, "席の人")
    people = [Person.register_at_the_desk(cast.a_person(given_name=n)) for n in ("父", "子")]
    first, second = course.sign_up_together(people, by=staff, via="counter")
    said = text_of(desk.get_page(f"/desk/sign-ups/{first.pk}/receipt/"))
    for words in ("父", "子", "1番目", first.receipt_number, second.receipt_number, "筆記用具"):
        assert words in said


def test_whom_no_mail_reaches_is_on_the_list_until_somebody_has_told_them(desk, center, staff):
    course = cast.a_course(center=center, capacity=9)
    no_mail, with_card = (
        by_phone(course, staff, "電話の人"),
        by_phone(course, staff, "はがきの人", postcode="8040011", address="戸畑区中原西1-2"),
    )
    reached, bounced = (
        cast.a_resident(),
        cast.a_resident("gone@example.jp", given_name="届かない人"),
    )
    for user in (reached, bounced):
        course.sign_up(user.household.people.get(), by=user)
    User.objects.filter(pk=bounced.pk).update(mail_fails_since=timezone.now())
    address = f"/desk/courses/{course.pk}/"
    assert "いま、電話やはがきで知らせる方はいません" in text_of(
        desk.get_page(f"{address}call-list/")
    )
    course.cancel(by=staff, reason="講師の都合")
    said = text_of(desk.get_page(f"{address}call-list/"))
    for name in ("電話の人", "はがきの人", "届かない人"):
        assert name in said
    assert reached.household.people.get().full_name not in said
    assert "講座が中止になりました" in said
    cards = desk.get_page(f"{address}postcards/")
    assert "はがきの人" in text_of(cards)
    assert "電話の人" not in text_of(cards)
    assert len([a for a in cards.all("section") if "postcard" in a.get("class", "")]) == 2
    told = {"sign_up": [no_mail[0].pk, "x", 10**30], "how": "phone"}
    for _ in range(2):
        desk.post(f"{address}calls/", told)
    call = Call.objects.get()
    assert (call.sign_up, call.by, call.what, call.how) == (
        no_mail[0],
        staff,
        "course_cancelled",
        "phone",
    )
    said = text_of(desk.get_page(f"{address}call-list/"))
    assert "2人に、まだ知らせていません" in said
    assert with_card[0].person.full_name in said


def test_who_was_told_one_thing_is_called_again_about_the_next(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, queue="at_once")
    seated, waiting = by_phone(course, staff, "席の人", "待つ人")
    seated.cancel(by=staff, why="ご都合")
    assert set(SignUp.objects.to_call()) == {seated, waiting}
    desk.post(f"/desk/courses/{course.pk}/calls/", {"sign_up": [seated.pk, waiting.pk]})
    assert not SignUp.objects.to_call().exists()
    waiting.refresh_from_db()
    waiting.cancel(by=staff, why="会場が使えなくなりました")
    assert list(SignUp.objects.to_call()) == [waiting]


def test_the_list_of_calls_takes_as_many_queries_for_many(
    desk, center, staff, django_assert_max_num_queries
):
    course = cast.a_course(center=center)
    by_phone(course, staff, *(f"人{number}" for number in range(12)))
    course.cancel(by=staff, reason="台風")
    with django_assert_max_num_queries(14):
        assert "12人に" in text_of(desk.get_page(f"/desk/courses/{course.pk}/call-list/"))


# ---------------------------------------------------------------- whoever is shown is noted


def test_those_who_came_along_are_noted_too_where_one_of_a_party_is_looked_at(desk, center):
    user, people = cast.a_family(3)
    course = cast.a_course(center=center, party_max=3)
    first = course.sign_up_together(people, by=user)[0]
    assert "太郎" in text_of(desk.get_page(f"/desk/sign-ups/{first.pk}/"))
    assert set(AccessLog.objects.values_list("person", flat=True)) == {one.pk for one in people}


def test_those_told_already_are_noted_too_where_the_list_of_calls_names_them(desk, center, staff):
    course = cast.a_course(center=center, queue="at_once")
    (told,) = by_phone(course, staff, "花子")
    Call.objects.create(sign_up=told, what=told.what, by=staff)
    assert "髙﨑 花子" in text_of(desk.get_page(f"/desk/courses/{course.pk}/call-list/"))
    assert AccessLog.objects.get().person == told.person


def test_those_to_be_called_are_noted_too_where_a_session_was_moved(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, queue="offer")
    seated, waiting = by_phone(course, staff, "花子", "はなこ")
    seated.withdraw(by=staff)
    waiting.refresh_from_db()
    assert waiting.is_offered
    session = course.sessions.get()
    later = session.starts_at + timedelta(days=1)
    session.move(later, later + timedelta(hours=2), by=staff)
    assert "髙﨑 はなこ" in text_of(desk.get_page(f"/desk/sessions/{session.pk}/"))
    assert AccessLog.objects.get().person == waiting.person


def test_a_nul_in_a_reason_is_left_out(desk, center, staff):
    (one,) = by_phone(cast.a_course(center=center), staff, "花子")
    desk.post(f"/desk/sign-ups/{one.pk}/cancellation/", {"why": "講師の\x00都合"})
    one.refresh_from_db()
    assert (one.status, one.why) == ("cancelled", "講師の都合")


def test_an_installer_who_is_staff_no_more_finds_no_desk(client):
    former = User.objects.create_superuser("former@example.jp")
    User.objects.filter(pk=former.pk).update(is_staff=False)
    client.sign_in(former)
    assert client.get("/desk/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_those_told_are_noted_once_though_two_press_in_the_same_instant():
    center = cast.a_center()
    staff, course = cast.center_staff(center), cast.a_course(center=center)
    (one,) = by_phone(course, staff, "花子")
    SignUp.objects.filter(pk=one.pk).update(what="promoted")
    desks = [LintingClient() for _ in range(4)]
    for desk in desks:
        desk.sign_in(staff)
    race(lambda desk: desk.post(f"/desk/courses/{course.pk}/calls/", {"sign_up": one.pk}), desks)
    assert Call.objects.count() == 1
