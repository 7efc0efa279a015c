"""What volunteers of the demo city come to and do: shifts, who signed up or was asked, hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from centers.volunteers.models import ActivityLog, Match, Shift
from centers.volunteers.openings.rules import MINORS_FROM, MINORS_UNTIL
from portal.people.models import User

from .coordinators import Coordinators
from .openings import Asked, Openings
from .organizations import Host
from .rows import row_of
from .sites import Site
from .timetable import at
from .volunteers import GROWN_UP, Member, Shipped
from .wanted import Wanted, wanted_by

DAYS_AHEAD, DAYS_OF_WAITING = 56, 35
TEAM, COMES, LATER, ABSENT = 6, 0.72, 0.25, 0.03
SOON = 21  # within so many days the places are mostly taken
WAITS = 0.3  # of the organisations so many have asked for something that is not decided yet
UNRECORDED_DAYS = 4  # what was done in the last days still waits to be recorded
THANKED = 0.6
ASKED, ASKED_AHEAD = 0.012, 5  # share, and days
# Of an opening two years old more were asked than lately, every six weeks until a season ago.
ASKED_OF_OLD, ASKED_LATELY, IN_VAIN, OLD_WEEKS, OLD_UNTIL = 0.5, 0.025, 0.15, 6, 100

Status = Match.Status


@dataclass
class Done:
    """Everything that was asked and done around one centre."""

    asked: list[Asked] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    logs: list[ActivityLog] = field(default_factory=list)


class Activities:
    """Asks for people around each centre, and lets them come."""

    def __init__(self, shipped: Shipped, today: date) -> None:
        self.rng = Random("activities")  # noqa: S311  a demo city, not a secret
        self.shipped, self.today = shipped, today
        self.midnight = at(today, time(0))
        self.openings = Openings(shipped, today)
        self.coordinators = Coordinators(self.rng, self.midnight)

    def around(
        self, site: Site, hosts: list[Host], members: list[Member], desk: User, *, is_home: bool
    ) -> Done:
        """The centre's own openings and one of each organisation, some others not decided yet.

        The centre whose people the sign-in page introduces asks for what they are.
        """
        done = Done()
        for wanted in self._some(wanted_by("center"), is_home=is_home):
            self._run(done, self.openings.published(wanted, site, None, desk), members)
        self._look_back(done, self.openings.ended(self._third(done), site, desk), members)
        for host in hosts:
            wanted, another = self._some(wanted_by(host.asks), is_home=is_home)
            self._run(done, self.openings.published(wanted, site, host, desk), members)
            if is_home or self.rng.random() < WAITS:
                self._wait(done, self.openings.waiting(another, site, host, desk))
        for member in members[:1]:
            self._call(done, member, desk)
        return done

    def _some(self, every: Sequence[Wanted], *, is_home: bool) -> list[Wanted]:
        return list(every[:2]) if is_home else self.rng.sample(every, 2)

    def _third(self, done: Done) -> Wanted:
        """What the centre does not ask for now."""
        now = {asked.wanted for asked in done.asked}
        return next(wanted for wanted in wanted_by("center") if wanted not in now)

    def _look_back(self, done: Done, asked: Asked, members: list[Member]) -> None:
        """An opening of the last two years: who was asked then was not always asked since."""
        done.asked.append(asked)
        team = self._team(asked, members)
        day = asked.first
        while day <= self.today - timedelta(days=OLD_UNTIL):
            for held in asked.wanted.days(day, day + timedelta(days=6)):
                self._hold_long_ago(done, asked, team, held)
            day += timedelta(weeks=OLD_WEEKS)

    def _hold_long_ago(self, done: Done, asked: Asked, team: list[Member], day: date) -> None:
        shift = asked.shift(day)
        done.shifts.append(shift)
        places = shift.needed
        for member in (one for one in team if self._may_come(one, asked.wanted, day)):
            if places and self.rng.random() < COMES:
                places -= 1
                member.busy.add(day)
                self._agree(done, asked, shift, member, ASKED_OF_OLD)
            elif self.rng.random() < IN_VAIN:
                match = self.coordinators.ask_in_vain(shift, member, asked.desk)
                done.matches += [match] if match else []

    def _run(self, done: Done, asked: Asked, members: list[Member]) -> None:
        """A published opening with its shifts, and those who like to come to it."""
        done.asked.append(asked)
        team = self._team(asked, members)
        for day in asked.wanted.days(asked.first, self.today + timedelta(days=DAYS_AHEAD)):
            self._hold(done, asked, team, day)

    def _wait(self, done: Done, asked: Asked) -> None:
        done.asked.append(asked)
        days = asked.wanted.days(asked.first, asked.first + timedelta(days=DAYS_OF_WAITING))
        done.shifts += [asked.shift(day) for day in list(days)[:3]]

    def _team(self, asked: Asked, members: list[Member]) -> list[Member]:
        """Who holds the role first; nobody of the household that would confirm it."""
        active = [
            one
            for one in members
            if one.is_active and one.volunteer.person.household is not asked.confirms.household
        ]
        role = asked.wanted.role
        office = [one for one in active if one.posting and one.posting.role.slug == role]
        others = [one for one in active if one not in office]
        self.rng.shuffle(others)
        return [*office, *others][:TEAM]

    def _hold(self, done: Done, asked: Asked, team: list[Member], day: date) -> None:
        shift = asked.shift(day)
        done.shifts.append(shift)
        came = [one for one in team if self._may_come(one, asked.wanted, day)]
        ahead = (day - self.today).days
        share = COMES if ahead < SOON else LATER
        coming = [one for one in came if self.rng.random() < share][: shift.needed]
        for member in coming:
            member.busy.add(day)
            self._agree(done, asked, shift, member, ASKED_LATELY)
        if ahead >= ASKED_AHEAD:
            for member in (one for one in came if one not in coming):
                if self.rng.random() < ASKED and self.coordinators.may_ask(member, self.today):
                    done.matches.append(self.coordinators.propose(shift, member, asked.desk))

    def _may_come(self, member: Member, wanted: Wanted, day: date) -> bool:
        volunteer = member.volunteer
        return (
            day not in member.busy
            and member.since < min(day, self.today)
            and volunteer.person.age_on(day) >= self._youngest(wanted)
            and member.holds(wanted.qualification, day)
            and not (
                volunteer.is_minor_on(day)
                and (wanted.starts.hour < MINORS_FROM or wanted.ends.hour >= MINORS_UNTIL)
            )
        )

    def _youngest(self, wanted: Wanted) -> int:
        role = self.shipped.roles.get(wanted.role)
        return max(wanted.age, role.minimum_age if role else 0)

    def _agree(self, done: Done, asked: Asked, shift: Shift, member: Member, share: float) -> None:
        """Signed up by themselves, or said yes when asked; what became of it if it is over."""
        rng, agreed = self.rng, self._moment(shift, member)
        by_staff = rng.random() < share and self.coordinators.may_ask(member, agreed.date())
        match = row_of(
            Match,
            shift=shift,
            volunteer=member.volunteer,
            status=Status.ACCEPTED,
            created_at=agreed - timedelta(hours=20) if by_staff else agreed,
            changed_at=agreed,
            changed_by=member.by,
        )
        if by_staff:
            self.coordinators.asked(match, member, asked.desk, agreed)
        done.matches.append(match)
        if shift.ends_at > self.midnight:
            return
        if shift.ends_at > self.midnight - timedelta(days=UNRECORDED_DAYS) and rng.random() < 0.5:
            return
        match.changed_at, match.changed_by = shift.ends_at + timedelta(hours=1), asked.confirms
        if rng.random() < ABSENT:
            match.status, match.why = Status.ABSENT, "急な用事のため"
            return
        match.status = Status.DONE
        if rng.random() < THANKED:
            match.thanked_at, match.thanks = match.changed_at, asked.wanted.thanks
        done.logs.append(self._log(asked, match, shift, member))

    def _moment(self, shift: Shift, member: Member) -> datetime:
        """When it was agreed: in the weeks before, after they registered."""
        before = min(shift.starts_at, self.midnight) - timedelta(
            days=self.rng.randint(1, 14), hours=self.rng.randint(1, 9)
        )
        return max(before, member.volunteer.registered_at)

    def _log(self, asked: Asked, match: Match, shift: Shift, member: Member) -> ActivityLog:
        opening = asked.opening
        return row_of(
            ActivityLog,
            volunteer=member.volunteer,
            match=match,
            posting=None,
            role=opening.role,
            center=opening.center,
            organization=opening.organization,
            day=shift.starts_at.date(),
            minutes=asked.wanted.minutes,
            what=opening.title,
            status=ActivityLog.Status.CONFIRMED,
            created_at=match.changed_at,
            by=asked.confirms,
            decided_at=match.changed_at,
            decided_by=asked.confirms,
            how=self.rng.choice(["list", "qr"])
            if opening.organization is None
            else ActivityLog.How.HOST,
        )

    def _call(self, done: Done, member: Member, desk: User) -> None:
        """The centre asks this one for the first shift at which they are free."""
        asked = {id(one.shift) for one in done.matches if one.volunteer is member.volunteer}
        for shift in sorted(done.shifts, key=lambda shift: shift.starts_at):
            day = shift.starts_at.date()
            if (
                (day - self.today).days >= ASKED_AHEAD
                and day not in member.busy
                and id(shift) not in asked
                and shift.opening.published_at
                and member.is_active
                and not (shift.opening.role or shift.opening.minimum_age > GROWN_UP)
            ):
                done.matches.append(
                    self.coordinators.propose(shift, member, desk, always_open=True)
                )
                return
