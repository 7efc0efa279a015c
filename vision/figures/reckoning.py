"""How an indicator's grade comes about, in words for its page: the rules of `vision.grading`."""

from ..grading import Aim, Better, Direction, Reach
from ..models import Indicator, Target

BEYOND = {
    Direction.INCREASE: "増えていれば",
    Direction.DECREASE: "減っていれば",
}

OF_THE_WAY = (
    "達成率は、基準値から目標値までのうち、どこまで進んだかです。"
    "（実績値 − 基準値）÷（目標値 − 基準値）で計算し、"
    "基準値より後もどりしたときは0％とします。"
)


def reckoning_of(indicator: Indicator) -> list[str]:
    """The rules that hold for this indicator, one sentence or two for each."""
    targets = sorted(indicator.targets.all(), key=lambda target: target.year)
    if targets:
        return [*_by_targets(indicator, targets), *_always(indicator)]
    if indicator.direction:
        return [_by_direction(indicator), *_always(indicator)]
    return ["目標を置かずに見守る数字なので、達成度はつけません。"]


def _by_targets(indicator: Indicator, targets: list[Target]) -> list[str]:
    said = _shares(indicator, targets)
    by_target = [target for target in targets if not _goes_a_way(indicator, target)]
    if any(target.value == 0 for target in by_target):
        said.append("目標値が0の年度は割合を出さず、届いていればA、届いていなければCにします。")
    if indicator.better == Better.LOWER and any(target.value > 0 for target in by_target):
        said.append("実績値が0の年度も割合を出さず、Aにします。")
    said.append(
        "目標値に届いたかどうかは、割合ではなく、数字そのものでくらべます。"
        "割合は小数点以下を切り捨てるので、60.9％はC、99.9％はBです。"
    )
    said.append(_which_target(targets))
    return said


def _shares(indicator: Indicator, targets: list[Target]) -> list[str]:
    """Of what the per cent is taken: of the way, of the target, or of each in some years."""
    aim: Aim = indicator.aim_for(targets[-1].year)
    ways = [_goes_a_way(indicator, target) for target in targets]
    said = [OF_THE_WAY] if any(ways) else []
    if all(ways):
        return said
    if any(ways):
        because = "目標値が基準値よりよい値ではない年度は、"
    elif aim.reach == Reach.WAY:
        what = "基準値がない" if aim.baseline is None else "目標値が基準値よりよい値ではない"
        because = f"{what}ため、"
    else:
        return [_of_target(aim)]
    return [*said, f"{because}伸びではなく目標値に対する割合で計算します。{_of_target(aim)}"]


def _goes_a_way(indicator: Indicator, target: Target) -> bool:
    aim: Aim = indicator.aim_for(target.year)
    return aim.reach == Reach.WAY and aim.has_a_way(target.value)


def _of_target(aim: Aim) -> str:
    if aim.better == Better.LOWER:
        return "小さいほどよい数字なので、達成率は「目標値 ÷ 実績値」で計算します。"
    return "達成率は「実績値 ÷ 目標値」で計算します。"


def _which_target(targets: list[Target]) -> str:
    if len(targets) == 1:
        return f"どの年度も、{targets[0].year}年度の目標値とくらべます。"
    return (
        "目標値のない年度は、次にくる目標値とくらべます。"
        f"{targets[-1].year}年度よりあとは、最後の目標値とくらべます。"
    )


def _by_direction(indicator: Indicator) -> str:
    if indicator.baseline is None:
        return "目標は向き（増加・減少・維持）ですが、基準値がないため、達成度はつけません。"
    direction = Direction(indicator.direction)
    if direction == Direction.KEEP:
        keeps = "下がって" if indicator.better == Better.HIGHER else "上がって"
        return f"目標は「維持」です。基準値から{keeps}いなければA、いればCとし、割合は出しません。"
    return (
        f"目標は数字ではなく「{direction.label}」です。基準値より{BEYOND[direction]}A、"
        "そうでなければCとし、割合は出しません。"
    )


def _always(indicator: Indicator) -> list[str]:
    zero = (
        "数字が0の年度は、まだ始めていないものとしてDにします。"
        if indicator.zero_is_not_begun
        else "Dになるのは、まだ始めていないと分かっている年度だけです。"
    )
    since = indicator.baseline_year
    start = (
        [f"{since}年度の基準値そのものと、それより前の数字には、達成度をつけません。"]
        if since
        else []
    )
    return [zero, *start, "数字のない年度にも、達成度はつけません。"]
