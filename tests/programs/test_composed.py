"""A statement put together once answers like the queryset it was made of."""

import pghistory
import pytest
from django.utils import timezone

from programs.composed import Composed, ask_together
from programs.models import Course, Session
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_row_is_what_the_queryset_would_have_read(django_assert_num_queries):
    course = cast.a_course(source="x", source_key="1", source_columns={"駐輪場": ["あり", 2]})
    course.life_stages.add(cast.a_life_stage("senior"))
    page = Course.objects.for_page()
    expected = page.get(pk=course.pk)
    with django_assert_num_queries(1):
        (read,) = Composed(page.filter(pk=0)).ask(course.pk)
        for field in Course._meta.concrete_fields:
            if field.name not in expected.get_deferred_fields():
                assert getattr(read, field.attname) == getattr(expected, field.attname), field.name
    assert read.source_columns == {"駐輪場": ["あり", 2]}
    assert read.stage_ids == expected.stage_ids != []
    assert read.get_deferred_fields() == {"search", "title_search"}
    assert not read._state.adding


def test_it_is_asked_again_with_other_values():
    first, second = cast.a_course(sessions=2), cast.a_course(sessions=3)
    sessions = Composed(Session.objects.filter(course=0))
    for course in (first, second, first):
        assert sessions.ask(course.pk) == list(course.sessions.all())
    assert sessions.ask(0) == []


def test_two_are_asked_in_one_message(django_assert_num_queries):
    course, other = cast.a_course(title="出汁", sessions=2), cast.a_course(sessions=3)
    titles = Composed(Course.objects.published().only("title").filter(pk=0))
    sessions = Composed(Session.objects.filter(course=0))

    def both(pk: int) -> list:
        with django_assert_num_queries(1):
            return ask_together((titles, (timezone.now(), pk)), (sessions, (pk,)))

    for one in (course, other):
        assert both(one.pk) == [[one], list(one.sessions.all())]
    assert both(0) == [[], []]
    with pghistory.context(user=None):  # which leads a cursor to the last answer
        assert both(course.pk) == [[course], list(course.sessions.all())]


def test_only_some_fields_may_be_read():
    course = cast.a_course(title="出汁")
    titles = Composed(Course.objects.published().only("title").filter(pk=0))
    (read,) = titles.ask(timezone.now(), course.pk)
    assert read.title == "出汁"
    assert "description" in read.get_deferred_fields()


def test_a_row_is_changed_saved_and_read_further_as_ever(django_assert_num_queries):
    course = cast.a_course(title="出汁", description="昆布と鰹節")
    (read,) = Composed(Course.objects.only("title", "category").filter(pk=0)).ask(course.pk)
    with django_assert_num_queries(1):
        assert read.description == "昆布と鰹節"
    with django_assert_num_queries(1):
        assert read.category.pk == course.category_id
    read.title = "味噌"
    read.save(update_fields=["title"])
    course.refresh_from_db()
    assert (read, read.title) == (course, course.title)


def test_values_are_never_read_as_sql():
    cast.a_course()
    titles = Composed(Course.objects.filter(title=""))
    assert titles.ask("' OR ''='") == []


def test_a_locked_course_is_read_and_locked_in_one_statement(django_assert_num_queries):
    course = cast.a_course(title="出汁")
    with django_assert_num_queries(1) as asked:
        assert Course.objects.locked(course.pk).title == "出汁"
    assert asked.captured_queries[0]["sql"].endswith("FOR UPDATE")


def test_a_course_that_is_not_there_cannot_be_locked():
    with pytest.raises(Course.DoesNotExist):
        Course.objects.locked(0)
