"""The desk's first page, and the morning's mail, tell what waits about rooms as about courses."""

import pytest

from centers.models import Call, Registration, Reservation
from portal.notices.models import Message
from programs.desk.todo import todos_of
from programs.letters.digest import write_digests
from tests import cast, rooms
from tests.centers.house import House
from tests.room_lotteries import a_day, a_room_lottery, a_wish, a_wisher, closed

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def waiting(house: House) -> None:
    """One of each kind of thing to do at the centre."""
    house.a_registration("待つ会", status=Registration.Status.APPLIED, decided_at=None)
    asked, outside = house.a_reservation(), house.a_reservation(house.hall, name="浜囲碁会")
    Reservation.objects.filter(pk=asked.pk).update(status="requested")
    group = outside.registration.group
    Call.objects.create(key="x", group=group, center=house.center, subject="結果", body="結果")


def told(user) -> dict[str, int]:
    return {todo.label: todo.number for todo in todos_of(user)}


def test_each_kind_is_counted_and_leads_to_its_page(client, house):
    waiting(house)
    rooms.a_closed_day(house.center, house.day)
    assert told(house.staff) == {
        "認めるのを待つ利用登録": 1,
        "承認を待つ部屋の申請": 1,
        "電話・はがきで知らせる団体": 1,
        "休館や区分の外になった部屋の予定": 2,
    }
    client.sign_in(house.staff)
    page = client.get_page("/desk/")
    for todo in todos_of(house.staff):
        assert todo.label in page.text
        assert {"href": todo.url} in page.all("a")
        assert client.get(todo.url).status_code == 200


def test_the_mail_of_the_morning_tells_it_too(house):
    waiting(house)
    write_digests()
    letter = Message.objects.get(to=house.staff.email)
    assert "・認めるのを待つ利用登録　1件" in letter.body
    assert "/desk/rooms/registrations/" in letter.body


def test_another_centre_has_nothing_to_do_with_it(house):
    waiting(house)
    other = cast.a_center("moji", name="よその市民センター")
    assert told(cast.center_staff(other, "m@example.jp")) == {}


def test_the_section_alone_takes_the_steps_of_a_draw(house):
    lottery = a_room_lottery()
    a_wish(lottery, a_wisher(), house.room, a_day())
    closed(lottery)
    assert told(house.staff) == {}
    assert told(cast.section_staff()) == {"すすめる部屋の抽選": 1}
