"""What staff save about a course reaches its queue in the same transaction, or is refused."""

import pytest

from programs.models import Course, SignUp
from tests import cast
from tests.programs.test_staff_admin import as_shown, change, errors_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(client) -> Course:
    """A full course with a queue, its manager signed in."""
    course = cast.a_course(capacity=1, queue="at_once")
    client.sign_in(cast.center_staff(course.center))
    cast.newcomers(course, 1, 1, 1)
    return course


def save(client, course: Course, **fields):
    return client.post(change(course), as_shown(client, change(course)) | fields)


def waiting(course: Course) -> list[str]:
    """What became of those who stood in the queue, in its order."""
    in_line = SignUp.objects.filter(course=course).order_by("pk")[1:]
    return [sign_up.status for sign_up in in_line]


def test_more_seats_saved_in_the_form_are_the_queues_at_once(client, course):
    assert save(client, course, capacity="2").status_code == 302
    assert waiting(course) == ["seated", "waiting"]


def test_a_rule_changed_in_the_form_moves_what_stood_still(client, course):
    save(client, course, queue="by_staff", capacity="2")
    assert waiting(course) == ["waiting", "waiting"]
    save(client, course, queue="offer")
    assert waiting(course) == ["offered", "waiting"]


def test_the_day_staff_choose_from_moved_nearer_lets_seats_move_again(client, course):
    save(client, course, by_staff_days="30", capacity="2")
    assert waiting(course) == ["waiting", "waiting"]
    save(client, course, by_staff_days="1")
    assert waiting(course) == ["seated", "waiting"]


def test_a_queue_with_people_in_it_cannot_be_ended(client, course):
    said = errors_of(save(client, course, queue="none"))
    assert "2人がキャンセル待ちに並んでいるので" in said
    assert "申込締切を早めてください。" in said
    course.refresh_from_db()
    assert course.queue == "at_once"


def test_seats_that_are_offered_count_as_taken(client, course):
    save(client, course, queue="offer", capacity="2")
    said = errors_of(save(client, course, capacity="1"))
    assert "すでに2人の席が決まっているか、ご案内中です。" in said
