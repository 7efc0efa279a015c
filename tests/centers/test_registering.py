"""A group registers once a year to use rooms; its centre approves it, or sends it back with why."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Registration, Reservation, UserGroup
from centers.models.registration import years_open
from centers.registering.standing import renewable_for, standings
from portal.japan import calendar
from portal.people.models import AccessLog, User
from portal.refusal import code_of
from tests import cast, rooms

pytestmark = pytest.mark.django_db

NEW, MINE, DESK = "/my/rooms/registrations/new/", "/my/rooms/", "/desk/rooms/registrations/"
THIS_YEAR = calendar.fiscal_year(timezone.localdate())


def words(**changes: str) -> dict[str, str]:
    return {
        "name": "コーラス浜",
        "kana": "こーらすはま",
        "members": "１２",
        "center": str(cast.a_center().pk),
        "purpose_class": str(rooms.a_purpose_class().pk),
        "activity": "合唱の練習",
        "fiscal_year": str(THIS_YEAR),
    } | changes


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


def of_this_year(user: User | None = None, **fields) -> Registration:
    return rooms.a_registration(user, on=timezone.localdate(), **fields)


def waiting(user: User | None = None, **fields) -> Registration:
    return of_this_year(user, status=Registration.Status.APPLIED, decided_at=None, **fields)


# ------------------------------------------------------------------ asked for by a resident


def test_a_group_registers_and_waits_for_its_centre(client):
    user = cast.a_resident()
    client.sign_in(user)
    client.get_page(NEW)
    assert client.post(NEW, words())["Location"] == MINE
    one = Registration.objects.get()
    assert (one.status, one.fiscal_year, one.by) == ("applied", THIS_YEAR, user)
    group = one.group
    assert (group.name, group.kana, group.members) == ("コーラス浜", "コーラスハマ", 12)
    assert group.representative == user.household.people.get()
    page = client.get_page(MINE)
    assert "確認中" in text_of(page)
    assert "が内容を確かめます" in text_of(page)


def test_one_person_alone_is_registered_under_the_own_name(client):
    client.sign_in(cast.a_resident())
    client.get_page(f"{NEW}?alone=1")
    client.post(NEW, words(name="", kana="", members="", alone="1"))
    group = UserGroup.objects.get()
    assert (group.name, group.is_individual, group.members) == ("髙﨑 花子", True, 1)


def test_of_a_family_the_one_who_represents_is_chosen(client):
    user, people = cast.a_family(2)
    client.sign_in(user)
    client.post_page(NEW, words(), status=422)
    client.post(NEW, words(representative=str(people[1].pk)))
    assert UserGroup.objects.get().representative == people[1]


def test_who_has_not_said_who_one_is_does_so_first_and_comes_back(client):
    client.sign_in(User.objects.create_user("new@example.jp"))
    answer = client.get(f"{NEW}?room=7")
    assert (
        answer["Location"]
        == "/my/registration/?next=%2Fmy%2Frooms%2Fregistrations%2Fnew%2F%3Froom%3D7"
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "団体の名前を入力してください"),
        ({"kana": "合唱"}, "カタカナで入力してください"),
        ({"members": "たくさん"}, "会員の人数は数字で"),
        ({"members": "0"}, "1人以上"),
        ({"center": ""}, "登録する市民センターを選んでください"),
        ({"center": "999999"}, "登録する市民センターを選び直して"),
        ({"purpose_class": ""}, "利用の種別を選んでください"),
        ({"activity": "あ" * 201}, "200文字まで"),
    ],
)
def test_what_cannot_be_right_is_said_and_nothing_is_registered(client, wrong, sentence):
    client.sign_in(cast.a_resident())
    page = client.post_page(NEW, words(**wrong), status=422)
    assert sentence in text_of(page)
    assert not UserGroup.objects.exists()


def test_pressed_twice_it_is_one_registration(client):
    client.sign_in(cast.a_resident())
    for _ in range(2):
        assert client.post(NEW, words())["Location"] == MINE
    assert Registration.objects.count() == UserGroup.objects.count() == 1


def test_a_group_registers_for_a_second_class_with_what_has_changed(client):
    user = cast.a_resident()
    group = of_this_year(user).group
    client.sign_in(user)
    local = rooms.a_purpose_class("local")
    client.get_page(f"{NEW}?group={group.pk}")
    client.post(NEW, words(group=str(group.pk), purpose_class=str(local.pk), members="20"))
    assert set(group.registrations.values_list("purpose_class__slug", flat=True)) == {
        "multi",
        "local",
    }
    group.refresh_from_db()
    assert group.members == 20


def test_what_is_registered_already_is_refused(client):
    user = cast.a_resident()
    group = of_this_year(user).group
    client.sign_in(user)
    page = client.post_page(NEW, words(group=str(group.pk)), status=409)
    assert "すでに申請されています" in text_of(page)


def test_nobody_registers_another_familys_group(client):
    theirs = of_this_year()
    client.sign_in(cast.a_resident())
    assert client.get(f"{NEW}?group={theirs.group_id}").status_code == 404
    assert client.post(NEW, words(group=str(theirs.group_id))).status_code == 404
    assert client.get(f"/my/rooms/registrations/{theirs.receipt}/renewal/").status_code == 404


def test_the_centre_of_the_room_one_came_from_is_meant(client):
    room = rooms.a_room()
    client.sign_in(cast.a_resident())
    page = client.get_page(f"{NEW}?room={room.pk}")
    chosen = [a["value"] for a in page.all("option") if "selected" in a]
    assert str(room.center_id) in chosen


# ------------------------------------------------------------------ from year to year


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2027, 1, 31), [2026]),
        (date(2027, 2, 1), [2026, 2027]),
        (date(2028, 2, 29), [2027, 2028]),
        (date(2027, 3, 31), [2026, 2027]),
        (date(2027, 4, 1), [2027]),
    ],
)
def test_the_next_year_opens_on_the_first_of_february(today, years):
    assert years_open(today) == years


def test_a_year_that_is_over_or_not_open_is_refused():
    group, purpose_class = rooms.a_group(), rooms.a_purpose_class()
    by = cast.section_staff()
    for year in (THIS_YEAR - 1, THIS_YEAR + 2):
        with pytest.raises(ValidationError) as refusal:
            Registration.apply(group, purpose_class, year, by=by)
        assert code_of(refusal.value) == "year_not_open"


def test_what_was_approved_last_year_is_renewed_by_one_press(client):
    user = cast.a_resident()
    last = of_this_year(user, fiscal_year=THIS_YEAR - 1)
    client.sign_in(user)
    address = f"/my/rooms/registrations/{last.receipt}/renewal/"
    assert address in [a["href"] for a in client.get_page(MINE).all("a")]
    assert "合唱の練習" in text_of(client.get_page(address))
    assert client.post(address)["Location"] == MINE
    new = Registration.objects.get(fiscal_year=THIS_YEAR)
    assert (new.group, new.purpose_class, new.status) == (last.group, last.purpose_class, "applied")
    client.post_page(address, {}, status=409)
    assert Registration.objects.count() == 2


def test_renewing_is_offered_from_february_and_once():
    registration = of_this_year(fiscal_year=2026)
    rows = [registration]
    assert renewable_for(rows, date(2027, 1, 31)) is None
    assert renewable_for(rows, date(2027, 2, 1)) == 2027
    assert renewable_for(rows, date(2027, 4, 1)) == 2027
    again = Registration(group=registration.group, fiscal_year=2027, status="applied")
    assert renewable_for([again, registration], date(2027, 4, 1)) is None
    assert renewable_for([again, registration], date(2028, 2, 1)) is None
    assert renewable_for([again], date(2027, 4, 1)) is None


def test_what_was_sent_back_can_be_asked_for_again(client):
    user = cast.a_resident()
    sent_back = waiting(user)
    sent_back.send_back("会員の人数を書いてください。", by=cast.section_staff())
    client.sign_in(user)
    page = client.get_page(MINE)
    assert "理由：会員の人数を書いてください。" in text_of(page)
    again = f"{NEW}?group={sent_back.group_id}&purpose_class={sent_back.purpose_class_id}"
    assert again in [a["href"] for a in page.all("a")]
    client.post(NEW, words(group=str(sent_back.group_id)))
    assert [one.registration.status for one in standings(user)] == ["applied"]


# ------------------------------------------------------------------ decided by the centre


def test_the_centre_approves_with_the_exemption_of_the_class():
    local = rooms.a_purpose_class("local", exemption_percent=100)
    one, by = waiting(purpose_class=local), cast.section_staff()
    one.approve(by=by)
    assert (one.status, one.exemption_percent, one.changed_by) == ("approved", 100, by)
    assert one.decided_at is not None


def test_the_group_is_written_what_was_decided(run_queue, mailoutbox):
    user, by = cast.a_resident(), cast.section_staff()
    one = waiting(user)
    one.approve(by=by)
    one.end("解散しました。", by=by)
    waiting(user, group=rooms.a_group(user, name="青空会")).send_back("物を売る会", by=by)
    run_queue()
    assert [mail.to for mail in mailoutbox] == [[user.email]] * 3
    approved, ended, sent_back = (mail.body for mail in mailoutbox)
    assert "コーラス浜" in approved
    assert "解散しました。" in ended
    assert "物を売る会" in sent_back


def test_another_exemption_needs_a_reason():
    one, by = waiting(), cast.section_staff()
    with pytest.raises(ValidationError) as refusal:
        one.approve(by=by, exemption_percent=50)
    assert code_of(refusal.value) == "no_reason"
    one.approve(by=by, exemption_percent=50, exemption_reason="障害者の団体のため")
    assert (one.exemption_percent, one.exemption_reason) == (50, "障害者の団体のため")


def test_what_is_decided_is_not_decided_again():
    one, by = waiting(), cast.section_staff()
    stale = Registration.objects.get(pk=one.pk)
    one.approve(by=by)
    for command in (lambda: stale.approve(by=by), lambda: stale.send_back("書類がない", by=by)):
        with pytest.raises(ValidationError) as refusal:
            command()
        assert code_of(refusal.value) == "already_decided"
    one.end("解散しました。", by=by)
    assert (one.status, one.why) == ("ended", "解散しました。")


def test_sending_back_and_ending_need_a_reason():
    one, by = waiting(), cast.section_staff()
    for command in (lambda: one.send_back(" ", by=by), lambda: one.end("", by=by)):
        with pytest.raises(ValidationError) as refusal:
            command()
        assert code_of(refusal.value) == "no_reason"


def test_staff_see_what_waits_at_their_centre_and_decide_it(client):
    center = cast.a_center()
    one = waiting()
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    rooms.a_registration(group=rooms.a_group(center=other, name="みなと会"), status="applied")
    staff = cast.center_staff(center)
    client.sign_in(staff)
    page = client.get_page(DESK)
    assert "コーラス浜" in text_of(page)
    assert "みなと会" not in text_of(page)
    seen = AccessLog.objects.get()
    assert (seen.viewer, seen.person) == (staff, one.group.representative)
    address = f"{DESK}{one.receipt}/"
    client.get_page(address)
    client.post_page(address, {"do": "send_back", "why": ""}, status=422)
    client.post_page(address, {"do": "approve", "approve-exemption_percent": "50"}, status=409)
    approve = {"do": "approve", "approve-exemption_percent": "0"}
    assert client.post(address, approve)["Location"] == DESK
    one.refresh_from_db()
    assert one.is_approved
    assert client.post(address, approve)["Location"] == DESK  # pressed twice
    client.post_page(address, {"do": "send_back", "why": "人数がわかりません。"}, status=409)


def test_staff_of_another_centre_neither_see_nor_decide_it(client):
    one = waiting()
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    client.sign_in(cast.center_staff(other))
    address = f"{DESK}{one.receipt}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"do": "send_back", "why": "だめ"}).status_code == 404
    one.refresh_from_db()
    assert one.is_applied


def test_the_approved_and_the_refused_are_found_again(client):
    of_this_year()
    waiting(group=rooms.a_group(name="青空会")).send_back("物を売る会", by=cast.section_staff())
    client.sign_in(cast.center_staff(cast.a_center()))
    assert "コーラス浜" in text_of(client.get_page(f"{DESK}?show=this_year&q=コーラス"))
    assert "見つかりませんでした" in text_of(client.get_page(f"{DESK}?show=this_year&q=ない"))
    assert "物を売る会" in text_of(client.get_page(f"{DESK}?show=refused"))
    assert "確認を待っている登録は、いまはありません" in text_of(client.get_page(f"{DESK}?show=x"))


# ------------------------------------------------------------------ ended before the day of use


def test_a_use_whose_registration_ended_meanwhile_is_listed_at_the_desk(client):
    center = cast.a_center()
    day = timezone.localdate() + timedelta(days=14)
    registration = rooms.a_registration(on=day)
    reservation = rooms.a_reservation(registration, rooms.a_room(center), day, rooms.a_slot())
    client.sign_in(cast.center_staff(center))
    assert reservation.receipt_number not in text_of(client.get_page(DESK))
    registration.end("解散しました。", by=cast.section_staff())
    page = text_of(client.get_page(DESK))
    assert "登録の切れた団体の利用予定" in page
    assert reservation.receipt_number in page
    assert "解散しました。" in page


@pytest.mark.parametrize(("year", "listed"), [(2026, [False, True]), (2027, [True, False])])
def test_a_use_is_listed_where_its_day_lies_in_another_year_than_its_registration(year, listed):
    registration = rooms.a_registration(fiscal_year=year)
    room, slot = rooms.a_room(), rooms.a_slot()
    made = [
        rooms.a_reservation(registration, room, day, slot)
        for day in (date(2027, 3, 31), date(2027, 4, 1))
    ]
    found = Reservation.objects.live().without_registration()
    assert [one in found for one in made] == listed


# ------------------------------------------------------------------ what a page asks


def test_the_pages_ask_the_same_however_many_groups(client, django_assert_max_num_queries):
    user, staff = cast.a_resident(), cast.center_staff(cast.a_center())

    def count(who: User, address: str) -> int:
        client.sign_in(who)
        with django_assert_max_num_queries(60) as asked:
            client.get_page(address)
        return len(asked)

    waiting(user, group=rooms.a_group(user, name="会0"))
    before = [count(user, MINE), count(staff, DESK)]
    for number in range(1, 6):
        waiting(user, group=rooms.a_group(user, name=f"会{number}"))
    assert [count(user, MINE), count(staff, DESK)] == before


# ------------------------------------------------------------------ taken back by who asked


def test_what_is_not_decided_yet_is_taken_back_and_may_be_asked_for_again(client):
    user = cast.a_resident()
    one = waiting(user)
    client.sign_in(user)
    address = f"/my/rooms/registrations/{one.receipt}/withdrawal/"
    assert address in [a.get("href") for a in client.get_page(MINE).all("a")]
    client.get_page(address)
    assert client.post(address)["Location"] == MINE
    one.refresh_from_db()
    assert (one.status, one.changed_by) == ("withdrawn", user)
    assert "もう一度申請する" in text_of(client.get_page(MINE))
    again = Registration.apply(one.group, one.purpose_class, one.fiscal_year, by=user)
    assert again.is_applied


def test_what_is_decided_is_not_taken_back_any_more(client):
    user = cast.a_resident()
    one = of_this_year(user)
    client.sign_in(user)
    address = f"/my/rooms/registrations/{one.receipt}/withdrawal/"
    page = client.post_page(address, {}, status=409)
    assert "すでに「登録済み」になっています" in text_of(page)
    one.refresh_from_db()
    assert one.is_approved


def test_nobody_takes_back_what_others_asked_for(client):
    one = waiting()
    client.sign_in(cast.a_resident("other@example.jp"))
    answer = client.get(f"/my/rooms/registrations/{one.receipt}/withdrawal/")
    assert answer.status_code == 404


def test_one_family_does_not_flood_a_centre(monkeypatch):
    monkeypatch.setattr("centers.models.registration.MOST_WAITING", 1)
    one = waiting(cast.a_resident())
    second = UserGroup(
        name="二番",
        kana="ニバン",
        representative=one.group.representative,
        center=one.group.center,
        activity="会議",
    )
    said = [second, one.purpose_class, THIS_YEAR]
    with pytest.raises(ValidationError) as refusal:
        Registration.apply(*said, by=one.by)
    assert code_of(refusal.value) == "too_many_waiting"
    one.withdraw(by=one.by)
    assert Registration.apply(*said, by=one.by).is_applied
