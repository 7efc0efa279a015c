"""What a course asks beside names: questions of its own, and small children to look after."""

from random import Random

from programs.models import Answer, ChildcarePlace, Question, SignUp
from programs.models.told import NO, YES

from .made import Offer
from .names import given_name
from .phrases import HOW_FOUND, QUESTIONS, SAID

SMALL = range(14, 71)  # months
NOTES = ("", "", "", "卵のアレルギーがあります。", "人見知りをします。", "お昼寝の時間です。")


def ask(rng: Random, offer: Offer) -> None:
    """Ask what suits the course, and let everybody who signed up answer."""
    own = QUESTIONS.get(offer.course.category.slug)
    for order, (text, kind, options, required) in enumerate(
        [one for one in (own, HOW_FOUND) if one], start=1
    ):
        question = Question(
            course=offer.course,
            text=text,
            kind=kind,
            options=list(options),
            required=required,
            order=order,
        )
        offer.questions.append(question)
        for one in offer.sign_ups:
            if required or rng.random() < 0.7:
                said = _say(rng, question)
                offer.answers.append(Answer(sign_up=one, question=question, text=said))


def _say(rng: Random, question: Question) -> str:
    if question.kind == Question.Kind.MANY:
        chosen = rng.sample(range(len(question.options)), rng.choice([1, 1, 2]))
        return "\n".join(question.options[place] for place in sorted(chosen))
    said = rng.choice(question.options or SAID[question.kind])
    if question.kind == Question.Kind.YES:
        return YES if said == "はい" else NO
    return said


def look_after(rng: Random, offer: Offer, places: int, parents: list[SignUp]) -> None:
    """Each of `parents` brings a small child; the first are looked after, the others wait."""
    course = offer.course
    course.childcare, course.childcare_capacity = True, places
    course.childcare_note = f"1歳〜就学前のお子さん、{places}人まで。申込のときにお知らせください。"
    for number, parent in enumerate(parents):
        child = given_name(rng, 2024, woman=rng.random() < 0.5)[0]
        seated = number < places and parent.status == SignUp.Status.SEATED
        Status = ChildcarePlace.Status  # noqa: N806
        offer.children.append(
            ChildcarePlace(
                sign_up=parent,
                child_name=f"{parent.person.family_name} {child}",
                child_age=rng.choice(SMALL),
                note=rng.choice(NOTES),
                status=Status.SEATED if seated else Status.WAITING,
                created_at=parent.created_at,
            )
        )
