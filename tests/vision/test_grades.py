"""The arithmetic of grades (達成度), as a table one can check by hand."""

from decimal import Decimal

import pytest

from vision.grading import Aim, Better, Direction, Letter, Reach, grade, shares

HIGHER, LOWER, WAY = Better.HIGHER, Better.LOWER, Reach.WAY


def aim(target=None, *, baseline=None, **more) -> Aim:
    return Aim(
        target=None if target is None else Decimal(target),
        baseline=None if baseline is None else Decimal(baseline),
        **more,
    )


@pytest.mark.parametrize(
    ("to", "value", "letter", "percent"),
    [
        pytest.param(
            aim("50.0", baseline="28.6"), "87.5", "A", 175, id="Kumamoto's first: 87.5 of 50.0"
        ),
        pytest.param(
            aim(baseline="24.1", direction=Direction.INCREASE), "24.5", "A", None,
            id="Kumamoto's second: 24.1 to 24.5 is an increase",
        ),
        pytest.param(
            aim(baseline="12.2", direction=Direction.INCREASE), "7.6", "C", None,
            id="Kumamoto's third: 12.2 to 7.6 is none",
        ),
        pytest.param(aim("100"), "100", "A", 100, id="the target itself is reached"),
        pytest.param(aim("1000"), "999", "B", 99, id="99.9 per cent is not reached"),
        pytest.param(aim("100"), "61", "B", 61, id="B begins at 61"),
        pytest.param(aim("1000"), "609", "C", 60, id="60.9 per cent is cut to 60"),
        pytest.param(aim("100"), "0", "C", 0, id="nothing yet, but begun"),
        pytest.param(aim("100"), "-5", "C", None, id="below nothing there is no per cent"),
        pytest.param(aim("20", better=LOWER), "20", "A", 100, id="less is better: reached"),
        pytest.param(aim("20", better=LOWER), "10", "A", 200, id="less is better: beyond"),
        pytest.param(aim("20", better=LOWER), "25", "B", 80, id="less is better: 20 / 25"),
        pytest.param(aim("20", better=LOWER), "40", "C", 50, id="less is better: 20 / 40"),
        pytest.param(aim("0", better=LOWER), "0", "A", None, id="a target of nothing, reached"),
        pytest.param(aim("0", better=LOWER), "3", "C", None, id="a target of nothing, not reached"),
        pytest.param(aim("0"), "0", "A", None, id="at least nothing is always reached"),
        pytest.param(aim("50", baseline="0"), "40", "B", 80, id="a baseline of nothing"),
        pytest.param(aim("80", baseline="40", reach=WAY), "70", "B", 75, id="the way: 30 of 40"),
        pytest.param(aim("80", baseline="40", reach=WAY), "30", "C", 0, id="the way: a step back"),
        pytest.param(aim("80", baseline="40", reach=WAY), "90", "A", 125, id="the way: beyond"),
        pytest.param(aim("80", baseline="0", reach=WAY), "60", "B", 75, id="the way from nothing"),
        pytest.param(
            aim("60", baseline="100", better=LOWER, reach=WAY), "70", "B", 75,
            id="the way down: 30 of 40",
        ),
        pytest.param(
            aim("80", baseline="90", reach=WAY), "70", "B", 87,
            id="no way where the target is no better than the baseline",
        ),
        pytest.param(aim("80", reach=WAY), "40", "C", 50, id="no way without a baseline"),
        pytest.param(
            aim(baseline="0", direction=Direction.INCREASE), "1", "A", None,
            id="an increase from nothing",
        ),
        pytest.param(
            aim(baseline="5", direction=Direction.INCREASE), "5", "C", None,
            id="standing still is no increase",
        ),
        pytest.param(
            aim(baseline="5", direction=Direction.DECREASE), "4", "A", None, id="a decrease"
        ),
        pytest.param(
            aim(baseline="5", direction=Direction.KEEP), "5", "A", None, id="kept"
        ),
        pytest.param(
            aim(baseline="5", direction=Direction.KEEP, better=LOWER), "6", "C", None,
            id="not kept, where less is better",
        ),
        pytest.param(
            aim("50", baseline="40", direction=Direction.DECREASE), "50", "A", 100,
            id="a number goes before a direction",
        ),
    ],
)  # fmt: skip
def test_a_figure_has_the_grade_one_reckons_by_hand(to, value, letter, percent):
    found = grade(to, Decimal(value))
    assert (found.letter, found.percent) == (Letter(letter), percent)
    assert found.why


@pytest.mark.parametrize(
    ("to", "value", "why"),
    [
        (aim("0", better=LOWER), "3", "目標値が0のため、割合は出しません"),
        (aim("20", better=LOWER), "0", "実績値が0のため、割合は出しません"),
        (aim("100"), "-5", "実績値が0より小さいため、割合は出しません"),
        (aim("-5"), "3", "目標値が0より小さいため、割合は出しません"),
    ],
)
def test_where_there_is_no_per_cent_it_says_why(to, value, why):
    found = grade(to, Decimal(value))
    assert (found.percent, found.why) == (None, why)


def test_what_was_not_begun_is_d_whatever_the_target():
    assert grade(aim("50"), None, not_begun=True).letter == Letter.D


@pytest.mark.parametrize(
    ("to", "value"),
    [
        pytest.param(aim("50"), None, id="not measured"),
        pytest.param(aim(), Decimal(3), id="nothing aimed at"),
        pytest.param(aim(direction=Direction.INCREASE), Decimal(3), id="a direction from nowhere"),
    ],
)
def test_what_cannot_be_said_has_no_grade(to, value):
    assert grade(to, value) is None


def test_shares_come_from_counts_with_one_decimal():
    """48, 27 and 83 of 158 are the smallest counts that give the shares Kumamoto printed."""
    assert [str(share) for share in shares([48, 27, 83])] == ["30.4", "17.1", "52.5"]
    assert shares([]) == []
    assert [str(share) for share in shares([0, 0])] == ["0.0", "0.0"]


def test_the_reckoning_is_written_as_people_write_numbers():
    share, number = aim("50.000", decimals=1), aim("1016.000")
    assert grade(share, Decimal("24.000")).why == "24.0 ÷ 50.0"
    assert grade(share, Decimal("24.250")).why == "24.25 ÷ 50.0", "nothing measured is dropped"
    assert grade(number, Decimal("700.000")).why == "700 ÷ 1,016"
