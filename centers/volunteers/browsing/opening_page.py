"""One opening, as its page shows it."""

from typing import Any

from django.conf import settings

from centers.volunteers.models import Opening, QualificationKind

SHOWN_AT_ONCE = 12


def context_of(opening: Opening) -> dict[str, Any]:
    """What the page of `opening` shows: what, when, where, who asks, what one needs and gets."""
    shifts = list(opening.shifts.to_come())
    organization = opening.organization
    has_ended = organization is not None and organization.is_closed
    wants = opening.is_published and not has_ended
    return {
        "section_nav": "volunteers",
        "opening": opening,
        "shifts": shifts,
        "left": sum(shift.left for shift in shifts) if wants else 0,
        "wants": wants,
        "organization": organization,
        "organization_is_listed": bool(organization and organization.is_listed),
        "fields": list(opening.fields.all()),
        "needs": needs_of(opening),
        "youngest": opening.youngest,
        "phone": opening.center.phone or settings.CITY["section"]["phone"],
    }


def needs_of(opening: Opening) -> list[QualificationKind]:
    """The qualifications of the opening and of its role, each once."""
    of_role = opening.role.qualifications.all() if opening.role else []
    return sorted({*opening.qualifications.all(), *of_role}, key=lambda kind: kind.name)
