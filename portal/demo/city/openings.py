"""Openings of the demo city: what is asked for, by whom, and whether it is published yet."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from centers.volunteers.models import ActivityField, Opening, QualificationKind, Shift
from portal.people.models import User

from .organizations import Host
from .rows import row_of
from .sites import Site
from .timetable import at
from .volunteers import Shipped
from .wanted import Wanted

SINCE = (-6, 10, 40, 80, 120)  # days ago its first shift was


@dataclass(frozen=True)
class Asked:
    """An opening as it stands, and who looks after it: the centre's desk, and who confirms."""

    opening: Opening
    wanted: Wanted
    first: date
    desk: User
    confirms: User
    fields: list[ActivityField]
    qualifications: list[QualificationKind]

    def shift(self, day: date) -> Shift:
        """One time of it."""
        return row_of(
            Shift,
            opening=self.opening,
            starts_at=at(day, self.wanted.starts),
            ends_at=at(day, self.wanted.ends),
            needed=self.wanted.needed,
        )


class Openings:
    """Writes openings as centres and organisations do."""

    def __init__(self, shipped: Shipped, today: date) -> None:
        self.rng = Random("openings")  # noqa: S311  a demo city, not a secret
        self.shipped, self.today = shipped, today
        self.midnight = at(today, time(0))

    def published(self, wanted: Wanted, site: Site, host: Host | None, desk: User) -> Asked:
        """Open for sign-ups, most for some time."""
        first = self.today - timedelta(days=self.rng.choice(SINCE))
        asked = self._asked(wanted, site, host, desk, first=first, written=first - timedelta(24))
        opening = asked.opening
        opening.status, opening.changed_by = Opening.Status.PUBLISHED, desk
        opening.published_at = min(
            opening.asked_at + timedelta(days=3, hours=2), self.midnight - timedelta(hours=4)
        )
        return asked

    def ended(self, wanted: Wanted, site: Site, desk: User) -> Asked:
        """Asked for two years ago, and closed a season ago."""
        first = self.today - timedelta(days=self.rng.randint(690, 730))
        asked = self._asked(wanted, site, None, desk, first=first, written=first - timedelta(24))
        opening = asked.opening
        opening.status, opening.changed_by = Opening.Status.CLOSED, desk
        opening.published_at = opening.asked_at + timedelta(days=3, hours=2)
        return asked

    def waiting(self, wanted: Wanted, site: Site, host: Host, desk: User) -> Asked:
        """Asked for in these days, and not looked at yet."""
        written = self.today - timedelta(days=self.rng.randint(1, 4))
        first = self.today + timedelta(days=25)
        return self._asked(wanted, site, host, desk, first=first, written=written)

    def _asked(
        self,
        wanted: Wanted,
        site: Site,
        host: Host | None,
        desk: User,
        *,
        first: date,
        written: date,
    ) -> Asked:
        by = host.speaker.user if host and host.speaker else desk
        place = host.organization if host else site.center
        opening = Opening(
            title=wanted.title,
            description=wanted.description,
            role=self.shipped.roles.get(wanted.role),
            organization=host.organization if host else None,
            center=site.center,
            ward=site.center.ward,
            place=f"{place.address.split(site.center.ward.name)[-1]} {wanted.where}",
            requirements=wanted.requirements,
            minimum_age=wanted.age,
            bring=wanted.bring,
            expenses=self.rng.choice(["", "", "バス代をお出しします。"]),
            is_insured=self.rng.random() < 0.6,
            status=Opening.Status.ASKED,
            asked_by=by,
            asked_at=min(at(written, time(10, 20)), self.midnight - timedelta(hours=9)),
        )
        return Asked(
            opening=opening,
            wanted=wanted,
            first=first,
            desk=desk,
            confirms=by,
            fields=[self.shipped.fields[slug] for slug in wanted.fields],
            qualifications=[self.shipped.kinds[slug] for slug in [wanted.qualification] if slug],
        )
