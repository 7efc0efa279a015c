"""Twenty thousand volunteers, made of people made for it where a city has fewer.

For processes that have Django set up.
"""

from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from centers.models import Center
from centers.volunteers.loading import load_shipped
from centers.volunteers.models import (
    ActivityField,
    Consent,
    Posting,
    Volunteer,
    VolunteerRole,
)
from portal.people.models import Household, Person, User, Ward

READ = """
SELECT volunteer.*, person.*, center.* FROM volunteers_volunteer volunteer
JOIN people_person person ON person.id = volunteer.person_id
JOIN centers_center center ON center.id = volunteer.center_id
"""


@transaction.atomic
def register(many: int) -> None:
    """Until there are as many: each with times, a field and a ward; one in three is posted."""
    missing = many - Volunteer.objects.count()
    if missing <= 0:
        return
    load_shipped()
    by = User.objects.filter(is_staff=True).first()
    centers, wards = list(Center.objects.all()), list(Ward.objects.all())
    fields = list(ActivityField.objects.all())
    roles = list(VolunteerRole.objects.filter(serves=VolunteerRole.Serves.CENTER))
    today = timezone.localdate()
    households = Household.objects.bulk_create(Household() for _ in range(missing))
    people = Person.objects.bulk_create(
        Person(
            household=household,
            family_name="髙﨑",
            given_name=f"花{number}",
            family_kana="タカサキ",
            given_kana=f"ハナ{chr(0x30A2 + number % 80)}{chr(0x30A2 + number // 80 % 80)}",
            birth_date=date(1940, 1, 1) + timedelta(days=number % 25_000),
            phone=f"090-{number // 10_000:04}-{number % 10_000:04}",
            ward=wards[number % len(wards)],
        )
        for number, household in enumerate(households)
    )
    volunteers = Volunteer.objects.bulk_create(
        Volunteer(
            person=person,
            center=centers[number % len(centers)],
            by=by,
            times=[number % 21, number * 7 % 21],
            languages=["en"] if number % 20 == 0 else [],
            skills="ピアノの伴奏",
            confirmed_on=today - timedelta(days=number % 700),
        )
        for number, person in enumerate(people)
    )
    Volunteer.fields.through.objects.bulk_create(
        Volunteer.fields.through(volunteer=one, activityfield=fields[number % len(fields)])
        for number, one in enumerate(volunteers)
    )
    Volunteer.wards.through.objects.bulk_create(
        Volunteer.wards.through(volunteer=one, ward=wards[number % len(wards)])
        for number, one in enumerate(volunteers)
    )
    Consent.objects.bulk_create(
        Consent(volunteer=one, item="name", audience="staff", by=by) for one in volunteers[::2]
    )
    Posting.objects.bulk_create(
        Posting(
            volunteer=one,
            role=roles[number % len(roles)],
            center=centers[number % len(centers)],
            first_day=today - timedelta(days=200),
            last_day=today + timedelta(days=530),
            appointed_by=by,
        )
        for number, one in enumerate(volunteers[::3])
    )


def read() -> None:
    """Every row with what a list shows of it, read and thrown away."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        cursor.fetchall()


def of_a_center() -> User:
    """Staff of one centre, who see whom it works with and who agreed to be seen."""
    return User.objects.filter(is_staff=True, memberships__center__isnull=False)[0]


def of_the_section() -> User:
    """Staff who see everybody."""
    staff = User.objects.filter(is_staff=True, memberships__ward=None, memberships__center=None)
    return staff.exclude(memberships__role="council").filter(memberships__isnull=False)[0]
