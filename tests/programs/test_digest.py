"""Staff are told each morning what the day brings and what waits, if there is anything."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notices.models import Message
from portal.people.models import User
from programs.letters.digest import write_digests
from programs.models import Course, Session
from tests import cast

pytestmark = pytest.mark.django_db


def digests() -> list[Message]:
    return list(Message.objects.filter(key__startswith="digest-").order_by("pk"))


def a_session_today(course: Course) -> Session:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    course.sessions.all().delete()
    return Session.objects.create(course=course, starts_at=noon, ends_at=noon + timedelta(hours=2))


def test_the_centre_reads_of_its_own_day_and_no_other():
    course = cast.a_course(title="だしをとる")
    cast.newcomers(course, 1, 1)
    a_session_today(course)
    cast.center_staff(course.center)
    other = cast.a_center("other", ward="moji", name="門司の市民センター")
    cast.center_staff(other, "other@example.jp")
    assert write_digests() == 1
    [mail] = digests()
    assert mail.to == "kancho@example.jp"
    assert "12:00〜14:00 だしをとる 2人" in mail.body
    assert "/desk/" in mail.body


def test_nothing_to_say_is_not_said():
    cast.center_staff(cast.a_course().center)
    assert write_digests() == 0


def test_once_a_day_however_often_it_is_asked():
    course = cast.a_course()
    a_session_today(course)
    cast.center_staff(course.center)
    assert [write_digests(), write_digests()] == [1, 0]


def test_staff_may_switch_it_off_and_the_mail_says_how():
    course = cast.a_course()
    a_session_today(course)
    staff = cast.center_staff(course.center)
    write_digests()
    assert digests()[0].unsubscribe in digests()[0].body
    Message.objects.all().delete()
    User.objects.filter(pk=staff.pk).update(wants_digest=False)
    assert write_digests() == 0


def test_what_waits_is_named_with_its_number_and_its_page():
    course = cast.a_course(minimum_to_run=5, apply_until=timezone.now() - timedelta(hours=1))
    cast.center_staff(course.center)
    write_digests()
    assert "最少開講人数に届かない講座　1件" in digests()[0].body
    assert "/desk/courses/?todo=minimum" in digests()[0].body


def test_whom_mail_does_not_reach_is_counted():
    user = cast.a_resident()
    course = cast.a_course()
    course.sign_up(user.household.people.get(), by=user)
    User.objects.mail_fails(user.email)
    cast.section_staff()
    write_digests()
    assert "メールの届かない方　1人" in digests()[0].body


def test_who_has_left_is_not_written_to():
    course = cast.a_course()
    a_session_today(course)
    staff = cast.center_staff(course.center)
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert write_digests() == 0


def test_a_day_full_of_courses_stays_a_short_mail(monkeypatch):
    monkeypatch.setattr("programs.letters.digest.SESSIONS_NAMED", 2)
    for number in range(4):
        a_session_today(cast.a_course(title=f"講座{number}"))
    cast.section_staff()
    write_digests()
    assert "きょうの講座（4件）" in digests()[0].body
    assert "ほか2件" in digests()[0].body
