"""A qualification is told by its holder, counts once staff have seen the proof, and expires."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.models import QualificationKind
from centers.volunteers.roster import qualifying
from centers.volunteers.roster.day_field import DayField
from portal.people.models import Membership
from portal.refusal import code_of
from tests import cast
from tests.volunteering import a_volunteer

pytestmark = pytest.mark.django_db


def a_kind(name: str = "救命講習の修了", **fields) -> QualificationKind:
    return QualificationKind.objects.create(slug="kind", name=name, **fields)


def refusal_of(call) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        call()
    return code_of(refusal.value)


def test_what_is_good_for_some_years_ends_by_itself():
    volunteer = a_volunteer()
    told = qualifying.tell(
        volunteer, a_kind(years_valid=3), obtained_on=date(2024, 2, 29), by=volunteer.by
    )
    assert told.expires_on == date(2027, 3, 1)


def test_what_is_good_for_some_years_needs_a_day_to_count_from():
    volunteer, kind = a_volunteer(), a_kind(years_valid=3)
    assert refusal_of(lambda: qualifying.tell(volunteer, kind, by=volunteer.by)) == "day_needed"


def test_a_day_to_come_and_an_end_before_the_beginning_are_refused():
    volunteer, kind = a_volunteer(), a_kind()
    tomorrow = timezone.localdate() + timedelta(days=1)

    def told(**days):
        return lambda: qualifying.tell(volunteer, kind, by=volunteer.by, **days)

    assert refusal_of(told(obtained_on=tomorrow)) == "obtained_in_future"
    days = {"obtained_on": date(2024, 4, 1), "expires_on": date(2024, 3, 31)}
    assert refusal_of(told(**days)) == "days_out_of_order"


def test_it_counts_once_staff_have_seen_the_proof_and_no_longer_after_it_changed():
    volunteer, kind, staff = a_volunteer(), a_kind(), cast.section_staff()
    today = timezone.localdate()
    told = qualifying.tell(volunteer, kind, obtained_on=date(2020, 4, 1), by=volunteer.by)
    assert not volunteer.qualifications.valid_on(today).exists()
    qualifying.see_proof(told, by=staff)
    assert volunteer.qualifications.valid_on(today).exists()
    again = qualifying.tell(volunteer, kind, obtained_on=date(2020, 4, 1), by=volunteer.by)
    assert again.proof_seen_by == staff, "the same words again change nothing"
    qualifying.tell(volunteer, kind, expires_on=today + timedelta(days=900), by=volunteer.by)
    assert not volunteer.qualifications.valid_on(today).exists()


def test_nobody_sees_the_proof_of_the_own_family():
    """Staff, volunteer and parent at once: the proof is for a colleague to see."""
    user = cast.a_resident()
    Membership.objects.create(user=user)
    volunteer = a_volunteer(user.household.people.get(), by=user)
    told = qualifying.tell(volunteer, a_kind(), by=user)
    assert refusal_of(lambda: qualifying.see_proof(told, by=user)) == "own_proof"
    told.refresh_from_db()
    assert told.proof_seen_on is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("2020年4月1日", date(2020, 4, 1)),
        ("２０２０／４／１", date(2020, 4, 1)),
        ("2020-04-01", date(2020, 4, 1)),
        ("令和2年4月1日", date(2020, 4, 1)),
        ("令和元年 5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("S64.1.7", date(1989, 1, 7)),
    ],
)
def test_a_day_is_read_as_it_is_written_on_a_certificate(typed, day):
    assert DayField(label="取得した日").clean(typed) == day


@pytest.mark.parametrize(
    "typed", ["去年の春", "2020年", "2020年13月1日", "2020年2月30日", "明治45年1月1日"]
)
def test_what_is_no_day_is_refused_with_how_to_write_it(typed):
    with pytest.raises(ValidationError) as refusal:
        DayField(label="取得した日").clean(typed)
    assert code_of(refusal.value) == "not_a_date"
    assert "令和8年4月1日" in refusal.value.messages[0]
