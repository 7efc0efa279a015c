"""What a finished course leads to: trainings in the roster, openings, next courses, circles."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.models import Training, TrainingRecord
from portal.notices.models import Message
from portal.people.models import Person
from portal.refusal import code_of
from programs.attendance.completion import complete
from programs.models import Circle, Preparation
from programs.paths import training
from programs.tasks import tell_finishers
from tests import cast, rooms, volunteering
from tests.programs.finished import Finished

pytestmark = pytest.mark.django_db
BASIC, SKILL, LEADER = Training.Level


@pytest.fixture
def role():
    return volunteering.a_role()


@pytest.fixture
def city(role):
    """A course that leads to the role: the first of two people came to both sessions."""
    city = Finished("pp", "--", title="子育てサポーター養成講座")
    Preparation.objects.create(course=city.course, role=role)
    return city


def signed_in(client, city, number=0, **wishes):
    user, _ = city.residents[number]
    for name, wish in wishes.items():
        setattr(user, name, wish)
    user.save()
    client.sign_in(user)
    return user


def test_who_finishes_has_had_the_training(city, role):
    complete(city.course.pk)
    found = Training.objects.get(course=city.course.pk)
    assert (found.title, list(found.roles.all())) == ("子育てサポーター養成講座", [role])
    assert found.hours == 4
    record = TrainingRecord.objects.get()
    assert record.person == city.residents[0][1]
    assert record.finished_on == timezone.localdate(city.course.ends_at)


def test_attendance_that_is_corrected_corrects_the_training(city):
    complete(city.course.pk)
    city.mark(0, 0, "unknown")
    city.mark(1, 0, "present")
    city.mark(1, 1, "present")
    complete(city.course.pk)
    assert TrainingRecord.objects.get().person == city.residents[1][1]


def test_a_course_that_leads_nowhere_is_no_training(city):
    Preparation.objects.all().delete()
    complete(city.course.pk)
    assert not Training.objects.exists()


def test_a_role_named_later_makes_the_training_of_those_who_finished(role):
    city = Finished("pp")
    complete(city.course.pk)
    Preparation.objects.create(course=city.course, role=role, level=SKILL)
    training.keep(city.course)
    assert Training.objects.get().level == SKILL
    assert TrainingRecord.objects.count() == 1


def test_the_page_asks_once_whether_one_wants_to_be_told(client, city):
    complete(city.course.pk)
    user = signed_in(client, city)
    assert "案内を受け取る" in client.get("/my/").content.decode()
    client.post("/my/suggestions/", {"answer": "no"})
    user.refresh_from_db()
    page = client.get("/my/").content.decode()
    assert user.wants_suggestions is False
    assert "案内を受け取る" not in page
    assert "学びから活動へ" not in page


def test_who_finished_nothing_is_not_asked(client, city):
    complete(city.course.pk)
    signed_in(client, city, 1)
    assert "案内を受け取る" not in client.get("/my/").content.decode()


def test_who_agreed_is_shown_openings_and_the_next_step(client, city, role):
    complete(city.course.pk)
    opening = volunteering.an_opening("ひろばの見守り", role=role)
    volunteering.a_shift(opening)
    volunteering.a_shift(volunteering.an_opening("別の役割", role=volunteering.a_role("x", "別")))
    further = cast.a_course(title="子育てサポーター スキルアップ講座")
    Preparation.objects.create(course=further, role=role, level=SKILL)
    again = cast.a_course(title="もう一度、基礎から")
    Preparation.objects.create(course=again, role=role, level=BASIC)
    signed_in(client, city, wants_suggestions=True)
    page = client.get("/my/").content.decode()
    assert "ひろばの見守り" in page
    assert "スキルアップ講座" in page
    assert "別の役割" not in page
    assert "もう一度、基礎から" not in page


def test_an_opening_that_is_full_is_not_suggested(client, city, role):
    complete(city.course.pk)
    shift = volunteering.a_shift(volunteering.an_opening("満員の募集", role=role), needed=1)
    other = volunteering.a_volunteer()
    volunteering.agreed(other, shift)
    signed_in(client, city, wants_suggestions=True)
    assert "満員の募集" not in client.get("/my/").content.decode()


def test_the_page_asks_the_database_no_more_for_many_suggestions(
    client, city, role, django_assert_max_num_queries
):
    complete(city.course.pk)
    for number in range(5):
        volunteering.a_shift(volunteering.an_opening(f"募集{number}", role=role))
        further = cast.a_course(title=f"次の講座{number}")
        Preparation.objects.create(course=further, role=role, level=SKILL)
    signed_in(client, city, wants_suggestions=True)
    client.get("/my/")
    with django_assert_max_num_queries(14):
        client.get("/my/")


def test_the_letter_with_the_certificate_tells_what_comes_next_to_who_agreed(city, role):
    volunteering.a_shift(volunteering.an_opening("ひろばの見守り", role=role))
    user, _ = city.residents[0]
    user.wants_suggestions = True
    user.save()
    complete(city.course.pk)
    tell_finishers.func(city.course.pk)
    body = Message.objects.get(to=user.email, subject__contains="修了").body
    assert "募集「ひろばの見守り」" in body
    assert "メールの設定" in body


def test_who_did_not_agree_reads_nothing_of_it(city, role):
    volunteering.a_shift(volunteering.an_opening("ひろばの見守り", role=role))
    complete(city.course.pk)
    tell_finishers.func(city.course.pk)
    body = Message.objects.get(subject__contains="修了").body
    assert "ひろばの見守り" not in body
    assert "生かせる活動" not in body


# ---------------------------------------------------------------- circles


def test_learners_found_a_group_and_say_where_it_grew(client, city):
    complete(city.course.pk)
    user, _ = city.residents[0]
    group = rooms.a_group(user, name="絵本の会")
    signed_in(client, city)
    address = f"/my/sign-ups/{city.sign_ups[0].pk}/circle/"
    page = client.get(address).content.decode()
    assert "絵本の会" in page
    assert "activity=" in page
    assert client.post(address, {"group": group.pk}).status_code == 302
    circle = Circle.objects.get()
    assert (circle.course, circle.group, circle.by) == (city.course, group, user)
    assert "部屋をさがす" in client.get(address).content.decode()


def test_the_registration_begins_with_who_took_the_course_and_its_centre(client, city):
    signed_in(client, city)
    sign_up = city.sign_ups[0]
    page = client.get(f"/my/sign-ups/{sign_up.pk}/circle/").content.decode()
    assert f"representative={sign_up.person_id}&amp;center={city.course.center_id}" in page


def test_a_group_that_another_of_the_family_stands_for_is_told_of(client, city):
    user, _ = city.residents[0]
    Person.register(user, cast.a_person(given_name="次郎"))
    brother = user.household.people.get(given_name="次郎")
    rooms.a_group(user, name="兄弟の会", representative=brother)
    signed_in(client, city)
    page = client.get(f"/my/sign-ups/{city.sign_ups[0].pk}/circle/").content.decode()
    assert f"「兄弟の会」の代表者は、{brother.full_name}さんです" in page
    assert 'name="group"' not in page


def test_a_group_grows_out_of_one_course_and_pressed_twice_it_is_said_once(city):
    user, person = city.residents[0]
    group = rooms.a_group(user, name="絵本の会")
    first = Circle.found(city.course, group, by=user)
    assert Circle.found(city.course, group, by=user) == first
    other = cast.a_course(title="ほかの講座")
    other.sign_up(person, by=user)
    with pytest.raises(ValidationError) as refusal:
        Circle.found(other, group, by=user)
    assert code_of(refusal.value) == "grew_elsewhere"


def test_only_learners_of_the_course_found_its_circle(city):
    user = cast.a_resident("stranger@example.jp")
    group = rooms.a_group(user.household.people.get(), name="よその会")
    with pytest.raises(ValidationError) as refusal:
        Circle.found(city.course, group, by=user)
    assert code_of(refusal.value) == "not_a_learner"


def test_nobody_founds_for_the_sign_up_of_another_household(client, city):
    signed_in(client, city, 1)
    assert client.get(f"/my/sign-ups/{city.sign_ups[0].pk}/circle/").status_code == 404


@pytest.mark.parametrize("typed", ["", "x", "0", "9" * 5_000])
def test_choosing_no_group_is_told(client, city, typed):
    signed_in(client, city)
    answer = client.post(f"/my/sign-ups/{city.sign_ups[0].pk}/circle/", {"group": typed})
    assert answer.status_code == 422
    assert "団体を選んでください" in answer.content.decode()
    assert not Circle.objects.exists()
