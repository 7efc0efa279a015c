"""Who comes to a shift: what its host is shown of them, which is what they agreed to.

A host sees of those who come what each consented to: the name, and beside it the telephone, the
mail address, what they can do and the qualifications valid on that day; nothing of anybody else.
The telephone and the address are for the day itself: some days after it nobody is shown them.
Who takes a consent back is gone from this list at once.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from centers.volunteers.models import Consent, Match, Opening, Shift, Volunteer
from portal.people.models import AccessLog, User

FOR_HOSTS = "活動先として、来る方を確認するため"


Item = Consent.Item
REACHED_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Comer:
    """Somebody who comes and may be called by name; what was not consented to is empty."""

    name: str
    phone: str = ""
    email: str = ""
    skills: str = ""
    qualifications: Sequence[str] = ()


@dataclass
class Comers:
    """Those who come to one shift, as far as its host may know them."""

    shift: Shift
    people: list[Comer] = field(default_factory=list)
    unnamed: int = 0

    @property
    def is_past(self) -> bool:
        return _is_past(self.shift)

    @property
    def number(self) -> int:
        return len(self.people) + self.unnamed


def for_host(opening: Opening, user: User) -> list[Comers]:
    """The shifts of an opening with those who come; whom `user` was shown is written down.

    Only who speaks for the organisation is told names; anybody else who asked sees numbers.
    """
    shifts = list(opening.shifts.live())
    found = {shift.pk: Comers(shift) for shift in shifts}
    matches = list(
        Match.objects.of_host(user)
        .filter(shift__in=shifts)
        .select_related("volunteer__person", "shift")
        .prefetch_related("volunteer__qualifications__kind")
        .annotate(mail=Subquery(_accounts().values("email")[:1]))
        .order_by("volunteer__person__family_kana", "volunteer__person__given_kana", "pk")
    )
    agreed = _agreed([match.volunteer_id for match in matches])
    shown = []
    for match in matches:
        items = agreed[match.volunteer_id]
        if Item.NAME in items:
            found[match.shift_id].people.append(_comer(match, items))
            shown.append(match.volunteer.person_id)
        else:
            found[match.shift_id].unnamed += 1
    if not matches:
        for comers in found.values():
            comers.unnamed = comers.shift.taken
    AccessLog.record(user, shown, reason=FOR_HOSTS)
    return list(found.values())


def _is_past(shift: Shift) -> bool:
    """Over for some days: there is nothing left to tell each other, or to record."""
    return shift.ends_at + REACHED_AFTER <= timezone.now()


def _accounts():
    household = OuterRef("volunteer__person__household")
    return User.objects.filter(household=household, is_active=True).order_by("-pk")


def _comer(match: Match, items: Collection[str]) -> Comer:
    who: Volunteer = match.volunteer
    if _is_past(match.shift):
        items = set(items) - {Item.PHONE, Item.EMAIL}
    mail: str | None = getattr(match, "mail", None)
    held = who.qualifications.all() if Item.SKILLS in items else []
    return Comer(
        name=who.person.full_name,
        phone=who.person.phone if Item.PHONE in items else "",
        email=(mail or "") if Item.EMAIL in items else "",
        skills=who.skills if Item.SKILLS in items else "",
        qualifications=[one.kind.name for one in held if one.is_valid_on(match.shift.day)],
    )


@dataclass(frozen=True)
class Named:
    """Whom a host may call by name, and by which."""

    names: dict[int, str]
    people: list[int]

    def name_of(self, match: Match) -> str:
        """The name that was agreed to, else the receipt that both sides can read out."""
        name = self.names.get(match.volunteer_id)
        return f"{name}さん" if name else f"受付番号 {match.number_spelled} の方"


def agreed_to_hosts(matches: Sequence[Match]) -> Named:
    """Of those who come: who agreed that the host is told the name."""
    agreed = _agreed([match.volunteer_id for match in matches])
    named = [match for match in matches if Item.NAME in agreed[match.volunteer_id]]
    return Named(
        {match.volunteer_id: match.volunteer.person.full_name for match in named},
        [match.volunteer.person_id for match in named],
    )


def _agreed(volunteers: Sequence[int]) -> dict[int, set[str]]:
    consents = Consent.objects.to_hosts().filter(volunteer__in=volunteers)
    found: dict[int, set[str]] = defaultdict(set)
    for volunteer, item in consents.values_list("volunteer_id", "item"):
        found[volunteer].add(item)
    return found
