"""The clock passes a deadline, midnight and the end of a fiscal year: one answer each moment.

Moments are the city's (日本時間); on 1 April at 0:00 it is still March in UTC.
"""

from datetime import date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from portal import kept
from portal.japan.calendar import fiscal_year
from portal.notices.models import Message
from portal.people.models import User
from portal.refusal import code_of
from programs.attendance.learning_record import books_of
from programs.letters.reminders import write_reminders
from programs.lottery import drawing
from programs.models import Attendance, Course, Session, SignUp, SurveyAnswer, Term
from programs.models.sign_up_rules import is_under_age
from programs.sign_ups.promotion import keep_moving
from programs.survey.results import results_of
from tests import cast

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")
YEAR = fiscal_year(date.today()) + 2  # to come, so that the database's own clock is behind
NEW_YEAR = datetime(YEAR, 4, 1, tzinfo=TOKYO)  # of the fiscal year
LAST_MINUTE = NEW_YEAR - timedelta(minutes=1)
A_MOMENT = timedelta(microseconds=1)
EITHER_SIDE = pytest.mark.parametrize(
    ("at", "year"), [(LAST_MINUTE, YEAR - 1), (NEW_YEAR, YEAR)], ids=["31 March", "1 April"]
)


def clock_at(moment: datetime):
    return patch("django.utils.timezone.now", lambda: moment)


def refused(command, *arguments, **named) -> str | None:
    """The code of the refusal, None where it was done."""
    try:
        command(*arguments, **named)
    except ValidationError as refusal:
        return code_of(refusal)
    return None


def a_course(*, starts: datetime | None = None, **fields) -> Course:
    """A course published in March, of one session of two hours that begins at `starts`."""
    with clock_at(NEW_YEAR - timedelta(days=20)):
        course = cast.a_course(days_ahead=40, **fields)
    if starts:
        course.sessions.update(starts_at=starts, ends_at=starts + timedelta(hours=2))
        course.refresh_from_db()
    return course


# ---------------------------------------------------------------- deadlines


@pytest.mark.parametrize(
    ("posted", "status"), [(NEW_YEAR, 302), (NEW_YEAR + A_MOMENT, 409)], ids=["on time", "late"]
)
def test_a_form_opened_before_the_deadline_counts_by_when_it_is_sent(client, posted, status):
    course = a_course(apply_until=NEW_YEAR)
    user = cast.a_resident()
    with clock_at(LAST_MINUTE):
        client.sign_in(user)
        page = client.get_page(f"/courses/{course.pk}/sign-ups/")
        assert "この内容で申し込む" in "".join(page.text)
    with clock_at(posted):
        person = user.household.people.get()
        answer = client.post(f"/courses/{course.pk}/sign-ups/", {"person": person.pk})
    assert answer.status_code == status
    assert SignUp.objects.exists() == (status == 302)
    if status == 409:
        assert "申込の受付は終わりました" in answer.content.decode()


def an_offer() -> tuple[SignUp, SignUp]:
    """An offer that ends at the turn of the year, and who waits behind it."""
    course = a_course(capacity=1, queue="offer", offer_hours=48)
    with clock_at(NEW_YEAR - timedelta(hours=48)):
        seated, offered, behind = cast.newcomers(course, 1, 1, 1)
        seated.withdraw(by=seated.by)
    offered.refresh_from_db()
    assert offered.offer_until == NEW_YEAR
    return offered, behind


def test_an_offer_is_answered_at_its_deadline_and_no_moment_later():
    offered, _ = an_offer()
    with clock_at(NEW_YEAR + A_MOMENT):
        assert refused(offered.accept, by=offered.by) == "offer_over"
    with clock_at(NEW_YEAR):
        assert refused(offered.accept, by=offered.by) is None
    assert offered.is_seated


def test_an_offer_ends_at_its_deadline_and_no_moment_before():
    offered, behind = an_offer()
    with clock_at(NEW_YEAR - A_MOMENT):
        keep_moving()
        assert refused(offered.lapse) == "offer_still_open"
    offered.refresh_from_db()
    assert offered.is_offered
    with clock_at(NEW_YEAR):
        keep_moving()
    for one in (offered, behind):
        one.refresh_from_db()
    assert (offered.status, behind.status) == ("lapsed", "offered")
    assert behind.offer_until == NEW_YEAR + timedelta(hours=48)


@pytest.mark.parametrize("early", [True, False])
def test_a_seat_freed_when_staff_begin_to_choose_waits_for_them_and_before_that_for_nobody(early):
    course = a_course(capacity=1, queue="at_once", by_staff_days=3, starts=NEW_YEAR)
    with clock_at(NEW_YEAR - timedelta(days=10)):
        seated, waiting = cast.newcomers(course, 1, 1)
    moment = NEW_YEAR - timedelta(days=3) - early * A_MOMENT
    with clock_at(moment):
        assert refused(seated.withdraw, by=seated.by) is None
        keep_moving()
        assert Course.objects.awaiting_choice().filter(pk=course.pk).exists() is not early
    waiting.refresh_from_db()
    assert waiting.is_seated is early


