"""The desk's half of the table of who may see what, so that two look through it side by side."""

import pytest

from tests.portal.test_who_may_see_what import differing


@pytest.mark.django_db
def test_each_role_sees_of_the_desk_what_the_table_says(client):
    assert differing(type(client), at_the_desk=True) == {}
