"""Every page on which a volunteer is named × who looks × what was agreed, and each look is written.

Which of the volunteer's data a page shows, thing by thing, stands in test_what_is_shown.py, and
what hosts read in test_who_sees_what_of_a_volunteer.py.
"""

import io
from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from centers.volunteers.hours.recording import log
from centers.volunteers.models import Consent, Shift, Thanks, Threshold, Volunteer
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import agreed
from portal.people.models import AccessLog, Membership, User
from tests import cast, volunteering

pytestmark = pytest.mark.django_db

NAME = "髙﨑 花子"
DESK = "/desk/volunteers"
WHO = ("resident", "host", "council", "other centre", "own centre", "ward", "section")
# A dot: the page is not theirs, or does not name the volunteer. a: always. c: where agreed to.
TABLE = {  #                                       res hos cou oth own war sec
    f"{DESK}/":                                   ". . . c a a a",
    f"{DESK}/list/":                              ". . . c a a a",
    f"{DESK}/roster.xlsx":                        ". . . c a a a",
    f"{DESK}/{{volunteer}}/":                     ". . . c a a a",
    f"{DESK}/{{volunteer}}/edit/":                ". . . . a a a",
    f"{DESK}/{{volunteer}}/qualification/":       ". . . . a a a",
    f"{DESK}/postings/":                          ". . . . a a a",
    f"{DESK}/postings/renewal/":                  ". . . . a a a",
    f"{DESK}/postings/{{posting}}/end/":          ". . . . a a a",
    f"{DESK}/postings/new/?volunteer={{volunteer}}": ". . . c a a a",
    f"{DESK}/letters/?posting={{posting}}":       ". . . . a a a",
    f"{DESK}/cards/?volunteer={{volunteer}}":     ". . . . a a a",
    f"{DESK}/confirmations/":                     ". . . . a a a",
    f"{DESK}/files/volunteers.csv":               ". . . . a a a",
    f"{DESK}/files/volunteers.xlsx":              ". . . . a a a",
    f"{DESK}/openings/{{opening}}/fits/":         ". . . . a a a",
    f"{DESK}/shifts/{{shift}}/":                  ". . . . a a a",
    f"{DESK}/shifts/{{shift}}/list/":             ". . . . a a a",
    f"{DESK}/shifts/{{begun}}/came/":             ". . . . a a a",
    f"{DESK}/hours/":                             ". . . . a a a",
    f"{DESK}/thanks/":                            ". . . . a a a",
    f"{DESK}/thanks/print/":                      ". . . . a a a",
    "/desk/people/{person}/":                     ". . . . a a a",
    "/desk/people/?q=タカサキ":                    ". . . . a a a",
    "/desk/mail-failures/":                       ". . . . a a a",
    "/admin/volunteers/volunteer/":               ". . . . a a a",
    "/admin/volunteers/volunteer/{volunteer}/change/": ". . . . a a a",
    "/my/hosting/{number}/":                      ". c . . . . .",
    "/my/hosting/{number}/shifts/{begun}/":       ". c . . . . .",
}  # fmt: skip
CONSENTS = {
    "nothing": [],
    "the name": [(Consent.Audience.HOST, "name"), (Consent.Audience.STAFF, "name")],
}


@pytest.fixture
def volunteer() -> Volunteer:
    """Somebody who would come to 門司区 too, is to be asked this year, and no mail reaches."""
    found = volunteering.a_volunteer(confirmed_on="2020-04-01")
    found.wards.add(cast.a_ward("moji"))
    found.wanted_roles.add(volunteering.a_role("reader", "読み聞かせ"))
    User.objects.filter(pk=found.by_id).update(mail_fails_since=timezone.now())
    return found


@pytest.fixture
def teacher() -> User:
    return cast.a_resident("kyoto@example.jp", family_name="教頭")


@pytest.fixture
def addresses(volunteer, teacher) -> dict[str, object]:
    """A term that ends, activities to come, under way and wanted, hours, a certificate."""
    school = volunteering.an_organization(center=volunteer.center)
    coordinator = volunteering.a_coordinator()
    volunteering.a_representative(school, teacher, by=coordinator)
    opening = volunteering.an_opening(organization=school, center=volunteer.center)
    wanted = volunteering.an_opening(
        "読む人", center=volunteer.center, role=volunteering.a_role("reader")
    )
    soon = volunteering.a_shift(opening)
    coming = volunteering.a_shift(opening, starts_at=soon.starts_at + timedelta(days=1))
    volunteering.a_shift(wanted, starts_at=soon.starts_at + timedelta(days=2))
    for shift in (soon, coming):
        agreeing.sign_up(volunteer, shift, by=volunteer.by)
    now = timezone.now()
    Shift.objects.filter(pk=soon.pk).update(
        starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=1)
    )
    today = timezone.localdate()
    posting = volunteering.a_posting(
        volunteer, center=volunteer.center, last_day=today + timedelta(days=30)
    )
    log(volunteer, day=today, minutes=60, what="見守り", by=volunteer.by)
    threshold = Threshold.objects.create(counts="times", value=88, words="ありがとう")
    Thanks.objects.create(volunteer=volunteer, threshold=threshold, reached_on=today)
    return {
        "volunteer": volunteer.pk,
        "person": volunteer.person_id,
        "posting": posting.pk,
        "opening": wanted.pk,
        "number": opening.number,
        "shift": coming.pk,
        "begun": soon.pk,
    }


def adviser(volunteer: Volunteer) -> User:
    user = User.objects.create_user("adviser@example.jp", is_staff=True)
    Membership.objects.create(user=user, ward=volunteer.center.ward)
    return user


def elsewhere() -> User:
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    return cast.center_staff(other, "minato@example.jp")


def looking(who: str, volunteer: Volunteer, teacher: User) -> User:
    viewers: dict[str, Callable[[], User]] = {
        "resident": lambda: cast.a_resident("stranger@example.jp", family_name="他人"),
        "host": lambda: teacher,
        "council": cast.council_member,
        "other centre": elsewhere,
        "own centre": lambda: cast.center_staff(volunteer.center),
        "ward": lambda: adviser(volunteer),
        "section": volunteering.a_coordinator,
    }
    return viewers[who]()


def said(response) -> str:
    """What is read on a page, on paper or in a file; nothing where one is sent elsewhere."""
    if response.status_code != 200:
        return ""
    if "spreadsheetml" in response.headers["Content-Type"]:
        content = b"".join(response) if response.streaming else response.content
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        return "\n".join(" ".join(str(cell) for cell in row) for row in sheet.values)
    content = b"".join(response) if response.streaming else response.content
    return content.decode().replace("髙﨑,花子", NAME)


@pytest.mark.parametrize("case", [*product(WHO, CONSENTS)], ids="-".join)
def test_each_page_names_whom_post_and_consent_allow_and_the_look_is_written(
    client, volunteer, teacher, addresses, case
):
    who, consent = case
    agreed.agree(volunteer, CONSENTS[consent], by=volunteer.by)
    viewer = looking(who, volunteer, teacher)
    client.sign_in(viewer)
    column = WHO.index(who)
    reads = {"a"} if consent == "nothing" else {"a", "c"}
    expected = {page: row.split()[column] in reads for page, row in TABLE.items()}
    found, written = {}, {}
    for page in TABLE:
        AccessLog.objects.all().delete()
        found[page] = NAME in said(client.get(page.format(**addresses)))
        looks = AccessLog.objects.filter(viewer=viewer, person=volunteer.person)
        written[page] = looks.exists()
    assert found == expected
    assert written == expected
