from vision.models import PlanItem, PlanLevel
from vision.plans.tree import grow

VIEW, MEASURE = PlanLevel(name="視点"), PlanLevel(name="取組")


def an_item(
    pk: int, *, parent: int | None = None, level: PlanLevel = MEASURE, **fields
) -> PlanItem:
    fields = {"name": f"項目{pk}"} | fields
    return PlanItem(pk=pk, parent_id=parent, level=level, **fields)


def test_siblings_of_one_kind_that_follow_one_another_make_a_group():
    groups = grow(
        [an_item(1, level=VIEW), an_item(2, level=VIEW), an_item(3), an_item(4, level=VIEW)]
    )
    assert [(group.level, len(group.branches)) for group in groups] == [
        ("視点", 2),
        ("取組", 1),
        ("視点", 1),
    ]


def test_a_part_of_a_plan_grows_from_the_items_whose_parents_are_not_in_it():
    [group] = grow([an_item(2, parent=1), an_item(3, parent=2), an_item(4, parent=1)])
    assert [branch.item.pk for branch in group.branches] == [2, 4]
    assert [branch.item.pk for branch in group.branches[0].groups[0].branches] == [3]


def test_a_period_all_share_is_the_group_s():
    assert grow([an_item(1, period="2026年"), an_item(2, period="2026年")])[0].period == "2026年"
    assert grow([an_item(1, period="2026年"), an_item(2, period="2027年")])[0].period == ""
    assert grow([an_item(1, period="2026年"), an_item(2)])[0].period == ""


def test_only_bare_short_names_stand_side_by_side():
    assert grow([an_item(1), an_item(2)])[0].flows
    assert not grow([an_item(1, name="とても" * 20), an_item(2)])[0].flows
    assert not grow([an_item(1, label="①"), an_item(2, label="②")])[0].flows
    assert not grow([an_item(1, period="2026年"), an_item(2)])[0].flows
    assert not grow([an_item(1), an_item(2, parent=1)])[0].flows
