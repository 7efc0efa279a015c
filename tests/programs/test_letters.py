"""A letter for all that happens to a sign-up: once, to the right one, saying what comes next."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone
from icalendar import Calendar

from portal.notices.models import LetterText, Message
from portal.notices.writing import fill, placeholders_in
from portal.people.models import Person
from programs.letters.kinds import KINDS
from programs.letters.sending import places_of, send, tell_household, tell_some
from programs.models import Course, SignUp
from programs.models.sign_up import record
from programs.models.sign_up_changes import tell
from tests import cast

pytestmark = pytest.mark.django_db

UNTOLD = {"passed_over", "merged", "walked_in"}


def letters() -> list[Message]:
    return list(Message.objects.order_by("pk"))


def the_letter(run_queue, mailoutbox, subject: str):
    run_queue()
    found = [mail for mail in mailoutbox if mail.subject.startswith(f"【{subject}")]
    assert len(found) == 1, [mail.subject for mail in mailoutbox]
    return found[0]


def tell_everybody(course_id: int, what: str) -> None:
    """Batch by batch, as the tasks do."""
    after: int | None = 0
    while after is not None:
        after = tell_some(course_id, what, after)


def a_full_course(**fields) -> Course:
    course = cast.a_course(**{"capacity": 1, "queue": "at_once"} | fields)
    cast.newcomers(course, 1)
    return course


# ---------------------------------------------------------------- the words


@pytest.mark.parametrize("what", [what.value for what in SignUp.What])
def test_everything_that_happens_has_a_letter_or_is_known_to_need_none(what):
    assert (what in KINDS) != (what in UNTOLD)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_words_keep_their_own_rules(kind):
    subject, body = LetterText.shipped(kind)
    text = LetterText(kind=kind, subject=subject, body=body)
    text.clean()
    assert text.missing == []
    assert "%}" not in body
    assert "{{" not in body


def test_a_line_or_paragraph_with_nothing_to_say_is_left_out():
    words = (
        "あいさつ\n\n講座　{講座名}\n持ち物　{持ち物}\n\n近くの講座です。\n{ほかの講座}\n\n終わり"
    )
    said = fill(words, {"講座名": "だし", "持ち物": "", "ほかの講座": ""})
    assert said == "あいさつ\n\n講座　だし\n\n終わり"


def test_later_lines_of_a_value_stand_below_its_first():
    assert fill("日時　{日時}", {"日時": "一\n二"}) == "日時　一\n　　　二"


def test_what_a_resident_typed_is_never_read_as_a_placeholder():
    said = fill("{お名前}さん {講座名}", {"お名前": "{理由}", "講座名": "{お名前}"})
    assert said == "{理由}さん {お名前}"


def test_placeholders_are_named_once_in_their_order():
    assert placeholders_in("{講座名}と{お名前}と{講座名} { 空 }{a\nb}") == [
        "講座名",
        "お名前",
        " 空 ",
    ]


# ---------------------------------------------------------------- what happened


def test_a_seat_is_told_with_receipt_place_address_and_dates(run_queue, mailoutbox):
    user = cast.a_resident()
    course = cast.a_course(sessions=2, belongings="エプロン")
    sign_up = course.sign_up(user.household.people.get(), by=user)
    mail = the_letter(run_queue, mailoutbox, "申込を受け付けました")
    assert mail.to == ["hanako@example.jp"]
    for said in (
        "髙﨑 花子さん",
        sign_up.receipt_number,
        "戸畑浜市民センター",
        "北九州市戸畑区浜町1-1",
        "093-000-0001",
        "エプロン",
        f"{settings.SITE_URL}/my/sign-ups/{sign_up.pk}/",
    ):
        assert said in mail.body
    assert mail.body.count("10:00〜12:00") == 2
    assert "{" not in mail.body


def test_a_party_gets_one_letter_that_names_all_with_their_receipts(run_queue, mailoutbox):
    user, people = cast.a_family(3)
    course = cast.a_course(party_max=3)
    sign_ups = course.sign_up_together(people, by=user)
    mail = the_letter(run_queue, mailoutbox, "申込を受け付けました")
    assert "髙﨑 花子さん、髙﨑 太郎さん、髙﨑 次郎さんの申込" in mail.body
    for sign_up in sign_ups:
        assert sign_up.receipt_number in mail.body


def test_a_place_in_the_queue_is_told_with_its_number(run_queue, mailoutbox):
    course = a_full_course()
    cast.newcomers(course, 1, 1)
    run_queue()
    queued = [mail for mail in mailoutbox if "キャンセル待ち" in mail.subject]
    assert ["の1番目に" in queued[0].body, "の2番目に" in queued[1].body] == [True, True]


def test_an_offer_is_told_with_its_deadline_and_the_page_to_answer(run_queue, mailoutbox):
    course = cast.a_course(capacity=1, queue="offer", offer_hours=24)
    seated, waiting = cast.newcomers(course, 1, 1)
    seated.withdraw(by=seated.by)
    run_queue()
    waiting.refresh_from_db()
    [mail] = [mail for mail in mailoutbox if "席が空きました" in mail.subject]
    until = timezone.localtime(waiting.offer_until)
    assert f"{until:%H}:{until:%M}".lstrip("0") in mail.subject
    assert f"{settings.SITE_URL}/my/sign-ups/{waiting.pk}/offer/" in mail.body
    assert f"{until.month}月{until.day}日" in mail.body


@pytest.mark.parametrize(
    ("answer", "subject"), [("accept", "参加が決まりました"), ("decline", "ご辞退を受け付けました")]
)
def test_an_answer_to_an_offer_is_confirmed(run_queue, mailoutbox, answer, subject):
    course = cast.a_course(capacity=1, queue="offer")
    seated, waiting = cast.newcomers(course, 1, 1)
    seated.withdraw(by=seated.by)
    waiting.refresh_from_db()
    getattr(waiting, answer)(by=waiting.by)
    assert the_letter(run_queue, mailoutbox, subject).to == [waiting.by.email]


def test_an_offer_told_late_still_says_the_deadline_it_had(run_queue, mailoutbox):
    course = cast.a_course(capacity=1, queue="offer")
    seated, waiting = cast.newcomers(course, 1, 1)
    seated.withdraw(by=seated.by)
    waiting.refresh_from_db()
    until = timezone.localtime(waiting.offer_until)
    waiting.accept(by=waiting.by)
    run_queue()
    [mail] = [mail for mail in mailoutbox if "席が空きました" in mail.subject]
    assert f"お返事の期限　{until.year}年{until.month}月{until.day}日" in mail.body


def test_one_who_leaves_a_party_is_named_alone(run_queue, mailoutbox):
    user, people = cast.a_family(3)
    course = cast.a_course(party_max=3)
    sign_ups = course.sign_up_together(people, by=user)
    sign_ups[1].withdraw(by=user)
    mail = the_letter(run_queue, mailoutbox, "申込を取り消しました")
    assert "髙﨑 太郎さんの申込を取り消しました" in mail.body
    assert "花子" not in mail.body


def test_what_staff_cancel_is_told_with_the_reason(run_queue, mailoutbox):
    user = cast.a_resident()
    course = cast.a_course()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    sign_up.cancel(by=cast.center_staff(course.center), why="二重の申込のため")
    mail = the_letter(run_queue, mailoutbox, "会場が申込を取り消しました")
    assert "理由　　　二重の申込のため" in mail.body


def test_a_course_called_off_is_told_to_everybody_with_the_reason(run_queue, mailoutbox):
    course = a_full_course(capacity=2)
    cast.newcomers(course, 1, 1)
    course.cancel(by=cast.center_staff(course.center), reason="台風が近づいているため")
    run_queue()
    told = [mail for mail in mailoutbox if mail.subject.startswith("【講座が中止")]
    assert len({mail.to[0] for mail in told}) == 3
    assert all("理由　　　台風が近づいているため" in mail.body for mail in told)


def test_not_selected_is_told_kindly_with_the_reserve_place_and_other_courses(monkeypatch):
    course = cast.a_lottery(entries=2, capacity=1)
    other = cast.a_course(title="みそづくり")
    sign_ups = list(course.sign_ups.order_by("pk"))
    for rank, sign_up in enumerate(sign_ups, start=1):
        SignUp.objects.filter(pk=sign_up.pk).update(rank=rank, status="waiting", what="reserve")
    Message.objects.all().delete()
    monkeypatch.setattr("programs.letters.sending.alternatives_to", lambda _: [other])
    tell_everybody(course.pk, "reserve")
    first, second = letters()
    assert first.subject.startswith("【抽選の結果のお知らせ】")
    assert "ご希望にそえず、申し訳ありません" in first.body
    assert "補欠の順番は1番目です" in first.body
    assert "補欠の順番は2番目です" in second.body
    assert "「みそづくり」" in first.body
    assert f"{settings.SITE_URL}/courses/{other.pk}/" in first.body


def test_without_other_courses_the_letter_speaks_of_none():
    course = cast.a_lottery(entries=1, capacity=1)
    course.sign_ups.update(rank=1, status="waiting", what="reserve")
    tell_everybody(course.pk, "reserve")
    assert "近くで" not in letters()[-1].body


@pytest.mark.parametrize("what", sorted(UNTOLD))
def test_what_one_sees_for_oneself_is_not_written(run_queue, what):
    [sign_up] = cast.newcomers(cast.a_course(), 1)
    run_queue()
    before = Message.objects.count()
    record([sign_up], SignUp.Status.SEATED, SignUp.What(what))
    tell(sign_up, SignUp.What(what))
    assert run_queue() == 0
    assert tell_household(sign_up.pk, what) is None
    assert Message.objects.count() == before


def test_what_happens_twice_is_told_twice_and_each_once(run_queue):
    course = cast.a_lottery(entries=1)
    sign_up = course.sign_ups.get()
    run_queue()
    before = Message.objects.count()
    for _ in range(2):
        record([sign_up], SignUp.Status.SEATED, SignUp.What.SELECTED)
        for _ in range(2):
            tell_household(sign_up.pk, "selected")
        record([sign_up], SignUp.Status.ENTERED, SignUp.What.REDRAWN, why="名簿に誤りがあったため")
        tell_household(sign_up.pk, "redrawn")
    assert Message.objects.count() - before == 4


# ---------------------------------------------------------------- to whom


def test_who_came_by_telephone_is_written_at_the_familys_account(run_queue, mailoutbox):
    user = cast.a_resident()
    course = cast.a_course()
    staff = cast.center_staff(course.center)
    course.sign_up(user.household.people.get(), by=staff, via=SignUp.Via.PHONE)
    assert the_letter(run_queue, mailoutbox, "申込を受け付けました").to == [user.email]


def test_who_has_no_account_is_written_no_mail(run_queue, mailoutbox):
    user, people = cast.a_family(1)
    Person.objects.filter(pk=people[0].pk)
    user.household = None
    user.save()
    course = cast.a_course()
    staff = cast.center_staff(course.center)
    course.sign_up(people[0], by=staff, via=SignUp.Via.POSTCARD)
    run_queue()
    assert mailoutbox == []


def test_a_closed_account_is_not_written_to(run_queue, mailoutbox):
    user = cast.a_resident()
    cast.a_course().sign_up(user.household.people.get(), by=user)
    user.is_active = False
    user.save()
    run_queue()
    assert mailoutbox == []


# ---------------------------------------------------------------- to many


def test_many_are_written_to_with_a_fixed_number_of_statements(django_assert_max_num_queries):
    course = cast.a_course(capacity=300)
    for user, person in cast.many_residents(200):
        course.sign_up(person, by=user)
    SignUp.objects.filter(course=course).update(what="course_cancelled", status="cancelled")
    with django_assert_max_num_queries(24):
        assert tell_some(course.pk, "course_cancelled", 0) is None
    assert Message.objects.filter(key__contains="course_cancelled").count() == 200


def test_the_next_batch_goes_on_where_the_last_one_ended(run_queue, monkeypatch, mailoutbox):
    monkeypatch.setattr("programs.letters.sending.BATCH", 3)
    course = cast.a_course(party_max=2, capacity=20)
    cast.newcomers(course, 2, 1, 2, 1, 2, 1)
    course.cancel(by=cast.center_staff(course.center), reason="停電のため")
    run_queue()
    told = [mail for mail in mailoutbox if mail.subject.startswith("【講座が中止")]
    assert len(told) == 6
    assert sum("さん、" in mail.body for mail in told) == 3
    tell_everybody(course.pk, "course_cancelled")
    assert run_queue() == 0, "told once, whoever asks again"


@pytest.mark.parametrize("ranked", ["alone", "all", "nobody"])
@pytest.mark.parametrize("size", [1, 2, 3, 20])
def test_places_are_counted_for_many_as_they_are_for_one(ranked, size):
    course = a_full_course(party_max=3)
    cast.newcomers(course, 1, 3, 2, 1, 3)
    waiting = SignUp.objects.waiting().filter(course=course)
    if ranked == "alone":
        waiting.filter(party=None).update(rank=7)
    elif ranked == "all":
        waiting.update(rank=1_000_000 - Coalesce("party_id", "pk"))
    queue = list(waiting.in_order())
    for start in range(0, len(queue), size):
        for pk, place in places_of(queue[start : start + size]).items():
            assert place == SignUp.objects.get(pk=pk).place_in_queue()
    firsts = {sign_up.party_members().first().pk for sign_up in queue}
    assert firsts <= set(places_of(queue))


def test_reserves_are_told_their_numbers_batch_by_batch(monkeypatch):
    monkeypatch.setattr("programs.letters.sending.BATCH", 2)
    course = a_full_course(party_max=3)
    cast.newcomers(course, 1, 3, 2, 1)
    waiting = SignUp.objects.waiting().filter(course=course)
    waiting.update(what="reserve", rank=1_000_000 - Coalesce("party_id", "pk"))
    tell_everybody(course.pk, "reserve")
    told = Message.objects.filter(subject__startswith="【抽選の結果").order_by("pk")
    numbers = [re.search(r"補欠の順番は(\d+)番目", message.body)[1] for message in told]
    assert numbers == ["1", "2", "3", "4"]


# ---------------------------------------------------------------- the calendar


def entries_of(mail) -> list:
    [attached] = mail.attachments
    assert attached.filename == "yotei.ics"
    calendar = Calendar.from_ical(attached.content)
    assert calendar["method"] in attached.mimetype
    return [calendar["method"], *calendar.walk("VEVENT")]


def test_a_seat_comes_with_its_dates_for_the_calendar(run_queue, mailoutbox):
    user = cast.a_resident()
    course = cast.a_course(sessions=3)
    course.sign_up(user.household.people.get(), by=user)
    method, *events = entries_of(the_letter(run_queue, mailoutbox, "申込を受け付けました"))
    assert method == "PUBLISH"
    assert [event.decoded("dtstart") for event in events] == [
        session.starts_at for session in course.sessions.all()
    ]
    assert {event["status"] for event in events} == {"CONFIRMED"}


def test_a_seat_given_back_takes_the_same_entries_out_again(run_queue, mailoutbox):
    user = cast.a_resident()
    sign_up = cast.a_course(sessions=2).sign_up(user.household.people.get(), by=user)
    given = entries_of(the_letter(run_queue, mailoutbox, "申込を受け付けました"))
    sign_up.withdraw(by=user)
    taken = entries_of(the_letter(run_queue, mailoutbox, "申込を取り消しました"))
    assert taken[0] == "CANCEL"
    assert [event["uid"] for event in taken[1:]] == [event["uid"] for event in given[1:]]
    assert {event["status"] for event in taken[1:]} == {"CANCELLED"}
    assert all(
        after["sequence"] >= before["sequence"]
        for before, after in zip(given[1:], taken[1:], strict=True)
    )


def test_leaving_the_queue_takes_nothing_out_of_a_calendar(run_queue, mailoutbox):
    course = a_full_course()
    [waiting] = cast.newcomers(course, 1)
    waiting.withdraw(by=waiting.by)
    mail = the_letter(run_queue, mailoutbox, "申込を取り消しました")
    assert mail.attachments == []


def test_a_session_called_off_takes_out_that_one_only():
    user = cast.a_resident()
    course = cast.a_course(sessions=3)
    sign_up = course.sign_up(user.household.people.get(), by=user)
    session = course.sessions.all()[1]
    message = send(sign_up, "session_cancelled", key="one", session=session, number=2)
    assert "第2回" in message.body
    assert message.calendar.count("BEGIN:VEVENT") == 1
    assert f"session-{session.pk}@" in message.calendar


def test_a_moved_session_says_when_it_was():
    user = cast.a_resident()
    course = cast.a_course()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    session = course.sessions.get()
    before = session.starts_at - timedelta(days=1)
    message = send(sign_up, "session_moved", key="one", session=session, before=before)
    was = timezone.localtime(before)
    assert f"{was.year}年{was.month}月{was.day}日" in message.body
    assert "METHOD:PUBLISH" in message.calendar
