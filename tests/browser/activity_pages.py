"""The pages of who fits, of hours, thanks and results, and of what a course leads to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from centers.volunteers.hours import check_in
from centers.volunteers.hours.recording import came, log
from centers.volunteers.models import (
    ActivityLog,
    Consent,
    Match,
    Shift,
    Story,
    Thanks,
    Threshold,
    Volunteer,
)
from centers.volunteers.openings import agreeing
from programs.models import Completion, Preparation
from tests import cast, rooms, volunteering

if TYPE_CHECKING:
    from tests.browser.city import City
    from tests.browser.every_page import Stop

DESK = "/desk/volunteers/"


class Active:
    """A school, who comes to it, who was asked, what was done, and who is thanked for it."""

    def __init__(self, city: City, words: str) -> None:
        self.words, self.center = words, city.center
        self.own = Volunteer.objects.filter(person=city.person).first() or volunteering.a_volunteer(
            city.person, city.center, by=city.resident
        )
        self.school = volunteering.an_organization(f"学校{words}"[:80], center=city.center)
        volunteering.a_representative(self.school, city.resident, city.staff)
        self.opening = volunteering.an_opening(
            f"読む人{words}"[:60],
            organization=self.school,
            center=city.center,
            role=volunteering.a_role(),
            place=words,
        )
        self.readers = [self._reader(number) for number in range(2)]
        self.later = self._shift(12)
        self.match = agreeing.propose(
            self.own, self.later, by=volunteering.a_coordinator(), words=words, reasons=[words]
        )
        self._come(city)
        self._thank()
        self._tell(city)
        self._lead_on(city)

    def _reader(self, number: int) -> Volunteer:
        account = cast.a_resident(f"active{number}@example.jp", given_name="Unbroken" * 3)
        reader = volunteering.a_volunteer(account.household.people.get(), self.center)
        Consent.objects.create(volunteer=reader, item="name", audience="host", by=reader.by)
        reader.wards.add(self.center.ward)
        return reader

    def _shift(self, days: int) -> Shift:
        day = timezone.localtime() + timedelta(days=days)
        begins: datetime = day.replace(hour=15, minute=0, second=0, microsecond=0)
        return volunteering.a_shift(self.opening, starts_at=begins)

    def _come(self, city: City) -> None:
        """A shift that goes on now: one is there, of the others nobody has said it yet."""
        self.now = self._shift(11)
        for one in (self.own, *self.readers):
            agreeing.sign_up(one, self.now, by=one.by)
        self.agreed = self.own.matches.get(shift=self.now)
        begins = timezone.now() - timedelta(minutes=20)
        Shift.objects.filter(pk=self.now.pk).update(
            starts_at=begins, ends_at=begins + timedelta(hours=2)
        )
        self.now.refresh_from_db()
        there = Match.objects.get(shift=self.now, volunteer=self.readers[0])
        came(self.now, {there.pk: 90}, by=city.staff, how=ActivityLog.How.LIST)
        for one in (self.own, self.readers[1]):
            log(one, day=timezone.localdate(), minutes=45, what=self.words, by=one.by)

    def _thank(self) -> None:
        threshold = Threshold.objects.create(counts="times", value=77, words=self.words * 3)
        for one in (self.own, *self.readers):
            Thanks.objects.create(
                volunteer=one, threshold=threshold, reached_on=timezone.localdate()
            )

    def _tell(self, city: City) -> None:
        photo = rooms.a_photo(rooms.a_room(city.center, name="写真の部屋"))
        self.story = Story.objects.create(
            title=self.words[:60],
            body=self.words,
            center=city.center,
            jpeg=photo.jpeg,
            digest=photo.digest,
            width=photo.width,
            height=photo.height,
            alt=self.words[:100],
            published_at=timezone.now(),
        )

    def _lead_on(self, city: City) -> None:
        """A course that leads to the role, which the resident finished."""
        course = cast.a_course(title=f"つながる講座{self.words}"[:100])
        self.sign_up = course.sign_up(city.person, by=city.resident)
        Preparation.objects.create(course=course, role=self.opening.role)
        Completion.objects.create(
            sign_up=self.sign_up,
            completed_on=timezone.localdate(),
            name=city.person.full_name,
            course_title=course.title,
            attended=1,
            held=1,
        )


def stops(city: City) -> list[Stop]:
    """Each page full of long words, with errors, and where something is not any more."""
    from tests.browser.city import UNBROKEN  # noqa: PLC0415  it stands on these pages
    from tests.browser.every_page import NOBODY, Stop, press  # noqa: PLC0415

    made = Active(city, UNBROKEN)
    shift = f"{DESK}shifts/{made.now.pk}/"
    public = {
        "results": "/volunteers/results/",
        "results, another year": "/volunteers/results/?year=2020",
    }
    own = {
        "what suits me": "/my/volunteer/suits/",
        "asked to come": f"/my/volunteer/matches/{made.match.number}/",
        "asked, answered": f"/my/volunteer/matches/{made.agreed.number}/",
        "my hours": "/my/volunteer/hours/",
        "the code on the wall": check_in.path_of(made.now),
        "who came, host": f"/my/hosting/{made.opening.number}/shifts/{made.now.pk}/",
        "who came, not yet": f"/my/hosting/{made.opening.number}/shifts/{made.later.pk}/",
        "a circle": f"/my/sign-ups/{made.sign_up.pk}/circle/",
    }
    desk = {
        "who fits": f"{DESK}openings/{made.opening.pk}/fits/",
        "weights, to read": f"{DESK}weights/",
        "hours to confirm": f"{DESK}hours/",
        "who came": f"{shift}came/",
        "code to hang up": f"{shift}wall/",
        "certificates of thanks": f"{DESK}thanks/",
        "certificates, on paper": f"{DESK}thanks/print/",
    }
    story = f"/admin/volunteers/story/{made.story.pk}/change/"
    return [
        *(Stop(what, NOBODY, address) for what, address in public.items()),
        *(Stop(what, "resident", address) for what, address in own.items()),
        Stop("the code, cut", "resident", "/my/volunteer/here/abc/", 404),
        Stop("my hours, errors", "resident", own["my hours"], do=press("記録する")),
        Stop("who came, nobody", "resident", own["who came, host"], do=press("記録する")),
        Stop("my page, asked where to", "resident", "/my/"),
        Stop("my page, led on", "resident", "/my/", do=press("案内を受け取る")),
        *(Stop(what, "staff", address) for what, address in desk.items()),
        Stop(
            "hours, none chosen",
            "staff",
            desk["hours to confirm"],
            do=press("しるしをつけた記録を確かめた"),
        ),
        Stop("who came, errors", "staff", desk["who came"], do=press("記録する")),
        Stop("weights", "section", desk["weights, to read"]),
        Stop("admin, stories", "section", "/admin/volunteers/story/"),
        Stop("admin, a story", "section", story),
    ]
