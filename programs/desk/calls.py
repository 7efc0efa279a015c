"""Whom the desk telephones or sends a postcard, about what, and that it was done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from portal.notices.writing import moment, when
from portal.people.models import User
from programs.models import Call, ChildcarePlace, Course, SignUp
from programs.models.untold import ABOUT, CHILDCARE, SESSION


@dataclass(frozen=True)
class News:
    """One thing to tell somebody: in words, until when to answer, and why."""

    words: str
    why: str = ""
    until: datetime | None = None


def to_call(course: Course, *, at_most: int) -> list[Any]:
    """The sign-ups of `course` whose people are still to be told, by reading, each with `news`."""
    seated = ChildcarePlace.objects.filter(status=ChildcarePlace.Status.SEATED)
    rows: Any = (
        SignUp.objects.filter(course=course)
        .to_call()
        .with_places()
        .select_related("person")
        .prefetch_related(Prefetch("childcare_places", seated, to_attr="children"))
        .order_by("person__family_kana", "person__given_kana", "pk")
    )
    people = list(rows[:at_most])
    changes = _changes_of(course) if any(one.session_news for one in people) else []
    for one in people:
        one.course = course
        one.news = _news_of(one, changes)
    return people


def note(
    course: Course, keys: Collection[int], how: Call.How, *, by: User, shown_at: datetime
) -> int:
    """Note that these were told what the list said when it was shown; how many.

    Only those still to be told are noted, so that a form sent twice notes nobody twice; and who
    has newer news stays on the list for it.
    """
    with transaction.atomic():
        Course.objects.locked(course.pk)
        rows: Any = SignUp.objects.filter(course=course, pk__in=keys).to_call()
        calls = [
            Call(sign_up=one, what=what, how=how, by=by)
            for one in rows
            for what, at in (
                (one.own_what, one.own_news),
                (SESSION, one.session_news),
                (CHILDCARE, one.childcare_news),
            )
            if at is not None and at <= shown_at
        ]
        Call.objects.bulk_create(calls)
    return len({call.sign_up_id for call in calls})


def _news_of(one: Any, changes: Sequence[News]) -> list[News]:
    news: list[News] = []
    if one.own_news:
        place = f"（{one.place}番目）" if one.is_waiting else ""
        why = one.why if one.what == one.own_what else ""
        news.append(News(f"{SignUp.What(one.own_what).label}{place}", why, one.offer_until))
    if one.session_news:
        news += changes
    if one.childcare_news:
        names = "、".join(child.child_name for child in one.children)
        news.append(News(ABOUT[CHILDCARE], f"お預かりするお子さん：{names}"))
    return news


def _changes_of(course: Course) -> list[News]:
    """What was changed about the sessions to come."""
    changed = course.sessions.filter(revision__gt=0, ends_at__gt=timezone.now())
    return [
        News(f"{moment(one.starts_at)}の回は中止になりました", one.cancel_reason)
        if one.is_cancelled
        else News(f"回の日時が{when(one.starts_at, one.ends_at)}に変わりました")
        for one in changed
    ]
