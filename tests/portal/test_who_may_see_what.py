"""Every address with every role: the whole table stands in `who_may_see_what.csv`.

A new address fails here until its row is written, and a vanished one until its row is removed.
The rows are GET requests; 302 leads to signing in, 404 is 「not yours」.
"""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from centers.models import Center, Closure, Reservation, RoomWait
from centers.registering import handing_over
from centers.volunteers.hours import check_in
from centers.volunteers.models import ActivityField, Story, Threshold
from portal.people.models import AccessLog, Membership, Person
from portal.people.unsubscribing import address_to_stop
from programs.lottery import drawing
from programs.models import Completion, Course, Organizer, Series, SignUp, Term
from tests import cast, city_requests, room_lotteries, rooms, volunteering
from tests.vision.sheets import published
from vision.models import Indicator, Plan, PlanItem, PlanLevel, Review

TABLE = Path(__file__).with_name("who_may_see_what.csv")
ROLES = [
    "anonymous", "resident", "other_resident", "council", "other_center", "own_center", "section",
]  # fmt: skip


def all_routes() -> list[str]:
    """Every pattern of the portal, as Django writes it, without the static catch-alls."""
    found = []

    def walk(patterns, before: str) -> None:
        for entry in patterns:
            route = before + str(entry.pattern).lstrip("^")
            if isinstance(entry, URLPattern):
                found.append(route)
            else:
                walk(entry.url_patterns, route)

    walk(get_resolver().url_patterns, "/")
    return sorted(found)


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["route"]: row for row in csv.DictReader(file)}


