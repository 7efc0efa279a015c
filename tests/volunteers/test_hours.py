"""What was done and how long: written down, confirmed by who was there, thanked."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.hours import check_in
from centers.volunteers.hours.recording import came, confirm, log, refuse
from centers.volunteers.hours.thanking import see_who_is_thanked
from centers.volunteers.models import ActivityLog, Match, PastCount, Thanks, Threshold
from centers.volunteers.openings import agreeing
from portal.japan.calendar import fiscal_year
from portal.notices.models import Message
from portal.people.models import Person
from portal.refusal import code_of
from tests import cast, volunteering
from vision.metrics import Scope, metric

pytestmark = pytest.mark.django_db
Status, How = ActivityLog.Status, ActivityLog.How
TODAY = timezone.localdate


def refused(call, *args, **kwargs) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return code_of(refusal.value)


@pytest.fixture
def coordinator():
    return volunteering.a_coordinator()


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


@pytest.fixture
def begun(volunteer):
    """A shift of two hours that began an hour ago, to which the volunteer agreed."""
    shift = volunteering.a_shift()
    volunteering.agreed(volunteer, shift)
    shift.starts_at = timezone.now() - timedelta(hours=1)
    shift.ends_at = shift.starts_at + timedelta(hours=2)
    shift.save()
    shift.refresh_from_db()
    return shift


def written(volunteer, **more) -> ActivityLog:
    told = {"day": TODAY(), "minutes": 90, "what": "ひろばの見守り", "by": volunteer.by}
    return log(volunteer, **told | more)


def test_what_one_writes_waits_for_its_host(volunteer):
    found = written(volunteer)
    assert (found.status, found.center) == (Status.LOGGED, volunteer.center)
    assert not ActivityLog.objects.confirmed().exists()


def test_a_form_sent_twice_writes_one_record(volunteer):
    found = written(volunteer)
    assert refused(written, volunteer) == "already_logged"
    assert ActivityLog.objects.get() == found


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"day": date(2999, 1, 1)}, "day_to_come"),
        ({"day": date(2001, 1, 1)}, "too_long_ago"),
        ({"what": "   "}, "nothing_said"),
        ({"minutes": 0}, "minutes_out_of_range"),
        ({"minutes": 1441}, "minutes_out_of_range"),
    ],
)
def test_what_cannot_have_been_is_refused(volunteer, told, code):
    assert refused(written, volunteer, **told) == code


def test_a_role_is_done_in_its_term_and_at_its_place(volunteer):
    school = volunteering.an_organization()
    posting = volunteering.a_posting(volunteer, organization=school, first_day=TODAY())
    found = written(volunteer, posting=posting)
    assert (found.role, found.organization) == (posting.role, school)
    early = TODAY() - timedelta(days=1)
    assert refused(written, volunteer, posting=posting, day=early) == "not_posted_then"


def test_the_host_confirms_once(volunteer, coordinator):
    found = written(volunteer)
    confirm(found, by=coordinator, how=How.COUNTER)
    assert (found.status, found.decided_by) == (Status.CONFIRMED, coordinator)
    assert ActivityLog.objects.confirmed().get().minutes == 90
    assert refused(confirm, found, by=coordinator, how=How.COUNTER) == "already_decided"


def test_what_was_not_so_is_said_with_a_reason(volunteer, coordinator):
    found = written(volunteer)
    assert refused(refuse, found, " ", by=coordinator) == "no_reason"
    refuse(found, "その日はお休みでした", by=coordinator)
    assert (found.status, found.why) == (Status.REFUSED, "その日はお休みでした")


def test_nobody_confirms_ones_own_or_the_familys(coordinator):
    person = Person.register(coordinator, cast.a_person())
    coordinator.refresh_from_db()
    own = volunteering.a_volunteer(person, by=coordinator)
    assert refused(confirm, written(own), by=coordinator, how=How.COUNTER) == "own_hours"


def test_who_came_is_recorded_with_the_time_and_may_be_corrected(begun, coordinator):
    match = begun.matches.get()
    assert came(begun, {match.pk: 120}, by=coordinator, how=How.LIST) == 1
    assert came(begun, {match.pk: 100}, by=coordinator, how=How.LIST) == 1
    match.refresh_from_db()
    assert match.status == Match.Status.DONE
    assert ActivityLog.objects.get().minutes == 100
    came(begun, {match.pk: None}, by=coordinator, how=How.LIST)
    match.refresh_from_db()
    assert match.status == Match.Status.ABSENT
    assert not ActivityLog.objects.confirmed().exists()


def test_of_several_all_are_recorded_or_none(begun, coordinator):
    other = volunteering.a_volunteer(cast.a_resident("b@example.jp").household.people.get())
    second = Match.objects.create(shift=begun, volunteer=other, status=Match.Status.ACCEPTED)
    told = {begun.matches.exclude(pk=second.pk).get().pk: 120, second.pk: 2_000}
    assert refused(came, begun, told, by=coordinator, how=How.LIST) == "minutes_out_of_range"
    assert not ActivityLog.objects.exists()
    assert set(begun.matches.values_list("status", flat=True)) == {Match.Status.ACCEPTED}


# ---------------------------------------------------------------- the code on the wall


def test_the_code_on_the_wall_records_who_reads_it_there(client, begun, volunteer):
    client.sign_in(volunteer.by)
    path = check_in.path_of(begun)
    assert "が来ました" in client.get(path).content.decode()
    assert client.post(path, {"volunteer": volunteer.number}).status_code == 302
    assert client.post(path, {"volunteer": volunteer.number}).status_code == 302
    record = ActivityLog.objects.get()
    assert (record.status, record.how, record.minutes) == (Status.CONFIRMED, How.QR, 120)


def test_a_code_that_was_made_up_or_is_of_another_time_records_nothing(client, volunteer):
    client.sign_in(volunteer.by)
    assert client.get("/my/volunteer/here/made-up/").status_code == 404
    shift = volunteering.a_shift()
    volunteering.agreed(volunteer, shift)
    answer = client.post(check_in.path_of(shift), {"volunteer": volunteer.number})
    assert answer.status_code == 409
    assert "30分前から" in answer.content.decode()


def test_who_is_not_expected_is_sent_to_the_host(client, begun):
    stranger = volunteering.a_volunteer(cast.a_resident("s@example.jp").household.people.get())
    client.sign_in(stranger.by)
    page = client.get(check_in.path_of(begun)).content.decode()
    assert "担当者に声をかけてください" in page
    assert client.post(check_in.path_of(begun), {"volunteer": stranger.number}).status_code == 422


# ---------------------------------------------------------------- pages


def test_a_resident_writes_a_day_down_and_reads_the_year(client, volunteer, coordinator):
    client.sign_in(volunteer.by)
    form = {
        "volunteer": volunteer.number,
        "day": f"{TODAY():%Y-%m-%d}",
        "hours": "1",
        "minutes": "30",
        "what": "絵本の修理",
    }
    assert client.post("/my/volunteer/hours/", form).status_code == 302
    confirm(ActivityLog.objects.get(), by=coordinator, how=How.COUNTER)
    page = client.get("/my/volunteer/hours/").content.decode()
    assert "1時間30分" in page
    assert "絵本の修理" in page
    wrong = client.post("/my/volunteer/hours/", form | {"day": "", "hours": "百"})
    assert wrong.status_code == 422


def test_the_desk_confirms_and_refuses_what_waits(client, volunteer, coordinator):
    one, two = written(volunteer), written(volunteer, what="片づけ")
    client.sign_in(coordinator)
    assert "片づけ" in client.get("/desk/volunteers/hours/").content.decode()
    assert client.post("/desk/volunteers/hours/", {"log": [one.pk]}).status_code == 302
    client.post(f"/desk/volunteers/hours/{two.pk}/refusal/", {"why": "その日はお休みでした"})
    assert set(ActivityLog.objects.values_list("status", flat=True)) == {
        Status.CONFIRMED,
        Status.REFUSED,
    }
    assert client.post("/desk/volunteers/hours/", {"log": ["x"]}).status_code == 409


def test_another_centre_sees_none_of_it(client, volunteer, begun):
    found = written(volunteer)
    other = cast.center_staff(cast.a_center("minato", ward="moji", name="門司みなと市民センター"))
    client.sign_in(other)
    assert "ひろばの見守り" not in client.get("/desk/volunteers/hours/").content.decode()
    assert (
        client.post(f"/desk/volunteers/hours/{found.pk}/refusal/", {"why": "x"}).status_code == 404
    )
    assert client.get(f"/desk/volunteers/shifts/{begun.pk}/came/").status_code == 404


def test_the_desk_records_who_came_and_thanks_them(client, begun, volunteer, coordinator):
    client.sign_in(coordinator)
    match = begun.matches.get()
    path = f"/desk/volunteers/shifts/{begun.pk}/came/"
    assert client.post(path, {}).status_code == 422
    assert (
        client.post(path, {f"came-{match.pk}": "yes", f"minutes-{match.pk}": "１１０"}).status_code
        == 302
    )
    assert ActivityLog.objects.get().minutes == 110
    assert client.post(path, {"words": "助かりました。"}).status_code == 302
    letter = Message.objects.get(to=volunteer.by.email, subject__contains="お礼")
    assert "助かりました。" in letter.body
    assert "QRコード" in client.get(path).content.decode()
    assert client.get(f"/desk/volunteers/shifts/{begun.pk}/wall/").status_code == 200


def test_a_host_records_who_came_by_what_was_agreed_to(client, volunteer):
    school, user = volunteering.an_organization(), cast.a_resident("school@example.jp")
    volunteering.a_representative(school, user, volunteering.a_coordinator())
    shift = volunteering.a_shift(volunteering.an_opening(organization=school))
    match = volunteering.agreed(volunteer, shift)
    shift.starts_at = timezone.now() - timedelta(hours=1)
    shift.ends_at = timezone.now() + timedelta(hours=1)
    shift.save()
    client.sign_in(user)
    path = f"/my/hosting/{shift.opening.number}/shifts/{shift.pk}/"
    page = client.get(path).content.decode()
    assert volunteer.person.full_name not in page, "no consent was given"
    assert match.number_spelled in page
    assert client.post(path, {f"came-{match.pk}": "yes"}).status_code == 302
    assert client.post(path, {"words": "子どもたちが喜びました。"}).status_code == 302
    match.refresh_from_db()
    assert match.thanks == "子どもたちが喜びました。"
    assert ActivityLog.objects.get().how == How.HOST
    client.sign_in(cast.a_resident("x@example.jp"))
    assert client.get(path).status_code == 404


# ---------------------------------------------------------------- thanks


def hours_of(volunteer, *hours: int, by) -> None:
    for number, length in enumerate(hours):
        confirm(
            written(volunteer, minutes=length * 60, what=f"活動{number}"), by=by, how=How.COUNTER
        )


def test_who_reaches_a_threshold_is_thanked_once(volunteer, coordinator):
    Threshold.objects.all().delete()
    threshold = Threshold.objects.create(counts="hours", value=30, words="ありがとう")
    hours_of(volunteer, 10, 19, by=coordinator)
    assert see_who_is_thanked() == 0
    hours_of(volunteer, 2, by=coordinator)
    assert see_who_is_thanked() == 1
    assert see_who_is_thanked() == 0
    thanks = Thanks.objects.get()
    assert (thanks.threshold, thanks.reached_on) == (threshold, TODAY())
    assert Message.objects.filter(to=volunteer.by.email, subject__contains="30時間").count() == 1


@pytest.mark.parametrize(("counts", "value"), [("times", 2), ("years", 2)])
def test_times_and_years_are_thresholds_too(volunteer, coordinator, counts, value):
    Threshold.objects.all().delete()
    Threshold.objects.create(counts=counts, value=value, words="ありがとう")
    confirm(written(volunteer), by=coordinator, how=How.COUNTER)
    assert see_who_is_thanked() == 0
    last_year = date(fiscal_year(TODAY()) - 1, 6, 1)
    confirm(written(volunteer, day=last_year), by=coordinator, how=How.COUNTER)
    assert see_who_is_thanked() == 1


def test_the_months_of_a_fiscal_year_are_one_year(volunteer, coordinator):
    Threshold.objects.all().delete()
    Threshold.objects.create(counts="years", value=2, words="ありがとう")
    year = fiscal_year(TODAY()) - 1
    for day in (date(year, 4, 1), date(year, 9, 1), date(year + 1, 3, 31)):
        confirm(written(volunteer, day=day), by=coordinator, how=How.COUNTER)
    assert see_who_is_thanked() == 0


def test_certificates_are_printed_and_handed_over(client, volunteer, coordinator):
    threshold = Threshold.objects.create(counts="times", value=88, words="ありがとう")
    thanks = Thanks.objects.create(
        volunteer=volunteer, threshold=threshold, reached_on=date(2026, 11, 21)
    )
    client.sign_in(coordinator)
    assert volunteer.person.full_name in client.get("/desk/volunteers/thanks/").content.decode()
    printed = client.get("/desk/volunteers/thanks/print/").content.decode()
    assert "令和8年11月21日" in printed
    client.post("/desk/volunteers/thanks/handed/", {"thanks": [thanks.pk]})
    thanks.refresh_from_db()
    assert (thanks.handed_on, thanks.handed_by) == (TODAY(), coordinator)


# ---------------------------------------------------------------- figures


def test_only_what_was_confirmed_is_in_the_figures(volunteer, coordinator):
    yesterday = TODAY() - timedelta(days=1)
    confirm(written(volunteer, day=yesterday), by=coordinator, how=How.COUNTER)
    written(volunteer, day=yesterday, what="まだ")
    year = fiscal_year(yesterday)
    assert metric("volunteers").measure(year).value == 1
    assert metric("volunteer_minutes").measure(year).value == 90
    assert metric("volunteer_times").measure(year, Scope("ward", "tobata")).value == 1


def test_forgetting_who_stopped_changes_no_year(volunteer, coordinator):
    PastCount.objects.create(
        fiscal_year=2020,
        center=volunteer.center,
        role=None,
        people=3,
        times=7,
        minutes=420,
        coordinated=2,
    )
    assert metric("volunteer_minutes").measure(2020).value == 420
    assert metric("coordinated").measure(2020).value == Decimal(2)
    (cell,) = metric("volunteers").breakdown(2020, "center")
    assert (cell.key, cell.figure.value) == ("hama", 3)
    assert metric("coordinated").measure(2020, Scope("ward", "tobata")).value == 2


def test_what_coordinators_brought_together_is_counted(begun, volunteer, coordinator):
    shift = volunteering.a_shift(starts_at=timezone.now() + timedelta(days=2))
    agreeing.accept(agreeing.propose(volunteer, shift, by=coordinator), by=volunteer.by)
    shift.starts_at = timezone.now() - timedelta(days=2)
    shift.ends_at = timezone.now() - timedelta(days=2, hours=-1)
    shift.save()
    assert sum(f.value for f in metric("coordinated").trend(2000, 2100).values()) == 1


def test_each_question_is_one_statement(volunteer, django_assert_num_queries):
    for key in ("volunteers", "volunteer_minutes", "coordinated", "trainings", "trained"):
        with django_assert_num_queries(1):
            metric(key).trend(2016, 2026)


def test_the_results_are_a_public_page(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        answer = client.get("/volunteers/results/")
    assert answer.status_code == 200
    assert "ボランティアがかなえたこと" in answer.content.decode()
    assert client.get("/volunteers/results/?year=nonsense").status_code == 200
