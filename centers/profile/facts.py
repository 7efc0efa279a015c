"""The facts of a centre's profile, gathered for it and for centres like it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count
from django.utils import timezone

from centers.models import Center, Registration, UserGroup
from centers.utilisation.counting import NOTHING, Counted, counted, per_cent
from centers.utilisation.facts import Asked
from centers.utilisation.like import like, sizes
from centers.utilisation.periods import Period
from centers.utilisation.uses import Ages, ages
from portal.japan.calendar import fiscal_year

from .offers import offered
from .people import YOUNG, Population, populations, shown_to_public
from .volunteers import NOBODY, Volunteers, volunteers


def last_whole_year() -> int:
    """The last fiscal year that is over: its figures no longer move."""
    return fiscal_year(timezone.localdate()) - 1


@dataclass(frozen=True)
class Facts:
    """What is known of one centre in one fiscal year."""

    center: Center
    year: int
    population: Population | None = None
    use: Counted = NOTHING
    groups: int = 0
    courses: dict[str, int] = field(default_factory=dict)
    ages: Ages | None = None
    volunteers: Volunteers = NOBODY

    @property
    def course_total(self) -> int:
        return sum(self.courses.values())

    @property
    def age_lines(self) -> list[dict]:
        """Each band: those who came and those who live there, in number and share."""
        came = self.ages or Ages()
        return [
            {
                "name": name,
                "people": f"{people:,}人",
                "share": share,
                "lives": f"{self.population.bands[place]:,}人" if self.population else "—",
                "lives_share": self.population.share(place) if self.population else None,
            }
            for place, (name, people, share) in enumerate(came.lines)
        ]

    def public_age_lines(self, *, shows_young: bool = True) -> list[dict]:
        """The same as everybody may read it: in tens, what is small not at all."""
        came = shown_to_public(
            self.ages.bands if self.ages else (0, 0, 0), () if shows_young else [YOUNG]
        )
        lives = shown_to_public(self.population.bands) if self.population else [None] * 3
        came_all, lives_all = (sum(one or 0 for one in some) for some in (came, lives))
        whole = None not in came
        return [
            line
            | {
                "people": "非公開" if people is None else f"{people:,}人",
                "share": per_cent(people, came_all) if people is not None and whole else None,
                "lives": self._told(living),
                "lives_share": None if living is None else per_cent(living, lives_all),
            }
            for line, people, living in zip(self.age_lines, came, lives, strict=True)
        ]

    def _told(self, living: int | None) -> str:
        if living is None:
            return "非公開" if self.population else "—"
        return f"{living:,}人"

    @property
    def young_share(self) -> Decimal | None:
        """29歳以下 among those who came, in per cent."""
        return per_cent(self.ages.bands[YOUNG], self.ages.total) if self.ages else None

    @property
    def groups_per_thousand(self) -> Decimal | None:
        return self._per_thousand(self.groups)

    @property
    def volunteers_per_thousand(self) -> Decimal | None:
        return self._per_thousand(self.volunteers.number)

    def _per_thousand(self, number: int) -> Decimal | None:
        """So many to a thousand people of the district; unknown where nobody knows these."""
        if not self.population or not self.population.total:
            return None
        exact = Decimal(1_000 * number) / self.population.total
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def facts_of(center: Center, year: int) -> Facts:
    """One centre by itself, with the ages of those who came: a fixed number of statements."""
    [found] = _gathered([center], year, Asked(Period.of_year(year), centers=(center.pk,)))
    return found


def facts_with_alike(center: Center, year: int) -> tuple[Facts, list[Facts]]:
    """One centre, and those of like size, by the rule utilisation compares them with."""
    own = facts_of(center, year)
    _, sizes_alike = like(center, sizes())
    others = [size.center for size in sizes_alike]
    if not others:
        return own, []
    keys = tuple(one.pk for one in others)
    asked = Asked(Period.of_year(year), centers=keys)
    return own, _gathered(others, year, asked, with_ages=False)


def _gathered(
    centers: Collection[Center], year: int, asked: Asked, *, with_ages: bool = True
) -> list[Facts]:
    keys = [center.pk for center in centers]
    people, groups = populations(keys), _groups(keys, year)
    helpers = volunteers(keys, year)
    courses: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for one in offered(keys, year):
        of_center = courses[one.center]
        of_center[one.category] = of_center.get(one.category, 0) + one.number
    use = {line["by_center"]: line.counted for line in counted(asked, ("center",))[("center",)]}
    return [
        Facts(
            center=center,
            year=year,
            population=people.get(center.pk),
            use=use.get(center.pk, NOTHING),
            groups=groups.get(center.pk, 0),
            courses=courses[center.pk],
            ages=ages(asked) if with_ages else None,
            volunteers=helpers.get(center.pk, NOBODY),
        )
        for center in centers
    ]


def _groups(centers: Collection[int], year: int) -> dict[int, int]:
    """Groups whose home is the centre and that were registered for the year; nobody alone."""
    held = [Registration.Status.APPROVED, Registration.Status.ENDED]
    found = UserGroup.objects.filter(
        center__in=centers,
        is_individual=False,
        registrations__fiscal_year=year,
        registrations__status__in=held,
    )
    counted_ = found.order_by().values("center").annotate(number=Count("pk", distinct=True))
    return {row["center"]: row["number"] for row in counted_}
