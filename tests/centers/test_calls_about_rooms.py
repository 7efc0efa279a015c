"""Groups no mail reaches are told by telephone what others are mailed, each thing once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centers.models import Call, Registration, Reservation
from centers.reserving import deciding, giving_up
from centers.reserving.requesting import request
from centers.running import moving
from centers.tasks import tell_of_the_draw
from portal.notices.models import Message
from portal.people.models import AccessLog, Person, User
from tests import cast, rooms
from tests.centers.house import House, mark
from tests.room_lotteries import a_day, a_room_lottery, a_wish, announced, the_month

pytestmark = pytest.mark.django_db

DESK = "/desk/rooms/calls/"


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def desk(client, house):
    client.sign_in(house.staff)
    return client


def offline(house: House, name: str = "コーラス浜", *, on=None, **fields) -> Registration:
    """A group whose representative came to the counter and has no account."""
    person = Person.register_at_the_desk(cast.a_person(given_name=name))
    group = rooms.a_group(name=name, center=house.center, representative=person)
    return rooms.a_registration(house.staff, group=group, on=on or house.day, **fields)


def at_the_counter(house: House, registration: Registration, slot=None) -> Reservation:
    return request(
        registration,
        house.room,
        house.day,
        [slot or house.morning],
        purpose="合唱の練習",
        headcount=12,
        by=house.staff,
        via=Reservation.Via.PHONE,
    )


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


def test_what_is_to_be_said_stands_in_paragraphs_and_wastes_no_line_of_paper(house, desk):
    own = at_the_counter(house, offline(house))
    giving_up.cancel(own, by=house.staff, why="床の工事のため", at_desk=True)
    page = desk.get(DESK).text
    assert "call-list__words" in page
    assert "<br><br>" not in page


# ---------------------------------------------------------------- who is called, and of what


def test_the_result_of_a_draw_is_told_to_whom_no_mail_reaches(house, run_queue):
    lottery = a_room_lottery()
    by_mail = rooms.a_registration(group=rooms.a_group(name="メールの会"), on=the_month())
    by_phone = offline(house, "電話の会", on=the_month())
    for number, who in enumerate((by_mail, by_phone), start=3):
        a_wish(lottery, who, house.room, a_day(number))
    announced(lottery)
    run_queue()
    call = Call.objects.get()
    assert (call.group, call.center) == (by_phone.group, house.center)
    assert "1件の希望のうち、1件が選ばれました。" in call.subject
    assert "第1会議室" in call.body
    assert Message.objects.get().to == by_mail.by.email
    tell_of_the_draw.call(lottery.pk)
    assert Call.objects.count() == 1, "told again, it is told once"


def test_who_is_on_the_telephone_is_called_of_nothing_they_just_heard(house):
    own = at_the_counter(house, offline(house))
    assert not Call.objects.exists()
    giving_up.cancel(own, by=house.staff, why="会場の都合で", at_desk=True)
    assert "会場の都合で" in Call.objects.get().body


def test_a_move_an_approval_and_a_refusal_are_called(house):
    needs = rooms.a_purpose_class("needs", needs_approval=True)
    registration = offline(house, purpose_class=needs)
    first, second = (
        at_the_counter(house, registration, slot) for slot in (house.morning, house.evening)
    )
    assert not Call.objects.exists()
    deciding.approve(first, by=house.staff)
    deciding.refuse(second, "行事のため", by=house.staff)
    moving.move_reservation(
        first,
        house.hall,
        house.day,
        [house.afternoon],
        shown=mark(first.booking),
        why="床の工事のため",
        by=house.staff,
    )
    told = [call.subject.partition("】")[0] for call in Call.objects.all()]
    assert told == [
        "【部屋の利用が承認されました",
        "【部屋の利用を承認できませんでした",
        "【部屋の予約が変わりました",
    ]


def test_whose_mail_comes_back_is_written_to_and_called(house):
    own = house.a_reservation()
    User.objects.mail_fails(own.by.email)
    giving_up.cancel(own, by=house.staff, why="床の工事のため", at_desk=True)
    assert Message.objects.get().to == own.by.email
    assert Call.objects.get().group == own.registration.group


def test_whom_mail_reaches_is_never_called(house):
    own = house.a_reservation()
    giving_up.cancel(own, by=house.staff, why="床の工事のため", at_desk=True)
    assert not Call.objects.exists()


def test_a_registration_is_called_unless_it_was_approved_at_the_counter(house):
    own = offline(house, status=Registration.Status.APPLIED, decided_at=None)
    own.approve(by=house.staff)
    assert not Call.objects.exists()
    other = offline(house, "別の会", status=Registration.Status.APPLIED, decided_at=None)
    other.send_back("会員の人数を教えてください", by=cast.section_staff())
    assert "会員の人数を教えてください" in Call.objects.get().body


def test_what_is_refused_leaves_no_call_behind(house):
    own = at_the_counter(house, offline(house))
    house.a_reservation(house.hall, house.evening, name="浜囲碁会")
    with pytest.raises(ValidationError):
        moving.move_reservation(
            own, house.hall, house.day, [house.evening], shown=mark(own.booking), by=house.staff
        )
    assert not Call.objects.exists()


# ---------------------------------------------------------------- the desk


@pytest.fixture
def call(house) -> Call:
    own = at_the_counter(house, offline(house))
    giving_up.cancel(own, by=house.staff, why="床の工事のため", at_desk=True)
    return Call.objects.get()


def test_the_desk_sees_whom_to_call_and_notes_that_it_did(desk, house, call):
    page = text_of(desk.get_page(f"{DESK}?center={house.center.pk}"))
    person = call.group.representative
    for said in (call.group.name, person.full_name, person.phone, "床の工事のため"):
        assert said in page
    assert AccessLog.objects.filter(person=person, viewer=house.staff).exists()
    assert "電話・はがきで知らせる団体" in text_of(desk.get_page(house.address()))
    answer = desk.post(f"{DESK}?center={house.center.pk}", {"call": call.pk, "how": "postcard"})
    assert answer["Location"] == f"{DESK}?center={house.center.pk}"
    call.refresh_from_db()
    assert (call.told_by, call.how) == (house.staff, "postcard")
    page = text_of(desk.get_page(DESK))
    assert "いま、電話やはがきで知らせる団体はありません" in page
    assert f"{call.group.name}：はがき" in page


def test_pressed_twice_or_with_nothing_marked_nothing_more_is_noted(desk, call):
    desk.post(DESK, {"call": call.pk, "how": "phone"})
    first = Call.objects.get().told_at
    for said in ({"call": call.pk, "how": "postcard"}, {"call": "x"}, {"how": "\x00"}, {}):
        assert desk.post(DESK, said).status_code == 302
    assert (Call.objects.get().told_at, Call.objects.get().how) == (first, "phone")


def test_another_centre_sees_and_notes_nothing(client, call):
    client.sign_in(
        cast.center_staff(cast.a_center("moji", name="よその市民センター"), "m@example.jp")
    )
    assert call.group.name not in text_of(client.get_page(f"{DESK}?group={call.group.pk}"))
    client.post(DESK, {"call": call.pk, "how": "phone"})
    assert Call.objects.to_make().exists()


def test_the_reservation_says_that_somebody_has_to_call(desk, house, call):
    own = Reservation.objects.get()
    page = text_of(desk.get_page(f"/desk/rooms/reservations/{own.receipt}/"))
    assert "この団体にはメールが届きません。まだ知らせていないことが1件あります" in page


def test_staff_are_told_how_the_group_learns_of_it(desk, house):
    own = at_the_counter(house, offline(house))
    reached = house.a_reservation(slot=house.evening, name="メールの会")
    for one, said in (
        (own, "団体にはメールが届きません"),
        (reached, "団体にメールでお知らせします"),
    ):
        address = f"/desk/rooms/reservations/{one.receipt}/"
        desk.post(f"{address}cancellation/", {"why": "床の工事のため"})
        assert said in text_of(desk.get_page(address))


def test_the_list_asks_the_database_the_same_number_of_things(desk, house, call):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get_page(DESK)
        return len(asked)

    queries()
    for_one = queries()
    for name in ("一の会", "二の会"):
        own = at_the_counter(house, offline(house, name), house.evening)
        giving_up.cancel(own, by=house.staff, why="床の工事のため", at_desk=True)
    assert queries() == for_one
