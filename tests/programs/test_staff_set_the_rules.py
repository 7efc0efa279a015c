"""Staff set a course's rules in the admin, and what is called off stays as it was."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.people.models import User
from programs.models import Course, Question, Series
from programs.models.told import Child, Told
from tests import cast
from tests.programs.test_staff_admin import as_shown, change, errors_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client) -> User:
    user = cast.center_staff(cast.a_center())
    client.sign_in(user)
    return user


def a_question(number: int = 0, **fields) -> dict:
    row = {"text": "何回目ですか", "kind": "one", "options": "はじめて\r\n2回目", "order": "0"}
    return {
        "questions-TOTAL_FORMS": str(number + 1),
        **{f"questions-{number}-{name}": value for name, value in (row | fields).items()},
    }


def save(client, course: Course, changes: dict):
    return client.post(change(course), as_shown(client, change(course)) | changes)


def test_the_rules_of_a_course_are_set_in_its_form(client, manager):
    course = cast.a_course()
    changes = {
        "min_school_year": "3",
        "max_school_year": "6",
        "party_min": "2",
        "party_max": "3",
        "childcare_capacity": "4",
        "priorities": ["ward", "first_time"],
        "completion_percent": "70",
        "units": "2",
    }
    assert save(client, course, changes).status_code == 302
    course.refresh_from_db()
    assert (course.min_school_year, course.max_school_year) == (3, 6)
    assert (course.party_min, course.party_max, course.childcare_capacity) == (2, 3, 4)
    assert course.childcare, "and it is found by who looks for childcare"
    assert set(course.priorities) == {"ward", "first_time"}
    assert (course.completion_percent, course.units) == (70, 2)


@pytest.mark.parametrize(
    "options",
    ["はじめて\r\n2回目\r\n\r\n", "はじめて,2回目", "はじめて、2回目、2回目", " はじめて，2回目 "],
)
def test_a_question_is_written_beside_the_course_its_options_as_one_likes(client, manager, options):
    course = cast.a_course()
    assert save(client, course, a_question(options=options)).status_code == 302
    question = course.questions.get()
    assert (question.text, question.options) == ("何回目ですか", ["はじめて", "2回目"])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"options": "ひとつだけ"}, "選択肢を2つ以上"),
        ({"options": ""}, "選択肢を2つ以上"),
        ({"options": ",".join(str(n) for n in range(21))}, "選択肢は20まで"),
        ({"options": "あ" * 61 + ",い"}, "60文字まで"),
    ],
)
def test_a_choice_that_is_none_is_refused(client, manager, fields, sentence):
    course = cast.a_course()
    assert sentence in errors_of(save(client, course, a_question(**fields)))
    assert Question.objects.count() == 0


def test_the_form_sent_back_untouched_changes_no_question(client, manager):
    course = cast.a_course()
    options = ["はじめて", "2回目"]
    Question.objects.create(course=course, text="何回目ですか", kind="one", options=options)
    assert save(client, course, {}).status_code == 302
    assert course.questions.get().options == options


def test_fewer_places_for_children_than_are_promised_are_refused(client, manager):
    course, user = cast.a_course(childcare_capacity=2), cast.a_resident()
    person = user.household.people.get()
    told = {person.pk: Told(children=(Child("みお", 18), Child("そら", 30)))}
    sign_up = course.sign_up(person, by=user, told=told)
    assert "すでに2人のお子さん" in errors_of(save(client, course, {"childcare_capacity": "1"}))
    assert "すでに2人のお子さん" in errors_of(save(client, course, {"childcare_capacity": ""}))
    sign_up.withdraw(by=user)
    assert save(client, course, {"childcare_capacity": "1"}).status_code == 302


def test_childcare_does_not_end_while_children_wait_for_it(client, manager):
    course, (user, person) = cast.a_course(childcare_capacity=1), cast.many_residents(1)[0]
    told = {person.pk: Told(children=(Child("みお", 18), Child("そら", 30)))}
    sign_up = course.sign_up(person, by=user, told=told)
    assert "託児のキャンセル待ち" in errors_of(save(client, course, {"childcare_capacity": ""}))
    sign_up.withdraw(by=user)
    assert save(client, course, {"childcare_capacity": ""}).status_code == 302


def test_more_places_for_children_are_given_at_once(client, manager):
    course = cast.a_course(childcare_capacity=1)
    for user, person in cast.many_residents(2):
        told = {person.pk: Told(children=(Child("みお", 18),))}
        waiting = course.sign_up(person, by=user, told=told)
    assert waiting.childcare_places.get().status == "waiting"
    assert save(client, course, {"childcare_capacity": "2"}).status_code == 302
    assert waiting.childcare_places.get().status == "seated"


def test_the_rules_of_a_course_called_off_cannot_be_changed(client, manager):
    course = cast.a_course(capacity=20)
    course.cancel(by=manager, reason="講師の都合")
    context = client.get(change(course)).context
    assert "capacity" not in context["adminform"].form.fields
    assert "takes_sign_ups_here" not in context["adminform"].form.fields
    save(client, course, {"capacity": "99"} | a_question())
    course.refresh_from_db()
    assert course.capacity == 20
    assert course.questions.count() == 0


def test_a_course_joins_series_of_its_own_centre_and_of_the_city(client, manager):
    own = Series.objects.create(name="戸畑の三講座", center=cast.a_center())
    city = Series.objects.create(name="全市の三講座")
    other = Series.objects.create(
        name="門司の三講座",
        center=cast.a_center("minato", ward="moji", name="門司みなと市民センター"),
    )
    course = cast.a_course()
    offered = client.get(change(course)).context["adminform"].form.fields["series"].queryset
    assert set(offered) == {own, city}
    assert save(client, course, {"series": own.pk}).status_code == 302
    errors_of(save(client, course, {"series": other.pk}))
    course.refresh_from_db()
    assert course.series == own


def test_parties_out_of_order_are_refused_beside_the_form(client, manager):
    course = cast.a_course()
    said = errors_of(save(client, course, {"party_min": "3", "party_max": "2"}))
    assert "「何人組まで」は「何人組から」以上にしてください。" in said


def test_a_draft_without_answers_may_lose_its_question(client, manager):
    course = cast.a_course()
    options = ["はじめて", "2回目"]
    Question.objects.create(course=course, text="何回目ですか", kind="one", options=options)
    assert save(client, course, {"questions-0-DELETE": "on"}).status_code == 302
    assert not course.questions.exists()


def test_a_question_somebody_answered_stays(client, manager):
    course, user = cast.a_course(), cast.a_resident()
    question = Question.objects.create(course=course, text="どこから来ますか")
    person = user.household.people.get()
    course.sign_up(person, by=user, told={person.pk: Told(answers={question.pk: "戸畑"})})
    errors_of(save(client, course, {"questions-0-DELETE": "on"}))
    assert course.questions.get() == question


def test_school_years_out_of_order_are_refused():
    with pytest.raises(ValidationError):
        Course(min_school_year=6, max_school_year=3).validate_constraints()


def test_a_lottery_people_have_entered_stays_one(client, manager):
    course = cast.a_course(method="lottery", capacity=3)
    user = cast.a_resident()
    course.sign_up(user.household.people.get(), by=user)
    said = "1人が抽選を待っている"
    assert said in errors_of(save(client, course, {"method": "first_come"}))
    assert said in errors_of(save(client, course, {"takes_sign_ups_here": ""}))
    assert save(client, course, {"title": "あたらしい題名"}).status_code == 302
    course.sign_ups.get().withdraw(by=user)
    assert save(client, course, {"method": "first_come"}).status_code == 302


def test_the_days_of_a_course_are_not_changed_past_those_who_are_coming(client, manager):
    """Nor does a form opened before put back what the desk has moved, and told, since."""
    course = cast.a_course(sessions=2)
    session, _ = course.sessions.all()
    later = {"sessions-0-starts_at_1": "11:00", "sessions-0-ends_at_1": "13:00"}
    user = cast.a_resident()
    course.sign_up(user.household.people.get(), by=user)
    opened_before = as_shown(client, change(course))
    assert "窓口の画面で日時を変える" in errors_of(save(client, course, later))
    assert "窓口の画面で日時を変える" in errors_of(
        save(client, course, {"sessions-0-DELETE": "on"})
    )
    moved = session.starts_at + timedelta(hours=3)
    session.move(moved, moved + timedelta(hours=2), by=manager)
    assert "窓口の画面で日時を変える" in errors_of(client.post(change(course), opened_before))
    session.refresh_from_db()
    assert session.starts_at == moved
    assert save(client, course, {"sessions-1-title": "こんぶ"}).status_code == 302


def test_a_course_does_not_leave_its_house_past_those_who_are_coming(client):
    client.sign_in(cast.section_staff())
    course, user = cast.a_course(), cast.a_resident()
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    taken = course.sign_up(user.household.people.get(), by=user)
    elsewhere = {"center": other.pk}
    assert "ほかの市民センターには移せません" in errors_of(save(client, course, elsewhere))
    taken.withdraw(by=user)
    assert save(client, course, elsewhere).status_code == 302
    course.refresh_from_db()
    assert course.center == other


def test_a_day_that_is_over_is_not_put_ahead_of_those_who_are_coming(client, manager):
    course = cast.a_course(sessions=2)
    user = cast.a_resident()
    course.sign_up(user.household.people.get(), by=user)
    over = course.sessions.first()
    over.starts_at, over.ends_at = (
        at - timedelta(days=400) for at in (over.starts_at, over.ends_at)
    )
    over.save()
    again = f"{timezone.localdate() + timedelta(days=3)}"
    ahead = {"sessions-0-starts_at_0": again, "sessions-0-ends_at_0": again}
    assert "窓口の画面で日時を変える" in errors_of(save(client, course, ahead))
    earlier = f"{timezone.localdate() - timedelta(days=300)}"
    put_right = {"sessions-0-starts_at_0": earlier, "sessions-0-ends_at_0": earlier}
    assert save(client, course, put_right).status_code == 302


def test_the_days_of_a_course_nobody_signed_up_for_are_changed_in_its_form(client, manager):
    course = cast.a_course()
    later = {"sessions-0-starts_at_1": "11:00", "sessions-0-ends_at_1": "13:00"}
    assert save(client, course, later).status_code == 302
    assert timezone.localtime(course.sessions.get().starts_at).hour == 11
