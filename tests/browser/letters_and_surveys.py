"""The pages of mails and questionnaires, in each of their states."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from portal.notices.models import Message
from portal.people.models import User
from portal.people.unsubscribing import address_to_stop
from programs.models import Attendance, Course, SignUp, SurveyAnswer
from tests import cast
from tests.browser.city import UNBROKEN, City
from tests.browser.every_page import NOBODY, Stop, press


class Questioned:
    """A course to be asked about, one that was, and a mail that came back."""

    def __init__(self, city: City) -> None:
        self.section = city.section
        self.open = self._held("アンケートを受け付けている講座", [city.person], city.resident, 1)
        people = [person for _, person in cast.many_residents(6)]
        self.closed = self._held(UNBROKEN, people, city.resident, 20)
        SurveyAnswer.objects.bulk_create(
            SurveyAnswer(sign_up=sign_up, satisfaction=4, uses=["daily"], comment=UNBROKEN)
            for sign_up in self.closed.sign_ups.all()
        )
        for who in ("resident", "staff"):
            setattr(self, who, getattr(city, who))
        key = {"key": "came back", "to": city.resident.email, "subject": UNBROKEN, "body": "…"}
        Message.objects.create(**key, bounced_at=timezone.now(), bounce_reason=UNBROKEN[:120])
        User.objects.mail_fails(city.resident.email)
        self.stop = address_to_stop(city.resident, "surveys").split("/stop/")[1]

    def _held(self, title: str, people, by: User, days_ago: int) -> Course:
        course = cast.a_course(title=title, days_ahead=-days_ago, apply_until=None, apply_from=None)
        for person in people:
            sign_up = SignUp.objects.create(course=course, person=person, by=by)
            Attendance.objects.create(
                session=course.sessions.get(),
                sign_up=sign_up,
                state=Attendance.State.PRESENT,
                tapped_at=timezone.now() - timedelta(days=days_ago),
                by=by,
            )
        course.refresh_from_db()
        return course


def stops(city: City) -> list[Stop]:
    """Every page, and the states a form can come to."""
    held = city.questioned = Questioned(city)
    city.section = held.section
    survey = f"/my/sign-ups/{held.open.sign_ups.get().pk}/survey/"
    letter = "/desk/letters/offered/"
    return [
        Stop("preferences, mail fails", "resident", "/my/preferences/"),
        Stop("preferences of staff", "staff", "/my/preferences/"),
        Stop("my page, asked", "resident", "/my/"),
        Stop("stop a mail", NOBODY, f"/stop/{held.stop}"),
        Stop("stop a mail, cut link", NOBODY, "/stop/x/", 404),
        Stop("survey", "resident", survey),
        Stop("survey, error", "resident", survey, do=press("この内容で答える")),
        Stop("survey, too early", "resident", f"/my/sign-ups/{city.seat.pk}/survey/"),
        Stop("surveys", "section", "/desk/surveys/"),
        Stop("surveys of a centre", "staff", "/desk/surveys/"),
        Stop("survey of a course", "staff", f"/desk/courses/{held.closed.pk}/survey/"),
        Stop("survey of a course, open", "staff", f"/desk/courses/{held.open.pk}/survey/"),
        Stop("mail failures", "section", "/desk/mail-failures/"),
        Stop("letters", "section", "/desk/letters/"),
        Stop("letter", "section", letter),
        Stop("letter of rooms", "section", "/desk/letters/room-drawn/"),
        Stop("letter, refused", "section", letter, do=write_nonsense),
        Stop("letter, changed", "section", letter, do=write_too_little),
    ]


def write_nonsense(page: Page) -> None:
    page.get_by_label("件名").fill("{おなまえ}")
    press("この文面にする")(page)


def write_too_little(page: Page) -> None:
    page.get_by_label("本文").fill(UNBROKEN)
    press("この文面にする")(page)
