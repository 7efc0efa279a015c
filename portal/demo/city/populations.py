"""Who lives around the demo city's centres: invented, in the shape of an ageing city."""

from datetime import date
from random import Random

from centers.files.populations import BANDS
from centers.models import DistrictPopulation

from .sites import Site

# Of a thousand people, those of each band of five years; a third are sixty-five or older.
OF_A_THOUSAND = (32, 38, 42, 45, 46, 42, 43, 50, 56, 65, 72, 63, 61, 66, 80, 77, 57, 65)
SMALLEST, LARGEST = 3_200, 11_500


def build_populations(sites: list[Site], today: date) -> list[DistrictPopulation]:
    """The districts on the last 30 September: no two are equally large or old."""
    rng = Random("populations")  # noqa: S311  a demo city, not a secret
    year = today.year if today >= date(today.year, 10, 1) else today.year - 1
    rows = []
    for site in sites:
        total, slope = rng.randint(SMALLEST, LARGEST), rng.uniform(-0.35, 0.35)
        for place, ((first, last), share) in enumerate(zip(BANDS, OF_A_THOUSAND, strict=True)):
            leaning = 1 + slope * (place - 8.5) / 8.5
            rows.append(
                DistrictPopulation(
                    center=site.center,
                    as_of=date(year, 9, 30),
                    from_age=first,
                    to_age=last,
                    count=round(total * share / 1_000 * leaning * rng.uniform(0.95, 1.05)),
                )
            )
    return rows
