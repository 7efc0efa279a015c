"""Two people approve or publish in the same instant: one does, the other reads who it was.

With real connections; the control shows the same race going wrong without the lock.
"""

from threading import Barrier

import pytest
from django.core.exceptions import ValidationError

from portal.refusal import code_of
from tests import cast
from tests.race import race
from tests.vision.sheets import CONTENT, a_sheet, handed_in, rewritten
from vision.models import ProgressSheet, SheetEvent

JUDGES = 6
pytestmark = pytest.mark.django_db(transaction=True)


def judges() -> list:
    return [cast.section_staff(f"judge{i}@example.jp") for i in range(JUDGES)]


def the_one() -> ProgressSheet:
    return ProgressSheet.objects.get()


def test_one_of_many_approves():
    handed_in(cast.section_staff())
    results = race(lambda judge: the_one().approve(by=judge, version=1), judges())
    assert results.count("not_now") == JUDGES - 1
    assert SheetEvent.objects.filter(what="approved").count() == 1


def test_one_of_many_publishes():
    sheet = handed_in(cast.section_staff())
    sheet.approve(by=cast.section_staff("other@example.jp"), version=1)
    results = race(lambda judge: the_one().publish(by=judge, version=1), judges())
    assert results.count("not_now") == JUDGES - 1
    assert SheetEvent.objects.filter(what="published").count() == 1


def test_of_an_approval_and_a_return_only_one_holds():
    handed_in(cast.section_staff())

    def judge(place_and_judge):
        place, one = place_and_judge
        if place % 2:
            the_one().approve(by=one, version=1)
        else:
            the_one().send_back("書き足してください。", by=one, version=1)

    race(judge, list(enumerate(judges())))
    told = list(SheetEvent.objects.exclude(what__in=["created", "submitted"]).order_by("pk"))
    whats = [event.what for event in told]
    assert whats in (["returned"], ["approved", "returned"])
    assert the_one().status == "returned"


def test_of_many_who_save_on_the_same_version_one_does():
    a_sheet(cast.section_staff())
    results = race(
        lambda one: the_one().revise(rewritten(result=one.email), by=one, version=1), judges()
    )
    assert results.count(True) == 1
    assert results.count("stale") == JUDGES - 1
    assert the_one().versions.count() == 2


def test_of_many_who_open_it_one_writes():
    a_sheet(cast.section_staff())
    results = race(lambda one: the_one().open_for_editing(by=one), judges())
    assert results.count("being_edited") == JUDGES - 1


def test_two_begin_the_same_number():
    def begin(one):
        try:
            return a_sheet(one, CONTENT)
        except ValidationError as refusal:
            return code_of(refusal)

    results = race(begin, judges())
    assert sum(isinstance(result, ProgressSheet) for result in results) == 1
    assert results.count("repeated_number") == JUDGES - 1


def test_control_without_the_lock_the_same_race_approves_many_times():
    """Looking first and writing later, unlocked, approves as often as somebody asks."""
    handed_in(cast.section_staff())
    all_have_looked = Barrier(JUDGES)

    def approve_without_lock(judge):
        seen = the_one()
        all_have_looked.wait(timeout=10)
        if seen.status == ProgressSheet.Status.SUBMITTED:
            seen.step(ProgressSheet.Status.APPROVED, SheetEvent.What.APPROVED, judge)

    race(approve_without_lock, judges())
    assert SheetEvent.objects.filter(what="approved").count() == JUDGES
