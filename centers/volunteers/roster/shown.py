"""What of a volunteer is shown at the desk, and to whom: by what one works for, and by consent.

* The centre that keeps the row, its ward and the section see what was registered.
* Where somebody is posted, or comes for an activity, one sees the name and the telephone, and of
  the rest what was agreed to.
* Everybody else at a desk sees what was agreed to be shown to the staff of other centres, and the
  name of who was there once.

What was agreed counts as long as it is not taken back; of who stopped, others see nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from centers.models import Center
from centers.volunteers.models import Consent, Match, Posting, Volunteer
from centers.volunteers.models.volunteer import VolunteerQuerySet
from portal.people.models import AccessLog, User
from portal.people.permissions import works_for_section


class Tie(StrEnum):
    """How somebody at a desk has to do with a volunteer."""

    KEEPS = "keeps"
    WORKS = "works"
    KNOWS = "knows"


Item = Consent.Item
# Without asking for consent: what the work itself needs.
ALLOWED: dict[Tie, frozenset[str]] = {
    Tie.KEEPS: frozenset(Item.values),
    Tie.WORKS: frozenset({Item.NAME, Item.PHONE}),
    Tie.KNOWS: frozenset({Item.NAME}),
}


def shown_to(user: User) -> VolunteerQuerySet:
    """The volunteers `user` may see, each with all that `Shown` asks for."""
    rows = Volunteer.objects.visible_to(user)
    own = Center.objects.editable_by(user)
    theirs = When(center__in=own, then=Value(True))
    keeps = Value(True) if works_for_section(user) else Case(theirs, default=Value(False))
    today = timezone.localdate()
    agreed = Consent.objects.to_staff().filter(volunteer=OuterRef("pk")).order_by().values("item")
    mails = User.objects.filter(household=OuterRef("person__household"), is_active=True)
    return rows.annotate(
        keeps=keeps,
        posted_here=Exists(
            Posting.objects.visible_to(user)
            .filter(volunteer=OuterRef("pk"))
            .filter(Q(last_day=None) | Q(last_day__gte=today))
        ),
        comes_here=Exists(
            Match.objects.filter(
                volunteer=OuterRef("pk"),
                status__in=Match.LIVE,
                shift__opening__center__in=own,
                shift__ends_at__gte=timezone.now(),
            )
        ),
        agreed=ArraySubquery(agreed),
        mail=Subquery(mails.order_by("-pk").values("email")[:1]),
    ).filter(Q(keeps=True) | ~Q(status=Volunteer.Status.STOPPED))


def kept_by(user: User) -> VolunteerQuerySet:
    """Those whose rows `user` keeps: may change, rest, stop, and write out whole."""
    if works_for_section(user):
        return Volunteer.objects.all()
    return Volunteer.objects.filter(center__in=Center.objects.editable_by(user))


@dataclass(frozen=True)
class Shown:
    """One volunteer as somebody at a desk sees them; what is not theirs to see is empty."""

    volunteer: Volunteer
    tie: Tie
    agreed: frozenset[str]

    @classmethod
    def of(cls, volunteer: Any) -> Self:
        """Of a row of `shown_to`."""
        works = volunteer.posted_here or volunteer.comes_here
        tie = Tie.KEEPS if volunteer.keeps else Tie.WORKS if works else Tie.KNOWS
        return cls(volunteer, tie, frozenset(volunteer.agreed))

    def may_see(self, item: str) -> bool:
        return item in ALLOWED[self.tie] or item in self.agreed

    @property
    def keeps(self) -> bool:
        return self.tie == Tie.KEEPS

    @property
    def name(self) -> str:
        return self.volunteer.person.full_name

    @property
    def kana(self) -> str:
        return self.volunteer.person.full_kana

    @property
    def phone(self) -> str:
        return self.volunteer.person.phone if self.may_see(Item.PHONE) else ""

    @property
    def email(self) -> str:
        mail: str | None = getattr(self.volunteer, "mail", None)
        return (mail or "") if self.may_see(Item.EMAIL) else ""

    @property
    def sees_skills(self) -> bool:
        """Experience, qualifications and trainings are one item of consent."""
        return self.may_see(Item.SKILLS)

    @property
    def skills(self) -> str:
        return self.volunteer.skills if self.sees_skills else ""


def record(user: User, shown: Sequence[Shown], *, reason: str) -> None:
    """Write down whom `user` was shown, one row each."""
    AccessLog.record(user, [one.volunteer.person_id for one in shown], reason=reason)
