"""The volunteers' desk: the roster, its lists and papers, forms and decisions, with long words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from centers.volunteers.models import ActivityField, Volunteer
from centers.volunteers.roster import agreed
from portal.people.models import Person
from tests import cast, volunteering

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.city import City
    from tests.browser.every_page import Stop

HERE = "/desk/volunteers/"


def stops(city: City) -> list[Stop]:
    """Each page full, empty and refused; the roster as another centre sees it is shorter."""
    from tests.browser.city import UNBROKEN  # noqa: PLC0415  the city lists these pages
    from tests.browser.every_page import Stop, press  # noqa: PLC0415

    full, resting, posting = _volunteers(city, UNBROKEN)
    training = volunteering.a_training(UNBROKEN[:100], organizer=UNBROKEN[:80])
    one = f"{HERE}{full.pk}/"
    noted = volunteering.a_volunteer(
        Person.register_at_the_desk(cast.a_person(given_name="来館")), city.center, by=city.staff
    )
    pages = {
        "roster": HERE,
        "roster, nobody found": f"{HERE}?q={UNBROKEN[:60]}&status=stopped",
        "roster, narrowed": f"{HERE}?unconfirmed=on&time=3&role={posting.role_id}",
        "list to print": f"{HERE}list/",
        "volunteer": one,
        "volunteer, resting": f"{HERE}{resting.pk}/",
        "volunteer, edit": f"{one}edit/",
        "who has no account": f"{HERE}{noted.pk}/",
        "name and telephone": f"{HERE}{noted.pk}/person/",
        "qualification": f"{one}qualification/",
        "counter, search": f"{HERE}new/",
        "counter, found": f"{HERE}new/?q=タカサキ",
        "counter, nobody": f"{HERE}new/?q=スズキ&born=1950",
        "counter, newcomer": f"{HERE}new/?new=1",
        "posting": f"{HERE}postings/new/?volunteer={full.pk}&volunteer={resting.pk}",
        "terms that end": f"{HERE}postings/",
        "terms, none": f"{HERE}postings/?until=2020-01-01",
        "renewal": f"{HERE}postings/renewal/",
        "end of a term": f"{HERE}postings/{posting.pk}/end/",
        "letters, which": f"{HERE}letters/",
        "letters downwards": f"{HERE}letters/?posting={posting.pk}",
        "letters across": f"{HERE}letters/?posting={posting.pk}&across=1",
        "cards": f"{HERE}cards/",
        "yearly confirmation": f"{HERE}confirmations/",
        "trainings": f"{HERE}trainings/",
        "a training": f"{HERE}trainings/{training.pk}/?q=タカサキ",
        "roster as a file": f"{HERE}files/",
    }
    return [
        *(Stop(f"volunteers' {what}", "staff", address) for what, address in pages.items()),
        Stop("newcomer, errors", "staff", f"{HERE}new/?new=1", do=press("この内容で登録する")),
        Stop("not posted", "staff", pages["posting"], do=press("この内容で配置する")),
        Stop("not ended", "staff", pages["end of a term"], do=press("この日で終える")),
        Stop("no training", "staff", pages["trainings"], do=press("この研修を加える")),
        Stop(
            "nothing ticked",
            "staff",
            pages["yearly confirmation"],
            do=press("しるしをつけた返事を書く"),
        ),
        Stop("a table, doubles", "staff", pages["roster as a file"], do=_upload_a_double),
    ]


def _volunteers(city: City, words: str):
    """One with everything, one who rests and was not asked this year, and a term that ends."""
    today = timezone.localdate()
    role = volunteering.a_role("long-role", f"任期のある{words}"[:60], term_years=2)
    full, _ = Volunteer.objects.update_or_create(
        person=city.person,
        defaults={
            "center": city.center,
            "skills": words[:100],
            "prefers_not": words[:100],
            "note": words[:100],
            "times": list(range(21)),
            "languages": Volunteer.Language.values,
            "insured_until": today,
            "by": city.resident,
        },
    )
    full.fields.add(ActivityField.objects.create(slug="long-field", name=words[:30]))
    full.wards.set([cast.a_ward(), cast.a_ward("moji")])
    agreed.agree(full, agreed.OFFERED, by=city.resident)
    volunteering.a_qualification(full, words[:30], expires_on=today - timedelta(days=1))
    volunteering.a_qualification(full, "普通救命講習", proof_seen_on=None, proof_seen_by=None)
    posting = volunteering.a_posting(
        full, role, center=city.center, last_day=today + timedelta(days=30)
    )
    person = Person.register(city.resident, cast.a_person(given_name=words[:30]))
    resting = volunteering.a_volunteer(
        person, city.center, status="paused", confirmed_on=date(2020, 4, 1), by=city.resident
    )
    volunteering.a_posting(resting, role, center=city.center, last_day=today + timedelta(days=30))
    return full, resting, posting


def _upload_a_double(page: Page) -> None:
    """A table in which somebody is written with the plain character."""
    columns = "市民センター,氏,名,セイ,メイ,生年月日,電話番号"
    row = "戸畑浜市民センター,高崎,花子,タカサキ,ハナコ,1954-04-01,093-000-0002"
    page.locator("input[type=file]").set_input_files(
        {"name": "roster.csv", "mimeType": "text/csv", "buffer": f"{columns}\n{row}\n".encode()}
    )
    with page.expect_navigation():
        page.get_by_role("button", name="表の中身を確かめる").click()
