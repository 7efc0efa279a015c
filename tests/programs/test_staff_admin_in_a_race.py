"""Two of the staff put two courses into one room in one instant, in the admin: no page of error."""

import pytest

from centers.models import Booking, Room
from programs.admin.session_inline import SessionFormSet
from programs.models import Course
from tests import cast
from tests.page_lint import LintingClient
from tests.programs.test_staff_admin import LIST, a_new_course, as_shown, change
from tests.race import race

TAKEN = "この部屋は、その時間にほかの利用があります"


def staff_client(center) -> LintingClient:
    client = LintingClient()
    client.sign_in(cast.center_staff(center, f"kancho{Course.objects.count()}@example.jp"))
    return client


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told_that_the_room_is_taken():
    center = cast.a_center()
    room = Room.objects.create(center=center, name="調理室")
    staff = cast.center_staff(center)
    sent = a_new_course(**{"sessions-0-room": room.pk})

    def save(number):
        client = LintingClient()
        client.sign_in(staff)
        return client.post(f"{LIST}add/", sent | {"title": f"講座{number}"})

    answers = race(save, range(4))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    refused = [answer for answer in answers if answer.status_code == 200]
    assert all(TAKEN in answer.content.decode() for answer in refused)
    assert Course.objects.count() == Booking.objects.live().filter(room=room).count() == 1


@pytest.mark.django_db
def test_two_rows_of_one_course_in_one_room_at_one_time_are_refused(client):
    center = cast.a_center()
    room = Room.objects.create(center=center, name="調理室")
    client.sign_in(cast.center_staff(center))
    sent = a_new_course(**{"sessions-0-room": room.pk, "sessions-TOTAL_FORMS": "2"})
    again = {
        name.replace("sessions-0", "sessions-1"): value
        for name, value in sent.items()
        if name.startswith("sessions-0")
    }
    answer = client.post(f"{LIST}add/", sent | again)
    assert TAKEN in answer.content.decode()
    assert not Course.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rows_that_change_places_are_refused_in_words_and_nothing_is_saved():
    center = cast.a_center()
    client = staff_client(center)
    room = Room.objects.create(center=center, name="調理室")
    course = cast.a_course(center=center, sessions=2, published_at=None)
    first, second = course.sessions.all()
    for session in (first, second):
        session.room = room
        session.save()
    sent = as_shown(client, change(course))
    times = [f"sessions-{{}}-{name}" for name in ("starts_at_0", "ends_at_0")]
    swapped = {time.format(row): sent[time.format(1 - row)] for time in times for row in (0, 1)}
    answer = client.post(change(course), sent | swapped, follow=True)
    assert f"保存していません。{TAKEN}" in answer.content.decode()
    first.refresh_from_db()
    assert first.starts_at < second.starts_at


@pytest.mark.django_db(transaction=True)
def test_control_where_nobody_waits_for_the_other_the_constraint_is_what_holds(monkeypatch):
    """Without the check of the form, the database still lets one alone in, in the same words."""
    monkeypatch.setattr(SessionFormSet, "_room_is_taken", lambda self, form: False)
    center = cast.a_center()
    client = staff_client(center)
    room = Room.objects.create(center=center, name="調理室")
    sent = a_new_course(**{"sessions-0-room": room.pk})
    assert client.post(f"{LIST}add/", sent).status_code == 302
    answer = client.post(f"{LIST}add/", sent, follow=True)
    assert f"保存していません。{TAKEN}" in answer.content.decode()
    assert Booking.objects.live().filter(room=room).count() == 1
