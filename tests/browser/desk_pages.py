"""The desk's pages in each of their states, for the walk through every page."""

from django.utils import timezone
from playwright.sync_api import Page

from portal.people.models import Person
from programs.desk.people import ticket_for
from programs.models import Course, SignUp
from programs.sign_ups import merging
from tests import cast, volunteering
from tests.browser.city import UNBROKEN, City
from tests.browser.every_page import Stop, press, write

SEARCH = "q=タカサキ ハナコ&born=1954"


def stops(city: City) -> list[Stop]:
    """Every page of the day, the courses, entries, people and prints, with long words on it."""
    course, seated, called_off = _a_full_course(city)
    one, other = _registered_twice(city, course)
    entry = f"/desk/courses/{course.pk}/entry/"
    place = f"/desk/sign-ups/{seated.pk}/"
    compare = f"/desk/people/merge/?person={one.pk}&person={other.pk}"
    guest = Person.register_at_the_desk(cast.a_person(given_name="窓口"))
    ticket = ticket_for(city.staff, guest)
    pages = {
        "desk": "/desk/",
        "desk, an empty day": "/desk/?day=2030-01-01",
        "desk courses": "/desk/courses/",
        "desk courses, found none": "/desk/courses/?q=zzz",
        "desk courses, to be done": "/desk/courses/?todo=call",
        "desk course": f"/desk/courses/{course.pk}/",
        "desk course, long": f"/desk/courses/{city.courses['long'].pk}/",
        "desk course, who left": f"/desk/courses/{course.pk}/?state=left",
        "desk course, called off": f"/desk/courses/{called_off.pk}/",
        "entry": f"{entry}?via=postcard",
        "entry, found": f"{entry}?via=postcard&{SEARCH}",
        "entry, nobody found": f"{entry}?via=phone&q=ノグチ ミサキ",
        "entry, chosen": f"{entry}?via=postcard&person={ticket}",
        "entry, done": f"{entry}?via=phone&done={seated.pk}",
        "running": f"/desk/courses/{city.courses['rules'].pk}/running/",
        "running, called off": f"/desk/courses/{called_off.pk}/running/",
        "place": place,
        "slip": f"{place}receipt/",
        "call list": f"/desk/courses/{called_off.pk}/call-list/",
        "call list, nobody": f"/desk/courses/{city.courses['open'].pk}/call-list/",
        "postcards": f"/desk/courses/{called_off.pk}/postcards/",
        "people": "/desk/people/",
        "people, found": "/desk/people/?q=タカサキ",
        "people, nobody": f"/desk/people/?q={UNBROKEN[:60]}",
        "person": f"/desk/people/{one.pk}/",
        "person, corrected": f"/desk/people/{seated.person_id}/edit/",
        "doubles": "/desk/people/doubles/",
        "two beside each other": compare,
        "rooms a change leaves outside": "/desk/rooms/affected/",
        "opening calendar, from a file": "/desk/rooms/calendar/import/",
    }
    return [
        *(Stop(what, "staff", address) for what, address in pages.items()),
        Stop(
            "entry, errors", "staff", f"{entry}?via=postcard&q=ノグチ", do=press("登録して申し込む")
        ),
        Stop(
            "running, no reason",
            "staff",
            f"/desk/courses/{city.courses['rules'].pk}/running/",
            do=write("中止の理由", " ", "この講座を中止する"),
        ),
        Stop(
            "person, corrected wrong",
            "staff",
            f"/desk/people/{seated.person_id}/edit/",
            do=write("電話番号", "1", "この内容に直す"),
        ),
        Stop("place, no reason", "staff", place, do=press("会場が取り消す")),
        Stop("merge, refused", "staff", compare, do=_keep_the_one_without_account(other)),
    ]


def _a_full_course(city: City) -> tuple[Course, SignUp, Course]:
    """A course with a queue, one who left, and one that was called off; by telephone and card."""
    course = cast.a_course(title=f"窓口の{UNBROKEN[:90]}", capacity=1, queue="at_once", fee=500)
    called_off = cast.a_course(title="中止になる講座")
    long_name = {"family_name": UNBROKEN[:30], "address": UNBROKEN, "postcode": "8040011"}
    people = [
        Person.register_at_the_desk(_person(given_name=name, **long_name))
        for name in ("席", "待ち", "取消")
    ]
    seated, _, left = [course.sign_up(one, by=city.staff, via="postcard") for one in people]
    left.cancel(by=city.staff, why=UNBROKEN)
    for person in people:
        called_off.sign_up(person, by=city.staff, via="phone")
    called_off.cancel(by=city.staff, reason="講師の都合により")
    session = course.sessions.get()
    now = timezone.now()
    course.sessions.create(starts_at=now, ends_at=now + (session.ends_at - session.starts_at))
    return course, seated, called_off


def _person(*, family_name: str, **fields: str) -> Person:
    person = cast.a_person(**fields)
    person.family_name = family_name
    return person


def _registered_twice(city: City, course: Course) -> tuple[Person, Person]:
    """The resident of an account, and the same person as heard on the telephone; one was merged."""
    heard, again = (
        Person.register_at_the_desk(cast.a_person(given_name=name)) for name in ("華子", "ハナコ")
    )
    for person in (city.person, heard, again):
        course.sign_up(person, by=city.staff, via="phone")
    merging.merge(heard, again, by=city.staff)
    volunteering.a_volunteer(heard, city.center, by=city.staff)
    return city.person, heard


def _keep_the_one_without_account(person: Person):
    def do(page: Page) -> None:
        page.locator(f"#keep-{person.pk}").check()
        press("ひとつにまとめる")(page)

    return do
