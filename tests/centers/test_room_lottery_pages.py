"""The pages of a month's draw: for a group, for everybody, and for the desk."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from centers.lottery import drawing
from centers.lottery.file import check
from centers.models import Registration, Reservation, RoomLottery, Wish
from centers.tasks import tell_of_the_draw
from portal.notices.models import Message
from portal.people.models import AccessLog
from tests import cast, rooms
from tests.room_lotteries import (
    a_day,
    a_room_lottery,
    a_wish,
    a_wisher,
    announced,
    closed,
    drawn,
    over,
    the_month,
)

pytestmark = pytest.mark.django_db


def page_of(lottery: RoomLottery) -> str:
    return f"/rooms/lotteries/{lottery.month_key}/"


def wishes_of(lottery: RoomLottery) -> str:
    return f"/my/rooms/wishes/{lottery.month_key}/"


def desk_of(lottery: RoomLottery) -> str:
    return f"/desk/rooms/lotteries/{lottery.month_key}/"


# ---------------------------------------------------------------- a group


@pytest.fixture
def singer(client):
    """A resident whose choir may use rooms, signed in."""
    user = cast.a_resident()
    client.sign_in(user)
    return rooms.a_registration(user, on=the_month())


def test_a_group_puts_in_two_wishes_changes_their_order_and_takes_one_back(client, singer):
    lottery, room, slot = a_room_lottery(), rooms.a_room(), rooms.a_slot()
    address = wishes_of(lottery)
    assert "まだありません" in client.get(address).text
    for number in (3, 4):
        day = a_day(number)
        asked = client.get(f"{address}?day={day}&center=hama&slot={slot.pk}&room={room.pk}")
        assert room.name in asked.text
        assert asked.text.count("checked") == 2
        said = {"do": "add", "day": day, "center": "hama", "room": room.pk, "slot": slot.pk}
        said |= {"purpose": "合唱の練習", "headcount": "12"}
        assert client.post(address, said).status_code == 302
    first, second = Wish.objects.order_by("rank")
    shown = client.get(address)
    assert first.wish_list.receipt_number in shown.text
    assert "第2希望" in shown.text
    client.post(address, {"do": "up", "wish": second.pk})
    second.refresh_from_db()
    assert second.rank == 1
    client.post(address, {"do": "remove", "wish": second.pk})
    assert list(Wish.objects.values_list("pk", "rank")) == [(first.pk, 1)]


def test_what_is_missing_or_cannot_be_is_said_and_what_was_typed_stays(client, singer):
    lottery, room, day, slot = a_room_lottery(), rooms.a_room(), a_day(), rooms.a_slot()
    said = {"do": "add", "day": day, "center": "hama", "room": room.pk, "purpose": "合唱の練習"}
    missing = client.post(wishes_of(lottery), said)
    assert missing.status_code == 422
    assert "利用する時間を選んでください。" in missing.text
    assert "合唱の練習" in missing.text
    crowd = client.post(wishes_of(lottery), said | {"slot": slot.pk, "headcount": "99"})
    assert crowd.status_code == 409
    assert "この部屋の定員は24人です" in crowd.text
    assert not Wish.objects.exists()


def test_nobody_changes_the_wishes_of_another_group(client, singer):
    lottery = a_room_lottery()
    others = a_wish(lottery, a_wisher("よその会"), rooms.a_room(), a_day())
    for what in ("up", "remove"):
        answer = client.post(wishes_of(lottery), {"do": what, "wish": others.pk})
        assert answer.status_code == 404
    assert Wish.objects.filter(pk=others.pk).exists()
    by_name = client.get(f"{wishes_of(lottery)}?registration={others.wish_list.registration_id}")
    assert "よその会" not in by_name.text


def test_who_has_several_registrations_chooses_for_which(client, singer):
    second = rooms.a_registration(
        singer.by, group=singer.group, purpose_class=rooms.a_purpose_class("local"), on=the_month()
    )
    lottery = a_room_lottery()
    assert "どの団体の希望か" in client.get(wishes_of(lottery)).text
    assert "まだありません" in client.get(f"{wishes_of(lottery)}?registration={second.pk}").text


def test_who_is_not_registered_is_led_to_it(client):
    client.sign_in(cast.a_resident())
    shown = client.get(wishes_of(a_room_lottery()))
    assert "/my/rooms/registrations/new/" in shown.text


def test_between_the_close_and_the_result_nothing_is_told_and_nothing_changes(client, singer):
    lottery, room = a_room_lottery(), rooms.a_room()
    own = a_wish(lottery, singer, room, a_day())
    closed(lottery)
    assert "希望は変えられません" in client.get(wishes_of(lottery)).text
    assert client.post(wishes_of(lottery), {"do": "remove", "wish": own.pk}).status_code == 409
    drawing.draw(lottery, "4649", by=None)
    assert "選ばれました" not in client.get(wishes_of(lottery)).text
    drawing.announce(lottery)
    own.refresh_from_db()
    assert f"/my/rooms/{own.reservation.receipt}/" in client.get(wishes_of(lottery)).text


def test_a_lost_wish_is_answered_with_the_rooms_that_are_free_then(client, singer):
    lottery, room, day = a_room_lottery(), rooms.a_room(), a_day()
    other, small = rooms.a_room(name="和室"), rooms.a_room(name="小さな部屋", capacity=4)
    a_wish(lottery, singer, room, day)
    lottery = drawn(lottery)
    rooms.a_booking(room, day, rooms.a_slot())
    drawing.announce(lottery)
    shown = client.get(wishes_of(lottery)).text
    assert "講座などで、その時間は使うことになりました" in shown
    assert f"/rooms/{other.pk}/reserve/?day={day}" in shown
    assert f"/rooms/{small.pk}/reserve/" not in shown


def test_every_group_is_written_once_with_what_was_won_and_what_was_not(singer, run_queue):
    lottery, room = a_room_lottery(), rooms.a_room()
    won, lost = a_wish(lottery, singer, room, a_day(3)), a_wish(lottery, singer, room, a_day(4))
    lottery = drawn(lottery)
    rooms.a_closed_day(room.center, lost.day)
    drawing.announce(lottery)
    run_queue()
    tell_of_the_draw.enqueue(lottery.pk)
    run_queue()
    (letter,) = Message.objects.filter(key__startswith="room-draw")
    won.refresh_from_db()
    assert letter.to == singer.by.email
    assert "2件の希望のうち、1件が選ばれました" in letter.subject
    assert won.reservation.receipt_number in letter.body
    assert "休館などで" in letter.body
    assert page_of(lottery) in letter.body
    assert letter.calendar.count("BEGIN:VEVENT") == 1


def test_the_room_itself_leads_to_a_wish_while_wishes_are_taken(client, singer):
    lottery, room, day, slot = a_room_lottery(), rooms.a_room(), a_day(), rooms.a_slot()
    grid = f"/rooms/{room.pk}/?day={day}"
    wish = f"{wishes_of(lottery)}?day={day}&amp;slot={slot.pk}&amp;room={room.pk}"
    assert wish in client.get(grid).text
    assert client.get(wish.replace("&amp;", "&")).text.count("checked") == 2
    over(lottery)
    assert wish not in client.get(f"{grid}&over=1").text


# ---------------------------------------------------------------- everybody


def test_the_draws_are_listed_and_each_is_explained(client):
    lottery = a_room_lottery()
    a_wish(lottery, a_wisher(), rooms.a_room(), a_day())
    listed = client.get("/rooms/lotteries/")
    assert page_of(lottery) in listed.text
    assert "希望を受け付けています" in listed.text
    shown = client.get(page_of(lottery))
    assert settings.CITY["lottery"]["source"] in shown.text
    assert "公開している記録" not in shown.text
    assert not shown.cookies


def test_until_it_is_announced_the_page_tells_no_figures_and_no_secret(client):
    lottery, room = a_room_lottery(), rooms.a_room()
    wish = a_wish(lottery, a_wisher(), room, a_day())
    lottery = drawn(lottery)
    shown = client.get(page_of(lottery)).text
    assert lottery.list_hash in shown
    assert lottery.commitment in shown
    assert lottery.secret not in shown
    assert "結果の数字" not in shown
    drawing.announce(lottery)
    told = client.get(page_of(lottery) + "?told").text
    assert lottery.secret in told
    assert "100.0％" in told
    assert wish.wish_list.registration.group.name not in told


def test_the_file_is_given_out_and_checks_itself_by_the_program_of_the_page(client, tmp_path):
    lottery, room = a_room_lottery(), rooms.a_room()
    for name in ("a", "b", "c"):
        wisher = a_wisher(name)
        for number in (3, 4, 5):
            a_wish(lottery, wisher, room, a_day(number))
    address = f"{page_of(lottery)}1.json"
    assert client.get(address).status_code == 404
    lottery = drawn(lottery)
    listed = client.get(address)
    assert "まだ公開されていません" in check(b"".join(listed.streaming_content).decode())
    rooms.a_booking(room, a_day(4), rooms.a_slot())
    drawing.announce(lottery)
    told = client.get(address)
    assert told["ETag"] != listed["ETag"]
    file = tmp_path / "draw.json"
    file.write_bytes(b"".join(told.streaming_content))
    assert check(file.read_text("utf-8")).startswith("OK")
    program = settings.BASE_DIR / "static" / "draw" / "check_room_draw.py"
    by_hand = [sys.executable, "-S", str(program), str(file)]
    assert subprocess.run(by_hand, capture_output=True, check=False).stdout.startswith(b"OK")
    facts = json.loads(file.read_text("utf-8"))
    facts["lists"][0]["wishes"][0]["outcome"] = "limit"
    file.write_text(json.dumps(facts), encoding="utf-8")
    assert subprocess.run(by_hand, capture_output=True, check=False).returncode == 1
    module = [sys.executable, "-S", "-m", "centers.lottery.file", str(file)]
    assert subprocess.run(
        module, capture_output=True, cwd=settings.BASE_DIR, check=False
    ).returncode


def test_a_draw_given_up_stays_public_with_its_reason_and_its_file(client):
    lottery = a_room_lottery()
    a_wish(lottery, a_wisher(), rooms.a_room(), a_day())
    lottery = drawn(lottery)
    drawing.ask_redraw(lottery, by=cast.section_staff(), reason="数の打ちまちがい")
    drawing.approve_redraw(lottery, by=cast.section_staff("two@example.jp"))
    shown = client.get(page_of(lottery)).text
    assert "数の打ちまちがい" in shown
    first = client.get(f"{page_of(lottery)}1.json")
    assert check(b"".join(first.streaming_content).decode()).startswith("OK")
    assert client.get(f"{page_of(lottery)}2.json").status_code == 404


def test_a_month_that_is_none_is_not_there(client):
    for month in ("2027-13", "2027-1", "0000-01", "9999-12"):
        assert client.get(f"/rooms/lotteries/{month}/").status_code == 404


def test_the_public_pages_ask_the_same_however_many_wished(client, django_assert_num_queries):
    lottery, room = a_room_lottery(), rooms.a_room()
    for name in ("a", "b", "c"):
        a_wish(lottery, a_wisher(name), room, a_day())
    announced(lottery)
    with django_assert_num_queries(5):
        client.get(page_of(lottery))
    with django_assert_num_queries(1):
        client.get("/rooms/lotteries/")


# ---------------------------------------------------------------- the desk


def test_the_section_draws_and_announces_from_one_page(client):
    lottery = a_room_lottery()
    a_wish(lottery, a_wisher(), rooms.a_room(), a_day())
    client.sign_in(cast.section_staff())
    desk = desk_of(lottery)
    assert "締切が来ると" in client.get(desk).text
    closed(lottery)
    assert "公開の数を待っています" in client.get("/desk/rooms/lotteries/").text
    wrong = client.post(f"{desk}value/", {"value": "4649", "again": "4694"})
    assert wrong.status_code == 422
    assert "2つの数がちがいます" in wrong.text
    assert client.post(f"{desk}value/", {"value": "４６４９", "again": "4649"}).status_code == 302
    again = client.post(f"{desk}value/", {"value": "1", "again": "1"})
    assert again.status_code == 409
    assert "すでに終わっています" in again.text
    assert client.post(f"{desk}announcement/").status_code == 302
    assert Reservation.objects.get().changed_by.email == "shogai@example.jp"
    assert "結果を知らせました" in client.get(desk).text


def test_a_redraw_is_asked_for_and_decided_at_the_desk(client):
    lottery = a_room_lottery()
    a_wish(lottery, a_wisher(), rooms.a_room(), a_day())
    drawn(lottery)
    one, two = cast.section_staff(), cast.section_staff("two@example.jp")
    desk = desk_of(lottery)
    client.sign_in(one)
    assert client.post(f"{desk}redraw/", {"reason": ""}).status_code == 422
    assert client.post(f"{desk}redraw/", {"reason": "打ちまちがい"}).status_code == 302
    own = client.post(f"{desk}redraw/decision/", {"decision": "approve"})
    assert own.status_code == 409
    client.sign_in(two)
    assert "打ちまちがい" in client.get(desk).text
    client.post(f"{desk}redraw/decision/", {"decision": "approve"})
    assert "自動では確定しません" in client.get(desk).text
    assert client.post(f"{desk}list/").status_code == 302
    lottery.refresh_from_db()
    assert (lottery.number, lottery.is_closed) == (2, True)


def test_a_centre_reads_how_far_it_is_but_takes_no_step(client):
    lottery = over(a_room_lottery())
    client.sign_in(cast.center_staff(cast.a_center()))
    desk = desk_of(lottery)
    assert client.get(desk).status_code == 200
    for step in ("list", "value", "announcement", "redraw", "redraw/decision"):
        assert client.post(f"{desk}{step}/", {"value": "1", "again": "1"}).status_code == 404
    lottery.refresh_from_db()
    assert not lottery.is_closed


def test_a_centre_writes_down_the_wish_of_its_own_group_and_the_look_is_noted(client):
    lottery, room, day, slot = a_room_lottery(), rooms.a_room(), a_day(), rooms.a_slot()
    wisher = a_wisher("電話の会")
    staff = cast.center_staff(cast.a_center())
    client.sign_in(staff)
    found = client.get(f"{desk_of(lottery)}?q=電話").text
    address = f"{desk_of(lottery)}wishes/{wisher.receipt}/"
    assert address in found
    said = {"do": "add", "via": "counter", "day": day, "center": "hama", "room": room.pk}
    said |= {"slot": slot.pk, "purpose": "会議", "headcount": "8"}
    assert client.post(address, said).status_code == 302
    own = Wish.objects.get().wish_list
    assert (own.via, own.by) == ("counter", staff)
    assert own.receipt_number in client.get(address).text
    assert AccessLog.objects.filter(person=wisher.group.representative).exists()
    assert own.receipt_number in client.get(desk_of(lottery)).text


def test_a_centre_sees_no_group_of_another(client):
    lottery = a_room_lottery()
    wish = a_wish(lottery, a_wisher("浜の会"), rooms.a_room(), a_day())
    minato = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    client.sign_in(cast.center_staff(minato))
    registration = wish.wish_list.registration
    assert client.get(f"{desk_of(lottery)}wishes/{registration.receipt}/").status_code == 404
    assert "浜の会" not in client.get(f"{desk_of(lottery)}?q=浜").text.replace('value="浜"', "")


def test_a_group_whose_registration_ended_still_finds_its_result(client, singer):
    lottery = a_room_lottery()
    a_wish(lottery, singer, rooms.a_room(), a_day())
    lottery = drawn(lottery)
    Registration.objects.filter(pk=singer.pk).update(status=Registration.Status.ENDED)
    drawing.announce(lottery)
    assert "利用登録がないため" in client.get(wishes_of(lottery)).text


def test_the_result_is_told_among_the_own_rooms_and_can_be_printed(client, singer):
    lottery, room = a_room_lottery(), rooms.a_room()
    a_wish(lottery, singer, room, a_day(3))
    lost = a_wish(lottery, singer, room, a_day(4))
    lottery = drawn(lottery)
    paper = f"{wishes_of(lottery)}{singer.receipt}/"
    assert client.get(paper).status_code == 404
    assert "結果は" in client.get("/my/rooms/").text
    rooms.a_closed_day(room.center, lost.day)
    drawing.announce(lottery)
    assert "2件の希望のうち、1件が選ばれました" in client.get("/my/rooms/").text
    printed = " ".join(client.get_page(paper).text)
    for said in ("部屋の抽選の結果", "コーラス浜", "◎ 選ばれました", "× 休館などで"):
        assert said in printed
    assert Reservation.objects.get().receipt_number in printed


def test_the_desk_prints_the_result_for_whom_no_mail_reaches(client):
    lottery, center = a_room_lottery(), cast.a_center()
    wish = a_wish(lottery, a_wisher("浜の会"), rooms.a_room(), a_day())
    announced(lottery)
    receipt = wish.wish_list.registration.receipt
    paper = f"{desk_of(lottery)}wishes/{receipt}/paper/"
    client.sign_in(cast.center_staff(center))
    assert paper in client.get(f"{desk_of(lottery)}wishes/{receipt}/").text
    assert "浜の会" in " ".join(client.get_page(paper).text)
    person = wish.wish_list.registration.group.representative
    assert AccessLog.objects.filter(person=person, reason="部屋の抽選の結果の印刷").exists()
    minato = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    client.sign_in(cast.center_staff(minato, "minato@example.jp"))
    assert client.get(paper).status_code == 404


def test_my_rooms_asks_the_database_the_same_however_much_there_is(
    client, singer, django_assert_max_num_queries
):
    lottery, room = a_room_lottery(), rooms.a_room()
    for number in range(3, 9):
        a_wish(lottery, singer, room, a_day(number))
    with django_assert_max_num_queries(12):
        client.get("/my/rooms/")
    announced(lottery)
    with django_assert_max_num_queries(12):
        page = client.get("/my/rooms/")
    assert "選ばれました" in page.text
