"""This year's requests beside last year's: in sum, and request by request."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, DecimalField, F, Q, Sum, Value, When

from centers.models import Center, CityRequest

from .load import STAFF, ZERO, tenths


@dataclass(frozen=True)
class Total:
    """A year's requests to centres or to groups."""

    number: int
    hours_everywhere: Decimal  # by all centres together
    centers: int

    @property
    def hours_each(self) -> Decimal:
        """Hours of one centre (or one group), on the average."""
        return tenths(self.hours_everywhere / self.centers) if self.centers else ZERO

    @property
    def per_person(self) -> Decimal:
        """Hours of each of the three who work in a centre."""
        return tenths(self.hours_everywhere / self.centers / STAFF) if self.centers else ZERO


def total(year: int, to: str) -> Total:
    """The requests in force of one year: one statement, and one for the number of centres."""
    centers = Center.objects.count()
    sums = (
        CityRequest.objects.of_year(year)
        .filter(to=to)
        .in_force()
        .order_by()
        .annotate(places=Count("centers"))
        .aggregate(
            number=Count("pk"),
            hours=Sum(
                Case(
                    When(everywhere=True, then=F("hours") * Value(centers)),
                    default=F("hours") * F("places"),
                    output_field=DecimalField(max_digits=14, decimal_places=2),
                )
            ),
        )
    )
    return Total(sums["number"], sums["hours"] or ZERO, centers)


@dataclass(frozen=True)
class Change:
    """One request of this year, of last year, or both."""

    now: CityRequest | None
    before: CityRequest | None

    @property
    def either(self) -> CityRequest:
        one = self.now or self.before
        assert one is not None
        return one

    @property
    def word(self) -> str:
        """What became of it, in a word."""
        now, before = self.now, self.before
        if now is None:
            return f"{before.state_name}" if before and before.decision else "今年度はなし"
        if now.status == CityRequest.Status.DRAFT:
            return "検討中"
        if not now.is_in_force:
            return now.state_name
        if before is None:
            return "新しい"
        if now.hours != before.hours:
            return "時間が増えた" if now.hours > before.hours else "時間が減った"
        return "同じ"


def changes(year: int, to: str) -> list[Change]:
    """Request by request: this year's with what they continue, then what was not continued."""
    asked = CityRequest.objects.filter(to=to)
    these = asked.of_year(year).select_related("previous")
    found = [Change(one, one.previous) for one in these]
    left = asked.of_year(year - 1).filter(following=None)
    return found + [Change(None, one) for one in left]


def by_decision(year: int, to: str) -> list[tuple[str, int]]:
    """How many requests of a year stand where, in the order of their way."""
    counted = CityRequest.objects.of_year(year).filter(to=to).order_by()
    state, decision = CityRequest.Status, CityRequest.Decision
    numbers = counted.aggregate(
        **{f"state_{one}": Count("pk", filter=Q(status=one)) for one in (state.DRAFT, state.ASKED)},
        **{f"decision_{one}": Count("pk", filter=Q(decision=one)) for one in decision.values},
    )
    named = [(one.label, numbers[f"state_{one}"]) for one in (state.DRAFT, state.ASKED)]
    return named + [(label, numbers[f"decision_{one}"]) for one, label in decision.choices]
