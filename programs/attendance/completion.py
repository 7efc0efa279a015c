"""Who finished a course: worked out from attendance, by the course's own rule."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from programs.models import Completion, Course, SignUp
from programs.paths import training


@dataclass
class Result:
    """What one reckoning changed."""

    given: int = 0
    taken_back: int = 0

    def in_words(self) -> str:
        """For the member of staff who asked."""
        if not (self.given or self.taken_back):
            return "修了を確かめました。前と変わりません。"
        taken = f"{self.taken_back}人の修了証を取り消しました。" if self.taken_back else ""
        given = f"{self.given}人に修了証を出しました。" if self.given else ""
        return given + taken


def complete(course_id: int) -> Result:
    """Give a certificate to everybody who met the rule of a course that is over.

    Met: present at `completion_percent` of the sessions that were held; one called off was not
    held, and excused is not present. Run again it changes nothing; run again after attendance was
    corrected, it gives what is missing, takes back what is no longer earned, and gives that back
    too. Who was told once is not told again. Codes: no_rule, not_over, cancelled.
    """
    from programs.tasks import tell_finishers  # noqa: PLC0415  tasks import this module

    with transaction.atomic():
        course = Course.objects.select_for_update(of=["self"]).get(pk=course_id)
        _refuse_unless_reckoned(course)
        result = Result()
        there = {row.sign_up_id: row for row in _completions(course)}
        for sign_up in _who_came(course):
            row = there.pop(sign_up.pk, None)
            met = sign_up.attended * 100 >= course.session_count * course.completion_percent
            if row is None and met:
                _give(course, sign_up)
                result.given += 1
            elif row is not None:
                _reckon_again(row, sign_up.attended, course.session_count, met, result)
        for row in there.values():  # no longer seated
            _reckon_again(row, row.attended, course.session_count, False, result)
        training.keep(course)
        tell_finishers.enqueue(course.pk)
    return result


def _refuse_unless_reckoned(course: Course) -> None:
    if course.is_cancelled:
        raise ValidationError("この講座は中止になりました。", code="cancelled")
    if course.completion_percent is None:
        raise ValidationError(
            "この講座には、修了に必要な出席が決められていません。管理メニューの講座の画面で、"
            "「修了に必要な出席」を入れてください。",
            code="no_rule",
        )
    if not course.is_over:
        raise ValidationError("最後の回が終わってから、修了を確かめてください。", code="not_over")


def _completions(course: Course):
    return Completion.objects.filter(sign_up__course=course).select_for_update()


def _who_came(course: Course):
    """Everybody seated, with `attended`: at how many of the sessions held."""
    present = Q(attendances__state="present", attendances__session__cancelled_at=None)
    return (
        SignUp.objects.seated()
        .filter(course=course)
        .select_related("person")
        .annotate(attended=Count("attendances", filter=present))
        .order_by("pk")
    )


def _give(course: Course, sign_up: Any) -> None:
    Completion.objects.create(
        sign_up=sign_up,
        completed_on=timezone.localdate(course.ends_at),
        name=sign_up.person.full_name,
        course_title=course.title,
        attended=sign_up.attended,
        held=course.session_count,
        units=course.units,
    )


def _reckon_again(row: Completion, attended: int, held: int, met: bool, result: Result) -> None:
    """Bring one certificate into line with what attendance says now."""
    before = (row.attended, row.held, row.is_valid)
    if met and not row.is_valid:
        row.taken_back_at = None
        result.given += 1
    elif not met and row.is_valid:
        row.taken_back_at = timezone.now()
        result.taken_back += 1
    row.attended, row.held = attended, held
    if (row.attended, row.held, row.is_valid) != before:
        row.save(update_fields=["attended", "held", "taken_back_at"])


def standing(course: Course):
    """Everybody seated with `attended` and the certificate, for the page of who finished."""
    return (
        _who_came(course)
        .select_related("person", "completion")
        .order_by(F("person__family_kana"), F("person__given_kana"), "pk")
    )
