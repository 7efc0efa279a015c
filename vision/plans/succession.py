"""What continues what: items of an earlier plan, and items of the plan's own years before a review.

A link out of a plan always leads to one that began earlier, so no chain of plans can run in a
circle; within a plan it is looked for.
"""

from collections.abc import Container

from django.core.exceptions import ValidationError

from ..models import Plan, PlanItem
from .file import CONTINUES, Outline, Reference, problem_at


def earlier_items(
    outline: Outline, broken: Container[str] = ()
) -> tuple[dict[Reference, PlanItem], list[ValidationError]]:
    """The items of earlier plans that a plan says it continues, and what is wrong with the others.

    A reference may lead nowhere (unknown_plan, unknown_item) or not back in time (not_earlier).
    What leads to one of the `broken` plans is not judged.
    """
    references = [one for one in outline.references if one.slug not in broken]
    begins = outline.plan.first_year
    slugs = {reference.slug for reference in references}
    plans = {one.slug: one for one in Plan.objects.filter(slug__in=slugs)}
    items = {
        (item.plan.slug, item.code): item
        for item in PlanItem.objects.filter(
            plan__slug__in=slugs, code__in={reference.code for reference in references}
        ).select_related("plan")
    }
    found: dict[Reference, PlanItem] = {}
    problems: list[ValidationError] = []
    for reference in references:
        earlier, item = plans.get(reference.slug), items.get((reference.slug, reference.code))
        if earlier is None:
            problems.append(
                _problem(
                    reference,
                    "unknown_plan",
                    f"計画「{reference.slug}」はまだ読み込まれていません。"
                    "先に読み込むか、番号を直してください。",
                )
            )
        elif isinstance(begins, int) and earlier.first_year >= begins:
            problems.append(
                _problem(
                    reference,
                    "not_earlier",
                    f"「{earlier.name}」は、この計画より前に始まった計画ではありません。"
                    "引きつげるのは、前に始まった計画の項目だけです。",
                )
            )
        elif item is None:
            problems.append(
                _problem(
                    reference,
                    "unknown_item",
                    f"「{earlier.name}」に、番号「{reference.code}」の項目はありません。",
                )
            )
        else:
            found[reference] = item
    return found, problems


def circles(outline: Outline) -> list[ValidationError]:
    """What continues, within its own plan, nothing or in the end itself.

    Codes: unknown_item, circle.
    """
    codes = {entry.item.code for entry in outline.items}
    own = {
        entry.item.code: entry.continues
        for entry in outline.items
        if entry.continues and entry.continues.slug == outline.plan.slug
    }
    problems = []
    for code, reference in own.items():
        if reference.code not in codes:
            reason = f"このファイルに、番号「{reference.code}」の項目はありません。"
            problems.append(_problem(reference, "unknown_item", reason))
        elif code in _chain(own, code):
            reason = f"たどっていくと、この項目「{code}」に戻ります。どこかを空けてください。"
            problems.append(_problem(reference, "circle", reason))
    return problems


def _chain(continued: dict[str, Reference], code: str) -> set[str]:
    """The items that `code` continues, one after another, within its own plan."""
    seen: set[str] = set()
    following = continued.get(code)
    while following is not None and following.code not in seen:
        seen.add(following.code)
        following = continued.get(following.code)
    return seen


def _problem(reference: Reference, code: str, reason: str) -> ValidationError:
    return problem_at(reference.line, CONTINUES, code, reason)
