"""A sheet entered under the wrong year or number is put right or given up, and keeps its trail."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.refusal import code_of
from tests import cast
from tests.vision.sheets import a_sheet, handed_in, published, rewritten
from vision.models import PlanItem, ProgressSheet
from vision.plans.loading import load_plan
from vision.sheets.correcting import remove, renumber, restore
from vision.sheets.rolling_over import roll_over

pytestmark = pytest.mark.django_db
DESK = "/desk/plans/sheets/"
KEY = {"year": 2026, "bureau": "総務市民局", "area": "B", "number": 4}


@pytest.fixture
def staff(client):
    staff = cast.section_staff()
    client.sign_in(staff)
    return staff


def the_code(command, *args, **named) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        command(*args, **named)
    if hasattr(refusal.value, "error_dict"):
        return next(iter(refusal.value.error_dict.values()))[0].code
    return code_of(refusal.value)


def trail(sheet: ProgressSheet) -> list[tuple[str, str]]:
    return [(event.what, event.comment) for event in sheet.events.order_by("pk")]


def test_the_year_is_put_right_at_the_desk_and_the_trail_says_from_what_and_why(client, staff):
    sheet = a_sheet(staff)
    address = f"{DESK}{sheet.pk}/correction/"
    client.get_page(address)
    sent = KEY | {"version": 1, "reason": "前の年度で入れました。"}
    assert client.post(address, sent).url == f"{DESK}{sheet.pk}/"
    sheet.refresh_from_db()
    assert (sheet.year, sheet.version) == (2026, 1)
    assert trail(sheet)[-1] == (
        "renumbered",
        "令和7（2025）年度 総務市民局 B（4） → 令和8（2026）年度 総務市民局 B（4）："
        "前の年度で入れました。",
    )


def test_a_reason_is_asked_for_and_a_number_that_is_taken_is_refused_at_its_field(client, staff):
    sheet = a_sheet(staff)
    a_sheet(staff, year=2026)
    address = f"{DESK}{sheet.pk}/correction/"
    response = client.post(address, KEY | {"version": 1, "reason": " "})
    assert response.status_code == 422
    assert "直すわけを書いてください。" in response.content.decode()
    response = client.post(address, KEY | {"version": 1, "reason": "年度のまちがい"})
    assert "この番号のシートは、この年度にもうあります。" in response.content.decode()
    assert ProgressSheet.objects.get(pk=sheet.pk).year == 2025


def test_a_sheet_given_up_leaves_the_lists_frees_its_number_and_comes_back(client, staff):
    sheet = a_sheet(staff)
    address = f"{DESK}{sheet.pk}/correction/"
    client.post(address, {"remove": "1", "removal-reason": "二重でした。", "version": 1})
    sheet.refresh_from_db()
    assert (sheet.status, trail(sheet)[-1]) == ("removed", ("removed", "二重でした。"))
    assert sheet.title not in client.get(f"{DESK}?year=2025").content.decode()
    assert sheet.title in client.get(f"{DESK}?year=2025&state=removed").content.decode()
    assert "二重でした。" in client.get(f"{DESK}{sheet.pk}/").content.decode()

    another = a_sheet(staff, content=rewritten(title="同じ番号の別のシート"))
    assert the_code(restore, sheet, by=staff, version=1) == "repeated_number"
    remove(another, reason="やっぱり", by=staff, version=1)
    client.post(f"{DESK}{sheet.pk}/restoring/", {"version": 1})
    sheet.refresh_from_db()
    assert (sheet.status, trail(sheet)[-1][0]) == ("draft", "restored")


def test_what_was_published_or_is_on_its_way_is_neither_moved_nor_removed():
    one, other = cast.section_staff("one@example.jp"), cast.section_staff("other@example.jp")
    sheet = published(one, other)
    sheet.reopen(by=one, version=1)
    named = {"reason": "わけ", "by": one, "version": 1}
    assert the_code(renumber, sheet, KEY, **named) == "was_published"
    assert the_code(remove, sheet, **named) == "was_published"
    waiting = handed_in(one, number=5)
    assert the_code(remove, waiting, **named) == "not_now"
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressSheet.objects.filter(pk=sheet.pk).update(status="removed")


def test_who_has_not_seen_the_newest_or_meets_another_writing_is_refused():
    council = cast.council_member()
    one, other = cast.section_staff("one@example.jp"), cast.section_staff("other@example.jp")
    sheet = a_sheet(one)
    sheet.open_for_editing(by=other)
    named = {"reason": "わけ", "by": one, "version": 1}
    assert the_code(renumber, sheet, KEY, **named) == "being_edited"
    sheet.revise(rewritten(result="書きました"), by=other, version=1)
    assert the_code(remove, sheet, **named) == "stale"
    named["version"] = 2
    assert the_code(remove, sheet, **named | {"reason": " "}) == "no_reason"
    assert the_code(renumber, sheet, KEY | {"year": 2025}, **named) == "nothing_changed"
    assert the_code(remove, sheet, **named | {"by": council}) == "not_section"


def test_what_went_on_into_the_next_year_stays_until_that_sheet_is_given_up():
    staff = cast.section_staff()
    sheet = a_sheet(staff)
    (following,) = roll_over(2026).made
    assert the_code(remove, sheet, reason="わけ", by=staff, version=1) == "goes_on_already"
    remove(following, reason="わけ", by=staff, version=1)
    remove(sheet, reason="わけ", by=staff, version=1)
    assert not roll_over(2026).made


def test_a_sheet_given_up_holds_no_item_of_a_plan(settings):
    staff = cast.section_staff()
    load_plan(settings.BASE_DIR / "vision" / "plans" / "kitakyushu-2026.csv")
    sheet = a_sheet(staff, content=rewritten(items=("kitakyushu-2026/policy-1",)))
    remove(sheet, reason="わけ", by=staff, version=1)
    assert not PlanItem.objects.filter(sheets__isnull=False).exists()
    restore(sheet, by=staff, version=1)
    assert [item.code for item in sheet.items.all()] == ["policy-1"]
