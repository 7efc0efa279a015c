"""The review of a plan (検証・見直し): opened for some years, gathered, closed into the next focus.

Nothing is judged here: what was published of those years is laid side by side, so that people
can judge. What was gathered is kept with the review, as it was gathered.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import Truncator

from portal.people.models import User
from portal.refusal import refused_by_database

from ..figures.counting import trends
from ..metrics import registered
from ..models import (
    NextFocus,
    Opinion,
    Plan,
    PlanItem,
    PlanLevel,
    PublishedFigure,
    Review,
    SheetVersion,
)
from ..models.plan_item import STEP
from ..models.wording import refuse_stale
from ..suppression import may_be_shown

NEXT_YEARS = 5
LONGEST_LINE, LONGEST_DRAFT = 200, 15_000  # well within what the form takes
SHEETS_IN_ORDER = ["sheet__year", "sheet__bureau", "sheet__area", "sheet__number"]
YEARS = re.compile(r"(\d{4})\D+(\d{4})")


# ---------------------------------------------------------------- opening


def open_review(plan: Plan, first_year: int, last_year: int, *, by: User) -> Review:
    """Begin the review of these years, with the focus of those years as the first proposal.

    A year is reviewed once. Codes: years_out_of_order, outside_plan, repeated_review.
    """
    review = Review(plan=plan, first_year=first_year, last_year=last_year, opened_by=by)
    if not plan.first_year <= first_year <= last_year <= plan.last_year:
        raise ValidationError(
            f"{plan.first_year}年度から{plan.last_year}年度までのなかで、"
            "はじめの年度とおわりの年度を順に選んでください。",
            code="outside_plan",
        )
    with refused_by_database(Review), transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)
        held = plan.reviews_held.filter(first_year__lte=last_year, last_year__gte=first_year)
        if other := held.first():
            raise ValidationError(
                f"{other.first_year}〜{other.last_year}年度の見直しと、年度が重なっています。"
                "その見直しを続けるか、重ならない年度を選んでください。",
                code="repeated_review",
            )
        review.save()
        NextFocus.objects.bulk_create(
            NextFocus(
                review=review,
                parent_id=item.parent_id,
                follows=item,
                name=item.name,
                body=item.body,
                order=order,
            )
            for order, item in enumerate(focus_of(plan, first_year, last_year))
        )
    return review


def focus_of(plan: Plan, first_year: int, last_year: int) -> list[PlanItem]:
    """The items of `plan` that were meant for just some of its years, and for these among them."""
    dated = plan.items.exclude(period="").order_by("path")
    return [item for item in dated if _meets(item.period, first_year, last_year)]


def _meets(period: str, first_year: int, last_year: int) -> bool:
    """Whether a period such as 「2026～2030年」 has a year in common with these."""
    found = YEARS.search(period)
    return found is not None and int(found[1]) <= last_year and first_year <= int(found[2])


# ---------------------------------------------------------------- gathering


@transaction.atomic
def gather(review: Review) -> Review:
    """Lay together what was published of the review's years; the draft begins with it.

    May be done again until the review is closed; what people wrote into the draft stays. Codes:
    already_closed.
    """
    review = Review.objects.select_for_update().select_related("plan").get(pk=review.pk)
    _refuse_closed(review)
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
    """The portal's own figures of these years, surveys among them, as they were counted last."""
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


# ---------------------------------------------------------------- writing


@dataclass(frozen=True)
class Proposal:
    """A focus item as it is written: one there already by its key, or a new one; or taken away."""

    name: str
    body: str
    parent: int | None
    pk: int | None = None
    is_gone: bool = False


@transaction.atomic
def write_review(review: Review, *, draft: str, proposals: Iterable[Proposal], was: str) -> None:
    """Keep the draft and the proposals, if they are still what they `was`.

    Codes: already_closed, stale.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    _refuse_closed(review)
    refuse_stale(review.state, was, "見直しの案")
    review.draft = draft
    review.save(update_fields=["draft"])
    there = {one.pk: one for one in review.proposals()}
    for order, told in enumerate(proposals):
        one = there.get(told.pk) if told.pk else NextFocus(review=review)
        if one is None:
            continue
        if told.is_gone:
            one.delete()
            continue
        one.name, one.body, one.parent_id, one.order = told.name, told.body, told.parent, order
        one.save()


# ---------------------------------------------------------------- closing


@transaction.atomic
def close_review(review: Review, *, by: User) -> list[PlanItem]:
    """Make the proposals items of the plan, for the five years after the review, and end it.

    Each new item continues the one it follows. Codes: already_closed, not_gathered, no_focus,
    plan_ends.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    plan = Plan.objects.select_for_update().get(pk=review.plan_id)
    _refuse_closed(review)
    if review.gathered_at is None:
        raise ValidationError(
            "この期間の数値や意見を、まだ集めていません。集めてから閉じてください。",
            code="not_gathered",
        )
    if review.last_year >= plan.last_year:
        raise ValidationError(
            "計画は、この期間で終わります。次の重点は、次の計画に書いてください。",
            code="plan_ends",
        )
    proposals = list(review.proposals())
    if not proposals:
        raise ValidationError("次の重点を、1つは書いてください。", code="no_focus")
    made = [_item_of(review, plan, place, one) for place, one in enumerate(proposals, start=1)]
    review.closed_at, review.closed_by = timezone.now(), by
    review.save(update_fields=["closed_at", "closed_by"])
    return made


def _item_of(review: Review, plan: Plan, place: int, proposal: NextFocus) -> PlanItem:
    first = review.last_year + 1
    last = min(review.last_year + NEXT_YEARS, plan.last_year)
    level = proposal.follows.level if proposal.follows else _focus_level(plan)
    siblings = plan.items.filter(parent=proposal.parent)
    above = proposal.parent.path if proposal.parent else ""
    newest = siblings.aggregate(last=Max("path"))["last"] or f"{above}{0:0{STEP}d}"
    item = PlanItem.objects.create(
        plan=plan,
        level=level,
        parent=proposal.parent,
        path=f"{above}{int(newest[-STEP:]) + 1:0{STEP}d}",
        code=f"focus-{first}-{place}",
        name=proposal.name,
        body=proposal.body,
        period=f"{first}～{last}年",
        continues=proposal.follows,
    )
    proposal.item = item
    proposal.save(update_fields=["item"])
    return item


def _focus_level(plan: Plan) -> PlanLevel:
    """The kind of what stands for some years only; else a kind of its own."""
    dated = plan.items.exclude(period="").select_related("level").order_by("path").first()
    if dated is not None:
        return dated.level
    last = plan.levels.aggregate(last=Max("order"))["last"] or 0
    return plan.levels.get_or_create(name="重点的な取組", defaults={"order": last + 1})[0]


def _refuse_closed(review: Review) -> None:
    if review.is_closed:
        raise ValidationError("この見直しは、もう閉じられています。", code="already_closed")
