"""What one test commits no other test finds."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from portal.people.models import Person
from programs.models import Course, SignUp
from tests import cast
from tests.emptied import MADE_BY_MIGRATING, empty_database

pytestmark = pytest.mark.django_db(transaction=True)


def filled() -> set[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        found = set()
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_nothing_is_left_but_what_migrating_makes():
    user = cast.a_resident()
    cast.a_course().sign_up(Person.objects.of(user).get(), by=user)
    assert {Course._meta.db_table, SignUp._meta.db_table} <= filled()
    empty_database()
    assert filled() == MADE_BY_MIGRATING


def test_what_migrating_makes_stays_as_it_was():
    before = list(Permission.objects.order_by("pk").values_list("pk", "codename"))
    empty_database()
    assert list(Permission.objects.order_by("pk").values_list("pk", "codename")) == before
    assert before


def test_afterwards_the_triggers_are_awake():
    empty_database()
    user, course = cast.a_resident(), cast.a_course()
    course.sign_up(Person.objects.of(user).get(), by=user)
    course.refresh_from_db()
    assert course.seats_taken == 1