class City:
    """One of everything, and the address of each route on it."""

    def __init__(self) -> None:
        self.center = cast.a_center()
        self.other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
        series = Series.objects.create(name="三つの講座", center=self.center)
        self.course = cast.a_course(center=self.center, series=series)
        self.lottery = cast.a_lottery(center=self.center)
        drawing.close(self.lottery)
        self.roles = {
            "anonymous": None,
            "resident": cast.a_resident(),
            "other_resident": cast.a_resident("other@example.jp"),
            "council": cast.council_member(),
            "other_center": cast.center_staff(self.other, "other-kancho@example.jp"),
            "own_center": cast.center_staff(self.center),
            "section": cast.section_staff(),
        }
        resident = self.roles["resident"]
        self.person = resident.household.people.get()
        self.sign_up = self.course.sign_up(self.person, by=resident)
        self.plan = Plan.objects.create(
            slug="vision",
            kind="ビジョン",
            name="ビジョン",
            city="北九州市",
            first_year=2026,
            last_year=2040,
        )
        level = PlanLevel.objects.create(plan=self.plan, name="基本方針", order=1)
        self.item = PlanItem.objects.create(
            plan=self.plan, level=level, code="1", path="0001", name="学び"
        )
        Indicator.objects.create(plan=self.plan, code=self.item.code, name="学んだ人", unit="人")
        self.completion = Completion.objects.create(
            sign_up=self.sign_up,
            completed_on=timezone.localdate(),
            name=self.person.full_name,
            course_title=self.course.title,
            attended=1,
            held=1,
        )
        section = self.roles["section"]
        self.sheet = published(section, cast.section_staff("chief@example.jp"))
        self.opinion = self.sheet.leave_opinion(
            "どうでしょう。", by=self.roles["council"], version=self.sheet.version
        )
        self.review = Review.objects.create(
            plan=self.plan,
            first_year=2026,
            last_year=2030,
            opened_by=section,
            closed_at=timezone.now(),
            closed_by=section,
        )
        AccessLog.record(self.roles["section"], [self.person.pk], reason="試験")
        self.photo = rooms.a_photo(rooms.a_room(self.center))
        self.reservation = rooms.a_reservation(
            rooms.a_registration(resident),
            self.photo.room,
            timezone.localdate() + timedelta(days=14),
            rooms.a_slot(),
        )
        self.block = rooms.a_booking(
            self.photo.room, timezone.localdate() + timedelta(days=15), rooms.a_slot()
        )
        Reservation.objects.filter(pk=self.reservation.pk).update(paid_at=timezone.now())
        self.wait = RoomWait.objects.create(
            registration=self.reservation.registration,
            room=self.photo.room,
            period=self.reservation.booking.period,
            slots="午前",
            purpose="合唱の練習",
            headcount=8,
            by=resident,
        )
        self.wisher = rooms.a_registration(
            group=rooms.a_group(resident, name="和太鼓の会"), on=room_lotteries.the_month()
        )
        self.room_lottery = room_lotteries.closed(room_lotteries.a_room_lottery())
        self.handover = handing_over.ask(
            self.wisher.group, "高崎 良子", "somebody@example.jp", by=resident
        )
        self.request = city_requests.a_request()
        self.volunteer = volunteering.a_volunteer(self.person, self.center, by=resident)
        self.organization = volunteering.an_organization(center=self.center)
        self.opening = volunteering.an_opening(
            center=self.center, organization=self.organization, asked_by=resident
        )
        volunteering.a_representative(self.organization, resident, by=section)
        self.shift = volunteering.a_shift(self.opening)
        self.match = volunteering.agreed(self.volunteer, self.shift)
        self.story = Story.objects.create(
            title="朝の絵本",
            body="子どもたちが待っています。",
            center=self.center,
            jpeg=self.photo.jpeg,
            digest=self.photo.digest,
            alt="教室",
            published_at=timezone.now(),
        )
        self.rows = {
            "centers/cityrequest": self.request.pk,
            "centers/center": self.center.pk,
            "centers/room": self.photo.room_id,
            "centers/usergroup": self.reservation.registration.group_id,
            "centers/slot": rooms.a_slot().pk,
            "centers/equipment": rooms.an_equipment().pk,
            "centers/purposeclass": rooms.a_purpose_class().pk,
            "centers/openday": rooms.an_open_day(self.center).pk,
            "centers/closure": Closure.objects.create(
                first_day=timezone.localdate(),
                last_day=timezone.localdate() + timedelta(days=1),
                reason="点検",
            ).pk,
            "people/accesslog": AccessLog.objects.get().pk,
            "people/user": self.roles["own_center"].pk,
            "people/ward": self.center.ward_id,
            "programs/category": self.course.category_id,
            "programs/course": self.course.pk,
            "programs/lifestage": cast.a_life_stage().pk,
            "programs/series": self.course.series_id,
            "programs/term": Term.objects.create(
                name="この期", first_day=timezone.localdate(), last_day=timezone.localdate()
            ).pk,
            "programs/organizer": Organizer.objects.create(name="九州の大学").pk,
            "volunteers/activityfield": ActivityField.objects.create(slug="school", name="学校").pk,
            "volunteers/qualificationkind": volunteering.a_qualification(self.volunteer).kind_id,
            "volunteers/volunteer": self.volunteer.pk,
            "volunteers/volunteerrole": volunteering.a_role().pk,
            "volunteers/opening": self.opening.pk,
            "volunteers/organization": self.organization.pk,
            "volunteers/story": self.story.pk,
            "volunteers/threshold": Threshold.objects.create(counts="times", value=99).pk,
            "vision/plan": self.plan.pk,
            "vision/planitem": self.item.pk,
        }

        # Which row a part of an address means: the first that is found in it.
        self.keys = [
            ("/volunteers/openings/", self.opening.pk),
            ("/shifts/", self.shift.pk),
            ("/volunteers/stories/", self.story.pk),
            ("/volunteers/organizations/", self.organization.pk),
            ("/photos/", self.photo.pk),
            ("/rooms/calendars/", self.photo.room_id),
            ("/my/rooms/waits/", self.wait.pk),
            ("/representative/", self.wisher.group_id),
            ("/desk/requests/", self.request.pk),
            ("/desk/volunteers/postings/", volunteering.a_posting(self.volunteer).pk),
            ("/desk/volunteers/trainings/", volunteering.a_training().pk),
            ("/desk/volunteers/<int:pk>/", self.volunteer.pk),
            ("/unblock/", self.block.pk),
            ("/bookings/", self.reservation.booking_id),
            ("/centers/", self.center.pk),
            ("people/<int:pk>/", self.person.pk),
            ("/opinions/<int:pk>/", self.opinion.pk),
            ("/sheets/", self.sheet.pk),
            ("/my/", self.sign_up.pk),
            ("/desk/sign-ups/", self.sign_up.pk),
            ("/series/<int:pk>/", self.course.series_id),
            ("/desk/sessions/", self.course.sessions.get().pk),
            ("/draw/", self.lottery.pk),
            ("/rooms/<int:pk>/", self.photo.room_id),
            ("", self.course.pk),
        ]
        self.numbers = [
            ("/hosting/", self.opening.number),
            ("/matches/", self.match.number),
            ("/volunteers/cards/", self.volunteer.number),
            ("/my/volunteer/", self.volunteer.number),
            ("", 1),
        ]
        self.tokens = [
            ("/here/", check_in.path_of(self.shift).split("/")[-2]),
            ("", address_to_stop(resident, "reminders").split("/")[-2]),
        ]
        self.slugs = [
            ("/vision/", self.plan.slug),
            ("/plans/", self.plan.slug),
            ("/rooms/files/", "rooms"),
            ("/volunteers/roles/", volunteering.a_role().slug),
            ("", self.center.slug),
        ]
        self.receipts = [
            ("/wishes/", self.wisher.receipt),
            ("/handovers/", self.handover.receipt),
            ("/registrations/", self.reservation.registration.receipt),
            ("/rooms/", self.reservation.receipt),
            ("", self.sign_up.receipt),
        ]

    def address(self, route: str) -> str:
        """A real address for `route`."""
        values = {
            "<path:object_id>": self.rows.get("/".join(route.split("/")[2:4]), 1),
            "<int:pk>": next(pk for part, pk in self.keys if part in route),
            "<int:number>": next(one for part, one in self.numbers if part in route),
            "<int:year>": self.sheet.year,
            "<int:first_year>": self.review.first_year,
            "<slug:slug>": next(slug for part, slug in self.slugs if part in route),
            "<str:code>": self.item.code,
            "<slug:kind>": "seated",
            "<slug:key>": "participants",
            "<slug:digest>": self.photo.digest,
            "<str:token>": next(token for part, token in self.tokens if part in route),
            "<slug:code>": self.completion.code,
            "<month:month>": self.room_lottery.month_key,
            "<int:receipt>": next(one for part, one in self.receipts if part in route),
        }
        for part, value in values.items():
            route = route.replace(part, str(value))
        if "(?P<app_label>" in route:
            route = "/admin/programs/"
        if "(?P<url>" in route:
            route = "/admin/no-such-page/"
        return route.rstrip("$")


