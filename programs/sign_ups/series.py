"""One application for a series: the chosen people into several of its courses, all or nothing."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.people.models import Person, User
from portal.refusal import refused_by_database
from programs.models import Course, Series, SignUp
from programs.models.term import lock_people
from programs.models.told import Told


def sign_up_for(
    series: Series,
    courses: Sequence[Course],
    people: Sequence[Person],
    *,
    by: User,
    via: SignUp.Via = SignUp.Via.WEB,
    told: Mapping[int, Mapping[int, Told]],
) -> list[SignUp]:
    """Take `people` into each of `courses` of `series`, or into none of them.

    The courses are locked in the order of their keys, then the people, before anything is
    written, so that two applications to one series never wait for each other. Where a course
    refuses, nothing is kept, and the refusals of all courses are told, each beginning with the
    course's name: the resident leaves out what cannot be and presses again. `told` holds
    each one's own words, by course and person. Returns the first sign-up of each course.
    Codes: those of `Course.sign_up_together`, and no_courses.
    """
    if not courses:
        raise ValidationError("申し込む講座を選んでください。", code="no_courses")
    with refused_by_database(SignUp, Course), transaction.atomic():
        keys = [course.pk for course in courses]
        locked = Course.objects.for_sign_up().filter(series=series, pk__in=keys)
        in_order = list(locked.select_for_update().order_by("pk"))
        lock_people(people)
        taken: list[SignUp] = []
        refusals: list[ValidationError] = []
        for course in in_order:
            try:
                with refused_by_database(SignUp, Course), transaction.atomic():
                    said = told.get(course.pk, {})
                    taken.append(course.take_in(people, by=by, via=via, told=said)[0])
            except ValidationError as refusal:
                refusals.append(_named(course, refusal))
        if refusals:
            raise ValidationError(refusals)
        return taken


def _named(course: Course, refusal: ValidationError) -> ValidationError:
    sentence = f"「{course.title}」：{refusal.messages[0]}"
    return ValidationError(sentence, code=refusal.error_list[0].code)
