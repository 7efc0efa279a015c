"""The page for who is at the door without a seat: two taps, or what the course has to ask."""

from datetime import date

import pytest
from django.utils import timezone

from portal.people.models import AccessLog, Person
from programs.attendance.taps import states_of
from programs.desk.people import ticket_for
from programs.models import Attendance, Question, SignUp
from tests import cast
from tests.page_lint import Page

pytestmark = pytest.mark.django_db


class Door:
    """A course that meets tomorrow, its staff before the page, and those who have seats."""

    def __init__(self, client, people: int = 0, **fields) -> None:
        self.client = client
        self.course = cast.a_course(days_ahead=1, apply_until=None, **fields)
        self.session = self.course.sessions.get()
        self.address = f"/desk/sessions/{self.session.pk}/walk-ins/"
        self.staff = cast.center_staff(self.course.center)
        for user, person in cast.many_residents(people):
            self.course.sign_up(person, by=user)
        client.sign_in(self.staff)

    def ticket(self, person: Person) -> str:
        return ticket_for(self.staff, person)

    def choose(self, *people: Person, q: str = "") -> Page:
        tickets = "".join(f"&person={self.ticket(person)}" for person in people)
        return self.client.get_page(f"{self.address}?q={q}{tickets}")

    def let_in(self, *people: Person, **data):
        return self.client.post(self.address, {"person": [*map(self.ticket, people)]} | data)

    def refuse(self, *people: Person, status: int, **data) -> Page:
        sent = {"person": [*map(self.ticket, people)]} | data
        return self.client.post_page(self.address, sent, status=status)

    def state(self, sign_up: SignUp) -> str:
        return states_of(self.session)[sign_up.pk][0]

    def ask(self, text: str = "経験", *, required: bool = True) -> str:
        """Let the course ask this; the name of its field."""
        question = Question.objects.create(
            course=self.course, text=text, kind="short", required=required
        )
        return f"question-{question.pk}"


@pytest.fixture
def door(client) -> Door:
    return Door(client)


def somebody(**fields) -> Person:
    return Person.register_at_the_desk(cast.a_person(**fields))


def a_child(**fields) -> Person:
    return somebody(born=date(timezone.localdate().year - 9, 5, 5), **fields)


def typed(**changes) -> dict[str, object]:
    """What staff type of somebody new."""
    return {
        "do": "register",
        "family_name": "新田",
        "given_name": "一",
        "family_kana": "にった",
        "given_kana": "はじめ",
        "birth_year": 1990,
        "birth_month": 5,
        "birth_day": 5,
        "phone": "093-111-2222",
    } | changes


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def names(page: Page) -> set[str | None]:
    """The fields one can fill in."""
    fields = [*page.all("input"), *page.all("textarea"), *page.all("select")]
    return {a.get("name") for a in fields if a.get("type") != "hidden"}


def tickets_of_buttons(page: Page) -> list[str]:
    return [a["value"] for a in page.all("button") if a.get("name") == "person"]


# ---------------------------------------------------------------- two taps


def test_an_adult_where_nothing_is_asked_is_found_and_let_in_by_one_button(door):
    known = somebody()
    page = door.choose(q="093-000-0002")
    assert tickets_of_buttons(page) == [door.ticket(known)]
    answer = door.let_in(known)
    sign_up = SignUp.objects.get(person=known)
    assert answer["Location"] == f"/desk/sessions/{door.session.pk}/#row-{sign_up.pk}"
    assert (sign_up.status, sign_up.what, sign_up.changed_by) == ("seated", "walked_in", door.staff)
    assert door.state(sign_up) == "present"


def test_the_button_pressed_twice_is_one_seat_and_one_tap(door):
    known = somebody()
    assert door.let_in(known).status_code == door.let_in(known).status_code == 302
    assert (SignUp.objects.count(), Attendance.objects.count()) == (1, 1)


def test_nobody_is_let_in_who_was_not_found_first(door):
    known = somebody()
    assert door.client.post(door.address, {"person": known.pk}).status_code == 404
    foreign = ticket_for(cast.section_staff(), known)
    assert door.client.post(door.address, {"person": foreign}).status_code == 404
    assert not SignUp.objects.exists()


def test_everybody_shown_is_written_down(door):
    known = somebody()
    door.choose(q="093-000-0002")
    door.choose(known)
    looks = AccessLog.objects.values_list("viewer", "person", "reason")
    assert set(looks) == {(door.staff.pk, known.pk, "当日参加の受付")}


