"""The plan out as a file and the same file in: nothing changes, and nothing is missing."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.cast import section_staff
from vision.models import Plan, PlanItem
from vision.plans.export import as_csv, as_workbook
from vision.plans.loading import load_plan
from vision.reviews.gathering import gather
from vision.reviews.reviewing import close_review, open_review

from .plan_files import item_row, plan_row, write_csv

FOLDER = Path(settings.BASE_DIR) / "vision" / "plans"
SHIPPED = ["kitakyushu-2021", "kitakyushu-2026", "kumamoto-2024"]
FORMS = {"csv": as_csv, "xlsx": as_workbook}
pytestmark = pytest.mark.django_db


def saved(folder: Path, plan: Plan, form: str) -> Path:
    path = folder / f"{plan.slug}-out.{form}"
    path.write_bytes(FORMS[form](plan))
    return path


def everything() -> list[tuple]:
    plans = list(Plan.objects.order_by("pk").values_list())
    items = PlanItem.objects.order_by("pk").values_list()
    return [*plans, *items, *PlanItem.objects.order_by("pk").values_list("level__name")]


def changes_nothing(path: Path) -> bool:
    before = everything()
    report = load_plan(path)
    told = (report.plan_change, report.created, report.updated, report.removed)
    return told == ("変更なし", 0, 0, 0) and everything() == before


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("slug", SHIPPED)
def test_every_shipped_plan_comes_out_and_goes_in_again(tmp_path, slug, form):
    plan = load_plan(FOLDER / f"{slug}.csv").plan
    assert changes_nothing(saved(tmp_path, plan, form))


@pytest.mark.parametrize("form", FORMS)
def test_a_plan_goes_into_another_database_as_it_was(tmp_path, form):
    plan = load_plan(FOLDER / "kitakyushu-2026.csv").plan
    path = saved(tmp_path, plan, form)
    earlier = saved(tmp_path, Plan.objects.get(slug="kitakyushu-2021"), form)
    names = [field.name for field in PlanItem._meta.fields if field.name not in {"id", "level"}]
    told = [name for name in names if name not in {"plan", "parent", "continues"}]
    columns = [*told, "parent__code", "continues__code", "level__name", "plan__introduction"]
    before = list(PlanItem.objects.order_by("plan", "path").values_list(*columns))
    PlanItem.objects.all().delete()
    Plan.objects.all().delete()

    load_plan(earlier)
    load_plan(path)

    after = PlanItem.objects.order_by("plan__first_year", "path").values_list(*columns)
    assert sorted(before, key=str) == sorted(after, key=str)


@pytest.mark.parametrize("form", FORMS)
def test_what_looks_like_a_formula_stays_text_and_comes_back(tmp_path, form):
    strange = ["=SUM(A1)", "+αの学び", "@home", "-のある名前", "'引用"]
    rows = [item_row(1, f"k{place}", name) for place, name in enumerate(strange, start=1)]
    texts = {"説明": "一行目\n\n=三行目", "現状と課題": "=A1\n次"}
    plan = load_plan(write_csv(tmp_path, [plan_row(), *rows, item_row(2, "k9", **texts)])).plan
    assert list(plan.items.exclude(code="k9").values_list("name", flat=True)) == strange

    assert "\r\n1,取組,k1,'=SUM(A1)" in as_csv(plan).decode("utf-8-sig")
    assert changes_nothing(saved(tmp_path, plan, form))


@pytest.mark.parametrize("form", FORMS)
def test_what_a_review_added_is_in_it(tmp_path, form):
    source = [plan_row(), item_row(1, "f1", "いまの重点", "重点", 期間="2027～2028年")]
    plan = load_plan(write_csv(tmp_path, source)).plan
    staff = section_staff()
    (made,) = close_review(gather(open_review(plan, 2027, 2028, by=staff)), by=staff)

    rows = list(csv.DictReader(io.StringIO(as_csv(plan).decode("utf-8-sig"), newline="")))
    assert [(row["番号"], row["引きつぐ項目"]) for row in rows[1:]] == [
        ("f1", ""), (made.code, "mirai-2027/f1"),
    ]  # fmt: skip
    assert changes_nothing(saved(tmp_path, plan, form))


def test_words_put_right_in_the_admin_are_in_it(tmp_path, client):
    plan = load_plan(write_csv(tmp_path, [plan_row(), item_row(1, "k1")])).plan
    item = plan.items.get()
    client.force_login(section_staff())
    client.post(
        reverse("admin:vision_planitem_change", args=[item.pk]),
        {"name": "直した名前", "body": "一行目\r\n二行目"},
    )
    item.refresh_from_db()
    assert (item.name, item.body) == ("直した名前", "一行目\n二行目")
    assert changes_nothing(saved(tmp_path, plan, "csv"))


def test_the_section_finds_both_files_on_the_desk(client):
    plan = load_plan(FOLDER / "kumamoto-2024.csv").plan
    client.force_login(section_staff())
    desk = client.get("/desk/plans/").content.decode()
    for form in FORMS:
        address = f"/desk/plans/{plan.slug}/plan.{form}"
        assert f'href="{address}"' in desk
        response = client.get(address)
        assert response.headers["Content-Disposition"] == (
            f'attachment; filename="{plan.slug}.{form}"'
        )
    assert client.get("/desk/plans/no-such-plan/plan.csv").status_code == 404
