"""Factories for volunteers and for those who want them, named for what they intend."""

from datetime import datetime, timedelta

from django.utils import timezone

from centers.models import Center
from centers.volunteers.models import (
    Match,
    Opening,
    Organization,
    Posting,
    Qualification,
    QualificationKind,
    Representative,
    Shift,
    Training,
    Volunteer,
    VolunteerRole,
)
from centers.volunteers.openings import agreeing
from portal.people.models import Person, User
from tests import cast


def a_role(slug: str = "supporter", name: str = "子育てサポーター", **fields) -> VolunteerRole:
    """A role one registers for, serving at a centre, without term or age."""
    return VolunteerRole.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "summary": "親子を見守ります。",
            "description": "市民センターで親子を迎えます。",
            "appointment": VolunteerRole.Appointment.REGISTERED,
            "how": "市民センターで登録します。",
            "serves": VolunteerRole.Serves.CENTER,
        }
        | fields,
    )[0]


def a_volunteer(person: Person | None = None, center: Center | None = None, **fields) -> Volunteer:
    """Somebody who is registered and may be asked now; an adult where none is named."""
    person = person or cast.a_resident().household.people.get()
    by = fields.pop("by", None) or person.household.accounts.first() or cast.a_resident()
    return Volunteer.objects.create(
        person=person, center=center or cast.a_center(), by=by, **fields
    )


def an_organization(name: str = "戸畑浜小学校", **fields) -> Organization:
    """A school looked after by the centre of the cast."""
    return Organization.objects.create(
        **{
            "name": name,
            "kind": Organization.Kind.SCHOOL,
            "center": fields.pop("center", None) or cast.a_center(),
            "is_public": True,
        }
        | fields
    )


def a_representative(organization: Organization, user: User, by: User) -> Representative:
    return Representative.objects.create(organization=organization, user=user, confirmed_by=by)


def a_coordinator() -> User:
    """The section's account of the cast, which sees the whole city."""
    return User.objects.filter(email="shogai@example.jp").first() or cast.section_staff()


def an_opening(title: str = "絵本を読む人", **fields) -> Opening:
    """Published, of the centre of the cast unless an organisation is named."""
    center = fields.pop("center", None) or cast.a_center()
    return Opening.objects.create(
        **{
            "title": title,
            "description": "子どもたちに絵本を読んでください。",
            "center": center,
            "ward": center.ward,
            "place": center.name,
            "status": Opening.Status.PUBLISHED,
            "published_at": timezone.now(),
            "asked_by": fields.pop("asked_by", None) or a_coordinator(),
        }
        | fields
    )


def a_shift(
    opening: Opening | None = None,
    *,
    starts_at: datetime | None = None,
    hours: float = 2,
    needed: int = 3,
) -> Shift:
    """Ten in the morning, ten days from now, for two hours and three people."""
    if starts_at is None:
        day = timezone.localtime() + timedelta(days=10)
        starts_at = day.replace(hour=10, minute=0, second=0, microsecond=0)
    return Shift.objects.create(
        opening=opening or an_opening(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        needed=needed,
    )


def a_qualification(volunteer: Volunteer, name: str = "普通救命講習", **fields) -> Qualification:
    """Held, and its proof seen today."""
    kind, _ = QualificationKind.objects.get_or_create(slug=name, defaults={"name": name})
    return Qualification.objects.create(
        **{
            "volunteer": volunteer,
            "kind": kind,
            "proof_seen_on": timezone.localdate(),
            "proof_seen_by": volunteer.by,
        }
        | fields
    )


def a_posting(volunteer: Volunteer, role: VolunteerRole | None = None, **fields) -> Posting:
    """In office at the centre of the cast since the first of this month, without end."""
    if not {"center", "organization", "ward"} & fields.keys():
        fields["center"] = cast.a_center()
    return Posting.objects.create(
        **{
            "volunteer": volunteer,
            "role": role or a_role(),
            "first_day": timezone.localdate().replace(day=1),
            "appointed_by": volunteer.by,
        }
        | fields
    )


def agreed(volunteer: Volunteer, shift: Shift) -> Match:
    """They come to the shift."""
    return agreeing.sign_up(volunteer, shift, by=volunteer.by)


def a_training(title: str = "子育てサポーター養成研修", **fields) -> Training:
    """Held elsewhere a month ago."""
    held_on = timezone.localdate() - timedelta(days=30)
    return Training.objects.create(**{"title": title, "held_on": held_on} | fields)
