"""The front door: what closes soon, and ways in that lead somewhere."""

from urllib.parse import urlsplit

import pytest

from portal.demo.city.offer import STAGES
from programs.models import LifeStage
from tests import cast

pytestmark = pytest.mark.django_db


def test_what_closes_first_comes_first_and_needs_a_sign_up(client):
    cast.a_course(title="あとで締め切る講座", days_ahead=30)
    cast.a_course(title="もうすぐ締め切る講座", days_ahead=5)
    cast.a_course(title="申し込まない講座", method="none", takes_sign_ups_here=False)
    titles = [course.title for course in client.get("/").context["closing_soon"]]
    assert titles == ["もうすぐ締め切る講座", "あとで締め切る講座"]


def test_every_shortcut_is_a_condition_the_list_understands(client):
    for order, (_, slug, name, first, last) in enumerate(STAGES):
        LifeStage.objects.create(slug=slug, name=name, min_age=first, max_age=last, order=order)
    shortcuts = client.get("/").context["shortcuts"]
    assert len(shortcuts) >= 6
    for shortcut in shortcuts:
        answer = client.get(shortcut["url"])
        assert answer.context["problem"] == "", shortcut
        assert answer.context["conditions"], urlsplit(shortcut["url"]).query
