"""A group comes to another representative: asked by mail, or written down by staff."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.models import Handover, Reservation, UserGroup
from centers.models.handover import ANSWERED_WITHIN
from centers.registering import handing_over
from portal.people.models import Person, User
from tests import cast, rooms
from tests.centers.hall import letters_to, mails_to, refused

pytestmark = pytest.mark.django_db

Outcome = Handover.Outcome
NEXT = "next@example.jp"


@pytest.fixture
def group() -> UserGroup:
    return rooms.a_group(cast.a_resident())


@pytest.fixture
def present(group) -> User:
    return group.representative.household.accounts.get()


@pytest.fixture
def successor() -> User:
    return cast.a_resident(NEXT, given_name="良子")


def ask(group: UserGroup, by: User, email: str = NEXT) -> Handover:
    return handing_over.ask(group, "高崎 良子", email, by=by)


def page_of(handover: Handover) -> str:
    return f"/my/rooms/handovers/{handover.receipt}/"


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


def person_of(user: User) -> Person:
    return user.household.people.get()


# ------------------------------------------------------------------ asked by mail


def test_the_group_goes_over_when_the_one_who_is_asked_says_yes(client, group, present, successor):
    registration = rooms.a_registration(group=group)
    reservation = rooms.a_reservation(
        registration, rooms.a_room(), timezone.localdate() + timedelta(10), rooms.a_slot()
    )
    client.sign_in(present)
    form = f"/my/rooms/groups/{group.pk}/representative/"
    client.get_page(form)
    answer = client.post(form, {"name": "高崎 良子", "email": "ＮＥＸＴ＠example.jp"})
    asked = Handover.objects.get()
    assert answer["Location"] == page_of(asked)
    assert "お返事があるまで、代表者は変わりません" in text_of(client.get_page(page_of(asked)))
    assert group.representative == person_of(present)

    client.sign_in(successor)
    assert "代表者を頼まれています" in text_of(client.get_page("/my/rooms/"))
    assert "これからの予約 1件" in text_of(client.get_page(page_of(asked)))
    client.post(page_of(asked), {"do": "accept", "person": str(person_of(successor).pk)})
    group.refresh_from_db()
    asked.refresh_from_db()
    assert group.representative == person_of(successor)
    assert (asked.outcome, asked.email, asked.ended_by) == (Outcome.ACCEPTED, "", successor)
    assert asked.from_person == person_of(present)
    assert list(Reservation.objects.of(successor)) == [reservation]
    assert not Reservation.objects.of(present).exists()


def test_both_are_written_to_when_it_is_asked_and_when_it_is_done(group, present, successor):
    asked = ask(group, present)
    assert mails_to(successor) == ["【代表者を頼まれています】コーラス浜"]
    assert mails_to(present) == ["【代表者の交代を頼みました】コーラス浜"]
    handing_over.accept(asked, person_of(successor), by=successor)
    for account in (present, successor):
        last = letters_to(account)[-1]
        assert last.subject == "【代表者が変わりました】コーラス浜"
        assert "新しい代表者　　　髙﨑 良子" in last.body


def test_nobody_but_the_address_that_was_named_can_say_yes(client, group, present, successor):
    asked = ask(group, present, "somebody-else@example.jp")
    client.sign_in(successor)
    client.get_page(page_of(asked), status=404)
    person = person_of(successor)
    assert refused(handing_over.accept, asked, person, by=successor) == "not_yours"
    assert "頼まれています" not in text_of(client.get_page("/my/rooms/"))


def test_the_one_who_is_asked_may_name_somebody_of_the_own_family_alone(group, present, successor):
    asked = ask(group, present)
    stranger = person_of(cast.a_resident("stranger@example.jp"))
    assert refused(handing_over.accept, asked, stranger, by=successor) == "not_yours"


def test_who_says_no_changes_nothing_and_the_representative_is_told(
    client, group, present, successor
):
    asked = ask(group, present)
    client.sign_in(successor)
    client.post(page_of(asked), {"do": "decline"})
    group.refresh_from_db()
    assert group.representative == person_of(present)
    assert mails_to(present)[-1] == "【代表者は変わりませんでした】コーラス浜"
    assert refused(handing_over.accept, asked, person_of(successor), by=successor) == "not_open"


def test_what_was_taken_back_or_not_answered_in_time_cannot_be_accepted(group, present, successor):
    taken_back = ask(group, present)
    handing_over.take_back(taken_back, by=present)
    late = ask(group, present)
    Handover.objects.filter(pk=late.pk).update(asked_at=timezone.now() - ANSWERED_WITHIN)
    for one in (taken_back, late):
        assert refused(handing_over.accept, one, person_of(successor), by=successor) == "not_open"
    handing_over.let_lapse()
    late.refresh_from_db()
    assert (late.outcome, late.email) == (Outcome.LAPSED, "")


def test_asked_anew_the_one_before_is_asked_no_longer(group, present, successor):
    first, second = ask(group, present), ask(group, present, "other@example.jp")
    first.refresh_from_db()
    assert first.outcome == Outcome.TAKEN_BACK
    assert second.is_open


def test_nobody_sends_such_letters_without_end(group, present):
    for number in range(handing_over.MOST_A_DAY):
        ask(group, present, f"number{number}@example.jp")
    assert refused(ask, group, present) == "too_often"


def test_a_person_alone_hands_nothing_over(client, present, group):
    alone = rooms.a_group(present, name="髙﨑 花子", is_individual=True)
    assert refused(ask, alone, present) == "is_individual"
    client.sign_in(present)
    client.get_page(f"/my/rooms/groups/{alone.pk}/representative/", status=404)


def test_nobody_hands_over_the_group_of_others(client, group, successor):
    client.sign_in(successor)
    answer = client.get(f"/my/rooms/groups/{group.pk}/representative/")
    assert answer.status_code == 404


def test_who_stands_for_a_group_of_the_same_name_already_hears_so(group, present, successor):
    rooms.a_group(successor)
    asked = ask(group, present)
    person = person_of(successor)
    assert refused(handing_over.accept, asked, person, by=successor) == "group_exists"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "引き継ぐ方のお名前を入力してください"),
        ({"email": "良子"}, "メールアドレスの形を確かめてください"),
        ({"name": "あ" * 61}, "60文字まで"),
    ],
)
def test_what_cannot_be_right_is_said_and_nobody_is_asked(client, group, present, wrong, sentence):
    client.sign_in(present)
    form = f"/my/rooms/groups/{group.pk}/representative/"
    page = client.post_page(form, {"name": "高崎 良子", "email": NEXT} | wrong, status=422)
    assert sentence in text_of(page)
    assert not Handover.objects.exists()


# ------------------------------------------------------------------ written down by staff


def at_the_counter(**changes: str) -> dict[str, str]:
    return {
        "family_name": "浜田",
        "given_name": "次郎",
        "family_kana": "ハマダ",
        "given_kana": "ジロウ",
        "birth_year": "1960",
        "birth_month": "5",
        "birth_day": "3",
        "phone": "093-000-0099",
        "ward": "",
        "why": "総会で代わったため",
    } | changes


def test_staff_write_down_who_represents_the_group_and_why(client, group, present):
    staff = cast.center_staff(group.center)
    client.sign_in(staff)
    address = f"/desk/rooms/groups/{group.pk}/representative/"
    assert "交代はありません" in text_of(client.get_page(address))
    client.post_page(address, at_the_counter(why=""), status=422)
    assert client.post(address, at_the_counter()).status_code == 302
    group.refresh_from_db()
    assert group.representative.full_name == "浜田 次郎"
    assert mails_to(present) == ["【代表者が変わりました】コーラス浜"]
    page = text_of(client.get_page(address))
    assert "髙﨑 花子さんから浜田 次郎さんへ" in page
    assert "総会で代わったため" in page
    assert refused(handing_over.write_down, group, group.representative, "同じ", by=staff) == (
        "same_person"
    )


def test_what_staff_write_down_ends_what_was_asked_by_mail(group, present, successor):
    asked = ask(group, present)
    staff, other = cast.center_staff(group.center), person_of(cast.a_resident("o@example.jp"))
    handing_over.write_down(group, other, "総会で代わったため", by=staff)
    assert refused(handing_over.accept, asked, person_of(successor), by=successor) == "not_open"


def test_staff_of_another_centre_do_not_see_it(client, group):
    other = cast.center_staff(cast.a_center("minato", ward="moji", name="門司みなと市民センター"))
    client.sign_in(other)
    assert client.get(f"/desk/rooms/groups/{group.pk}/representative/").status_code == 404
