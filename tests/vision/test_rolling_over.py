"""At the turn of the fiscal year the sheets that go on begin anew; safe to repeat."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests import cast
from tests.race import race
from tests.vision.sheets import a_sheet, published, rewritten
from vision.models import ProgressSheet
from vision.sheets.rolling_over import roll_over

pytestmark = pytest.mark.django_db


def test_a_sheet_that_goes_on_begins_as_a_draft_without_last_years_words():
    staff = cast.section_staff()
    last = published(staff, cast.section_staff("other@example.jp"))
    assert roll_over(2026).made
    new = ProgressSheet.objects.of_year(2026).get()
    told, before = new.told(), last.told()
    assert (new.status, new.previous, new.published_version) == ("draft", last, None)
    assert (told.title, told.challenge) == (before.title, before.challenge)
    assert [strand.name for strand in told.strands] == ["予約システム", "日曜開館"]
    assert not any(strand.bars for strand in told.strands)
    assert (told.progress, told.result, told.next_year) == ("", "", "")
    assert [event.what for event in new.events.all()] == ["rolled_over"]


def test_what_ends_stays_behind():
    a_sheet(number=1, content=rewritten(goes_on=False))
    report = roll_over(2026)
    assert not ProgressSheet.objects.of_year(2026).exists()
    assert len(report.left_behind) == 1


def test_repeated_it_makes_nothing_twice_and_keeps_what_was_written():
    a_sheet()
    roll_over(2026)
    new = ProgressSheet.objects.of_year(2026).get()
    new.revise(rewritten(result="もう書きました"), by=cast.section_staff(), version=1)
    report = roll_over(2026)
    assert (len(report.made), len(report.there_already)) == (0, 1)
    assert ProgressSheet.objects.of_year(2026).get().told().result == "もう書きました"


def test_a_number_somebody_took_already_is_left_to_people():
    a_sheet()
    a_sheet(year=2026)
    report = roll_over(2026)
    assert len(report.number_taken) == 1
    assert ProgressSheet.objects.of_year(2026).count() == 1


def test_nobody_rolls_over_before_the_last_quarter_of_the_year(client, monkeypatch):
    a_sheet(year=2026)
    client.sign_in(cast.section_staff())
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 12, 31))
    with pytest.raises(CommandError, match="2027年1月から引きつげます"):
        call_command("roll_over_fiscal_year", "--year", "2027")
    response = client.post("/desk/plans/sheets/rolling-over/", {"year": "2027"}, follow=True)
    assert "2027年1月から引きつげます" in response.content.decode()
    assert not ProgressSheet.objects.of_year(2027).exists()

    monkeypatch.setattr(timezone, "localdate", lambda: date(2027, 1, 1))
    call_command("roll_over_fiscal_year", "--year", "2027", stdout=StringIO())
    assert ProgressSheet.objects.of_year(2027).count() == 1


@pytest.mark.django_db(transaction=True)
def test_several_at_once_roll_each_sheet_over_once():
    a_sheet(number=1)
    a_sheet(number=2)
    reports = race(lambda _: roll_over(2026), range(6))
    assert sum(len(report.made) for report in reports) == 2
    assert ProgressSheet.objects.of_year(2026).count() == 2


def test_the_command_says_what_it_did():
    a_sheet()
    a_sheet(number=1, content=rewritten(goes_on=False, title="本庁舎の建替え"))
    out = StringIO()
    call_command("roll_over_fiscal_year", "--year", "2026", stdout=out)
    assert "令和8（2026）年度へ引きついだシート：1" in out.getvalue()
    assert "終わるので引きつがないもの：B（1）本庁舎の建替え" in out.getvalue()
