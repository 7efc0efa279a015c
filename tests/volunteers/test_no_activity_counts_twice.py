"""Who confirms a record is told what else is known of that day; nothing is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.volunteers.hours.recording import came, log
from centers.volunteers.models import ActivityLog
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
HOURS = "/desk/volunteers/hours/"
TOLD = "同じ日に、ほかの記録や予定があります"


@pytest.fixture
def school():
    return volunteering.an_organization()


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


@pytest.fixture
def match(school, volunteer):
    """Agreed to read at the school, in a shift that began an hour ago."""
    shift = volunteering.a_shift(volunteering.an_opening(organization=school))
    match = volunteering.agreed(volunteer, shift)
    shift.starts_at = timezone.now() - timedelta(hours=1)
    shift.ends_at = timezone.now() + timedelta(hours=1)
    shift.save()
    match.refresh_from_db()
    return match


@pytest.fixture
def desk(client, volunteer):
    client.sign_in(cast.center_staff(volunteer.center))
    return client


def written(volunteer, match, **more):
    told = {"day": match.day, "minutes": 90, "what": "小学校で読み聞かせ", "by": volunteer.by}
    return log(volunteer, **told | more)


def test_a_record_beside_an_agreed_shift_is_pointed_out(desk, volunteer, match):
    written(volunteer, match)
    page = desk.get(HOURS).content.decode()
    assert TOLD in page
    assert "「絵本を読む人」" in page
    assert "活動先がこれから記録します" in page


def test_a_record_beside_that_of_the_host_is_pointed_out_and_may_be_confirmed(
    desk, volunteer, match
):
    came(match.shift, {match.pk: 60}, by=volunteering.a_coordinator(), how=ActivityLog.How.HOST)
    own = written(volunteer, match)
    page = desk.get(HOURS).content.decode()
    assert "「絵本を読む人」60分（確認済み）" in page
    assert desk.post(HOURS, {"log": own.pk}).status_code == 302
    assert ActivityLog.objects.confirmed().count() == 2


def test_another_day_is_no_reason_to_ask(desk, volunteer, match):
    written(volunteer, match, day=match.day - timedelta(days=1))
    assert TOLD not in desk.get(HOURS).content.decode()


def test_two_records_of_one_day_point_at_each_other(desk, volunteer, match):
    match.delete()
    written(volunteer, match, what="花だんの手入れ")
    written(volunteer, match, what="花だん")
    page = desk.get(HOURS).content.decode()
    assert page.count(TOLD) == 2
    assert "「花だんの手入れ」90分（確認待ち）" in page


def test_of_another_centre_only_the_length_is_told(client, volunteer, match, school):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    posting = volunteering.a_posting(volunteer, center=other, first_day=match.day)
    written(volunteer, match, posting=posting, what="門司での片づけ")
    written(volunteer, match)
    client.sign_in(cast.center_staff(volunteer.center))
    page = client.get(HOURS).content.decode()
    assert "ほかの市民センターでの活動 90分（確認待ち）" in page
    assert "門司での片づけ" not in page


def test_many_records_take_the_statements_of_one(desk, volunteer, match):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(HOURS)
        return len(asked)

    written(volunteer, match)
    few = statements()
    for number in range(3):
        written(volunteer, match, what=f"活動{number}")
    assert statements() == few


def test_who_records_the_shift_reads_what_was_written_of_that_day(desk, volunteer, match):
    written(volunteer, match)
    page = desk.get(f"/desk/volunteers/shifts/{match.shift_id}/came/").content.decode()
    assert "「小学校で読み聞かせ」90分（確認待ち）" in page


def test_a_host_reads_only_what_was_done_for_it(client, volunteer, match, school):
    teacher = cast.a_resident("teacher@example.jp")
    volunteering.a_representative(school, teacher, volunteering.a_coordinator())
    posting = volunteering.a_posting(volunteer, organization=school, first_day=match.day)
    written(volunteer, match, what="よそでの片づけ")
    written(volunteer, match, posting=posting)
    client.sign_in(teacher)
    path = f"/my/hosting/{match.shift.opening.number}/shifts/{match.shift_id}/"
    page = client.get(path).content.decode()
    assert "「小学校で読み聞かせ」90分（確認待ち）" in page
    assert "よそでの片づけ" not in page
