"""What has to be said when signing up: consent, answers, children. Every channel asks the same."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from portal.people.models import Person

from .asking import LONGEST_ANSWER, LONGEST_LINE, Question
from .sign_up_rules import is_under_age
from .told import (
    EVERYBODY_SAYS_NOTHING,
    MOST_CHILDREN,
    NO,
    NOTHING,
    OLDEST_CHILD,
    YES,
    Told,
)

if TYPE_CHECKING:
    from .course import Course

GUARDIAN_NEEDED = (
    "18歳になっていない方の申込には、保護者の同意が必要です。"
    "保護者の氏名と電話番号を入力し、同意の欄にチェックを入れてください。"
)


def lacks_consent(course: "Course", person: Person, stands: Mapping[int, Told]) -> bool:
    """Whether a guardian has still to consent. `stands`: what sign-ups already made came with."""
    stood = stands.get(person.pk, NOTHING)
    return is_under_age(course, person) and not (stood.guardian_name and stood.guardian_phone)


def is_asked(question: Question, person: Person, stands: Mapping[int, Told]) -> bool:
    """Every question of who comes anew; of who signed up, what must be answered and is not."""
    stood = stands.get(person.pk)
    return stood is None or (question.required and not stood.answers.get(question.pk))


def refuse_what_is_told(
    course: "Course",
    people: Sequence[Person],
    told: Mapping[int, Told],
    stands: Mapping[int, Told] = EVERYBODY_SAYS_NOTHING,
) -> None:
    """Refuse a minor without consent, questions unanswered, children nobody can look after.

    Who signed up before needs to say only what does not stand already. Codes: guardian_needed,
    answer_needed, answer_unknown, answer_too_long, no_childcare, too_many_children,
    child_incomplete, child_too_old.
    """
    for person in people:
        says = told.get(person.pk, NOTHING)
        consents = says.guardian_name and says.guardian_phone
        if not consents and lacks_consent(course, person, stands):
            raise ValidationError(GUARDIAN_NEEDED, code="guardian_needed")
    answered = any(says.answers for says in told.values())
    if answered or getattr(course, "question_ids", True):
        questions = {question.pk: question for question in Question.objects.filter(course=course)}
        for person in people:
            says = told.get(person.pk, NOTHING)
            asked = [one for one in questions.values() if is_asked(one, person, stands)]
            _refuse_answers(questions, says.answers, asked)
    _refuse_children(course, [child for says in told.values() for child in says.children])


def _refuse_answers(
    questions: Mapping[int, Question], answers: Mapping[int, str], asked: Sequence[Question]
) -> None:
    for key, answer in answers.items():
        if key not in questions or not _is_possible(questions[key], answer):
            raise ValidationError(
                "質問の答えを受け取れませんでした。ページを開き直して、もう一度お答えください。",
                code="answer_unknown",
            )
        longest = LONGEST_ANSWER if questions[key].kind == Question.Kind.LONG else LONGEST_LINE
        if len(answer) > max(longest, sum(len(option) + 1 for option in questions[key].options)):
            raise ValidationError(
                f"「{questions[key].text}」の答えが長すぎます。{longest}文字までにしてください。",
                code="answer_too_long",
            )
    for question in asked:
        if question.required and not answers.get(question.pk, "").strip():
            raise ValidationError(f"「{question.text}」に答えてください。", code="answer_needed")


def _is_possible(question: Question, answer: str) -> bool:
    """Whether a choice is one of those offered; free text always may be."""
    match question.kind:
        case Question.Kind.ONE:
            return answer in question.options
        case Question.Kind.MANY:
            return set(answer.split("\n")) <= set(question.options)
        case Question.Kind.YES:
            return answer in {YES, NO}
        case _:
            return True


def _refuse_children(course: "Course", children: Sequence) -> None:
    if not children:
        return
    if course.childcare_capacity is None:
        raise ValidationError("この講座には託児がありません。", code="no_childcare")
    if len(children) > MOST_CHILDREN:
        raise ValidationError(
            f"託児を申し込めるのは、一度に{MOST_CHILDREN}人までです。", code="too_many_children"
        )
    for child in children:
        if not child.name.strip() or child.months < 0:
            raise ValidationError(
                "お子さんの名前と年齢を入力してください。", code="child_incomplete"
            )
        if child.months > OLDEST_CHILD:
            raise ValidationError(
                f"託児でお預かりできるのは{OLDEST_CHILD // 12}歳までです"
                f"（{child.name}さんは開講日に{child.months // 12}歳）。",
                code="child_too_old",
            )