@pytest.mark.parametrize("late", [False, True])
def test_a_lottery_takes_entries_or_closes_its_list_and_never_both_in_one_moment(late):
    course = a_course(method="lottery", draw_source="ナンバーズ4", apply_until=NEW_YEAR)
    [(user, person)] = cast.many_residents(1)
    with clock_at(NEW_YEAR + late * A_MOMENT):
        entered = refused(course.sign_up, person, by=user)
        closed = refused(drawing.close, course)
    assert (entered, closed) == (("closed", None) if late else (None, "still_open"))


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize(
    ("starts", "born", "code"),
    [
        (LAST_MINUTE, date(YEAR - 18, 4, 1), "too_young"),
        (NEW_YEAR, date(YEAR - 18, 4, 1), None),
        (NEW_YEAR, date(YEAR - 18, 4, 2), "too_young"),
        (NEW_YEAR + timedelta(days=1), date(YEAR - 18, 4, 2), None),
    ],
)
def test_the_age_counts_on_the_first_day_of_the_course_in_the_city(starts, born, code):
    course = a_course(starts=starts, min_age=18, apply_until=NEW_YEAR - timedelta(days=1))
    user = cast.a_resident(born=born)
    person = user.household.people.get()
    with clock_at(NEW_YEAR - timedelta(days=5)):
        assert is_under_age(course, person) == (code is not None)
        assert refused(course.sign_up, person, by=user) == code


@pytest.mark.parametrize(
    ("starts", "born", "code"),
    [
        (LAST_MINUTE, date(YEAR - 7, 4, 1), None),
        (LAST_MINUTE, date(YEAR - 6, 4, 1), "wrong_school_year"),
        (NEW_YEAR, date(YEAR - 7, 4, 1), "wrong_school_year"),
        (NEW_YEAR, date(YEAR - 7, 4, 2), None),
        (NEW_YEAR, date(YEAR - 6, 4, 1), None),
        (NEW_YEAR, date(YEAR - 6, 4, 2), "wrong_school_year"),
    ],
)
def test_the_school_year_turns_with_the_first_day_and_between_two_birthdays(starts, born, code):
    """A course for the first year of primary school."""
    course = a_course(
        starts=starts,
        min_school_year=1,
        max_school_year=1,
        apply_until=NEW_YEAR - timedelta(days=1),
    )
    user = cast.a_resident(born=born)
    child = user.household.people.get()
    with clock_at(NEW_YEAR - timedelta(days=5)):
        told = cast.consent(child)
        assert refused(course.sign_up, child, by=user, told=told) == code


@EITHER_SIDE
def test_a_term_holds_the_courses_that_begin_on_its_last_day_to_midnight(at, year):
    Term.objects.create(
        name="後期", first_day=date(YEAR - 1, 10, 1), last_day=date(YEAR, 3, 31), most_courses=1
    )
    kept.forget_all()
    closing = {"apply_until": NEW_YEAR - timedelta(days=1)}
    before = a_course(title="年度末の講座", starts=LAST_MINUTE, **closing)
    course = a_course(starts=at, **closing)
    user = cast.a_resident()
    person = user.household.people.get()
    with clock_at(NEW_YEAR - timedelta(days=5)):
        assert refused(before.sign_up, person, by=user) is None
        code = refused(course.sign_up, person, by=user)
    assert code == ("term_limit" if year == YEAR - 1 else None)


# ---------------------------------------------------------------- what belongs to which year


def a_seat(at: datetime) -> tuple[User, Session, SignUp]:
    course = a_course(starts=at, apply_until=NEW_YEAR - timedelta(days=3))
    user = cast.a_resident()
    with clock_at(NEW_YEAR - timedelta(days=5)):
        sign_up = course.sign_up(user.household.people.get(), by=user)
    return user, course.sessions.get(), sign_up


@EITHER_SIDE
def test_the_learning_record_puts_a_session_into_the_year_of_its_day(at, year):
    user, session, sign_up = a_seat(at)
    Attendance.objects.create(
        session=session, sign_up=sign_up, state="present", tapped_at=at, by=user
    )
    with clock_at(NEW_YEAR + timedelta(days=30)):
        [book] = books_of(user)
    assert [(found, of.hours) for found, of in book.years] == [(year, 2)]


@EITHER_SIDE
def test_the_reminder_of_a_session_at_midnight_comes_the_day_before_at_nine(at, year):
    _, session, _ = a_seat(at)
    nine = datetime(YEAR, 3, 31 if year == YEAR else 30, 9, tzinfo=TOKYO)
    with clock_at(nine - A_MOMENT):
        assert write_reminders() == 0
    with clock_at(nine):
        assert write_reminders() == 1
    with clock_at(LAST_MINUTE - timedelta(seconds=1)):
        assert write_reminders() == 0
    assert Message.objects.filter(key__startswith=f"reminder-{session.pk}-").count() == 1


@EITHER_SIDE
def test_a_survey_counts_in_the_year_in_which_the_course_ended(at, year):
    course = a_course(starts=at - timedelta(hours=2), apply_until=NEW_YEAR - timedelta(days=3))
    with clock_at(NEW_YEAR - timedelta(days=5)):
        sign_ups = cast.newcomers(course, *[1] * 5)
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(sign_up=one, satisfaction=5, uses=["daily"], wants_activity=True)
        for one in sign_ups
    )
    with clock_at(NEW_YEAR + timedelta(days=90)):
        found = {of: results_of(of, Course.objects.all()).together.n for of in (YEAR - 1, YEAR)}
    assert found == {YEAR - 1: 0, YEAR: 0} | {year: 5}
