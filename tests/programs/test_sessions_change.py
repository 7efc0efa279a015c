"""One session is called off or moved: those who are coming are told, calendars follow."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from centers.models import Room
from portal.notices.models import Message
from portal.people.models import Person
from portal.refusal import code_of
from programs.models import Session, SignUp
from tests import cast


def a_series(**fields):
    """A course of three sessions from tomorrow on, its staff, and a resident seated in it."""
    course = cast.a_course(days_ahead=1, sessions=3, apply_until=None, **fields)
    staff = cast.center_staff(course.center)
    user = cast.a_resident()
    course.sign_up(user.household.people.get(), by=user)
    return course, staff, user


def later(session, days: int = 1):
    return session.starts_at + timedelta(days=days), session.ends_at + timedelta(days=days)


@pytest.mark.django_db
def test_those_who_are_coming_are_told_that_a_session_is_called_off(run_queue):
    course, staff, user = a_series()
    session = course.sessions.first()
    session.cancel(by=staff, reason="台風のため")
    run_queue()
    (mail,) = Message.objects.filter(key__startswith="session-")
    assert mail.to == user.email
    assert "中止" in mail.subject
    assert "台風のため" in mail.body
    assert "第1回" in mail.body


@pytest.mark.django_db
def test_nobody_hears_twice_and_nobody_who_left_or_waits_hears_at_all(run_queue):
    course, staff, user = a_series(capacity=2, queue="by_staff")
    left, waits = cast.a_resident("left@example.jp"), cast.a_resident("waits@example.jp")
    course.sign_up(left.household.people.get(), by=left).withdraw(by=left)
    other = cast.a_resident("other@example.jp")
    course.sign_up(other.household.people.get(), by=other)
    course.sign_up(waits.household.people.get(), by=waits)
    session = course.sessions.first()
    session.cancel(by=staff, reason="台風のため")
    run_queue()
    from programs.tasks import tell_about_session  # noqa: PLC0415  run again by hand

    tell_about_session.call(session.pk, "session_cancelled", 1, timezone.now().isoformat())
    told = Message.objects.filter(key__startswith="session-").values_list("to", flat=True)
    assert sorted(told) == [user.email, other.email]


@pytest.mark.django_db
def test_a_family_that_comes_together_gets_one_letter(run_queue):
    course = cast.a_course(days_ahead=1, sessions=2, apply_until=None, party_max=3)
    staff, user = cast.center_staff(course.center), cast.a_resident()
    child = Person.register(user, cast.a_person(given_name="太郎"))
    course.sign_up_together([user.household.people.first(), child], by=user)
    course.sessions.first().cancel(by=staff, reason="台風のため")
    run_queue()
    (mail,) = Message.objects.filter(key__startswith="session-")
    assert "花子" in mail.body
    assert "太郎" in mail.body


@pytest.mark.django_db
def test_a_session_moved_twice_is_told_twice_with_both_times(run_queue):
    course, staff, _ = a_series()
    session = course.sessions.first()
    before = session.starts_at
    session.move(*later(session), by=staff)
    run_queue()
    session.move(*later(session), by=staff)
    run_queue()
    mails = Message.objects.filter(key__startswith="session-").order_by("pk")
    assert len(mails) == 2
    day = timezone.localtime(before)
    assert f"{day.month}月{day.day}日" in mails[0].body
    after = timezone.localtime(session.starts_at)
    assert f"{after.month}月{after.day}日" in mails[1].body


@pytest.mark.django_db
def test_of_two_changes_before_the_letters_went_out_the_last_is_told_once(run_queue):
    course, staff, _ = a_series()
    session = course.sessions.first()
    session.move(*later(session), by=staff)
    session.cancel(by=staff, reason="台風のため")
    run_queue()
    (mail,) = Message.objects.filter(key__startswith="session-")
    assert "中止" in mail.subject


@pytest.mark.django_db
def test_the_course_counts_only_the_sessions_that_take_place():
    course, staff, _ = a_series()
    first, second, _ = course.sessions.all()
    first.cancel(by=staff, reason="台風のため")
    course.refresh_from_db()
    assert (course.session_count, course.starts_at) == (2, second.starts_at)
    assert first.number() == 1
    assert second.number() == 2, "numbers stay as they were printed"


@pytest.mark.django_db
def test_refusals_name_what_is_wrong():
    course, staff, _ = a_series()
    first, second, third = course.sessions.all()
    first.cancel(by=staff, reason="台風のため")
    second.cancel(by=staff, reason="台風のため")
    over = cast.a_course(days_ahead=-3, apply_until=None, title="終わった").sessions.get()
    starts, ends = later(third)

    def refusal(run) -> str:
        with pytest.raises(ValidationError) as refused:
            run()
        return code_of(refused.value)

    assert refusal(lambda: third.cancel(by=staff, reason="x")) == "only_session"
    assert refusal(lambda: first.cancel(by=staff, reason="x")) == "already_cancelled"
    assert refusal(lambda: first.move(starts, ends, by=staff)) == "already_cancelled"
    assert refusal(lambda: over.move(starts, ends, by=staff)) == "already_over"
    assert refusal(lambda: third.move(ends, starts, by=staff)) == "times_out_of_order"
    assert refusal(lambda: third.move(third.starts_at, third.ends_at, by=staff)) == "not_moved"
    ago = timezone.now() - timedelta(days=1)
    assert refusal(lambda: third.move(ago, ends, by=staff)) == "in_the_past"
    typo = starts.replace(year=2206)
    assert refusal(lambda: third.move(typo, typo + (ends - starts), by=staff)) == "too_far"


@pytest.mark.django_db
def test_who_changed_it_and_what_stood_before_is_in_the_history():
    course, staff, _ = a_series()
    session = course.sessions.first()
    before = session.starts_at
    session.move(*later(session), by=staff)
    event = type(session).events.rel.related_model.objects.get(pgh_obj=session.pk)
    assert event.starts_at > before
    assert event.pgh_context.metadata["user"] == staff.pk


@pytest.mark.django_db
def test_the_calendar_marks_what_is_called_off_and_counts_its_changes(client):
    course, staff, _ = a_series()
    first, second, _ = course.sessions.all()
    first.cancel(by=staff, reason="台風のため")
    second.move(*later(second), by=staff)
    second.move(*later(second), by=staff)
    file = client.get(f"/courses/{course.pk}/course.ics").content
    one, two, three = Calendar.from_ical(file).walk("VEVENT")
    assert (one["STATUS"], one["SEQUENCE"]) == ("CANCELLED", 1)
    assert "中止" in one["SUMMARY"]
    assert ("STATUS" in two, two["SEQUENCE"]) == (False, 2)
    assert three["SEQUENCE"] == 0


@pytest.mark.django_db
def test_the_public_page_and_the_open_data_say_what_is_called_off(client):
    course, staff, _ = a_series()
    session = course.sessions.first()
    session.cancel(by=staff, reason="台風のため")
    page = client.get_page(course.get_absolute_url())
    assert "【中止】" in "".join(page.text)
    rows = b"".join(client.get("/open-data/401005_event.csv").streaming_content).decode()
    assert "の回は中止になりました" in rows


@pytest.mark.django_db
def test_staff_call_a_session_off_on_the_page_and_see_whom_to_telephone(client):
    course, staff, _ = a_series()
    person = Person.register_at_the_desk(cast.a_person(given_name="春子"))
    course.sign_up(person, by=staff, via=SignUp.Via.PHONE)
    session = course.sessions.first()
    client.sign_in(staff)
    address = f"/desk/sessions/{session.pk}/cancellation/"
    client.get_page(address)
    client.post_page(address, {"reason": ""}, status=422)
    assert client.post(address, {"reason": "台風のため"}).status_code == 302
    page = client.get_page(f"/desk/sessions/{session.pk}/")
    text = "".join(page.text)
    assert "この回は中止になりました" in text
    assert "電話でお知らせする方" in text
    assert "tel:093-000-0002" in [a["href"] for a in page.all("a")]


@pytest.mark.django_db
def test_staff_move_a_session_on_the_page(client):
    course, staff, _ = a_series()
    session = course.sessions.first()
    day = timezone.localdate() + timedelta(days=3)
    client.sign_in(staff)
    address = f"/desk/sessions/{session.pk}/move/"
    client.get_page(address)
    client.post_page(address, {"day": day, "starts": "15:00", "ends": "14:00"}, status=422)
    client.post_page(address, {"day": "2020-01-01", "starts": "9:00", "ends": "10:00"}, status=422)
    answer = client.post(address, {"day": day, "starts": "14:00", "ends": "15:30"})
    assert answer["Location"] == f"/desk/sessions/{session.pk}/"
    session.refresh_from_db()
    starts = timezone.localtime(session.starts_at)
    assert (starts.date(), starts.hour, session.revision) == (day, 14, 1)


@pytest.mark.django_db
def test_next_years_copy_holds_the_session_that_was_called_off_this_year():
    course, staff, _ = a_series()
    course.sessions.first().cancel(by=staff, reason="台風のため")
    copy = course.copy_for_another_year()
    assert copy.sessions.held().count() == 3


@pytest.mark.django_db
def test_a_session_is_not_moved_to_a_time_at_which_somebody_else_has_its_room():
    course, staff, _ = a_series()
    room = Room.objects.create(center=course.center, name="調理室")
    first, second, _ = course.sessions.all()
    Session.objects.filter(pk__in=[first.pk, second.pk]).update(room=room)
    with pytest.raises(ValidationError) as refusal:
        first.move(second.starts_at, second.ends_at, by=staff)
    assert code_of(refusal.value) == "room_taken"
    first.refresh_from_db()
    assert first.booking.period.lower == first.starts_at
