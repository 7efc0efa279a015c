"""Whom the coordinators of the demo city ask, when, and what becomes of it."""

from datetime import date, datetime, timedelta
from random import Random

from centers.volunteers.models import Match, Shift
from portal.people.models import User

from .rows import row_of
from .volunteers import Member

DECLINES = 0.3
RESTS = 90  # days in which they leave somebody in peace
ANSWERED = 7
WORDS = (
    "近くの方にお願いしたくて、お声をかけました。",
    "研修で学ばれたことを、ここで生かしていただけませんか。",
    "はじめての方も職員がいっしょに入ります。ご都合はいかがでしょうか。",
)
DECLINED_WHY = ("その日は予定があります。", "体調がすぐれません。", "")
REASONS = (
    "この市民センターに登録しています",
    "行ける区に入っています",
    "しばらくお声をかけていません",
)

Status = Match.Status


class Coordinators:
    """Ask by hand: not always the same few, so that some were asked lately and some long ago."""

    def __init__(self, rng: Random, midnight: datetime) -> None:
        self.rng, self.midnight = rng, midnight

    def may_ask(self, member: Member, day: date) -> bool:
        """Whether they were left in peace for a season before, and will be after."""
        return all(abs((day - other).days) > RESTS for other in member.asked)

    def asked(self, match: Match, member: Member, desk: User, agreed: datetime) -> None:
        """This one was asked to it, and agreed."""
        member.asked.add(agreed.date())
        self._word(match, desk)
        match.answer_by = min(agreed + timedelta(days=ANSWERED - 1), match.shift.starts_at)

    def propose(
        self, shift: Shift, member: Member, desk: User, *, always_open: bool = False
    ) -> Match:
        """Asked in these days: no answer yet, or no."""
        rng = self.rng
        asked_at = self.midnight - timedelta(days=rng.randint(0, 3), hours=rng.randint(1, 8))
        asked_at = max(asked_at, member.volunteer.registered_at)
        match = self._proposal(shift, member, desk, asked_at)
        last = shift.starts_at - timedelta(days=1)
        match.answer_by = min(asked_at + timedelta(days=ANSWERED), last)
        if not always_open and rng.random() < DECLINES:
            match.status, match.changed_by = Status.DECLINED, member.by
            match.why = rng.choice(DECLINED_WHY)
        return match

    def ask_in_vain(self, shift: Shift, member: Member, desk: User) -> Match | None:
        """Asked two weeks before something that is over: no, or no answer."""
        rng = self.rng
        asked_at = shift.starts_at - timedelta(days=14, hours=rng.randint(1, 5))
        if asked_at < member.volunteer.registered_at or not self.may_ask(member, asked_at.date()):
            return None
        match = self._proposal(shift, member, desk, asked_at)
        match.answer_by = asked_at + timedelta(days=ANSWERED)
        if rng.random() < 1 - DECLINES:
            match.status, match.changed_by = Status.DECLINED, member.by
            match.changed_at = asked_at + timedelta(days=rng.randint(1, 5))
            match.why = rng.choice(DECLINED_WHY)
        else:
            match.status, match.changed_by = Status.LAPSED, None
            match.changed_at = match.answer_by
        return match

    def _proposal(self, shift: Shift, member: Member, desk: User, asked_at: datetime) -> Match:
        member.asked.add(asked_at.date())
        match = row_of(
            Match,
            shift=shift,
            volunteer=member.volunteer,
            status=Status.PROPOSED,
            created_at=asked_at,
            changed_at=asked_at,
            changed_by=desk,
        )
        self._word(match, desk)
        return match

    def _word(self, match: Match, desk: User) -> None:
        match.proposed_by, match.words = desk, self.rng.choice(WORDS)
        match.reasons = self.rng.sample(REASONS, 2)
