"""The demo city's requests from city hall: last fiscal year as it was counted, this year weighed.

252 to the centres and 127 to the community (令和5年度、課題B(1)) in the year before; this year the
same begin again, and are being decided.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from centers.models import Center, CityRequest, RequestEffort
from portal.japan import calendar
from portal.people.models import User

from .request_subjects import (
    KEPT,
    MERGED,
    NEW_ONES,
    NOTES,
    OF_CENTERS,
    OF_GROUPS,
    REPLACED,
    STOPPED,
    SUBJECTS,
    Subject,
)
from .sites import Site

TO_CENTERS, TO_GROUPS = 252, 127
EVERYWHERE = 0.85  # of the requests; the others go to the centres of some wards
TELLING = 200  # so many centres tell what it really took,
TOLD = 12  # for so many requests of each year
# What is decided of a year's requests in its course; the rest are still asked.
DECIDED = {"keep": 0.5, "stop": 0.08, "merge": 0.09, "replace": 0.07}
DRAFTS = 8

Status, Decision, What = CityRequest.Status, CityRequest.Decision, CityRequest.What


@dataclass
class Asked:
    """Everything that was asked in two years, in the order in which it is written."""

    requests: list[CityRequest] = field(default_factory=list)
    links: list[tuple[CityRequest, Center]] = field(default_factory=list)
    efforts: list[RequestEffort] = field(default_factory=list)


def build_requests(sites: list[Site], section: User, today: date) -> Asked:
    """The requests of the last fiscal year and of this one."""
    return _Asking(sites, section, today).asked


class _Asking:
    def __init__(self, sites: list[Site], section: User, today: date) -> None:
        self.rng = Random("requests")  # noqa: S311  a demo city, not a secret
        self.centers = [site.center for site in sites]
        self.by, self.today = section, today
        self.asked = Asked()
        self.places: dict[int, list[Center]] = {}
        year = calendar.fiscal_year(today)
        before = [
            *self._year(CityRequest.To.CENTERS, SUBJECTS, OF_CENTERS, year - 1)[:TO_CENTERS],
            *self._year(CityRequest.To.GROUPS, SUBJECTS, OF_GROUPS, year - 1)[:TO_GROUPS],
        ]
        now = [self._again(one) for one in before]
        now += self._year(CityRequest.To.CENTERS, NEW_ONES, OF_CENTERS, year)
        self._decide(now)
        self.asked.requests = before + now
        for one in self.asked.requests:
            self.asked.links += [(one, center) for center in self.places.get(id(one), [])]
        for of_year in (before, now):
            self._tell([one for one in of_year if one.to == CityRequest.To.CENTERS])

    def _year(
        self, to: str, subjects: tuple[Subject, ...], forms: tuple, year: int
    ) -> list[CityRequest]:
        return [self._request(to, subject, form, year) for form in forms for subject in subjects]

    def _request(self, to: str, subject: Subject, form: tuple, year: int) -> CityRequest:
        title, content, hours, days, later = form
        first = date(year + (subject.month < 4), subject.month, self.rng.randint(1, 20))
        first = min(first + timedelta(days=later), date(year + 1, 3, 28))
        last = min(first + timedelta(days=days), date(year + 1, 3, 31))
        sent = at(min(first - timedelta(days=30), self.today))
        one = CityRequest(
            title=title.format(subject.name),
            bureau=subject.bureau,
            section=subject.section,
            to=to,
            content=content,
            basis=subject.basis,
            basis_text=subject.basis_text,
            year=year,
            first_day=first,
            last_day=last,
            deadline=last if "報告" in title or "取りまとめ" in title else None,
            hours=Decimal(str(hours * self.rng.choice([1, 1, 1.5, 2]))),
            everywhere=self.rng.random() < EVERYWHERE,
            contact_name=self.rng.choice(["企画係", "管理係", "推進係", "調整係"]),
            contact_phone=f"093-000-{2001 + self.rng.randrange(500)}",
            status=Status.ASKED,
            asked_at=sent,
            what=What.ASKED,
            changed_by=self.by,
            changed_at=sent,
            version=2,
        )
        if not one.everywhere:
            wards = sorted({center.ward.code for center in self.centers})
            chosen = self.rng.sample(wards, 2)
            self.places[id(one)] = [c for c in self.centers if c.ward.code in chosen]
        return one

    def _again(self, last: CityRequest) -> CityRequest:
        """The same in the next year, some a little shorter."""
        one = CityRequest(
            **{
                field.attname: getattr(last, field.attname)
                for field in CityRequest._meta.concrete_fields
                if field.attname not in {"id", "previous_id", "changed_by_id"}
            },
        )
        one.previous, one.changed_by = last, self.by
        one.year += 1
        one.first_day, one.last_day = a_year_on(last.first_day), a_year_on(last.last_day)
        one.deadline = a_year_on(last.deadline) if last.deadline else None
        if self.rng.random() < 0.15:
            one.hours = max(Decimal("0.5"), one.hours - Decimal("0.5"))
        one.asked_at = one.changed_at = at(
            min(one.first_day - timedelta(days=30), self.today - timedelta(days=1))
        )
        self.places[id(one)] = self.places.get(id(last), [])
        return one

    def _decide(self, requests: list[CityRequest]) -> None:
        """Some are decided by now; the last ones are drafts still."""
        shuffled = self.rng.sample(requests, len(requests))
        for one in shuffled[:DRAFTS]:
            one.status, one.asked_at, one.version = Status.DRAFT, None, 1
            one.what = What.ROLLED_OVER if one.previous else What.WRITTEN
        rest, place = shuffled[DRAFTS:], 0
        kept: dict[tuple[str, str], CityRequest] = {}
        for decision, share in DECIDED.items():
            number = round(len(rest) * share)
            for one in rest[place : place + number]:
                into = kept.get((one.to, one.bureau))
                if decision == Decision.KEEP:
                    kept.setdefault((one.to, one.bureau), one)
                if decision != Decision.MERGE or into is not None:
                    self._settle(one, decision, into)
            place += number

    def _settle(self, one: CityRequest, decision: str, into: CityRequest | None) -> None:
        one.status, one.decision, one.what = Status.DECIDED, decision, What.DECIDED
        one.decided_at = one.changed_at = (one.asked_at or at(self.today)) + timedelta(hours=20)
        one.version = 3
        match decision:
            case Decision.KEEP:
                one.why = KEPT[0] if one.basis == "law" else self.rng.choice(KEPT[1:])
            case Decision.STOP:
                one.why = self.rng.choice(STOPPED)
            case Decision.MERGE:
                one.why, one.merged_into = MERGED, into
            case _:
                one.instead, one.why = self.rng.choice(REPLACED)

    def _tell(self, requests: list[CityRequest]) -> None:
        """What some requests that are over really took at each centre."""
        over = [
            one
            for one in requests
            if one.is_in_force and one.everywhere and one.last_day < self.today
        ]
        for center in self.centers[:TELLING]:
            for one in self.rng.sample(over, min(TOLD, len(over))):
                quarters = round(float(one.hours) * self.rng.uniform(0.6, 1.8) * 4)
                self.asked.efforts.append(
                    RequestEffort(
                        request=one,
                        center=center,
                        hours=Decimal(quarters) / 4,
                        note=self.rng.choice(NOTES),
                        by=self.by,
                        at=at(one.last_day),
                    )
                )


def at(day: date) -> datetime:
    """Ten in the morning of that day."""
    return calendar.at(day, time(10))


def a_year_on(day: date) -> date:
    """The same day of the next year; 29 February becomes the 28th."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)
