"""The pages of attendance and certificates in each of their states, with long words on them."""

from datetime import timedelta

from django.utils import timezone

from programs.attendance.completion import complete
from programs.attendance.taps import Tap, record_taps
from programs.desk.people import ticket_for
from programs.models import Attendance, Completion, Course
from tests import cast
from tests.browser.city import UNBROKEN, City
from tests.browser.every_page import Stop, press


def stops(city: City) -> list[Stop]:
    """The door, the lists on paper, changes of a session, certificates and the record."""
    coming, over = _a_course_that_meets(city), _a_course_that_is_over(city)
    first, called_off = coming.sessions.all()[:2]
    done, taken_back = Completion.objects.order_by("pk")
    door = f"/desk/sessions/{first.pk}/"
    asking = f"/desk/sessions/{city.courses['rules'].sessions.get().pk}/walk-ins/"
    chosen = "&".join(f"person={ticket_for(city.staff, one)}" for one in (city.person, city.child))
    receipt = coming.sign_ups.seated().first().receipt
    desk = {
        "door": door,
        "door, nobody found": f"{door}?q={UNBROKEN[:60]}",
        "door, called off": f"/desk/sessions/{called_off.pk}/",
        "receipt scanned": f"/desk/check-in/{receipt}/",
        "walk-in": f"{door}walk-ins/",
        "walk-in, nobody found": f"{door}walk-ins/?q=ノグチ",
        "walk-in, found": f"{door}walk-ins/?q=タカサキ",
        "walk-in, found where much is asked": f"{asking}?q=タカサキ ハナコ",
        "walk-in, chosen": f"{asking}?{chosen}",
        "walk-in, one more": f"{asking}?{chosen}&q=ノグチ",
        "sign-in sheet": f"{door}sign-in-sheet/",
        "calling off": f"{door}cancellation/",
        "moving": f"{door}move/",
        "roster": f"/desk/courses/{coming.pk}/roster/",
        "roster, nobody": f"/desk/courses/{city.courses['none'].pk}/roster/",
        "labels": f"/desk/courses/{coming.pk}/labels/",
        "who finished": f"/desk/courses/{over.pk}/completions/",
        "all certificates": f"/desk/courses/{over.pk}/certificates/",
    }
    resident = {
        "record": "/my/record/",
        "certificate": done.get_absolute_url(),
        "certificate, taken back": taken_back.get_absolute_url(),
        "certificate checked": done.address_to_check(),
        "certificate checked, taken back": taken_back.address_to_check(),
        "certificate to check": "/certificates/",
        "certificate, no such number": f"/certificates/?number={UNBROKEN[:40]}",
    }
    again = press("出席から修了を確かめる")
    return [
        *(Stop(what, "staff", address) for what, address in desk.items()),
        *(Stop(what, "resident", address) for what, address in resident.items()),
        Stop("record, empty", "newcomer", "/my/record/"),
        Stop("walk-in, errors", "staff", f"{door}walk-ins/", do=press("登録して受け付ける")),
        Stop("walk-in, chosen, errors", "staff", f"{asking}?{chosen}", do=press("受け付ける")),
        Stop("calling off, errors", "staff", f"{door}cancellation/", do=press("この回を中止する")),
        Stop("moving, errors", "staff", f"{door}move/", do=press("この日時に変える")),
        Stop(
            "who finished, not over",
            "staff",
            f"/desk/courses/{coming.pk}/completions/",
            do=again,
        ),
    ]


def _a_course_that_meets(city: City) -> Course:
    """Four at the door: there, excused, not seen yet, and one who gave the seat back but came."""
    course = cast.a_course(
        title=UNBROKEN, days_ahead=1, sessions=3, apply_until=None, venue=UNBROKEN, capacity=4
    )
    sign_ups = [course.sign_up(city.person, by=city.resident)]
    known = [(resident, resident.household.people.get()) for resident in _residents()]
    sign_ups += [course.sign_up(person, by=user) for user, person in known]
    session, called_off = course.sessions.all()[:2]
    for sign_up, state in zip(sign_ups, ["present", "excused", "unknown", "present"], strict=True):
        tap = Tap(sign_up.pk, Attendance.State(state), timezone.now())
        record_taps(session, [tap], by=city.staff)
    sign_ups[3].cancel(by=city.staff, why=UNBROKEN)
    called_off.cancel(by=city.staff, reason=UNBROKEN)
    course.refresh_from_db()
    return course


def _residents():
    return [
        cast.a_resident(f"door{number}@example.jp", family_name="Unbroken" * 3)
        for number in range(3)
    ]


def _a_course_that_is_over(city: City) -> Course:
    """One certificate that stands and one taken back, both of the household."""
    course = cast.a_course(title=UNBROKEN, days_ahead=1, apply_until=None, completion_percent=100)
    own = course.sign_up(city.person, by=city.resident)
    child = course.sign_up(city.child, by=city.resident, told=cast.consent(city.child))
    ago = timezone.now() - timedelta(days=30)
    course.sessions.update(starts_at=ago, ends_at=ago + timedelta(hours=2))
    session = course.sessions.get()
    for state in ("present", "unknown"):
        taps = [
            Tap(own.pk, Attendance.State.PRESENT, timezone.now()),
            Tap(child.pk, Attendance.State(state), timezone.now()),
        ]
        record_taps(session, taps, by=city.staff)
        complete(course.pk)
    course.refresh_from_db()
    return course
