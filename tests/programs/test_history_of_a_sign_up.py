"""Everything that happened to a sign-up, to its children and its fee, as its owner reads it."""

import pytest

from programs.models import Payment
from programs.models.told import Child, Told
from programs.sign_ups.history import held_a_seat, history_of
from tests import cast

pytestmark = pytest.mark.django_db


def told_of(sign_up) -> list[str]:
    return [happening.words for happening in history_of(sign_up, sign_up.by)]


@pytest.mark.django_db(transaction=True)
def test_what_becomes_of_a_childs_place_is_told():
    course = cast.a_course(childcare_capacity=1)
    kept, waits = (
        course.sign_up(person, by=user, told={person.pk: Told(children=(Child("湊", 30),))})
        for user, person in cast.many_residents(2)
    )
    assert told_of(kept) == ["申込を受け付けました", "託児の席が決まりました"]
    kept.withdraw(by=kept.by)
    assert told_of(kept)[2:] == ["申込を取り消しました", "託児の申込を取り消しました"]
    assert told_of(waits) == [
        "申込を受け付けました",
        "託児のキャンセル待ちに並びました",
        "託児の席が決まりました",
    ]
    assert {happening.why for happening in history_of(waits, waits.by)} == {"", "湊"}


def test_a_fee_taken_and_given_back_is_told():
    course, user = cast.a_course(fee=1_500), cast.a_resident()
    staff = cast.center_staff(course.center)
    sign_up = course.sign_up(user.household.people.get(), by=user)
    payment = Payment.receive(sign_up, by=staff)
    payment.refund(by=staff)
    happenings = history_of(sign_up, user)
    assert [happening.words for happening in happenings] == [
        "申込を受け付けました",
        "参加費1,500円を受け取りました",
        "参加費1,500円をお返ししました",
    ]
    assert [happening.by for happening in happenings][1:] == ["会場の職員"] * 2


def test_who_only_waited_gave_no_seat_to_others(client):
    course = cast.a_course(capacity=1, queue="at_once")
    seated, waiting = cast.newcomers(course, 1, 1)
    for sign_up, held in ((waiting, False), (seated, True)):
        sign_up.withdraw(by=sign_up.by)
        assert held_a_seat(history_of(sign_up, sign_up.by)) is held
        client.sign_in(sign_up.by)
        said = "".join(client.get_page(f"/my/sign-ups/{sign_up.pk}/").text)
        assert ("席は、ほかの方にゆずりました" in said) is held


def test_an_offer_says_by_when_to_answer_and_nothing_of_leaving_at_any_time(client):
    course = cast.a_course(capacity=1, queue="offer")
    seated, waiting = cast.newcomers(course, 1, 1)
    client.sign_in(waiting.by)
    address = f"/my/sign-ups/{waiting.pk}/"
    assert "いつでも" in "".join(client.get_page(address).text)
    seated.withdraw(by=seated.by)
    assert "いつでも" not in "".join(client.get_page(address).text)
