"""The page a letter leads to: a seat is offered, until when, yes or no."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from portal.people.models import Person, User
from programs.models import Course, SignUp
from tests import cast
from tests.page_lint import Page

pytestmark = pytest.mark.django_db


def texts(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def answers(page: Page) -> list[str]:
    return [a["value"] for a in page.all("button") if a.get("name") == "answer"]


def address(sign_up: SignUp) -> str:
    return f"/my/sign-ups/{sign_up.pk}/offer/"


@pytest.fixture
def parent(client) -> User:
    user = cast.a_resident()
    client.sign_in(user)
    return user


def an_offer(parent: User, size: int = 1, **fields) -> tuple[SignUp, SignUp]:
    """An offer to `parent`'s family, and who stands behind it."""
    course = cast.a_course(capacity=size, queue="offer", party_max=2, **fields)
    (seated,) = cast.newcomers(course, size)
    people = list(Person.objects.of(parent))[:size]
    mine = course.sign_up_together(people, by=parent)[0]
    (behind,) = cast.newcomers(course, 1)
    seated.withdraw(by=seated.by, whole_party=True)
    mine.refresh_from_db()
    assert mine.is_offered
    return mine, behind


def end(offer: SignUp) -> None:
    SignUp.objects.filter(pk=offer.pk).update(offer_until=timezone.now() - timedelta(seconds=1))


def test_the_page_says_until_when_and_asks(client, parent):
    mine, _ = an_offer(parent)
    page = client.get_page(address(mine))
    until = timezone.localtime(mine.offer_until)
    assert f"{until.year}年{until.month}月{until.day}日" in texts(page)
    assert answers(page) == ["accept", "decline"]
    assert answers(client.get_page(f"/my/sign-ups/{mine.pk}/")) == ["accept", "decline"]
    mine.refresh_from_db()
    assert mine.is_offered, "looking changes nothing"


def test_yes_leads_to_the_receipt_of_the_seat(client, parent):
    mine, _ = an_offer(parent)
    response = client.post(address(mine), {"answer": "accept"}, follow=True)
    assert response.redirect_chain == [(f"/my/sign-ups/{mine.pk}/", 302)]
    said = response.content.decode()
    assert "席が決まりました" in said
    assert "ご案内の席に決まりました" in said


def test_no_gives_the_seat_on_and_says_so(client, parent):
    mine, behind = an_offer(parent)
    response = client.post(address(mine), {"answer": "decline"}, follow=True)
    assert "ご案内を辞退しました" in response.content.decode()
    behind.refresh_from_db()
    assert behind.is_offered


@pytest.mark.parametrize("answer", ["", "maybe", "accept\x00", "ACCEPT", "9" * 5_000])
def test_neither_yes_nor_no_is_asked_again(client, parent, answer):
    mine, _ = an_offer(parent)
    page = client.post_page(address(mine), {"answer": answer}, status=422)
    assert "どちらかを押してください" in texts(page)
    mine.refresh_from_db()
    assert mine.is_offered


def test_an_offer_that_is_over_is_politely_refused(client, parent):
    mine, _ = an_offer(parent)
    end(mine)
    page = client.get_page(address(mine))
    assert "お返事の期限を過ぎたため" in texts(page)
    assert answers(page) == []
    assert answers(client.get_page(f"/my/sign-ups/{mine.pk}/")) == []
    SignUp.objects.get(pk=mine.pk).lapse()
    assert "お返事の期限を過ぎたため" in texts(client.get_page(address(mine)))


def test_a_form_left_open_past_the_deadline_takes_no_seat(client, parent):
    mine, _ = an_offer(parent)
    client.get_page(address(mine))
    end(mine)
    page = client.post_page(address(mine), {"answer": "accept"}, status=409)
    assert "お返事の期限を過ぎたため" in texts(page)
    assert page.title.startswith("エラー：")
    assert answers(page) == []
    mine.refresh_from_db()
    assert not mine.is_seated


def test_a_deadline_at_midnight_is_kept_to_the_second(client, parent):
    mine, _ = an_offer(parent)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    midnight += timedelta(days=1)
    SignUp.objects.filter(pk=mine.pk).update(offer_until=midnight)
    with patch("django.utils.timezone.now", lambda: midnight + timedelta(seconds=1)):
        client.post_page(address(mine), {"answer": "accept"}, status=409)
    with patch("django.utils.timezone.now", lambda: midnight):
        assert client.post(address(mine), {"answer": "accept"}).status_code == 302
    mine.refresh_from_db()
    assert mine.is_seated


def test_pressing_yes_twice_is_answered_with_the_seat(client, parent):
    mine, _ = an_offer(parent)
    client.post(address(mine), {"answer": "accept"})
    page = client.post_page(address(mine), {"answer": "accept"}, status=409)
    assert "いま席のご案内はありません" in texts(page)
    assert "もう決まっています" in texts(client.get_page(address(mine)))


def test_who_still_waits_reads_the_number_instead(client, parent):
    course: Course = cast.a_course(capacity=1, queue="offer")
    cast.newcomers(course, 1)
    mine = course.sign_up(parent.household.people.get(), by=parent)
    page = client.get_page(address(mine))
    assert "キャンセル待ちの1番目です" in texts(page)
    assert answers(page) == []


def test_a_family_answers_together_or_lets_one_go_first(client, parent):
    Person.register(parent, cast.a_person(given_name="太郎"))
    mine, _ = an_offer(parent, 2)
    page = client.get_page(address(mine))
    assert "2人で参加する" in texts(page)
    assert f"/my/sign-ups/{mine.pk}/withdrawal/" in [a["href"] for a in page.all("a")]
    client.post(f"/my/sign-ups/{mine.pk}/withdrawal/")
    other = SignUp.objects.get(party=mine.party_id, status="offered")
    client.post(address(other), {"answer": "accept"})
    other.refresh_from_db()
    assert other.is_seated


def test_my_page_asks_once_for_each_family_what_is_due_soonest_first(client, parent):
    Person.register(parent, cast.a_person(given_name="太郎"))
    late, _ = an_offer(parent, 2, title="あとの返事", offer_hours=72)
    soon, _ = an_offer(parent, title="さきの返事", offer_hours=5)
    page = client.get_page("/my/")
    links = [a["href"] for a in page.all("a") if a["href"].endswith("/offer/")]
    assert links == [address(soon), address(late)]


def test_nobody_else_may_answer(client, parent):
    mine, behind = an_offer(parent)
    for sign_up, user in ((mine, behind.by), (behind, parent)):
        client.sign_in(user)
        assert client.post(address(sign_up), {"answer": "decline"}).status_code == 404
    mine.refresh_from_db()
    assert mine.is_offered


def test_the_page_is_kept_by_no_cache(client, parent):
    mine, _ = an_offer(parent)
    assert "no-store" in client.get(address(mine))["Cache-Control"]
