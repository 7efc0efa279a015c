"""Openings, signing up, the guided form, hosts and the directory in each state, with long words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils import timezone

from centers.volunteers.directory import closing
from centers.volunteers.models import ActivityField, Consent, Shift
from centers.volunteers.openings import agreeing, deciding
from tests import cast, volunteering

if TYPE_CHECKING:
    from tests.browser.city import City
    from tests.browser.every_page import Stop

DESK = "/desk/volunteers/"


class Wanted:
    """Openings of each kind with long words, those who come, and those who asked."""

    def __init__(self, city: City, words: str) -> None:
        self.words, self.center = words, city.center
        for number in range(9):
            ActivityField.objects.create(slug=f"field-{number}", name=f"{number}{words}"[:30])
        self.school = volunteering.an_organization(
            words[:80], center=city.center, kana="ナガイ" * 30, activity=words, phone="0" * 20,
            address=words, url=f"https://example.jp/{words}", contact_name=words[:60],
            email=f"{words[:50]}@example.jp", ward=city.center.ward,
        )  # fmt: skip
        self.school.fields.set(ActivityField.objects.all())
        volunteering.a_representative(self.school, city.resident, city.staff)
        self.long = volunteering.an_opening(
            words[:60], description=words, organization=self.school, center=city.center,
            place=words, requirements=words, bring=words, expenses=words[:100], minimum_age=12,
            languages=words[:100], is_insured=True, role=volunteering.a_role(name=words[:60]),
            asked_by=city.resident,
        )  # fmt: skip
        self.long.fields.set(ActivityField.objects.all())
        self.long.qualifications.add(volunteering.a_qualification(self.reader(city, 1)).kind)
        self.plain = volunteering.an_opening("絵本を読む人", center=city.center)
        self.shifts = [
            volunteering.a_shift(opening, starts_at=self.at(week))
            for opening in (self.long, self.plain)
            for week in range(1, 7)
        ]
        self.of_plain = self.shifts[6:]
        self.coming(city)
        for number in range(25):
            volunteering.a_shift(volunteering.an_opening(f"手伝う人{number}", center=city.center))
        self.decided(city)

    def reader(self, city: City, number: int):
        account = cast.a_resident(f"reader{number}@example.jp", given_name="Unbroken" * 3)
        return volunteering.a_volunteer(account.household.people.get(), city.center)

    def at(self, week: int):
        day = timezone.localtime() + timedelta(weeks=week)
        return day.replace(hour=10, minute=0, second=0, microsecond=0)

    def coming(self, city: City) -> None:
        """The city's resident comes to some, others to the first; one cannot after all."""
        own = volunteering.a_volunteer(city.person, city.center, by=city.resident)
        agreeing.sign_up_for(own, self.of_plain[:3], by=city.resident)
        self.match = own.matches.get(shift=self.of_plain[0])
        self.given_back = own.matches.get(shift=self.of_plain[1])
        agreeing.withdraw(self.given_back, self.words, by=city.resident)
        agreeing.propose(own, self.of_plain[3], by=volunteering.a_coordinator())
        reader = self.reader(city, 2)
        for item in ("name", "phone"):
            Consent.objects.create(volunteer=reader, item=item, audience="host", by=reader.by)
        agreeing.sign_up(reader, self.of_plain[0], by=reader.by)
        Shift.objects.filter(pk=self.of_plain[0].pk).update(needed=2)
        agreeing.call_off(self.of_plain[5], self.words, by=city.staff)
        type(self.plain).objects.filter(pk=self.plain.pk).update(organization=self.school)

    def decided(self, city: City) -> None:
        def asked(title: str):
            opening = volunteering.an_opening(
                f"{title}{self.words}"[:60], center=city.center, asked_by=city.resident,
                organization=volunteering.an_organization(title, center=city.center),
                status="asked", published_at=None,
            )  # fmt: skip
            volunteering.a_shift(opening)
            return opening

        self.asked, self.returned, self.refused = asked("待つ"), asked("戻す"), asked("断る")
        deciding.send_back(self.returned, self.words, by=city.staff)
        deciding.refuse(self.refused, self.words, by=city.staff)
        self.closing = asked("終わる団体")
        deciding.publish(self.closing, by=city.staff)
        closing.close(self.closing.organization, timezone.localdate(), by=city.staff)

    def said(self, **more: object) -> str:
        """The guided form, filled in."""
        day = (timezone.localdate() + timedelta(days=9)).isoformat()
        told: dict[str, object] = {
            "organization": "new", "name": self.words[:80], "kind": "community",
            "center": self.center.pk, "headline": self.words[:60], "description": self.words,
            "field": "field-1", "day_1": day, "begins_1": "10:00", "ends_1": "12:00",
            "weeks_1": "26", "needed": "5", "place": self.words, "ward": "tobata",
            "bring": self.words, "requirements": self.words, "minimum_age": "12",
        }  # fmt: skip
        return f"/volunteers/ask/?{urlencode(told | more)}"


