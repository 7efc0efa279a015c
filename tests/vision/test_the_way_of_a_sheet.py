"""A sheet is handed in, returned or approved, published: each step a row, two people at least."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.refusal import code_of
from tests import cast
from tests.vision.sheets import CONTENT, a_sheet, handed_in, published, rewritten
from vision.models import ProgressSheet, SheetVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(db):
    return cast.section_staff("one@example.jp")


@pytest.fixture
def other(db):
    return cast.section_staff("other@example.jp")


def refused(do) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        do()
    return code_of(refusal.value)


def test_each_step_is_a_row_with_who_and_the_version(one, other):
    sheet = a_sheet(one)
    sheet.submit(by=one, version=1)
    sheet.send_back("数字を足してください。", by=other, version=1)
    sheet.revise(rewritten(result="12館になりました。"), by=one, version=1)
    sheet.submit(by=one, version=2)
    sheet.approve(by=other, version=2)
    sheet.publish(by=one, version=2)
    sheet.reopen(by=one, version=2)
    told = [(e.what, e.by, e.version, e.comment) for e in sheet.events.order_by("pk")]
    assert told == [
        ("created", one, 1, ""),
        ("submitted", one, 1, ""),
        ("returned", other, 1, "数字を足してください。"),
        ("submitted", one, 2, ""),
        ("approved", other, 2, ""),
        ("published", one, 2, ""),
        ("reopened", one, 2, ""),
    ]


def test_who_handed_a_sheet_in_does_not_approve_it(one, other):
    sheet = handed_in(one)
    assert refused(lambda: sheet.approve(by=one, version=1)) == "own_submission"
    sheet.approve(by=other, version=1)
    assert sheet.status == ProgressSheet.Status.APPROVED


@pytest.mark.parametrize("step", ["approve", "publish", "reopen"])
def test_a_draft_only_goes_forward_by_being_handed_in(one, other, step):
    sheet = a_sheet(one)
    assert refused(lambda: getattr(sheet, step)(by=other, version=1)) == "not_now"


def test_a_return_says_why(one, other):
    sheet = handed_in(one)
    assert refused(lambda: sheet.send_back("  ", by=other, version=1)) == "no_comment"
    assert ProgressSheet.objects.get().status == ProgressSheet.Status.SUBMITTED


def test_a_sheet_without_outcome_or_quarters_is_not_handed_in(one):
    sheet = a_sheet(one, rewritten(outcome="", strands=()))
    with pytest.raises(ValidationError, match="めざす成果、取組と四半期の計画") as refusal:
        sheet.submit(by=one, version=1)
    assert refusal.value.code == "incomplete"


def test_only_the_section_writes_and_judges(one):
    sheet = a_sheet(one)
    for outsider in (cast.council_member(), cast.center_staff(cast.a_center()), cast.a_resident()):
        assert refused(lambda who=outsider: sheet.submit(by=who, version=1)) == "not_section"
        assert refused(lambda who=outsider: sheet.open_for_editing(by=who)) == "not_section"


def test_what_was_published_stays_public_while_it_is_rewritten(one, other):
    sheet = published(one, other)
    sheet.reopen(by=one, version=1)
    sheet.revise(rewritten(result="書きかけ"), by=one, version=1)
    public = SheetVersion.objects.published().get()
    assert (public.number, public.told) == (1, CONTENT)


def test_saving_the_same_again_makes_no_version(one):
    sheet = a_sheet(one)
    assert not sheet.revise(CONTENT, by=one, version=1)
    assert sheet.versions.count() == 1


def test_the_rows_of_the_work_follow_the_newest_version(one):
    sheet = a_sheet(one)
    sheet.revise(rewritten(strands=CONTENT.strands[1:]), by=one, version=1)
    assert [stream.name for stream in sheet.workstreams.all()] == ["日曜開館"]


# ---------------------------------------------------------------- two people writing


def test_who_saves_on_an_old_version_is_refused_and_nothing_is_lost(one, other):
    sheet = a_sheet(one)
    sheet.revise(rewritten(result="ほかの人の結果"), by=other, version=1)
    late = ProgressSheet.objects.get()
    with pytest.raises(ValidationError, match="第2版") as refusal:
        late.revise(rewritten(result="わたしの結果"), by=one, version=1)
    assert refusal.value.code == "stale"
    assert late.told().result == "ほかの人の結果"


def test_a_step_on_a_version_not_read_is_refused(one, other):
    sheet = handed_in(one)
    sheet.reopen(by=one, version=1)
    sheet.revise(rewritten(result="こっそり"), by=one, version=1)
    sheet.submit(by=one, version=2)
    assert refused(lambda: sheet.approve(by=other, version=1)) == "stale"


def test_while_one_writes_the_other_is_told_who(one, other):
    sheet = a_sheet(one)
    sheet.open_for_editing(by=one)
    with pytest.raises(ValidationError, match=r"one@example\.jpさんが書いているところです"):
        sheet.open_for_editing(by=other)
    assert refused(lambda: sheet.revise(CONTENT, by=other, version=1)) == "being_edited"
    assert refused(lambda: sheet.submit(by=other, version=1)) == "being_edited"
    assert sheet.editor_now == one


def test_after_fifteen_minutes_without_a_sign_another_takes_over(one, other):
    sheet = a_sheet(one)
    sheet.open_for_editing(by=one)
    long_ago = timezone.now() - timedelta(seconds=1)
    ProgressSheet.objects.update(editing_until=long_ago)
    sheet.open_for_editing(by=other)
    assert sheet.editor_now == other
    assert refused(lambda: sheet.revise(CONTENT, by=one, version=1)) == "being_edited"


def test_saving_and_stopping_give_the_sheet_free(one, other):
    sheet = a_sheet(one)
    sheet.open_for_editing(by=one)
    sheet.revise(rewritten(result="できました"), by=one, version=1)
    assert sheet.editor_now is None
    sheet.open_for_editing(by=other)
    sheet.stop_editing(by=one)
    assert sheet.editor_now == other
    sheet.stop_editing(by=other)
    assert sheet.editor_now is None


# ---------------------------------------------------------------- kept by the database


@pytest.mark.parametrize("trail", ["versions", "events"])
def test_no_one_rewrites_or_deletes_the_trail(one, trail):
    sheet = a_sheet(one)
    rows = getattr(sheet, trail)
    for spoil in (lambda: rows.update(by=None), rows.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()
    assert rows.count() == 1


def test_the_same_number_twice_in_a_year_is_refused(one):
    a_sheet(one)
    assert refused(lambda: a_sheet(one)) == "repeated_number"
    assert ProgressSheet.objects.count() == 1
