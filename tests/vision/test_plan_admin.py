import pytest

from tests.cast import a_center, center_staff, section_staff
from vision.models import PlanItem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    """The demo city lets staff in without a second factor."""
    settings.DEMO = True


def change_address(item: PlanItem) -> str:
    return f"/admin/vision/planitem/{item.pk}/change/"


def as_form(item: PlanItem, **changed: str) -> dict:
    names = [
        "label", "name", "short_name", "body", "period", "color", "issues", "picture",
        "citizens", "community", "administration",
    ]  # fmt: skip
    return {name: getattr(item, name) for name in names} | changed


def test_section_staff_put_the_words_of_an_item_right(client, shipped_plan):
    client.force_login(section_staff())
    item = PlanItem.objects.get(code="policy-1")

    assert client.get(change_address(item)).status_code == 200
    client.post(change_address(item), as_form(item, body="新しい説明", code="other-1"))

    item.refresh_from_db()
    assert (item.body, item.code) == ("新しい説明", "policy-1")


def test_a_colour_nobody_can_read_is_refused_in_the_admin_too(client, shipped_plan):
    client.force_login(section_staff())
    item = PlanItem.objects.get(code="policy-1")

    response = client.post(change_address(item), as_form(item, color="#ffd43d"))

    assert "色がうすく" in response.content.decode()
    item.refresh_from_db()
    assert item.color == "#0055ad"


def test_items_come_and_go_with_the_file_only(client, shipped_plan):
    client.force_login(section_staff())
    item = PlanItem.objects.get(code="policy-1-focus-1")

    assert client.get("/admin/vision/planitem/add/").status_code == 403
    assert (
        client.post(f"/admin/vision/planitem/{item.pk}/delete/", {"post": "yes"}).status_code == 403
    )
    assert client.get(f"/admin/vision/plan/{shipped_plan.pk}/delete/").status_code == 403


def test_section_staff_find_plans_and_items(client, shipped_plan):
    client.force_login(section_staff())

    plans = client.get("/admin/vision/plan/?q=ビジョン").content.decode()
    items = client.get("/admin/vision/planitem/?q=マッチング").content.decode()

    assert "北九州市生涯学習ビジョン" in plans
    assert "“活動”へつなげるためのマッチングの強化" in items
    assert "大学連携の拡大" not in items


def test_centre_staff_choose_items_for_courses_and_change_none(client, shipped_plan):
    client.force_login(center_staff(a_center()))
    item = PlanItem.objects.get(code="policy-1")

    found = client.get(
        "/admin/autocomplete/?term=マッチング&app_label=programs&model_name=course&field_name=plan_items"
    )
    assert [one["text"] for one in found.json()["results"]] == [
        "“活動”へつなげるためのマッチングの強化"
    ]
    assert client.post(change_address(item), as_form(item, body="書きかえ")).status_code == 403
    assert client.get(f"/admin/vision/plan/{shipped_plan.pk}/change/").status_code == 403
    assert "/admin/vision/" not in client.get("/admin/").content.decode()


def test_nobody_else_comes_near(client, shipped_plan):
    assert client.get("/admin/vision/plan/").status_code == 302