DESK = ("/desk/", "/admin/")


def statuses(city: City, route: str, client_class) -> dict[str, str]:
    found = {}
    for role in ROLES:
        client = client_class()
        if user := city.roles[role]:
            client.sign_in(user)
        found[role] = str(client.get(city.address(route)).status_code)
    return found


def test_the_table_holds_every_address_and_no_other():
    assert sorted(table()) == all_routes()


def differing(client_class, *, at_the_desk: bool) -> dict[str, tuple]:
    """Of the addresses of the desk and the admin, or of all others: those not as the table says."""
    assert settings.DEMO, "the demo pages are walked too"
    city = City()
    wrong = {}
    for route, row in table().items():
        if route.startswith(DESK) == at_the_desk:
            expected = {role: row[role] for role in ROLES}
            seen = statuses(city, route, client_class)
            if seen != expected:
                wrong[route] = (expected, seen)
    return wrong


@pytest.mark.django_db
def test_each_role_sees_what_the_table_says(client):
    assert differing(type(client), at_the_desk=False) == {}


@pytest.mark.django_db
def test_nobody_but_the_household_finds_a_sign_up_or_a_person(client):
    city = City()
    client.sign_in(city.roles["other_resident"])
    for address in (f"/my/sign-ups/{city.sign_up.pk}/", f"/my/people/{city.person.pk}/"):
        assert client.get(address).status_code == 404
    client.post(f"/my/sign-ups/{city.sign_up.pk}/withdrawal/")
    assert SignUp.objects.get(pk=city.sign_up.pk).is_live


@pytest.mark.django_db
def test_nobody_signs_up_somebody_elses_child(client):
    city = City()
    stranger = Person.register(city.roles["resident"], cast.a_person(given_name="太郎"))
    client.sign_in(city.roles["other_resident"])
    client.post(f"/courses/{city.course.pk}/sign-ups/", {"person": stranger.pk})
    assert not SignUp.objects.filter(person=stranger).exists()


@pytest.mark.django_db
def test_centre_staff_see_no_course_of_another_centre(client):
    city = City()
    client.sign_in(city.roles["other_center"])
    assert city.course not in Course.objects.editable_by(city.roles["other_center"])
    assert city.course.title not in client.get("/admin/programs/course/").content.decode()
    assert client.get("/admin/centers/center/").content.decode().count("戸畑浜") == 0


@pytest.mark.django_db
def test_a_ward_adviser_sees_the_centres_of_the_ward_only():
    city = City()
    adviser = get_user_model().objects.create_user("adviser@example.jp", is_staff=True)
    Membership.objects.create(user=adviser, ward=city.center.ward, role=Membership.Role.ADVISER)
    assert list(Center.objects.editable_by(adviser)) == [city.center]
