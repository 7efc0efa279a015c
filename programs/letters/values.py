"""What stands in a letter in place of its placeholders: from the course, the party, the event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from portal.japan import calendar as japan
from portal.notices.writing import absolute, moment, when
from programs.models import Completion, Course, Session, SignUp

SESSIONS_NAMED = 15


@dataclass(frozen=True)
class About:
    """What a letter says besides its course and its people; each is left empty where unknown."""

    why: str = ""
    offer_until: datetime | None = None
    place: int | None = None
    session: Session | None = None
    number: int | None = None
    before: datetime | None = None
    until: datetime | None = None
    completion: Completion | None = None
    alternatives: Sequence[Course] = ()
    afterwards: str = ""


def of_course(course: Course) -> dict[str, str]:
    """What is the same in every letter about this course."""
    held = [session for session in course.sessions.all() if session.cancelled_at is None]
    dates = [when(one.starts_at, one.ends_at, all_day=one.all_day) for one in held[:SESSIONS_NAMED]]
    if len(held) > SESSIONS_NAMED:
        dates.append(f"ほか{len(held) - SESSIONS_NAMED}回")
    fee = "" if course.fee is None else (f"{course.fee:,}円" if course.fee else "無料")
    return {
        "講座名": " ".join(course.title.split()),
        "日時": "\n".join(dates),
        "会場": _where(course),
        "会場の電話": phone_of(course),
        "費用": f"{fee} {course.fee_note}".strip(),
        "持ち物": course.belongings,
        "取り消せる期限": moment(course.withdrawable_until),
        "結果の日": _day(course.results_at),
        "講座のページ": absolute(course.get_absolute_url()),
        "講座をさがすページ": absolute(reverse("programs:list")),
    }


def phone_of(course: Course) -> str:
    """Whom to call: as the course says, else its centre, else the section."""
    center = course.center.phone if course.center else ""
    return course.contact_phone or center or settings.CITY["section"]["phone"]


def of_party(kind: str, party: Sequence[SignUp], about: About) -> dict[str, str]:
    """What is said to those of one party."""
    first = party[0]
    receipts = (
        [first.receipt_number]
        if len(party) == 1
        else [f"{one.receipt_number}　{one.person.full_name}さん" for one in party]
    )
    session = about.session
    return {
        "お名前": "さん、".join(one.person.full_name for one in party),
        "受付番号": "\n".join(receipts),
        "手続きのページ": page_of(kind, first),
        "期限": moment(about.offer_until or about.until),
        "理由": about.why or (session.cancel_reason if session else ""),
        "順番": str(about.place or ""),
        "この回": _session(session, about.number),
        "この回の内容": session.title if session else "",
        "変更前": moment(about.before),
        "活動の案内": about.afterwards,
        "ほかの講座": "\n".join(_briefly(course) for course in about.alternatives),
    }


def page_of(kind: str, first: SignUp) -> str:
    """The page the reader of a letter opens next."""
    deeper = {"offered": "offer/", "survey": "survey/", "certificate": "certificate/"}.get(kind, "")
    return absolute(f"{reverse('programs:receipt', args=[first.pk])}{deeper}")


def _where(course: Course) -> str:
    room = f" {course.venue}" if course.center and course.venue else ""
    address = course.address or (course.center.address if course.center else "")
    return "\n".join(part for part in (f"{course.place_name}{room}", address) if part)


def _day(at: datetime | None) -> str:
    return japan.long_date(japan.local(at).date()) if at else ""


def _session(session: Session | None, number: int | None) -> str:
    if session is None:
        return ""
    which = f"第{number}回　" if number else ""
    return which + when(session.starts_at, session.ends_at, all_day=session.all_day)


def _briefly(course: Course) -> str:
    begins = japan.short_date(japan.local(course.starts_at).date()) if course.starts_at else ""
    about = " ".join(part for part in (f"「{course.title}」", begins, course.place_name) if part)
    return f"{about}\n{absolute(course.get_absolute_url())}"
