"""One opening, as its page shows it and as machines read it (schema.org)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from centers.volunteers.models import Opening, QualificationKind, Shift
from portal.json_ld import as_json_ld


def context_of(request: HttpRequest, opening: Opening) -> dict[str, Any]:
    """What the page of `opening` shows: what, when, where, who asks, what one needs and gets."""
    shifts = list(opening.shifts.to_come())
    organization = opening.organization
    has_ended = organization is not None and organization.is_closed
    wants = opening.is_published and not has_ended
    needs = needs_of(opening)
    free = [shift for shift in shifts if shift.left] if wants else []
    address = request.build_absolute_uri(opening.get_absolute_url())
    return {
        "section_nav": "volunteers",
        "opening": opening,
        "shifts": shifts,
        "left": sum(shift.left for shift in free),
        "wants": wants,
        "organization": organization,
        "organization_is_listed": bool(organization and organization.is_listed),
        "fields": list(opening.fields.all()),
        "needs": needs,
        "youngest": opening.youngest,
        "phone": opening.center.phone or settings.CITY["section"]["phone"],
        "json_ld": as_json_ld(structured_data(address, opening, needs, free)) if free else "",
    }


def needs_of(opening: Opening) -> list[QualificationKind]:
    """The qualifications of the opening and of its role, each once."""
    of_role = opening.role.qualifications.all() if opening.role else []
    return sorted({*opening.qualifications.all(), *of_role}, key=lambda kind: kind.name)


def structured_data(
    address: str, opening: Opening, needs: Sequence[QualificationKind], shifts: Sequence[Shift]
) -> dict[str, Any]:
    """The opening at `address`, wanted at these `shifts`, as a schema.org JobPosting.

    Search engines show offers of voluntary work as job postings whose `employmentType` is
    VOLUNTEER, while somebody is wanted. They show nothing of a VolunteerAction, which tells that
    somebody does something, and an Event would bid everybody come and look.
    """
    city, center, organization = settings.CITY["city"], opening.center, opening.organization
    asked = [opening.requirements, *(kind.name for kind in needs)]
    host: dict[str, Any] = {"@type": "Organization", "name": str(opening.host)}
    if organization is not None and organization.is_listed and organization.url:
        host["sameAs"] = organization.url
    place = {
        "@type": "PostalAddress",
        "streetAddress": opening.place,
        "addressLocality": f"{city['name']}{opening.ward.name}",
        "addressRegion": city["prefecture"],
        "addressCountry": "JP",
    }
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": opening.title,
        "description": opening.description,
        "employmentType": "VOLUNTEER",
        "identifier": {
            "@type": "PropertyValue",
            "name": center.name,
            "value": opening.number_spelled,
        },
        "datePosted": opening.published_at and opening.published_at.isoformat(),
        "validThrough": shifts[-1].starts_at.isoformat(),
        "jobStartDate": shifts[0].starts_at.isoformat(),
        "hiringOrganization": host,
        "jobLocation": {"@type": "Place", "address": place},
        "totalJobOpenings": sum(shift.left for shift in shifts),
        "qualifications": "、".join(filter(None, asked)),
        "jobBenefits": opening.expenses,
        "directApply": True,
        "url": address,
    }
