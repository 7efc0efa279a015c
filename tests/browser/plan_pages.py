"""A plan with figures in every state, and its pages."""

from decimal import Decimal

from tests.vision.measured import a_plan, an_indicator
from tests.vision.published import a_report, count, publish, publisher
from vision.models import Difference, Plan


def give_figures_to(plan: Plan, words: str) -> None:
    """Ten published years and one that is running; corrected, changed, not begun, long names."""
    pillars = list(plan.items.pillars())
    rich = an_indicator(
        plan=plan,
        item=pillars[0],
        code="rich",
        name=words,
        note=words,
        source=words,
        targets={2030: "40", 2040: "50"},
    )
    for year in range(2017, 2027):
        figure = publish(rich, year, f"{year - 1990}.5", recorded="30.1", source=words)
    publish(rich, 2025, "36", version=2, reason=words)
    Difference.objects.create(
        figure=figure, value=Decimal("30.1"), explanation=words, by=publisher()
    )
    publish(an_indicator(plan=plan, item=pillars[1], name="始めていない取組"), 2026, None)
    publish(an_indicator(plan=plan, name="少ないほどよい数", better="lower"), 2026, "70")
    live = an_indicator(plan=plan, item=pillars[2], metric="participants", targets={})
    for year, value in {2026: "20", 2027: "30"}.items():
        count(live, year, value)
    a_report(2026, plan=plan, story=f"{words}\n\n{words}", behind=words)
    _a_plan_before(plan, words)


def _a_plan_before(plan: Plan, words: str) -> None:
    """It measured one thing alike; and one plan more that measures nothing."""
    period = {"kind": "計画", "city": plan.city, "first_year": 2021, "last_year": 2025}
    before = a_plan("mae-2021", name=words[:100], **period)
    publish(an_indicator(plan=before, name=words), 2021, "27.5")
    a_plan("nothing-2021", name="測らない計画", **period)


def of_a_measured_plan(plan: Plan) -> dict[str, str]:
    """The pages by what they show."""
    here = f"/vision/{plan.slug}/"
    return {
        "progress": f"{here}progress/",
        "progress, running year": f"{here}progress/?year=2027",
        "progress, nothing to show": "/vision/nothing-2021/progress/",
        "item with figures": plan.items.pillars()[0].get_absolute_url(),
        "indicator": f"{here}indicators/rich/",
        "years side by side": f"{here}compare/",
        "plans side by side": f"{here}compare/?with=mae-2021",
    }