def test_the_page_asks_no_more_for_many_than_for_few(client, django_assert_max_num_queries):
    door = Door(client, people=15)
    door.ask()
    with django_assert_max_num_queries(15):
        door.choose(q="タカサキ")


# ---------------------------------------------------------------- what is asked first


def test_of_a_minor_the_guardians_consent_is_asked_first(door):
    child = a_child()
    page = door.choose(q="093-000-0002")
    assert tickets_of_buttons(page) == []
    assert "うかがうこと： 保護者の同意" in said(page)
    assert f"{door.address}?person={door.ticket(child).replace(':', '%3A')}" in [
        a["href"] for a in page.all("a")
    ]
    assert {"guardian_name", "guardian_consent"} <= names(door.choose(child))
    page = door.refuse(child, status=422, guardian_name="祖母 ふみ")
    assert "保護者の同意が必要です" in said(page)
    assert page.title.startswith("エラー：")
    assert not SignUp.objects.exists()
    assert door.let_in(child, **cast.guardian()).status_code == 302
    assert SignUp.objects.get().guardian_name == "髙﨑 花子"


def test_what_the_course_asks_is_asked_first_and_kept(door):
    field, known = door.ask(), somebody()
    page = door.choose(q="093-000-0002")
    assert tickets_of_buttons(page) == []
    assert "うかがうこと： 会場からの質問" in said(page)
    assert field in names(door.choose(known))
    assert "「経験」に答えてください" in said(door.refuse(known, status=422))
    door.let_in(known, **{field: "はじめて"})
    assert SignUp.objects.get().answers.get().text == "はじめて"


def test_needs_are_said_beside_the_button_of_who_is_asked_nothing(client):
    door = Door(client, childcare_capacity=1)
    known = somebody()
    assert "配慮・託児も入力する" in said(door.choose(q="093-000-0002"))
    assert {"provisions", "child-1-name"} <= names(door.choose(known))
    child = {"child-1-name": "ゆい", "child-1-years": "2"}
    answer = door.let_in(known, provisions=["wheelchair"], **child)
    sign_up = SignUp.objects.get()
    assert sign_up.provisions == ["wheelchair"]
    assert sign_up.childcare_places.get().child_age == 24
    page = client.get_page(answer["Location"])
    assert "託児：ゆいさんは「お預かりします」" in said(page)


# ---------------------------------------------------------------- who signed up before


def test_who_waits_with_all_that_is_asked_is_let_in_by_one_button(client):
    door = Door(client, people=1, capacity=1, queue="by_staff")
    field, child = door.ask(), a_child(given_name="太郎")
    says = cast.consent(child)[child.pk]
    answers = {int(field.split("-")[1]): "はじめて"}
    told = {child.pk: type(says)(guardian_name="父", guardian_phone="1", answers=answers)}
    waiting = door.course.sign_up(child, by=door.staff, told=told)
    page = door.choose(q="髙﨑 太郎")
    assert tickets_of_buttons(page) == [door.ticket(child)]
    assert "申込があります：キャンセル待ちです" in said(page)
    assert "うかがうこと" not in said(page)
    assert names(door.choose(child)) <= {"beyond_capacity", "q", None}
    assert door.let_in(child, beyond_capacity="on").status_code == 302
    waiting.refresh_from_db()
    assert (waiting.status, waiting.guardian_name) == ("seated", "父")
    assert door.state(waiting) == "present"


def test_of_who_waits_only_what_is_missing_is_asked(client):
    door = Door(client, people=1, capacity=1, queue="by_staff")
    known = somebody(given_name="太郎")
    door.course.sign_up(known, by=door.staff)
    field, optional = door.ask("持ち物"), door.ask("ひとこと", required=False)
    page = door.choose(known)
    assert field in names(page)
    assert not {optional, "provisions"} & names(page)
    assert "「持ち物」に答えてください" in said(door.refuse(known, status=422))
    door.let_in(known, beyond_capacity="on", **{field: "あり"})
    assert SignUp.objects.get(person=known).answers.get().text == "あり"


def test_a_receipt_without_a_seat_leads_to_the_page_of_that_person(client):
    door = Door(client, people=1, capacity=1, queue="by_staff")
    known = somebody(given_name="太郎")
    waiting = door.course.sign_up(known, by=door.staff)
    page = client.get_page(f"/desk/check-in/{waiting.receipt:09d}/")
    (link,) = [a["href"] for a in page.all("a") if "walk-ins" in a["href"]]
    assert "髙﨑 太郎さん" in said(client.get_page(link))


# ---------------------------------------------------------------- somebody new


