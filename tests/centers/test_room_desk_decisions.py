"""One reservation at the desk: approved or refused, cancelled, paid for, and its history."""

import pytest
from django.core.exceptions import ValidationError

from centers.models import Booking, Reservation
from centers.reserving import deciding
from portal.notices.models import Message
from portal.people.models import AccessLog
from portal.refusal import code_of
from tests.centers.house import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def asked(house) -> Reservation:
    reservation = house.a_reservation()
    Reservation.objects.filter(pk=reservation.pk).update(status="requested", fee=800)
    reservation.refresh_from_db()
    return reservation


def refused(code: str, command, *args, **how) -> None:
    with pytest.raises(ValidationError) as refusal:
        command(*args, **how)
    assert code_of(refusal.value) == code


def address(reservation: Reservation, part: str = "") -> str:
    return f"/desk/rooms/reservations/{reservation.receipt}/{part}"


def test_the_page_shows_the_telephone_and_writes_that_down(client, house, asked):
    client.sign_in(house.staff)
    page = client.get_page(address(asked))
    person = asked.registration.group.representative
    assert person.phone in page.text
    assert AccessLog.objects.get().person == person


def test_an_approved_request_is_told_and_stands_in_the_history(client, house, asked):
    client.sign_in(house.staff)
    client.post(address(asked, "decision/"), {"decision": "approve"})
    asked.refresh_from_db()
    assert (asked.status, asked.what, asked.changed_by) == ("confirmed", "approved", house.staff)
    assert Message.objects.count() == 1
    assert any("承認しました" in text for text in client.get_page(address(asked)).text)
    refused("already_decided", deciding.approve, asked, by=house.staff)


def test_a_refused_request_gives_the_room_free_and_says_why(client, house, asked):
    client.sign_in(house.staff)
    page = client.post_page(address(asked, "decision/"), {"decision": "refuse"}, status=422)
    assert any("理由を書いてください" in text for text in page.text)
    client.post(address(asked, "decision/"), {"decision": "refuse", "why": "営利の販売のため"})
    asked.refresh_from_db()
    assert (asked.status, asked.why) == ("refused", "営利の販売のため")
    assert not Booking.objects.live().filter(pk=asked.booking_id).exists()
    assert "営利の販売のため" in Message.objects.get().body
    refused("already_decided", deciding.refuse, asked, "もう一度", by=house.staff)


def test_the_desk_cancels_for_a_reason(client, house, asked):
    client.sign_in(house.staff)
    client.post_page(address(asked, "cancellation/"), {"why": "  "}, status=422)
    client.post(address(asked, "cancellation/"), {"why": "断水のため"})
    asked.refresh_from_db()
    assert (asked.status, asked.why) == ("cancelled", "断水のため")
    client.get_page(address(asked))


def test_the_fee_is_taken_once_and_given_back_once(client, house, asked):
    client.sign_in(house.staff)
    client.post(address(asked, "payment/"))
    asked.refresh_from_db()
    assert (asked.paid_at is not None, asked.what) == (True, "paid")
    refused("already_paid", deciding.receive_fee, asked, by=house.staff)
    client.get_page(address(asked))
    client.post(address(asked, "payment/"), {"payment": "back"})
    asked.refresh_from_db()
    assert (asked.paid_at, asked.what) == (None, "refunded")
    refused("not_paid", deciding.give_fee_back, asked, by=house.staff)
    Reservation.objects.filter(pk=asked.pk).update(exemption=800)
    refused("nothing_to_pay", deciding.receive_fee, asked, by=house.staff)


def test_of_what_was_cancelled_and_paid_back_nothing_is_said_to_be_missing(client, house, asked):
    deciding.receive_fee(asked, by=house.staff)
    client.sign_in(house.staff)
    client.post(address(asked, "cancellation/"), {"why": "断水のため"})
    client.post(address(asked, "payment/"), {"payment": "back"})
    page = client.get_page(address(asked))
    assert any("受け取るものはありません" in text for text in page.text)
    assert not any("まだ受け取っていません" in text for text in page.text)
    assert sum("断水のため" in text for text in page.text) == 2, (
        "as it stands, and when it happened"
    )
    client.sign_in(asked.by)
    assert any("断水のため" in text for text in client.get_page(f"/my/rooms/{asked.receipt}/").text)


def test_a_fee_to_pay_back_is_listed_until_it_is_paid_back(client, house, asked):
    listed = "/desk/rooms/repayments/"
    deciding.receive_fee(asked, by=house.staff)
    client.sign_in(house.staff)
    assert any("返す使用料はありません" in text for text in client.get_page(listed).text)
    client.post(address(asked, "cancellation/"), {"why": "断水のため"})
    page = client.get_page(listed)
    assert {asked.receipt_number, "800円"} <= {text.strip() for text in page.text}
    person = asked.registration.group.representative
    assert AccessLog.objects.filter(person=person, reason="返す使用料").exists()
    assert "返す使用料" in client.get_page(house.address()).text
    client.post(address(asked, "payment/"), {"payment": "back"})
    assert any("返す使用料はありません" in text for text in client.get_page(listed).text)


def test_the_fee_of_who_did_not_come_is_not_paid_back(house, asked):
    Reservation.objects.filter(pk=asked.pk).update(status="no_show", paid_at=asked.created_at)
    assert not Reservation.objects.to_pay_back().exists()


def test_nobody_is_missing_before_it_has_begun(client, house, asked):
    deciding.approve(asked, by=house.staff)
    refused("not_begun", deciding.note_no_show, asked, by=house.staff)
    client.sign_in(house.staff)
    page = client.post_page(address(asked, "no-show/"), {}, status=422)
    assert any("まだ始まっていません" in text for text in page.text)
