"""Gathering for a review: what was published of its years, laid side by side.

Nothing is judged here; people judge. What was gathered is kept with the review, as it was then.
"""

from collections import Counter
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from ..figures.counting import trends
from ..metrics import registered
from ..models import Opinion, PublishedFigure, Review, SheetVersion
from ..models.plan_item import STEP
from ..suppression import may_be_shown

LONGEST_LINE, LONGEST_DRAFT = 200, 15_000  # well within what the form takes
SHEETS_IN_ORDER = ["sheet__year", "sheet__bureau", "sheet__area", "sheet__number"]


@transaction.atomic
def gather(review: Review) -> Review:
    """Lay together what was published of the review's years; the draft begins with it.

    May be done again until the review is closed; what people wrote into the draft stays. Codes:
    already_closed.
    """
    review = Review.objects.select_for_update().select_related("plan").get(pk=review.pk)
    review.refuse_closed()
    review.gathered = {
        "parts": _parts(review),
        "sheets": _sheets(review),
        "surveys": _surveys(review),
    }
    review.gathered_at = timezone.now()
    if not review.draft:
        review.draft = first_draft(review.gathered)
    review.save(update_fields=["gathered", "gathered_at", "draft"])
    return review


def _parts(review: Review) -> list[dict[str, Any]]:
    """Each top item of the plan with its indicators' figures by year, and its grades."""
    tops = {item.path: item for item in review.plan.items.filter(parent=None).order_by("path")}
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for figure in _figures(review):
        path = figure.indicator.item.path[:STEP] if figure.indicator.item else ""
        row = rows.setdefault(path, {}).setdefault(
            figure.indicator_id, {"name": figure.name, "unit": figure.unit, "years": {}}
        )
        row["years"][str(figure.year)] = {
            "value": figure.show(figure.value),
            "letter": figure.letter,
        }
    return [
        {
            "name": tops[path].name if path in tops else review.plan.name,
            "heading": tops[path].heading if path in tops else "",
            "figures": list(by_indicator.values()),
            "letters": _letters(by_indicator.values()),
        }
        for path, by_indicator in sorted(rows.items())
    ]


def _figures(review: Review) -> list[PublishedFigure]:
    figures = PublishedFigure.objects.filter(
        indicator__plan=review.plan, year__range=(review.first_year, review.last_year)
    )
    in_order = figures.newest().select_related("indicator__item__level")
    return list(in_order.order_by("indicator__order", "indicator", "year"))


def _letters(rows: Any) -> dict[str, int]:
    """How many indicators ended at which grade, by the last year that has one."""
    last = [
        letters[-1]
        for row in rows
        if (letters := [cell["letter"] for cell in row["years"].values() if cell["letter"]])
    ]
    return dict(sorted(Counter(last).items()))


def _sheets(review: Review) -> list[dict[str, Any]]:
    """What the sheets of these years came to, with what the council said and was answered."""
    versions = [
        version
        for version in SheetVersion.objects.published().order_by(*SHEETS_IN_ORDER)
        if review.first_year <= version.sheet.year <= review.last_year
        and version.told.serves(review.plan.slug)
    ]
    said: dict[int, list[dict[str, str]]] = {}
    about = Opinion.objects.filter(sheet__in=[version.sheet_id for version in versions])
    for opinion in about.on_what_is_published().order_by("pk"):
        said.setdefault(opinion.sheet_id, []).append(
            {"text": opinion.text, "answer": opinion.answer}
        )
    return [
        {
            "year": version.sheet.year,
            "title": f"{version.sheet.area}（{version.sheet.number}）{version.told.title}",
            "address": version.sheet.get_absolute_url(),
            "result": version.told.result,
            "next_year": version.told.next_year,
            "opinions": said.get(version.sheet_id, []),
        }
        for version in versions
    ]


def _surveys(review: Review) -> list[dict[str, Any]]:
    """The portal's own figures of these years, surveys among them, as they were counted last.

    They tell of the city itself: a plan of another city has none.
    """
    if review.plan.city != settings.CITY["city"]["name"]:
        return []
    counted, found = trends(), []
    for metric in registered():
        years = {
            str(year): metric.show(figure.value)
            for year, figure in counted.get(metric.key, {}).items()
            if review.first_year <= year <= review.last_year
            and figure.value is not None
            and may_be_shown(metric, figure)
        }
        if years:
            found.append({"name": metric.name, "unit": metric.unit, "years": years})
    return found


def first_draft(gathered: dict[str, Any]) -> str:
    """What people begin to write from: a heading and the grades for each part, then the sheets."""
    lines = []
    for part in gathered["parts"]:
        lines.append(f"■{part['heading']} {part['name']}".replace("■ ", "■"))
        grades = "、".join(f"{letter} {number}" for letter, number in part["letters"].items())
        lines.append(f"指標 {len(part['figures'])}（達成度：{grades or 'なし'}）")
        lines += ["成果：", "課題：", "次にすること：", ""]
    for sheet in gathered["sheets"]:
        line = f"・{sheet['year']}年度 {sheet['title']}：{sheet['next_year']}"
        lines.append(Truncator(line).chars(LONGEST_LINE))
    return Truncator("\n".join(lines).strip()).chars(LONGEST_DRAFT)
