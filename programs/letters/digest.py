"""What staff are written each morning: the day's sessions, and what waits for them."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from portal.japan import calendar as japan
from portal.notices import chores
from portal.notices.models import Draft, Message
from portal.notices.writing import absolute, foot, when
from portal.people.models import Membership, User
from portal.people.unsubscribing import address_to_stop
from programs.desk.todo import todos_of
from programs.letters.mail_failures import failures_seen_by
from programs.models import Session

DIGEST_AT = str(settings.CITY["letters"]["digest_at"])
SESSIONS_NAMED = 30


def write_digests() -> int:
    """Queue this morning's mail to every member of staff who has something to do; how many.

    Once a day, whatever happens to the worker; to nobody who switched it off or whose mail comes
    back.
    """
    staff = User.objects.filter(
        memberships__isnull=False,
        is_staff=True,
        is_active=True,
        wants_digest=True,
        mail_fails_since=None,
    ).distinct()
    return chores.each(staff.order_by("pk"), _write)


def _write(user: User) -> int:
    today = timezone.localdate()
    key = f"digest-{user.pk}-{today:%Y%m%d}"
    if Message.objects.filter(key=key).exists():
        return 0
    parts = [part for part in (_sessions(user), _waiting(user)) if part]
    if not parts:
        return 0
    stop = address_to_stop(user, "digest")
    places = "、".join(
        str(post.center or post.ward or settings.CITY["section"]["short_name"])
        for post in Membership.objects.of(user).select_related("center", "ward")
    )
    body = "\n\n".join([f"{places}の、きょうのまとめです。", *parts])
    draft = Draft(
        key=key,
        to=user.email,
        subject=f"【きょうの窓口】{japan.long_date(today)}",
        body=f"{body}\n\n窓口のページ\n{absolute(reverse('desk:today'))}\n{foot(stop)}",
        unsubscribe=stop,
    )
    return len(Message.send_many([draft]))


def _sessions(user: User) -> str:
    today = Session.objects.visible_to(user).filter(
        starts_at__date=timezone.localdate(), cancelled_at=None, course__cancelled_at=None
    )
    number = today.count()
    if not number:
        return ""
    lines = [f"■ きょうの講座（{number}件）"]
    for session in today.select_related("course__center").order_by("starts_at", "pk")[
        :SESSIONS_NAMED
    ]:
        course = session.course
        times = when(session.starts_at, session.ends_at, all_day=session.all_day)
        people = f"{course.seats_taken}人" if course.takes_sign_ups_here else ""
        lines.append(
            " ".join(
                part
                for part in ("・", times[times.index("）") + 1 :], course.title, people)
                if part
            )
        )
        lines.append(f"　{course.place_name}")
    if number > SESSIONS_NAMED:
        lines.append(f"ほか{number - SESSIONS_NAMED}件")
    return "\n".join(lines)


def _waiting(user: User) -> str:
    lines = [
        f"・{todo.label}　{todo.number}{todo.unit}\n　{absolute(todo.url)}"
        for todo in todos_of(user)
    ]
    if failing := failures_seen_by(user).count():
        address = absolute(reverse("desk:mail_failures"))
        lines.append(f"・メールの届かない方　{failing}人\n　{address}")
    return "\n".join(["■ 対応を待っていること", *lines]) if lines else ""
