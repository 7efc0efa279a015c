"""Of hours nothing is lost and nothing counted by a way round the host: what is refused says so."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.hours import check_in
from centers.volunteers.hours.recording import came, confirm, confirm_each, log, refuse
from centers.volunteers.hours.saying_thanks import thank_all
from centers.volunteers.models import ActivityLog, Match, Shift, Thanks, Threshold, Volunteer
from portal.notices.models import Message
from portal.people.models import Person
from portal.refusal import code_of
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
Status, How = ActivityLog.Status, ActivityLog.How


def refused(call, *args, **kwargs) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return code_of(refusal.value)


@pytest.fixture
def coordinator():
    return volunteering.a_coordinator()


@pytest.fixture
def desk(client, coordinator):
    client.sign_in(coordinator)
    return client


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


@pytest.fixture
def begun(volunteer):
    """A shift of two hours that began an hour ago, to which the volunteer and another agreed."""
    shift = volunteering.a_shift()
    other = cast.a_resident("b@example.jp", family_name="別府", given_name="次郎")
    for one in (volunteer, volunteering.a_volunteer(other.household.people.get())):
        volunteering.agreed(one, shift)
    begins = timezone.now() - timedelta(hours=1)
    Shift.objects.filter(pk=shift.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=2))
    shift.refresh_from_db()
    return shift


@pytest.fixture
def match(begun, volunteer):
    return begun.matches.get(volunteer=volunteer)


def written(volunteer: Volunteer, **more) -> ActivityLog:
    told = {"day": timezone.localdate(), "minutes": 90, "what": "見守り", "by": volunteer.by}
    return log(volunteer, **told | more)


# ---------------------------------------------------------------- the code on the wall


def test_the_code_does_not_overrule_the_host(client, begun, match, volunteer, coordinator):
    came(begun, {match.pk: None}, by=coordinator, how=How.LIST)
    assert refused(check_in.say_here, begun, volunteer, by=volunteer.by) == "recorded_absent"
    client.sign_in(volunteer.by)
    answer = client.post(check_in.path_of(begun), {"volunteer": volunteer.number})
    assert answer.status_code == 409
    assert "担当者か、市民センターに声をかけてください" in answer.content.decode()
    match.refresh_from_db()
    assert match.status == Match.Status.ABSENT
    assert not ActivityLog.objects.exists()


def test_read_twice_the_code_changes_nothing_the_host_corrected(
    begun, match, volunteer, coordinator
):
    check_in.say_here(begun, volunteer, by=volunteer.by)
    came(begun, {match.pk: 60}, by=coordinator, how=How.LIST)
    check_in.say_here(begun, volunteer, by=volunteer.by)
    assert (match.log.minutes, match.log.how) == (60, How.LIST)


def test_the_history_names_who_read_the_code_and_the_record_who_answers(begun, match, volunteer):
    check_in.say_here(begun, volunteer, by=volunteer.by)
    match.refresh_from_db()
    assert match.changed_by == match.log.by == volunteer.by
    assert match.log.decided_by == begun.opening.asked_by
    for row in (match, match.log):
        assert row.events.latest("pgh_id").pgh_context.metadata["user"] == volunteer.by.pk


def test_the_family_of_who_hung_the_code_up_asks_somebody_else(begun, match, coordinator):
    Person.register(coordinator, cast.a_person())
    coordinator.refresh_from_db()
    own = volunteering.a_volunteer(coordinator.household.people.get(), by=coordinator)
    Match.objects.create(shift=begun, volunteer=own, status=Match.Status.ACCEPTED)
    assert refused(check_in.say_here, begun, own, by=coordinator) == "own_hours"


# ---------------------------------------------------------------- who came


def test_hours_that_are_taken_back_stay_to_be_read_and_can_come_back(begun, match, coordinator):
    came(begun, {match.pk: 100}, by=coordinator, how=How.LIST)
    came(begun, {match.pk: None}, by=coordinator, how=How.LIST)
    match.log.refresh_from_db()
    assert (match.log.status, match.log.minutes) == (Status.REFUSED, 100)
    assert "お知らせください" in match.log.why
    assert not ActivityLog.objects.confirmed().exists()
    versions = match.log.events.count()
    came(begun, {match.pk: None}, by=coordinator, how=How.LIST)
    assert match.log.events.count() == versions, "said again it is no other version"
    came(begun, {match.pk: 80}, by=coordinator, how=How.LIST)
    match.log.refresh_from_db()
    assert (match.log.status, match.log.minutes, match.log.why) == (Status.CONFIRMED, 80, "")


@pytest.mark.parametrize("typed", ["2時間", "1.5", "12345", "0", "1441", "なし"])
def test_a_time_that_cannot_be_read_is_refused_and_what_was_ticked_stays(desk, begun, match, typed):
    other = begun.matches.exclude(pk=match.pk).get()
    answer = desk.post(
        f"/desk/volunteers/shifts/{begun.pk}/came/",
        {f"came-{match.pk}": "yes", f"minutes-{match.pk}": typed, f"came-{other.pk}": "no"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{match.volunteer}さんの時間は" in page
    assert f'name="minutes-{match.pk}" value="{typed}"' in page
    assert f'id="no-{other.pk}" name="came-{other.pk}" value="no" checked' in page
    assert not ActivityLog.objects.exists()


@pytest.mark.parametrize(("typed", "minutes"), [("", 120), ("９０", 90), ("45分", 45)])
def test_a_time_is_read_as_people_write_it(desk, begun, match, typed, minutes):
    desk.post(
        f"/desk/volunteers/shifts/{begun.pk}/came/",
        {f"came-{match.pk}": "yes", f"minutes-{match.pk}": typed},
    )
    assert match.log.minutes == minutes


# ---------------------------------------------------------------- what one writes oneself


def test_a_second_time_of_one_day_is_told_of_and_written_apart(client, volunteer):
    client.sign_in(volunteer.by)
    form = {
        "volunteer": volunteer.number,
        "day": f"{timezone.localdate():%Y-%m-%d}",
        "hours": "1",
        "minutes": "30",
        "what": "絵本の修理",
    }
    assert client.post("/my/volunteer/hours/", form).status_code == 302
    again = client.post("/my/volunteer/hours/", form)
    page = again.content.decode()
    assert again.status_code == 409
    assert "「午前」「午後」などと書きたして" in page
    assert 'value="絵本の修理"' in page
    apart = form | {"what": "絵本の修理（午後）"}
    assert client.post("/my/volunteer/hours/", apart).status_code == 302
    assert sum(log.minutes for log in volunteer.logs.to_confirm()) == 180


def test_the_same_words_at_another_place_are_another_record(volunteer):
    posting = volunteering.a_posting(volunteer, first_day=timezone.localdate())
    written(volunteer)
    written(volunteer, posting=posting)
    assert refused(written, volunteer, posting=posting) == "already_logged"
    assert ActivityLog.objects.count() == 2


def test_what_was_refused_may_be_written_anew(volunteer, coordinator):
    refuse(written(volunteer), "その日はお休みでした", by=coordinator)
    written(volunteer)
    assert [one.status for one in volunteer.logs.order_by("pk")] == [Status.REFUSED, Status.LOGGED]


# ---------------------------------------------------------------- the desk


def test_one_refusal_keeps_no_other_record_back(client, volunteer, coordinator):
    Person.register(coordinator, cast.a_person(given_name="家族"))
    coordinator.refresh_from_db()
    family = volunteering.a_volunteer(coordinator.household.people.get(), by=coordinator)
    own, first, gone = written(family), written(volunteer), written(volunteer, what="片づけ")
    confirm(gone, by=cast.center_staff(volunteer.center), how=How.COUNTER)
    client.sign_in(coordinator)
    answer = client.post("/desk/volunteers/hours/", {"log": [own.pk, first.pk, gone.pk]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1件の活動を確かめました" in page
    assert f"{family}さん（" in page
    assert "ほか1件" in page
    own.refresh_from_db()
    first.refresh_from_db()
    assert (own.status, first.status) == (Status.LOGGED, Status.CONFIRMED)


def test_records_of_another_centre_are_not_confirmed_by_their_keys(volunteer):
    found = written(volunteer)
    other = cast.center_staff(cast.a_center("minato", ward="moji", name="門司みなと市民センター"))
    told = confirm_each(
        ActivityLog.objects.editable_by(other).to_confirm(), [found.pk], by=other, how=How.COUNTER
    )
    found.refresh_from_db()
    assert (told.number, len(told.refused), found.status) == (0, 1, Status.LOGGED)


def test_a_reason_too_long_to_keep_is_refused_and_not_cut(volunteer, coordinator):
    found = written(volunteer)
    assert refused(refuse, found, "長" * 201, by=coordinator) == "reason_too_long"
    refuse(found, "その日は\x00お休み\r\nでした", by=coordinator)
    assert found.why == "その日はお休み でした"


# ---------------------------------------------------------------- thanks


def test_thanks_go_to_all_who_came_and_once(begun, coordinator):
    assert refused(thank_all, begun, "助かりました。", by=coordinator) == "nobody_to_thank"
    came(
        begun,
        dict.fromkeys(begun.matches.values_list("pk", flat=True), 60),
        by=coordinator,
        how=How.LIST,
    )
    assert refused(thank_all, begun, " ", by=coordinator) == "no_words"
    assert refused(thank_all, begun, "長" * 301, by=coordinator) == "words_too_long"
    assert not begun.matches.exclude(thanked_at=None).exists()
    assert thank_all(begun, "助かりました。", by=coordinator) == 2
    assert Message.objects.filter(subject__contains="お礼").count() == 2
    assert refused(thank_all, begun, "また", by=coordinator) == "nobody_to_thank"


@pytest.mark.parametrize("page", ["desk", "host"])
def test_words_of_thanks_that_were_not_sent_stay_in_the_form(
    client, begun, match, coordinator, page
):
    school, teacher = volunteering.an_organization(), cast.a_resident("school@example.jp")
    volunteering.a_representative(school, teacher, coordinator)
    opening = begun.opening
    opening.organization = school
    opening.save()
    came(begun, {match.pk: 60}, by=coordinator, how=How.LIST)
    client.sign_in(coordinator if page == "desk" else teacher)
    desk, host = (
        f"/desk/volunteers/shifts/{begun.pk}/came/",
        f"/my/hosting/{opening.number}/shifts/{begun.pk}/",
    )
    words = "子どもたちが喜びました。" * 26
    answer = client.post(desk if page == "desk" else host, {"words": words})
    assert answer.status_code == 422
    assert "お礼を送っていません" in answer.content.decode()
    assert words in answer.content.decode()


def test_a_threshold_that_was_given_keeps_its_number(client, volunteer):
    fresh = Threshold.objects.create(counts="times", value=88, words="ありがとう")
    given = Threshold.objects.create(counts="times", value=99, words="ありがとう")
    Thanks.objects.create(volunteer=volunteer, threshold=given, reached_on=timezone.localdate())
    client.sign_in(volunteering.a_coordinator())
    for one, is_fixed in ((fresh, False), (given, True)):
        page = client.get(f"/admin/volunteers/threshold/{one.pk}/change/").content.decode()
        assert ('name="value"' not in page) is is_fixed
        assert 'name="words"' in page
