"""An opening as search engines read it: a schema.org JobPosting of the kind VOLUNTEER."""

import json
from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from centers.volunteers.models import Opening, Shift
from tests import volunteering

pytestmark = pytest.mark.django_db
BEGINS = '<script type="application/ld+json">'


def page(client, opening: Opening) -> str:
    caches["pages"].clear()
    return client.get(f"/volunteers/openings/{opening.pk}/").content.decode()


def told(client, opening: Opening) -> dict:
    return json.loads(page(client, opening).split(BEGINS)[1].split("</script>")[0])


def test_it_says_who_asks_for_whom_where_and_until_when(client):
    school = volunteering.an_organization(url="https://school.example.jp/")
    kind = volunteering.a_qualification(volunteering.a_volunteer()).kind
    opening = volunteering.an_opening(
        organization=school, requirements="読むことが好きな方", expenses="交通費500円"
    )
    opening.qualifications.add(kind)
    first = volunteering.a_shift(opening)
    last = volunteering.a_shift(opening, starts_at=first.starts_at + timedelta(days=7))
    data = told(client, opening)
    assert (data["@type"], data["employmentType"]) == ("JobPosting", "VOLUNTEER")
    assert data["title"] == "絵本を読む人"
    assert data["hiringOrganization"] == {
        "@type": "Organization",
        "name": "戸畑浜小学校",
        "sameAs": "https://school.example.jp/",
    }
    assert data["jobLocation"]["address"]["addressLocality"] == "北九州市戸畑区"
    assert data["jobLocation"]["address"]["streetAddress"] == opening.place
    assert data["datePosted"] == opening.published_at.isoformat()
    begins = [datetime.fromisoformat(data[name]) for name in ("jobStartDate", "validThrough")]
    assert begins == [first.starts_at, last.starts_at]
    assert data["totalJobOpenings"] == 6
    assert data["qualifications"] == "読むことが好きな方、普通救命講習"
    assert data["jobBenefits"] == "交通費500円"
    assert data["url"] == f"http://testserver/volunteers/openings/{opening.pk}/"


def test_a_host_that_is_not_listed_is_named_without_its_address_in_the_net(client):
    school = volunteering.an_organization(url="https://school.example.jp/", is_public=False)
    opening = volunteering.a_shift(volunteering.an_opening(organization=school)).opening
    assert "sameAs" not in told(client, opening)["hiringOrganization"]


@pytest.mark.parametrize("ended", ["full", "over", "closed", "host closed"])
def test_what_nobody_is_wanted_for_is_not_told(ended, client):
    school = volunteering.an_organization()
    opening = volunteering.a_shift(volunteering.an_opening(organization=school)).opening
    assert BEGINS in page(client, opening)
    match ended:
        case "full":
            Shift.objects.update(needed=1)
            volunteering.agreed(volunteering.a_volunteer(), opening.shifts.get())
        case "over":
            began = timezone.now() - timedelta(hours=3)
            Shift.objects.update(starts_at=began, ends_at=began + timedelta(hours=1))
        case "closed":
            Opening.objects.update(status=Opening.Status.CLOSED)
        case "host closed":
            school.closed_on = timezone.localdate()
            school.save()
    assert BEGINS not in page(client, opening)


def test_words_of_a_host_cannot_break_out_of_it(client):
    wicked = "</script><script>alert(1)</script>"
    opening = volunteering.a_shift(volunteering.an_opening(description=wicked)).opening
    assert "<script>alert" not in page(client, opening)
    assert told(client, opening)["description"] == wicked
