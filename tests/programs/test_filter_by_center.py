"""One centre is chosen from a list that says how many courses each would give."""

import pytest

from programs.browsing import list_page
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_list_of_centres_shows_counts_and_narrows_with_the_ward(client):
    cast.a_course(title="戸畑の講座")
    minato = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    cast.a_course(title="門司の講座", center=minato)
    whole = client.get("/courses/").content.decode()
    assert "門司みなと市民センター（1）" in whole
    in_tobata = client.get("/courses/?ward=tobata").content.decode()
    assert "戸畑浜市民センター（1）" in in_tobata
    assert "門司みなと市民センター（" not in in_tobata


def test_the_chosen_centre_stays_chosen_and_can_be_dropped(client):
    cast.a_course(title="戸畑の講座")
    page = client.get_page("/courses/?center=hama&q=%E8%AC%9B%E5%BA%A7")
    chosen = [option for option in page.all("option") if "selected" in option]
    assert [option["value"] for option in chosen] == ["hama"]
    links = [link["href"] for link in page.all("a")]
    assert "?q=%E8%AC%9B%E5%BA%A7" in links


def test_of_too_many_centres_one_chooses_after_the_ward(client, monkeypatch):
    monkeypatch.setattr(list_page, "MOST_CENTERS", 1)
    cast.a_course(title="戸畑の講座")
    minato = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    cast.a_course(title="門司の講座", center=minato)
    whole = client.get("/courses/").content.decode()
    assert "先に区をえらんでください" in whole
    assert "門司みなと市民センター（1）" not in whole
    in_tobata = client.get("/courses/?ward=tobata").content.decode()
    assert "戸畑浜市民センター（1）" in in_tobata
    assert "先に区をえらんでください" not in in_tobata


def test_of_too_many_centres_the_chosen_one_is_still_shown(client, monkeypatch):
    monkeypatch.setattr(list_page, "MOST_CENTERS", 0)
    cast.a_course(title="戸畑の講座")
    page = client.get_page("/courses/?center=hama")
    values = [option["value"] for option in page.all("option")]
    assert values == ["", "hama"]
