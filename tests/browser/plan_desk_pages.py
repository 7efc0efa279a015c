"""The section's desk of figures, reports and reviews in each of their states."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.city import UNBROKEN, City
from tests.browser.every_page import NOBODY, Stop, press
from tests.vision.measured import a_plan, an_indicator, measure
from vision.models import Plan
from vision.progress.publishing import explain, publish_year
from vision.reviews.gathering import gather
from vision.reviews.reviewing import close_review, open_review

DESK = "/desk/plans/"
SHEET = "番号,実績値,自由記述\nshare,45.5,よかった\n"
WRONG_SHEET = "番号,実績値\nshare,たくさん\n"


def stops(city: City) -> list[Stop]:
    """A plan whose last year is published and has changed since; its reviews, open and closed."""
    plan = a_plan("desk-2024", name=UNBROKEN[:100], city="北九州市")
    first = an_indicator(plan=plan, code="share", measured={2025: "40"}, name=UNBROKEN)
    second = an_indicator(plan=plan, code="other", measured={2025: "30"})
    an_indicator(plan=plan, code="live", metric="participants", targets={})
    _, figure = publish_year(plan, 2025, by=city.section)
    measure(first, 2025, "41")
    measure(second, 2025, "31")
    explain(figure, by=city.section, text=UNBROKEN)
    here = f"{DESK}{plan.slug}/"
    figures, report = f"{here}figures/2025/", f"{here}reports/2025/"
    reviewed = _a_reviewed_plan(city)
    return [
        Stop("plans at the desk", "section", DESK),
        Stop("figures", "section", figures),
        Stop("figures, wrong", "section", figures, do=_write_nonsense),
        Stop("survey's sheet", "section", f"{figures}import/"),
        Stop(
            "survey's sheet, none", "section", f"{figures}import/", do=press("表の中身を確かめる")
        ),
        Stop("survey's sheet, seen", "section", f"{figures}import/", do=_choose(SHEET)),
        Stop("survey's sheet, wrong", "section", f"{figures}import/", do=_choose(WRONG_SHEET)),
        Stop("report", "section", report),
        Stop("report, not published", "section", f"{here}reports/2024/"),
        Stop(
            "report, nothing to publish",
            "section",
            f"{here}reports/2024/",
            do=press("令和6（2024）年度の報告を公表する"),
            lands_on=f"{here}reports/2024/publication/",
        ),
        Stop(
            "report, no explanation",
            "section",
            report,
            do=_explain_nothing,
            lands_on=f"{report}differences/",
        ),
        Stop("figures behind the plan", "section", f"{DESK}metrics/"),
        Stop("rows behind a figure", "section", f"{DESK}metrics/participants/"),
        Stop("reviews", "section", f"{here}reviews/"),
        Stop("review, open", "section", f"{DESK}{reviewed.slug}/reviews/2029/"),
        Stop("review, closed", "section", f"{DESK}{reviewed.slug}/reviews/2024/"),
        Stop("review for everybody", NOBODY, f"/vision/{reviewed.slug}/reviews/2024/"),
        Stop("report on paper", NOBODY, f"/vision/{plan.slug}/progress/report/?year=2025"),
        Stop("report of nothing", NOBODY, f"/vision/{reviewed.slug}/progress/report/?year=2024"),
    ]


def _a_reviewed_plan(city: City) -> Plan:
    """A plan with a focus for its first years, reviewed once and being reviewed again."""
    plan = a_plan("reviewed-2024", name="見直した計画", last_year=2035, city="北九州市")
    level = plan.levels.create(name="重点的な取組", order=0)
    plan.items.create(level=level, path="0001", code="f1", name=UNBROKEN, period="2024～2028年")
    an_indicator(plan=plan, measured={2025: "40"}, name=UNBROKEN)
    publish_year(plan, 2025, by=city.section)
    close_review(gather(open_review(plan, 2024, 2028, by=city.section)), by=city.section)
    open_review(plan, 2029, 2033, by=city.section)
    return plan


def _write_nonsense(page: Page) -> None:
    page.get_by_label("実績値（％）").first.fill("四十")
    press("変えたところを保存する")(page)


def _choose(text: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        file = {"name": "調査.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_label("出典").fill("市民意識調査")
        press("表の中身を確かめる")(page)

    return do


def _explain_nothing(page: Page) -> None:
    """A space is no explanation, though the browser lets it pass."""
    page.get_by_label("変わったわけ・訂正の理由").first.fill(" ")
    page.get_by_role("button", name="わけを説明する").first.click()
    page.wait_for_url("**/differences/")
