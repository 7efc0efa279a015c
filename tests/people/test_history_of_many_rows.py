"""The history of many rows in one statement: with its author, and without an error a row.

An error caught inside a trigger ends a subtransaction, and PostgreSQL looks through all deferred
checks at the end of each: 100,000 rows took time by the square of their number.
"""

import pghistory
import pytest
from django.db import connection

from portal.people.models import Household, Person
from tests import cast

pytestmark = pytest.mark.django_db
FUNCTION = "SELECT prosrc FROM pg_proc WHERE proname = '_pgh_attach_context'"


def ask(statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_no_trigger_has_to_catch_an_error_to_learn_that_nothing_is_left_out():
    assert ask("SELECT current_setting('pgtrigger.ignore')") == "{}"
    assert "EXCEPTION" not in ask(FUNCTION)


def test_a_change_with_an_author_bears_it_and_one_without_bears_none():
    household = Household.objects.create()
    people = [cast.a_person(), cast.a_person("﨑山", "次郎")]
    for person in people:
        person.household = household
    Person.objects.bulk_create(people)
    with pghistory.context(user=7):
        Person.objects.update(works_or_studies_in_city=True)
    versions = Person.pgh_event_model.objects.order_by("pgh_id")
    authors = [version.pgh_context and version.pgh_context.metadata for version in versions]
    assert authors == [None, None, {"user": 7}, {"user": 7}]
