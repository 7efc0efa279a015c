"""How far a figure has come (達成度): pure arithmetic, so that anybody can do it again by hand.

The letters are those of Kumamoto's plan (次期熊本市生涯学習推進計画の骨子, 2): A the target is
reached, B 61–99 % of it, C 0–60 %, D not begun. What the letters leave open is decided here and
told on the page of each indicator:

- a per cent is cut to a whole number, never rounded up: 60.9 is C, and 99.9 is not A;
- whether a target is reached is asked of the figures themselves, not of the per cent;
- where less is better, the per cent is target / value;
- measured by the way (基準値からの伸び), it is how much of the road from baseline to target lies
  behind; a step back is 0; where the target is no better than the baseline there is no road, and
  the per cent is of the target;
- where the target is 0, where less is better and the value is 0, or where one of them is below
  0, there is no per cent of it: A or C;
- a direction (増加, 減少, 維持) is reached or it is not: it gives A or C and no per cent;
- the baseline itself, and what was measured before it, has no letter: there the road begins;
- what was not measured has no letter. Only what was not begun has a D.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.db import models

from .numbers import rounded, written_in_full

LEAST_OF_B = 61


class Better(models.TextChoices):
    """Which way is better."""

    HIGHER = "higher", "大きいほどよい"
    LOWER = "lower", "小さいほどよい"


class Direction(models.TextChoices):
    """A target without a number."""

    INCREASE = "increase", "増加"
    DECREASE = "decrease", "減少"
    KEEP = "keep", "維持"


class Reach(models.TextChoices):
    """Of what the per cent is taken."""

    TARGET = "target", "目標値に対する割合"
    WAY = "way", "基準値から目標値までの伸びの割合"


class Letter(models.TextChoices):
    """達成度."""

    A = "A", "目標達成"
    B = "B", "目標の61～99％達成"
    C = "C", "目標の0～60％達成"
    D = "D", "未着手"


@dataclass(frozen=True)
class Aim:
    """What is to be reached: a number, or a direction from the baseline."""

    better: Better = Better.HIGHER
    target: Decimal | None = None
    direction: str = ""
    baseline: Decimal | None = None
    reach: Reach = Reach.TARGET
    decimals: int = 0  # with which its figures are written in the reckoning

    def write(self, value: Decimal) -> str:
        """A number of the reckoning, with nothing rounded away."""
        return written_in_full(value, self.decimals)

    def has_a_way(self, target: Decimal) -> bool:
        """Whether the target lies ahead of the baseline, so that there is a road between them."""
        if self.baseline is None:
            return False
        return target > self.baseline if self.better == Better.HIGHER else target < self.baseline


@dataclass(frozen=True)
class Grade:
    """A letter, the per cent behind it where there is one, and the reckoning in words."""

    letter: Letter
    percent: int | None
    why: str


def grade(aim: Aim, value: Decimal | None, *, not_begun: bool = False) -> Grade | None:
    """The grade of `value`; None where nothing was measured or nothing was aimed at."""
    if not_begun:
        return Grade(Letter.D, None, "まだ始めていません")
    if value is None:
        return None
    if aim.target is not None:
        return _against_target(aim, aim.target, value)
    if aim.direction and aim.baseline is not None:
        return _by_direction(aim, aim.baseline, value)
    return None


def _against_target(aim: Aim, target: Decimal, value: Decimal) -> Grade:
    is_reached = value >= target if aim.better == Better.HIGHER else value <= target
    share = _share(aim, target, value)
    if share is None:
        letter = Letter.A if is_reached else Letter.C
        what, number = ("目標値", target) if target <= 0 else ("実績値", value)
        how = "より小さい" if number < 0 else "の"
        return Grade(letter, None, f"{what}が0{how}ため、割合は出しません")
    fraction, why = share
    percent = max(0, int(fraction.to_integral_value(ROUND_FLOOR)))
    if is_reached:
        return Grade(Letter.A, max(percent, 100), why)
    percent = min(percent, 99)
    return Grade(Letter.B if percent >= LEAST_OF_B else Letter.C, percent, why)


def _share(aim: Aim, target: Decimal, value: Decimal) -> tuple[Decimal, str] | None:
    """How many hundredths are reached and how that is reckoned; None where nothing can be."""
    if aim.reach == Reach.WAY and aim.baseline is not None and aim.has_a_way(target):
        way, gone = target - aim.baseline, value - aim.baseline
        since = aim.write(aim.baseline)
        why = f"（{aim.write(value)} − {since}）÷（{aim.write(target)} − {since}）"
        return gone * 100 / way, why
    if aim.better == Better.HIGHER:
        part, whole = value, target
    else:
        part, whole = target, value
    if target == 0 or whole <= 0 or part < 0:
        return None
    return part * 100 / whole, f"{aim.write(part)} ÷ {aim.write(whole)}"


def _by_direction(aim: Aim, baseline: Decimal, value: Decimal) -> Grade:
    moved = {
        Direction.INCREASE: value > baseline,
        Direction.DECREASE: value < baseline,
        Direction.KEEP: value >= baseline if aim.better == Better.HIGHER else value <= baseline,
    }
    letter = Letter.A if moved[Direction(aim.direction)] else Letter.C
    return Grade(letter, None, f"基準値 {aim.write(baseline)} から {aim.write(value)} へ")


def shares(counts: list[int]) -> list[Decimal]:
    """Each count's share of them all in per cent, with one decimal, halves up (30.4)."""
    whole = sum(counts) or 1
    return [rounded(Decimal(count * 100) / whole, 1) for count in counts]
