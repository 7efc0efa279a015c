"""A party on the list of a lottery: what becomes of its line when one of them leaves."""

import pytest

from portal.people.models import Person, User
from programs.lottery import drawing
from programs.lottery.file import check
from programs.models import Course, SignUp
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    """A lottery of three seats that four people alone and a family of three entered."""
    course = cast.a_course(
        method="lottery", capacity=3, party_max=3, queue="at_once", draw_source="ナンバーズ4"
    )
    for user, person in cast.many_residents(4):
        course.sign_up(person, by=user)
    return course


@pytest.fixture
def family(course) -> tuple[User, list[SignUp]]:
    user, people = cast.a_family(3)
    return user, course.sign_up_together(people, by=user)


def drawn(course: Course) -> str:
    """Draw and announce; the published file, found sound by itself."""
    drawing.draw(course, "4649", by=None)
    drawing.announce(course)
    return course.get_absolute_url() + "draw/1.json"


def file_at(client, address: str) -> str:
    return b"".join(client.get(address).streaming_content).decode()


def words_of(client, sign_up: SignUp) -> str:
    return " ".join(" ".join(client.get_page(f"/my/sign-ups/{sign_up.pk}/").text).split())


def test_whoever_left_before_the_close_stands_on_no_list_and_the_next_ones_number_does(
    client, course, family
):
    user, (first, second, third) = family
    first.withdraw(by=user)
    draw = drawing.close(cast.ended(course))
    line = draw.entries.get(size=2)
    assert (line.sign_up, line.receipt) == (second, second.receipt)
    assert check(file_at(client, drawn(course))).startswith("OK")
    client.sign_in(user)
    listed = f"抽選の名簿には、受付番号 {second.receipt_number} （2人で1組）として載っています。"
    assert listed in words_of(client, second)
    assert listed in words_of(client, third)
    left = words_of(client, first)
    assert "抽選の名簿には" not in left
    assert "席は、ほかの方にゆずりました" not in left, "there was none"


def test_who_leaves_after_the_close_leaves_the_line_of_the_others_as_it_was(client, course, family):
    user, (first, second, third) = family
    draw = drawing.close(cast.ended(course))
    first.withdraw(by=user)
    line = draw.entries.get(size=3)
    assert line.sign_up == first
    assert check(file_at(client, drawn(course))).startswith("OK")
    line.refresh_from_db()
    stand = {SignUp.objects.get(pk=one.pk).rank for one in (second, third)}
    assert stand == {line.rank}
    client.sign_in(user)
    listed = f"抽選の名簿には、受付番号 {first.receipt_number} （3人で1組）として載っています。"
    for one in (first, second, third):
        said = words_of(client, one)
        assert listed in said
        assert "取り消した方も、人数に入っています" in said


def test_all_of_a_party_may_leave_after_the_close_and_the_file_is_sound(client, course, family):
    user, (first, *_) = family
    drawing.close(cast.ended(course))
    first.withdraw(by=user, whole_party=True)
    assert check(file_at(client, drawn(course))).startswith("OK")
    course.refresh_from_db()
    assert course.seats_taken == 3


def test_until_the_list_is_closed_and_where_no_lots_are_drawn_no_line_is_named(client, course):
    user = cast.a_resident()
    person: Person = user.household.people.get()
    entered = course.sign_up(person, by=user)
    seated = cast.a_course().sign_up(person, by=user)
    client.sign_in(user)
    for one in (entered, seated):
        assert "抽選の名簿には" not in words_of(client, one)
