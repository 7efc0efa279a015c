"""What was told stands with the sign-up: kept when it is made, and added to where it is short."""

from collections.abc import Iterable

from .asking import Answer, ChildcarePlace
from .sign_up import SignUp
from .told import Told


def keep(sign_up: SignUp, says: Told) -> None:
    """Write what one who signs up answers, and whom to look after; the rest stands in the row."""
    _answer(sign_up, says)
    ChildcarePlace.objects.bulk_create(
        ChildcarePlace(
            sign_up=sign_up, child_name=child.name, child_age=child.months, note=child.note
        )
        for child in says.children
    )


def standing(sign_ups: Iterable[SignUp]) -> dict[int, Told]:
    """The consent and the answers these sign-ups came with, by the person's key."""
    by_key = {sign_up.pk: sign_up for sign_up in sign_ups}
    answers: dict[int, dict[int, str]] = {key: {} for key in by_key}
    rows = Answer.objects.filter(sign_up__in=list(by_key)) if by_key else []
    for answer in rows:
        answers[answer.sign_up_id][answer.question_id] = answer.text
    return {
        sign_up.person_id: Told(
            guardian_name=sign_up.guardian_name,
            guardian_phone=sign_up.guardian_phone,
            answers=answers[key],
        )
        for key, sign_up in by_key.items()
    }


def add(sign_up: SignUp, stood: Told, says: Told) -> None:
    """Keep what somebody says later whose sign-up lacked it; what stands is never written over."""
    if says.guardian_name and not (stood.guardian_name and stood.guardian_phone):
        SignUp.objects.filter(pk=sign_up.pk).update(
            guardian_name=says.guardian_name, guardian_phone=says.guardian_phone
        )
    new = {key: text for key, text in says.answers.items() if key not in stood.answers}
    _answer(sign_up, Told(answers=new))


def _answer(sign_up: SignUp, says: Told) -> None:
    Answer.objects.bulk_create(
        Answer(sign_up=sign_up, question_id=question, text=text)
        for question, text in says.answers.items()
        if text
    )
