"""The review of a plan (検証・見直し): opened for some years, written, closed into the next focus.

In between, `gathering` lays together what was published of those years.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.people.models import User
from portal.refusal import refused_by_database

from ..models import NextFocus, Plan, PlanItem, PlanLevel, Review
from ..models.plan_item import STEP
from ..models.wording import refuse_stale
from ..plans.period import years_named

NEXT_YEARS = 5


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
    """Whether a period such as 「令和8～12年度」 has a year in common with these."""
    named = years_named(period)
    return named is not None and named[0] <= last_year and first_year <= named[1]


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
    review.refuse_closed()
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
    review.refuse_closed()
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
        code=_free_code(plan, first, place),
        name=proposal.name,
        body=proposal.body,
        period=f"{first}～{last}年",
        continues=proposal.follows,
    )
    proposal.item = item
    proposal.save(update_fields=["item"])
    return item


def _free_code(plan: Plan, first: int, place: int) -> str:
    """`focus-2031-1`, or the next number that no item of the plan has taken."""
    taken = set(
        plan.items.filter(code__startswith=f"focus-{first}-").values_list("code", flat=True)
    )
    return next(code for n in count(place) if (code := f"focus-{first}-{n}") not in taken)


def _focus_level(plan: Plan) -> PlanLevel:
    """The kind of what stands for some years only; else a kind of its own."""
    dated = plan.items.exclude(period="").select_related("level").order_by("path").first()
    if dated is not None:
        return dated.level
    last = plan.levels.aggregate(last=Max("order"))["last"] or 0
    return plan.levels.get_or_create(name="重点的な取組", defaults={"order": last + 1})[0]