def test_somebody_unknown_is_registered_at_the_door(door):
    assert door.client.post(door.address, typed()).status_code == 302
    sign_up = SignUp.objects.get(what="walked_in")
    assert sign_up.person.full_kana == "ニッタ ハジメ"
    assert door.state(sign_up) == "present"
    door.client.post_page(door.address, typed(phone=""), status=422)


def test_of_somebody_new_and_under_age_consent_is_asked_before_he_is_registered(door):
    nine = typed(birth_year=timezone.localdate().year - 9)
    page = door.client.post_page(door.address, nine, status=422)
    assert "保護者の氏名を入力してください" in said(page)
    assert not Person.objects.exists()
    assert door.client.post(door.address, nine | cast.guardian()).status_code == 302
    assert SignUp.objects.get().guardian_phone == "093-000-0002"


def test_who_is_refused_is_not_registered_and_nothing_has_to_be_typed_again(client):
    door = Door(client, people=1, capacity=1)
    page = client.post_page(door.address, typed(), status=409)
    assert "空いている席がありません" in said(page)
    assert not Person.objects.filter(family_name="新田").exists()
    assert "ニッタ" in [a.get("value") for a in page.all("input")] or "にった" in [
        a.get("value") for a in page.all("input")
    ]
    assert client.post(door.address, typed(beyond_capacity="on")).status_code == 302


def test_somebody_registered_twice_by_mistake_keeps_what_was_told(client):
    door = Door(client, people=1, capacity=1, queue="by_staff")
    client.post(door.address, typed(beyond_capacity="on"))
    first = SignUp.objects.get(what="walked_in")
    assert client.post(door.address, typed()).status_code == 302
    assert SignUp.objects.filter(person=first.person).count() == 1


# ---------------------------------------------------------------- full, called off, together


def test_a_full_course_takes_nobody_more_unless_staff_say_so(client):
    door, known = Door(client, people=3, capacity=3), somebody(given_name="太郎")
    page = door.refuse(known, status=409)
    assert "空いている席がありません" in said(page)
    assert "beyond_capacity" in names(page)
    door.course.refresh_from_db()
    assert (door.course.seats_taken, door.course.capacity) == (3, 3)
    assert door.let_in(known, beyond_capacity="on").status_code == 302
    door.course.refresh_from_db()
    assert (door.course.seats_taken, door.course.capacity) == (4, 4)


def test_nobody_walks_into_a_session_that_is_called_off(door):
    cast.add_sessions(door.course, days_ahead=5)
    door.session.cancel(by=door.staff, reason="台風")
    assert "中止" in said(door.refuse(somebody(), status=409))
    assert not SignUp.objects.exists()


def test_a_parent_and_a_new_child_come_in_together(client):
    door = Door(client, party_min=2, party_max=2)
    parent = somebody()
    assert tickets_of_buttons(door.choose(q="093-000-0002")) == []
    page = door.choose(parent)
    assert "2人以上でいっしょに" in said(page)
    assert "do" not in [a.get("name") for a in page.all("button")]
    child = typed(
        person=door.ticket(parent),
        birth_year=timezone.localdate().year - 9,
        provisions=["wheelchair"],
        provision_person="new",
        **cast.guardian(),
    )
    assert "はじめての方" in said(door.choose(parent, q="ニッタ"))
    assert client.post(door.address, child).status_code == 302
    first, second = SignUp.objects.order_by("pk")
    assert first.person == parent
    assert first.party_id == second.party_id is not None
    assert (first.guardian_name, second.guardian_name) == ("", "髙﨑 花子")
    assert (first.provisions, second.provisions) == ([], ["wheelchair"])
    assert {door.state(first), door.state(second)} == {"present"}


def test_one_may_be_registered_first_and_another_added(client):
    door = Door(client, party_min=2, party_max=2)
    assert "登録して受け付ける" not in said(door.choose())
    page = client.get_page(client.post(door.address, typed(do="add"))["Location"])
    assert "新田 一さん" in said(page)
    assert not SignUp.objects.exists()


def test_beside_one_of_a_waiting_pair_the_other_is_offered_at_once(client):
    door = Door(client, people=1, capacity=1, queue="by_staff", party_max=2)
    pair = [somebody(given_name="太郎"), somebody(given_name="次郎")]
    door.course.sign_up_together(pair, by=door.staff)
    page = door.choose(pair[0])
    assert "髙﨑 次郎さん" in said(page)
    assert door.let_in(*pair, beyond_capacity="on").status_code == 302
    assert door.course.sign_ups.seated().count() == 3
