"""Publishing many courses at once, in the words of the queryset."""

from datetime import timedelta

import pytest
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
