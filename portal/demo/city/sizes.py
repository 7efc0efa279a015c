"""How large a demo city is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Numbers of things to make, and how many of the first-come courses have sign-ups at all.

    `scenes` centres hold one course for every way a sign-up can go; `today` courses meet today;
    the rooms of the first `lending` centres are used by groups; `volunteers` people are on the
    rosters, at all centres where there are enough of them.
    """

    centers: int
    sunday_centers: int
    current: int
    finished: int
    running: int
    unpublished: int
    residents: int
    signed_up_share: float
    scenes: int
    today: int
    lending: int
    volunteers: int


SIZES = {
    "town": Size(13, 2, 60, 300, 8, 6, 200, 1.0, 1, 8, 3, 65),
    "city": Size(130, 12, 600, 3_000, 60, 30, 2_000, 1.0, 7, 24, 130, 910),
    "nation": Size(1_700, 160, 100_000, 20_000, 2_000, 500, 2_000, 0.06, 7, 60, 40, 600),
}