def stops(city: City) -> list[Stop]:
    """Every page of openings and organisations, with who looks at it."""
    from tests.browser.city import UNBROKEN  # noqa: PLC0415  it stands on these pages
    from tests.browser.every_page import NOBODY, Stop, press  # noqa: PLC0415

    made = Wanted(city, UNBROKEN)
    sign_up = f"{made.plain.get_absolute_url()}sign-ups/"
    public = {
        "openings": "/volunteers/",
        "openings, second page": "/volunteers/?page=2",
        "openings, every condition": "/volunteers/?q=人&ward=tobata&age=20&weekday=0&time=0"
        "&nice=first&full=1&from=2026-01-01&to=2100-01-01&field=field-1",
        "openings, none": f"/volunteers/?q={UNBROKEN[:60]}x",
        "openings, unreadable": "/volunteers/?ward=x&from=x&age=x",
        "an opening": made.plain.get_absolute_url(),
        "an opening, long": made.long.get_absolute_url(),
        "an opening, host closed": made.closing.get_absolute_url(),
        "organisations": "/volunteers/organizations/",
        "organisations, found": "/volunteers/organizations/?q=Unbroken&kind=school",
        "organisations, none": f"/volunteers/organizations/?q={UNBROKEN[:50]}x",
        "an organisation": made.school.get_absolute_url(),
    }
    own = {
        "signing up": f"{sign_up}?shift={made.of_plain[4].pk}",
        "my activities": "/my/volunteer/matches/",
        "not coming": f"/my/volunteer/matches/{made.match.number}/withdrawal/",
        "not coming, done": f"/my/volunteer/matches/{made.given_back.number}/withdrawal/",
        "hosting": "/my/hosting/",
        "hosted, who comes": f"/my/hosting/{made.plain.number}/",
        "hosted, waiting": f"/my/hosting/{made.asked.number}/",
        "hosted, returned": f"/my/hosting/{made.returned.number}/",
        "hosted, refused": f"/my/hosting/{made.refused.number}/",
        "asking": "/volunteers/ask/",
        "asking, what": made.said(done=5, step=2),
        "asking, when": made.said(done=5, step=3, rows=9),
        "asking, where": made.said(done=5, step=4),
        "asking, needs": made.said(done=5, step=5),
        "asking, all of it": made.said(done=5, step=6),
    }
    wrong = {
        "asking, no name": made.said(done=1, step=2, name="", kind="", center=""),
        "asking, wrong days": made.said(done=3, step=4, day_2="2026-01-01", needed="x"),
    }
    shift, later = made.of_plain[0], made.of_plain[4]
    desk = {
        "desk openings": f"{DESK}openings/",
        **{f"desk openings, {show}": f"{DESK}openings/?show={show}" for show in
           ("open", "short", "ended")},
        "desk opening, to decide": f"{DESK}openings/{made.asked.pk}/",
        "desk opening": f"{DESK}openings/{made.long.pk}/",
        "desk opening, host closed": f"{DESK}openings/{made.closing.pk}/",
        "desk opening, words": f"{DESK}openings/{made.long.pk}/edit/",
        "desk opening, new": f"{DESK}openings/new/",
        "desk opening, times": f"{DESK}openings/{made.long.pk}/shifts/?more=1&rows=3",
        "desk shift": f"{DESK}shifts/{shift.pk}/",
        "desk shift, empty": f"{DESK}shifts/{later.pk}/",
        "desk shift, called off": f"{DESK}shifts/{made.of_plain[5].pk}/",
        "desk shift, on paper": f"{DESK}shifts/{shift.pk}/list/",
        "desk shift, by telephone": f"{DESK}shifts/{later.pk}/sign-up/?q=たかさき",
        "desk shift, nobody found": f"{DESK}shifts/{later.pk}/sign-up/?q=いない",
        "desk organisations": f"{DESK}organizations/",
        "desk organisations, closed": f"{DESK}organizations/?show=closed",
        "desk organisation": f"{DESK}organizations/{made.school.pk}/",
        "desk organisation, closed": f"{DESK}organizations/{made.closing.organization_id}/",
        "desk organisation, words": f"{DESK}organizations/{made.school.pk}/edit/",
        "desk organisation, new": f"{DESK}organizations/new/",
        "desk organisations, a table": f"{DESK}organizations/file/",
    }  # fmt: skip
    return [
        *(Stop(what, NOBODY, address) for what, address in public.items()),
        *(Stop(what, "resident", address) for what, address in own.items()),
        *(Stop(what, "resident", address, 422) for what, address in wrong.items()),
        Stop("signing up, nothing chosen", "resident", sign_up, do=press("この日に参加する")),
        *(Stop(what, "staff", address) for what, address in desk.items()),
        Stop("admin, openings", "staff", "/admin/volunteers/opening/"),
        Stop("admin, an opening", "staff", f"/admin/volunteers/opening/{made.long.pk}/change/"),
        Stop("admin, organisations", "staff", "/admin/volunteers/organization/"),
        Stop(
            "admin, an organisation",
            "staff",
            f"/admin/volunteers/organization/{made.school.pk}/change/",
        ),
        Stop(
            "desk words, missing",
            "staff",
            desk["desk opening, new"],
            do=press("この内容で保存する"),
        ),
        Stop(
            "desk times, missing",
            "staff",
            desk["desk opening, times"],
            do=press("この日時を加える"),
        ),
        Stop("desk shift, no reason", "staff", desk["desk shift"], do=press("この回を中止する")),
        Stop(
            "desk table, no file",
            "staff",
            desk["desk organisations, a table"],
            do=press("表の中身を確かめる"),
        ),
    ]
