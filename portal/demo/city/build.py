"""A demo city as objects: everything that `portal.demo.seeding` writes, and nothing written yet."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.people.models import Ward
from programs.models import Category, LifeStage, Organizer, Term

from .courses import CourseMaker
from .crowd import Crowd
from .made import Offer
from .offer import build_categories, build_life_stages, build_organizers, build_term
from .people import Population, build_population
from .periods import Phase
from .rooms import Terms, build_terms
from .scenes import Scenes
from .sites import Site, build_sites, build_wards
from .sizes import SIZES, Size


@dataclass(frozen=True)
class City:
    """The demo city on one day. Equal sizes and days give equal cities."""

    size: Size
    today: date
    wards: list[Ward]
    sites: list[Site]
    categories: list[Category]
    stages: list[LifeStage]
    organizers: list[Organizer]
    population: Population
    term: Term
    terms_of_use: Terms

    def offers(self) -> Iterator[Offer]:
        """Every course, made while it is asked for; the scenes first, the same ones each time."""
        maker = CourseMaker(
            size=self.size,
            today=self.today,
            wards=self.wards,
            sites=self.sites,
            categories=self.categories,
            stages=self.stages,
            organizers=self.organizers,
            crowd=Crowd(self.population, self.today),
        )
        staged: Counter[Phase] = Counter()
        for offer in Scenes(maker).all():
            staged[offer.phase] += 1
            yield offer
        yield from maker.besides(staged)


def build_city(size: str, today: date) -> City:
    """The demo city of this size, as it stands on `today`."""
    measure = SIZES[size]
    wards = build_wards()
    sites = build_sites(wards, measure, today)
    return City(
        size=measure,
        today=today,
        wards=wards,
        sites=sites,
        categories=build_categories(),
        stages=build_life_stages(),
        organizers=build_organizers(),
        population=build_population(wards, sites, measure.residents, today),
        term=build_term(today),
        terms_of_use=build_terms(sites),
    )
