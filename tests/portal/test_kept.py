"""Small tables kept in memory for a minute."""

import pytest

from centers.kept import WARDS
from portal import kept
from portal.people.models import Ward
from tests import cast

pytestmark = pytest.mark.django_db


def test_names_are_read_anew_with_their_rows():
    moji = cast.a_ward("moji")
    before = WARDS.names()["moji"]
    Ward.objects.filter(pk=moji.pk).update(name="新門司区")
    assert WARDS.names()["moji"] == before
    kept.forget_all()
    assert WARDS.names()["moji"] == "新門司区"


def test_names_stand_in_the_order_of_their_table():
    cast.a_ward("tobata")
    cast.a_ward("moji")
    assert list(WARDS.names()) == [ward.slug for ward in Ward.objects.all()]
