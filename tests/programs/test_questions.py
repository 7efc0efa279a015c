"""A course asks questions of its own; what must be answered is, on every channel."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portal.people.models import Person, User
from portal.refusal import code_of
from programs.models import Answer, Course, Question, SignUp
from programs.models.asking import LONGEST_ANSWER, LONGEST_LINE
from programs.models.told import Told
from tests import cast
from tests.page_lint import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident(client) -> User:
    user = cast.a_resident()
    client.sign_in(user)
    return user


@pytest.fixture
def course() -> Course:
    return cast.a_course()


def ask(course: Course, kind: str = "short", *, required: bool = True, **fields) -> Question:
    if kind in {"one", "many"}:
        fields = {"options": ["はじめて", "2回目", "3回以上"]} | fields
    return Question.objects.create(
        course=course,
        text=fields.pop("text", f"{kind}の質問"),
        kind=kind,
        required=required,
        **fields,
    )


def refusal(course: Course, user: User, answers: dict[int, str], via: str = "web") -> str | None:
    person = user.household.people.get()
    try:
        course.sign_up(person, by=user, via=via, told={person.pk: Told(answers=answers)})
    except ValidationError as refused:
        return code_of(refused)
    return None


def address_of(course: Course) -> str:
    return f"/courses/{course.pk}/sign-ups/"


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


# ---------------------------------------------------------------- the rule


@pytest.mark.parametrize("via", SignUp.Via.values)
def test_no_channel_leaves_a_required_question_unanswered(course, resident, via):
    question = ask(course)
    assert refusal(course, resident, {}, via) == "answer_needed"
    assert refusal(course, resident, {question.pk: "   "}, via) == "answer_needed"
    assert refusal(course, resident, {question.pk: "経験者です"}, via) is None
    assert Answer.objects.get().text == "経験者です"


@pytest.mark.parametrize(
    ("kind", "answer", "code"),
    [
        ("one", "2回目", None),
        ("one", "4回目", "answer_unknown"),
        ("one", "はじめて\n2回目", "answer_unknown"),
        ("many", "はじめて\n2回目", None),
        ("many", "はじめて\n4回目", "answer_unknown"),
        ("yes", "はい", None),
        ("yes", "たぶん", "answer_unknown"),
        ("short", "あ" * LONGEST_LINE, None),
        ("short", "あ" * (LONGEST_LINE + 1), "answer_too_long"),
        ("long", "あ" * LONGEST_ANSWER, None),
        ("long", "あ" * (LONGEST_ANSWER + 1), "answer_too_long"),
    ],
)
def test_only_what_the_question_allows_is_an_answer(course, resident, kind, answer, code):
    question = ask(course, kind)
    assert refusal(course, resident, {question.pk: answer}) == code


def test_a_question_of_another_course_is_no_question_of_this_one(course, resident):
    stranger = ask(cast.a_course(title="ほかの講座"), required=False)
    assert refusal(course, resident, {stranger.pk: "こたえ"}) == "answer_unknown"


def test_what_need_not_be_answered_is_not_kept_when_empty(course, resident):
    question = ask(course, required=False)
    assert refusal(course, resident, {question.pk: ""}) is None
    assert Answer.objects.count() == 0


def test_a_party_answers_once_for_all_of_it(client, resident):
    course = cast.a_course(party_max=3)
    question = ask(course, "one")
    other = Person.register(resident, cast.a_person(given_name="次郎", born=date(1950, 1, 1)))
    first = resident.household.people.get(given_name="花子")
    sent = {"person": [first.pk, other.pk], f"question-{question.pk}": "2回目"}
    assert client.post(address_of(course), sent).status_code == 302
    assert set(Answer.objects.values_list("sign_up__person_id", "text")) == {
        (first.pk, "2回目"),
        (other.pk, "2回目"),
    }


def test_a_choice_of_one_option_is_no_question(course):
    question = Question(course=course, text="？", kind="one", options=["ひとつだけ"])
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert "too_few_options" in str(refused.value.error_dict) or "2つ以上" in str(refused.value)


# ---------------------------------------------------------------- the form


def test_every_kind_has_its_field_and_every_answer_is_kept(client, resident, course):
    kinds = {kind: ask(course, kind) for kind in Question.Kind.values}
    page = client.get_page(address_of(course))
    types = {
        kind: {a["type"] for a in page.all("input") if a.get("name") == f"question-{q.pk}"}
        for kind, q in kinds.items()
    }
    assert types == {
        "short": {"text"},
        "long": set(),
        "one": {"radio"},
        "many": {"checkbox"},
        "yes": {"radio"},
    }
    assert [a["name"] for a in page.all("textarea")] == [f"question-{kinds['long'].pk}"]
    answers = {
        "short": "戸畑から",
        "long": "出汁を\r\nとってみたい",
        "one": "はじめて",
        "many": ["はじめて", "3回以上"],
        "yes": "いいえ",
    }
    sent = {f"question-{kinds[kind].pk}": answer for kind, answer in answers.items()}
    person = resident.household.people.get()
    assert client.post(address_of(course), {"person": person.pk} | sent).status_code == 302
    kept = dict(Answer.objects.values_list("question__kind", "text"))
    assert kept == answers | {"many": "はじめて\n3回以上", "long": "出汁を\nとってみたい"}


def test_what_is_missing_is_named_and_all_that_was_written_stays(client, resident, course):
    needed, free = ask(course, "one", text="何回目ですか"), ask(course, "long", required=False)
    person = resident.household.people.get()
    sent = {
        "person": person.pk,
        f"question-{free.pk}": "書いたことば",
        "provisions": ["captioning"],
        "provision_note": "前の席を",
    }
    page = client.post_page(address_of(course), sent, status=422)
    assert "「何回目ですか」に答えてください。" in said(page)
    assert f"#id_question-{needed.pk}" in {a.get("href") for a in page.all("a")}
    assert "書いたことば" in said(page)
    ticked = {a["value"] for a in page.all("input") if "checked" in a}
    assert ticked == {str(person.pk), "captioning"}
    assert "open" in page.all("details")[0], "what was filled in stands open"
    assert SignUp.objects.count() == 0


@pytest.mark.parametrize("answer", ["4回目", "\x00", "9" * 5_000])
def test_an_answer_that_was_never_offered_is_asked_for_again(client, resident, course, answer):
    question = ask(course, "one", text="何回目ですか")
    sent = {"person": resident.household.people.get().pk, f"question-{question.pk}": answer}
    page = client.post_page(address_of(course), sent, status=422)
    assert "「何回目ですか」の答えを選び直してください。" in said(page)


def test_questions_stand_in_the_order_staff_gave_them(client, resident, course):
    ask(course, text="あとの質問", order=2)
    ask(course, text="さきの質問", order=1)
    words = said(client.get_page(address_of(course)))
    assert words.index("さきの質問") < words.index("あとの質問")


# ---------------------------------------------------------------- provisions


def test_what_one_needs_is_kept_with_the_one_who_needs_it(client, resident):
    course = cast.a_course(party_max=2)
    other = Person.register(resident, cast.a_person(given_name="次郎", born=date(1950, 1, 1)))
    first = resident.household.people.get(given_name="花子")
    sent = {
        "person": [first.pk, other.pk],
        "provisions": ["wheelchair", "large_print"],
        "provision_person": other.pk,
        "provision_note": "電動です",
    }
    assert client.post(address_of(course), sent).status_code == 302
    kept = {s.person_id: (s.provisions, s.provision_note) for s in SignUp.objects.all()}
    assert kept == {first.pk: ([], ""), other.pk: (["wheelchair", "large_print"], "電動です")}


def test_in_a_party_it_has_to_be_said_who_needs_it(client, resident):
    course = cast.a_course(party_max=2)
    other = Person.register(resident, cast.a_person(given_name="次郎", born=date(1950, 1, 1)))
    first = resident.household.people.get(given_name="花子")
    sent = {"person": [first.pk, other.pk], "provisions": ["wheelchair"]}
    page = client.post_page(address_of(course), sent, status=422)
    assert "配慮が必要な方を、参加する方から選んでください。" in said(page)


@pytest.mark.parametrize("wanted", ["spaceship", "", "\x00"])
def test_a_provision_nobody_offers_is_asked_for_again(client, resident, course, wanted):
    sent = {"person": resident.household.people.get().pk, "provisions": [wanted]}
    client.post_page(address_of(course), sent, status=422)
    assert SignUp.objects.count() == 0


def test_a_note_too_long_is_refused_with_its_length(client, resident, course):
    sent = {"person": resident.household.people.get().pk, "provision_note": "あ" * 301}
    page = client.post_page(address_of(course), sent, status=422)
    assert "300文字まで" in said(page)
