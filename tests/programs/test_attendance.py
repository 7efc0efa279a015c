"""Taps at the door: the newest counts, whatever order they arrive in, however often."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.people.models import AccessLog
from programs.attendance.taps import Tap, read_taps, record_taps
from programs.models import Attendance
from tests import cast

PRESENT, EXCUSED, UNKNOWN = (
    Attendance.State.PRESENT,
    Attendance.State.EXCUSED,
    Attendance.State.UNKNOWN,
)


class Door:
    """A course that meets today, its staff, and those who signed up for it."""

    def __init__(self, people: int = 3, **fields) -> None:
        self.course = cast.a_course(days_ahead=1, apply_until=None, **fields)
        self.session = self.course.sessions.get()
        self.staff = cast.center_staff(self.course.center)
        self.sign_ups = [
            self.course.sign_up(person, by=user) for user, person in cast.many_residents(people)
        ]
        self.now = timezone.now()

    def tap(self, state, *, ago: float = 0, who: int = 0) -> int:
        at = self.now - timedelta(seconds=ago)
        return record_taps(self.session, [Tap(self.sign_ups[who].pk, state, at)], by=self.staff)

    def state(self, who: int = 0) -> str:
        return Attendance.objects.get(sign_up=self.sign_ups[who]).state

    def send(self, client, taps: list, **more):
        body = {"taps": taps, "sent_at": timezone.now().timestamp() * 1000} | more
        return client.post(
            f"/desk/sessions/{self.session.pk}/taps/",
            json.dumps(body),
            content_type="application/json",
        )


def milliseconds(moment) -> int:
    return round(moment.timestamp() * 1000)


@pytest.mark.django_db
def test_a_tap_says_present_and_another_takes_it_back():
    door = Door()
    door.tap(PRESENT, ago=2)
    assert door.state() == PRESENT
    door.tap(UNKNOWN, ago=1)
    assert door.state() == UNKNOWN


@pytest.mark.django_db
def test_a_tap_that_arrives_late_does_not_undo_a_newer_one():
    door = Door()
    door.tap(UNKNOWN, ago=1)
    assert door.tap(PRESENT, ago=5) == 0
    assert door.state() == UNKNOWN


@pytest.mark.django_db
def test_the_same_tap_twice_is_one_tap():
    door = Door()
    assert door.tap(PRESENT) == 1
    assert door.tap(PRESENT) == 0
    assert Attendance.objects.count() == 1
    assert Attendance.events.rel.related_model.objects.count() == 1


@pytest.mark.django_db
def test_of_one_batch_the_newest_tap_of_a_person_counts():
    door = Door()
    one = door.sign_ups[0].pk
    taps = [
        Tap(one, UNKNOWN, door.now),
        Tap(one, PRESENT, door.now - timedelta(seconds=3)),
        Tap(door.sign_ups[1].pk, EXCUSED, door.now),
    ]
    record_taps(door.session, taps, by=door.staff)
    assert (door.state(0), door.state(1)) == (UNKNOWN, EXCUSED)


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(PRESENT, UNKNOWN), (UNKNOWN, PRESENT)])
def test_two_tablets_that_tap_in_the_same_instant_end_alike(order):
    door = Door()
    for state in order:
        door.tap(state)
    assert door.state() == UNKNOWN


@pytest.mark.django_db
def test_a_batch_is_one_statement_however_many_it_holds(django_assert_max_num_queries):
    door = Door(people=20)
    taps = [Tap(sign_up.pk, PRESENT, door.now) for sign_up in door.sign_ups]
    with django_assert_max_num_queries(4):  # begin, is it the first, write, commit
        assert record_taps(door.session, taps, by=door.staff) == 20


@pytest.mark.django_db
def test_nobody_is_tapped_into_a_course_of_others():
    door = Door()
    elsewhere = cast.a_course(title="ほか")
    user = cast.a_resident("x@example.jp")
    stranger = elsewhere.sign_up(user.household.people.get(), by=user)
    assert record_taps(door.session, [Tap(stranger.pk, PRESENT, door.now)], by=door.staff) == 0


@pytest.mark.django_db
def test_who_gave_the_seat_back_but_came_is_still_marked():
    door = Door()
    door.sign_ups[0].cancel(by=door.staff, why="まちがい")
    assert door.tap(PRESENT) == 1


# ---------------------------------------------------------------- clocks


def a_tap(at: float) -> list[dict]:
    return [{"sign_up": 1, "state": "present", "at": at}]


def test_a_clock_a_year_ahead_is_put_right():
    now = timezone.now()
    wrong = milliseconds(now + timedelta(days=365))
    (tap,) = read_taps(a_tap(wrong - 60_000), sent_at=wrong, now=now)
    assert timedelta(minutes=1) <= now - tap.at < timedelta(minutes=2, seconds=1)


@pytest.mark.parametrize("microsecond", [322_499, 322_500, 322_554])
@pytest.mark.parametrize("second", [0, 15, 45])
def test_the_same_tap_sent_twice_by_a_wrong_clock_is_the_same_moment(second, microsecond):
    now = timezone.now().replace(microsecond=microsecond)
    wrong = milliseconds(now - timedelta(days=30) - timedelta(seconds=second))
    first = read_taps(a_tap(wrong), sent_at=wrong, now=now)
    again = read_taps(a_tap(wrong), sent_at=wrong + 9_000, now=now + timedelta(seconds=9))
    assert first == again


@pytest.mark.parametrize("ahead", [0, 1, 180, 599, 3_600, -700, -3_629])
def test_taps_sent_together_keep_their_order_whatever_the_clock_says(ahead):
    now = timezone.now()
    sent_at = milliseconds(now + timedelta(seconds=ahead))
    rows = a_tap(sent_at - 5_000) + a_tap(sent_at - 3_000) + a_tap(sent_at)
    first, second, third = read_taps(rows, sent_at=sent_at, now=now)
    assert first.at < second.at < third.at <= now


def test_a_slow_line_is_not_taken_for_a_wrong_clock():
    now = timezone.now()
    at = milliseconds(now - timedelta(minutes=4))
    (tap,) = read_taps(a_tap(at), sent_at=at, now=now)
    assert milliseconds(tap.at) == at


def test_no_tap_lies_in_the_future_or_the_distant_past():
    now = timezone.now()
    late, early = milliseconds(now + timedelta(minutes=5)), milliseconds(now - timedelta(days=900))
    for at in (late, early):
        (tap,) = read_taps(a_tap(at), sent_at=milliseconds(now), now=now)
        assert now - timedelta(days=61) < tap.at <= now


@pytest.mark.parametrize(
    "row",
    [
        {"sign_up": 1, "state": "present", "at": "now"},
        {"sign_up": 1, "state": "present", "at": -1},
        {"sign_up": 1, "state": "present", "at": 1e30},
        {"sign_up": True, "state": "present", "at": 1},
        {"sign_up": 2**70, "state": "present", "at": 1},
        {"sign_up": 1, "state": "gone", "at": 1},
    ],
)
def test_what_is_no_tap_is_refused(row):
    with pytest.raises(ValueError, match=r"not a|State"):
        read_taps([row], sent_at=1, now=timezone.now())


# ---------------------------------------------------------------- the pages


@pytest.mark.django_db
def test_the_page_shows_everybody_expected_and_how_many_came(client):
    door = Door()
    door.tap(PRESENT)
    client.sign_in(door.staff)
    page = client.get_page(f"/desk/sessions/{door.session.pk}/")
    text = " ".join("".join(page.text).split())
    assert "1／3人" in text.replace(" ", "")
    rows = [a for a in page.all("li") if a.get("data-sign-up")]
    assert [row["data-state"] for row in rows].count("present") == 1
    assert AccessLog.objects.filter(viewer=door.staff).count() == 3


@pytest.mark.django_db
def test_without_script_each_row_is_a_form_that_comes_back_to_its_row(client):
    door = Door()
    client.sign_in(door.staff)
    one = door.sign_ups[0].pk
    address = f"/desk/sessions/{door.session.pk}/attendance/"
    answer = client.post(address, {"sign_up": one, "state": "present"})
    assert answer["Location"] == f"/desk/sessions/{door.session.pk}/#row-{one}"
    assert door.state() == PRESENT
    client.post(address, {"sign_up": one, "state": "unknown"})
    assert door.state() == UNKNOWN
    assert client.post(address, {"sign_up": one, "state": "gone"}).status_code == 404
    assert client.post(address, {"sign_up": 10**9, "state": "present"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["タカサキ", "たかさき", "ﾀｶｻｷ", "髙﨑花子"])
def test_a_row_is_found_by_name_and_by_kana_in_any_form(client, typed):
    door = Door()
    other = cast.a_resident("sato@example.jp", family_name="佐藤")
    person = other.household.people.get()
    person.family_kana = "サトウ"
    person.save()
    door.course.sign_up(person, by=other)
    client.sign_in(door.staff)
    page = client.get_page(f"/desk/sessions/{door.session.pk}/?q={typed}")
    shown = [a for a in page.all("li") if a.get("data-sign-up") and "hidden" not in a]
    assert len(shown) == 3


@pytest.mark.django_db
def test_a_row_is_found_by_receipt_however_it_is_typed_or_scanned(client):
    door = Door()
    sign_up = door.sign_ups[1]
    client.sign_in(door.staff)
    scanned = f"https://example.jp/desk/check-in/{sign_up.receipt:09d}/"
    for typed in (sign_up.receipt_number, f"{sign_up.receipt:09d}", scanned):
        page = client.get_page(f"/desk/sessions/{door.session.pk}/?q={typed}")
        shown = [a for a in page.all("li") if a.get("data-sign-up") and "hidden" not in a]
        assert [row["data-sign-up"] for row in shown] == [str(sign_up.pk)]


@pytest.mark.django_db
def test_the_qr_code_opens_one_button_and_reading_alone_changes_nothing(client):
    door = Door()
    client.sign_in(door.staff)
    address = f"/desk/check-in/{door.sign_ups[0].receipt:09d}/"
    page = client.get_page(address)
    assert "出席にする" in "".join(page.text)
    assert not Attendance.objects.exists()
    assert client.post(address).status_code == 302
    assert door.state() == PRESENT


@pytest.mark.django_db
def test_a_tablet_sends_a_batch_and_learns_how_everybody_stands(client):
    door = Door()
    door.tap(EXCUSED, who=2, ago=1)
    client.sign_in(door.staff)
    one, two, three = (sign_up.pk for sign_up in door.sign_ups)
    answer = door.send(client, [{"sign_up": one, "state": "present", "at": milliseconds(door.now)}])
    states = {int(key): state for key, (state, _) in answer.json()["states"].items()}
    assert states == {one: "present", two: "unknown", three: "excused"}
    assert "髙" not in answer.content.decode(), "the answer names nobody"


@pytest.mark.django_db
def test_a_batch_of_nonsense_or_without_end_is_refused(client):
    door = Door()
    client.sign_in(door.staff)
    tap = {"sign_up": door.sign_ups[0].pk, "state": "present", "at": 1}
    assert door.send(client, [tap] * 201).status_code == 400
    assert door.send(client, ["x"]).status_code == 400
    assert door.send(client, [tap], sent_at="now").status_code == 400
    address = f"/desk/sessions/{door.session.pk}/taps/"
    assert client.post(address, "[", content_type="application/json").status_code == 400
    assert client.post(address, "[1]", content_type="application/json").status_code == 400
    deep = "[" * 49_000
    assert client.post(address, deep, content_type="application/json").status_code == 400
    long = json.dumps({"taps": [], "x": "x" * 60_000})
    assert client.post(address, long, content_type="application/json").status_code == 413
    assert not Attendance.objects.exists()


@pytest.mark.django_db
def test_staff_of_another_centre_find_no_session_and_tap_nobody(client):
    door = Door()
    other = cast.center_staff(cast.a_center("minato", ward="moji", name="みなと"), "o@example.jp")
    client.sign_in(other)
    one = door.sign_ups[0]
    tap = {"sign_up": one.pk, "state": "present", "at": 1}
    assert door.send(client, [tap]).status_code == 404
    for address in (f"sessions/{door.session.pk}/", f"check-in/{one.receipt:09d}/"):
        assert client.get(f"/desk/{address}").status_code == 404
    assert not Attendance.objects.exists()


@pytest.mark.django_db
def test_who_is_no_longer_signed_in_is_sent_to_sign_in_and_writes_nothing(client):
    door = Door()
    tap = {"sign_up": door.sign_ups[0].pk, "state": "present", "at": 1}
    assert door.send(client, [tap]).status_code == 302
    assert not Attendance.objects.exists()


@pytest.mark.django_db
def test_the_page_asks_no_more_for_many_than_for_few(client, django_assert_max_num_queries):
    door = Door(people=18)
    client.sign_in(door.staff)
    with django_assert_max_num_queries(14):
        client.get_page(f"/desk/sessions/{door.session.pk}/")
