"""The pages of those who are volunteers: roles, registering, what one told, the yearly answer."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page

from centers.volunteers.loading import load_shipped
from centers.volunteers.models import Volunteer, VolunteerRole
from centers.volunteers.roster import agreed, confirming, registering
from portal.people.models import Person
from tests import cast, volunteering
from tests.browser.city import UNBROKEN, City
from tests.browser.every_page import NOBODY, Stop, press


def stops(city: City) -> list[Stop]:
    """Each page as it is first seen, full of long words, with errors, and as it ends."""
    load_shipped()
    role = VolunteerRole.objects.get(slug="school-liaison")
    own, resting, ended = _a_family_of_volunteers(city)
    mine = f"/my/volunteer/{own.number}/"
    confirm = path_of(confirming.address_to_confirm(own))
    for_all = {
        "roles": "/volunteers/roles/",
        "role": "/volunteers/roles/school-liaison/",
        "role of city staff": "/volunteers/roles/community-adviser/",
        "role, long words": "/volunteers/roles/long/",
        "card": f"/volunteers/cards/{own.number}/",
        "yearly answer": confirm,
        "yearly answer, ending": f"{confirm}?answer=stops",
    }
    told = {
        "what I registered": "/my/volunteer/",
        "wishes": f"{mine}wishes/",
        "wishes, first": f"{mine}wishes/?first=1",
        "times": f"{mine}times/",
        "qualifications": f"{mine}qualifications/",
        "consents": f"{mine}consents/",
        "ending": f"{mine}stop/",
        "guardian": f"/my/volunteer/{resting.number}/guardian/",
        "registering again": "/my/volunteer/register/?role=school-volunteer",
    }
    return [
        *(Stop(what, NOBODY, address) for what, address in for_all.items()),
        Stop("card, not valid", NOBODY, f"/volunteers/cards/{ended.number}/", 404),
        Stop("yearly answer, broken", NOBODY, "/volunteers/confirm/abc/", 404),
        Stop("yearly answer, ended", NOBODY, _of_who_ended(ended), do=press("これからも続けます")),
        *(Stop(what, "resident", address) for what, address in told.items()),
        Stop(
            "registering, errors",
            "resident",
            "/my/volunteer/register/",
            do=press("登録して、次へ"),
        ),
        Stop(
            "qualifications, errors",
            "resident",
            f"{mine}qualifications/",
            do=press("この資格を加える"),
        ),
        Stop(
            "guardian, errors",
            "resident",
            f"/my/volunteer/{resting.number}/guardian/",
            do=press("保存する"),
        ),
        Stop("wishes, too young", "resident", f"/my/volunteer/{resting.number}/wishes/", do=_old),
        Stop("admin, roles", "section", "/admin/volunteers/volunteerrole/"),
        Stop("admin, a role", "section", f"/admin/volunteers/volunteerrole/{role.pk}/change/"),
        Stop("admin, volunteers", "section", "/admin/volunteers/volunteer/"),
        Stop("answered", NOBODY, confirm, do=press("これからも続けます")),
    ]


def _old(page: Page) -> None:
    """A role for which one is too young."""
    page.get_by_label("子育てサポーター").check()
    page.get_by_role("button", name="保存する").click()


def _a_family_of_volunteers(city: City) -> tuple[Volunteer, Volunteer, Volunteer]:
    """The resident with long words everywhere, a child who rests, a grandparent who ended."""
    own = Volunteer.objects.filter(person=city.person).first()
    own = own or volunteering.a_volunteer(city.person, city.center, by=city.resident)
    own.skills, own.prefers_not, own.times = UNBROKEN, UNBROKEN, [0, 1, 15]
    own.confirmed_on = timezone.localdate() - timedelta(days=400)
    own.save()
    role = VolunteerRole.objects.get(slug="class-helper")
    long_role = VolunteerRole.objects.get(slug="disaster-leader")
    long_role.slug, long_role.name = "long", f"長い名前の{UNBROKEN}"[:60]
    long_role.summary = UNBROKEN[:100]
    long_role.requirements = long_role.how = UNBROKEN
    long_role.save()
    own.wanted_roles.add(role, long_role)
    volunteering.a_qualification(own, name=f"資格{UNBROKEN}"[:30])
    volunteering.a_posting(own, long_role, center=city.center)
    agreed.agree(own, [("public", "name"), ("host", "phone")], by=city.resident)
    young = Person.register(
        city.resident,
        cast.a_person(given_name="三郎", born=date(timezone.localdate().year - 14, 1, 1)),
    )
    old = Person.register(city.resident, cast.a_person(given_name="ハル", born=date(1940, 4, 1)))
    resting = volunteering.a_volunteer(young, city.center, by=city.resident, status="paused")
    ended = volunteering.a_volunteer(old, city.center, by=city.resident)
    registering.stop(ended, by=city.resident)
    return own, resting, ended


def _of_who_ended(ended: Volunteer) -> str:
    return path_of(confirming.address_to_confirm(ended))


def path_of(address: str) -> str:
    """The path of a whole address."""
    return f"/{address.partition('://')[2].partition('/')[2]}"
