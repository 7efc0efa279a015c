"""What hangs on an item of a plan, so that the item must not vanish with the next load."""

from django.core.exceptions import ValidationError

from .. import evidence
from ..models import Indicator, NextFocus, PlanItem, ProgressSheet
from ..models.plan_item import PlanItemQuerySet

LOOSEN = "ファイルに戻すか、{noun}のほうの結びつきを外してから、もう一度読み込んでください。"
PUT_BACK = "ファイルに、この番号の行を足してから、もう一度読み込んでください。"


def refuse_removal(items: PlanItemQuerySet) -> None:
    """Refuse to take `items` away while something hangs on any of them. Code: still_linked."""
    refusals = [
        ValidationError(
            f"「{item.name}」（番号 {item.code}）はファイルにありませんが、{why}",
            code="still_linked",
        )
        for item, why in _ties(items)
    ]
    if refusals:
        raise ValidationError(refusals)


def _ties(items: PlanItemQuerySet) -> list[tuple[PlanItem, str]]:
    linked = [
        *evidence.links_to(items),
        *_tied(items, "指標", pk__in=Indicator.objects.values("item")),
        *_tied(items, "進捗シート", pk__in=ProgressSheet.items.through.objects.values("planitem")),
        *_tied(items, "次の重点の案", pk__in=NextFocus.objects.values("parent")),
        *_tied(items, "次の重点の案", pk__in=NextFocus.objects.values("follows")),
    ]
    ties = [
        (item, f"{noun}が結びついています。{LOOSEN.format(noun=noun)}") for item, noun in linked
    ]
    for item in items.filter(made_by__isnull=False).select_related("made_by__review"):
        review = item.made_by.review
        ties.append(
            (
                item,
                f"見直し（{review.first_year}〜{review.last_year}年度）で加わった項目です。"
                f"{PUT_BACK}",
            )
        )
    for item in items.filter(continued_by__isnull=False).distinct():
        later = item.continued_by.select_related("plan").exclude(pk__in=items.values("pk")).first()
        if later is not None:
            ties.append(
                (
                    item,
                    f"「{later.plan.name}」の「{later.name}」が引きついでいます。"
                    f"{LOOSEN.format(noun='次の計画')}",
                )
            )
    return ties


def _tied(items: PlanItemQuerySet, noun: str, **condition) -> list[tuple[PlanItem, str]]:
    return [(item, noun) for item in items.filter(**condition)]
