"""Publishing many courses at once, in the words of the queryset."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import connections, transaction
from django.utils import timezone

from programs.models import Course
from tests import cast

pytestmark = pytest.mark.django_db


def test_drafts_and_what_waits_are_published_and_counted():
    draft = cast.a_course(published_at=None)
    waiting = cast.a_course(published_at=timezone.now() + timedelta(days=9))
    assert Course.objects.publish_now() == 2
    assert set(Course.objects.published()) == {draft, waiting}


def test_what_has_no_session_stays_unpublished():
    empty = cast.a_course(published_at=None, sessions=0)
    assert Course.objects.publish_now() == 0
    assert list(Course.objects.unpublished()) == [empty]


def test_what_is_published_already_keeps_its_day():
    course = cast.a_course(published_at=timezone.now() - timedelta(days=30))
    assert Course.objects.publish_now() == 0
    assert Course.objects.get().published_at == course.published_at


def test_only_the_courses_asked_for_are_published():
    draft, other = cast.a_course(published_at=None), cast.a_course(published_at=None)
    assert Course.objects.filter(pk=draft.pk).publish_now() == 1
    assert list(Course.objects.unpublished()) == [other]


def test_the_change_is_kept_as_history():
    course = cast.a_course(published_at=None)
    Course.objects.publish_now()
    last = course.events.order_by("pgh_id").last()
    assert (last.pgh_label, last.published_at is not None) == ("update", True)


@pytest.mark.django_db(transaction=True)
def test_who_locks_the_same_courses_meanwhile_waits_for_no_circle():
    """A family signs up for a series: it locks the first course, then the second."""
    first, second = (cast.a_course(published_at=None) for _ in range(2))
    Course.objects.filter(pk=first.pk).update(note="now it lies behind the second in the table")
    first_is_locked, publishing = Event(), Event()

    def lock_both() -> None:
        with transaction.atomic():
            Course.objects.locked(first.pk)
            first_is_locked.set()
            publishing.wait(10)
            Event().wait(0.3)
            Course.objects.locked(second.pk)
        connections.close_all()

    def publish() -> int:
        first_is_locked.wait(10)
        publishing.set()
        published = Course.objects.publish_now()
        connections.close_all()
        return published

    with ThreadPoolExecutor(2) as pool:
        locking, published = pool.submit(lock_both), pool.submit(publish)
        locking.result(20)
        assert published.result(20) == 2
