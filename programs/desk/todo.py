"""What waits for a member of staff, each kind with how many and where to do it."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.http import urlencode

from centers.running.todo import Todo, counted, room_todos_of
from centers.volunteers.todo import volunteer_todos_of
from portal.people.models import User
from programs.models import Course, SignUp
from programs.models.course_queryset import CourseQuerySet

# What the list of courses can be narrowed to, by the word in its address.
KINDS: dict[str, tuple[str, Callable[[CourseQuerySet], CourseQuerySet]]] = {
    "choice": ("空いた席の方を選ぶ講座", CourseQuerySet.awaiting_choice),
    "draw": ("抽選を待つ講座", CourseQuerySet.awaiting_draw),
    "minimum": ("最少開講人数に届かない講座", CourseQuerySet.under_minimum_at_deadline),
    "call": ("電話・はがきで知らせる方", CourseQuerySet.with_people_to_call),
}


def todos_of(user: User) -> list[Todo]:
    """What waits at the places of `user`, about courses, then about rooms and volunteers."""
    courses, calls = Course.objects.editable_by(user), SignUp.objects.visible_to(user).to_call()
    narrowed = [
        (label, narrow(courses), _courses(name))
        for name, (label, narrow) in KINDS.items()
        if name != "call"
    ]
    return [
        *counted(narrowed),
        *counted([(KINDS["call"][0], calls, _courses("call"))], unit="人"),
        *room_todos_of(user),
        *volunteer_todos_of(user),
    ]


def _courses(name: str) -> str:
    return f"{reverse('desk:courses')}?{urlencode({'todo': name})}"
