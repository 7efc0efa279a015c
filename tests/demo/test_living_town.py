"""What a seeded town shows of fair sign-up: every way it can go, each with its history."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F
from django.test import Client
from django.utils import timezone

from portal.demo import seeding
from portal.demo.city import build_city
from portal.demo.city.cast import ENTERED, FAMILY, GRADUATE, OFFERED, STAFF, WAITS
from portal.demo.city.newcomers import as_of
from portal.people.models import Person, User
from programs.desk.people import pairs_among
from programs.desk.todo import todos_of
from programs.models import (
    Answer,
    Attendance,
    ChildcarePlace,
    Completion,
    Course,
    Draw,
    Payment,
    Question,
    Series,
    Session,
    SignUp,
    Term,
)
from programs.models.sign_up_rules import is_under_age
from programs.models.survey_answer import SurveyAnswer, unanswered_by
from programs.sign_ups.history import history_of
from programs.sign_ups.promotion import keep_moving

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """A town written once for this file, which only reads; gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        seeding.write(build_city("town", timezone.localdate()), lambda line: None)
        yield
        transaction.set_rollback(True)


def own(resident) -> list[SignUp]:
    user = User.objects.get(email=resident.email)
    return list(SignUp.objects.of(user).filter(course__ends_at__gt=timezone.now()))


# ---------------------------------------------------------------- queues


def test_every_kind_of_queue_has_people_in_it(town):
    queues = SignUp.objects.waiting().filter(rank=None).values_list("course__queue", flat=True)
    assert set(queues) == {"at_once", "offer", "by_staff"}
    assert Course.objects.awaiting_choice().exists()


def test_no_seat_stands_free_that_somebody_should_have_had(town):
    before = Counter(SignUp.objects.values_list("status", flat=True))
    with transaction.atomic():
        keep_moving()
        assert Counter(SignUp.objects.values_list("status", flat=True)) == before
        transaction.set_rollback(True)


def test_parties_wait_and_one_was_passed_over(town):
    waiting = SignUp.objects.waiting().filter(party__isnull=False)
    assert waiting.filter(course__party_min=2).exists()
    passed = waiting.filter(what="passed_over").first()
    assert passed.why == "空いた席は1人分で、ご一緒の2人には足りませんでした。"
    sizes = SignUp.objects.filter(party__isnull=False).values("party").annotate(n=Count("pk"))
    assert set(sizes.values_list("n", flat=True)) == {2}


def test_offers_are_open_and_others_lapsed_or_were_declined(town):
    offered = SignUp.objects.filter(status="offered")
    assert offered.count() >= 2
    assert all(one.offer_until > timezone.now() + timedelta(hours=12) for one in offered)
    assert SignUp.objects.filter(what="lapsed").exists()
    assert SignUp.objects.filter(what="declined").exists()


def test_every_sign_up_has_a_history_that_ends_as_it_stands(town):
    events = SignUp.pgh_event_model.objects
    assert not SignUp.objects.exclude(pk__in=events.values("pgh_obj")).exists()
    assert not events.filter(pgh_created_at__gt=timezone.now()).exists()
    last = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    for event in last.select_related("pgh_obj"):
        row = event.pgh_obj
        assert (event.status, event.what, event.rank) == (row.status, row.what, row.rank)
    for event in events.filter(pgh_label="insert").values("pgh_created_at", "created_at"):
        assert event["pgh_created_at"] == event["created_at"]


def test_an_offer_s_history_is_told_to_its_owner(town):
    user = User.objects.get(email=OFFERED.email)
    sign_up = SignUp.objects.of(user).get(status="offered")
    told = [(one.words, one.by) for one in history_of(sign_up, user)]
    assert [words for words, _ in told] == [
        "キャンセル待ちに並びました",
        "席が空き、ご案内しました",
    ]
    assert told[1][1] == "自動"


# ---------------------------------------------------------------- lotteries


def test_lotteries_stand_at_every_step(town):
    steps = {(draw.is_drawn, draw.is_announced) for draw in Draw.objects.all()}
    assert steps == {(False, False), (True, False), (True, True)}
    assert Course.objects.lotteries_here().open_for_sign_up().filter(entered_count__gt=0).exists()
    assert SignUp.objects.filter(what="selected").exists()
    assert SignUp.objects.filter(what="reserve", status="waiting").exists()
    tiers = Draw.objects.values_list("entries__tier", flat=True).distinct()
    assert len(set(tiers)) > 1


def test_every_published_draw_can_be_done_again(town, tmp_path, capsys):
    for draw in Draw.objects.all():
        answer = Client().get(f"/courses/{draw.course_id}/draw/{draw.number}.json")
        file = tmp_path / f"{draw.pk}.json"
        file.write_bytes(b"".join(answer.streaming_content))
        call_command("verify_draw", str(file))
        said = capsys.readouterr().out
        assert ("OK" in said) is draw.is_announced


# ---------------------------------------------------------------- every channel


def test_people_without_mail_are_to_be_called_or_written_to(town):
    assert set(SignUp.objects.values_list("via", flat=True)) == {
        "web", "phone", "postcard", "counter",
    }  # fmt: skip
    to_tell = SignUp.objects.to_call().select_related("person")
    assert len(to_tell) >= 5
    assert any(one.person.can_be_written_to for one in to_tell)
    assert all(not one.person.household.accounts.exists() for one in to_tell)


def test_three_people_seem_to_be_registered_twice(town):
    pairs = pairs_among(Person.objects.registered())
    assert len(pairs) >= 3
    assert any(pair.one.family_name != pair.other.family_name for pair in pairs)


def test_what_a_course_asks_was_said(town):
    minors = SignUp.objects.filter(guardian_name="").select_related("course", "person")
    assert not any(is_under_age(one.course, one.person) for one in minors)
    assert SignUp.objects.exclude(guardian_name="").exists()
    assert SignUp.objects.exclude(provisions=[]).exists()
    for question in Question.objects.filter(required=True):
        assert question.answers.count() == question.course.sign_ups.count()
    for answer in Answer.objects.select_related("question"):
        options = answer.question.options
        assert not options or set(answer.text.split("\n")) <= set(options)


def test_children_wait_for_a_place_in_childcare(town):
    places = Counter(ChildcarePlace.objects.values_list("status", flat=True))
    assert places == {"seated": 2, "waiting": 2}
    course = Course.objects.get(childcare_taken__gt=0)
    assert course.childcare_taken == course.childcare_capacity == 2


def test_a_series_a_term_and_fees(town):
    assert Series.objects.get().courses.count() == 3
    term = Term.objects.get()
    assert term.holds(timezone.localdate())
    assert max(term.courses_taken(list(Person.objects.all())).values()) < term.most_courses
    assert Payment.objects.exclude(amount=F("sign_up__course__fee")).count() == 0
    assert Payment.objects.filter(sign_up__course__ends_at__gt=timezone.now()).exists()


def test_courses_are_called_off_or_have_too_few_and_sessions_are_cancelled(town):
    assert Course.objects.filter(cancelled_at__isnull=False).exists()
    assert SignUp.objects.filter(what="course_cancelled").exists()
    assert Course.objects.under_minimum_at_deadline().exists()
    assert Session.objects.filter(cancelled_at__isnull=False, starts_at__gt=timezone.now()).exists()


# ---------------------------------------------------------------- who came


def test_the_desk_of_the_first_centre_has_a_living_day(town):
    clerk = User.objects.get(email="center-kokurakita@example.jp")
    assert {todo.label for todo in todos_of(clerk)} >= {
        "空いた席の方を選ぶ講座", "抽選を待つ講座", "最少開講人数に届かない講座",
    }  # fmt: skip
    today = timezone.localdate()
    held = Session.objects.held().filter(starts_at__date=today, course__takes_sign_ups_here=True)
    for session in held:
        assert not Attendance.objects.filter(session=session).exists()


def test_some_signed_up_today_and_nobody_tomorrow(town):
    clerk = User.objects.get(email="center-kokurakita@example.jp")
    today = SignUp.objects.filter(created_at__date=timezone.localdate())
    assert 3 <= today.filter(course__in=Course.objects.editable_by(clerk)).count() <= 20
    assert set(today.values_list("status", flat=True)) == {"seated", "entered"}
    assert not SignUp.objects.filter(created_at__gt=timezone.now()).exists()
    assert not today.exclude(course__ends_at__gt=timezone.now()).exists()


@pytest.mark.parametrize("hour", [0, 9, 15, 23])
def test_who_signs_up_today_did_so_before_one_looks(hour):
    today = date(2026, 11, 21)
    midnight = timezone.make_aware(datetime.combine(today, time()))
    now = midnight + timedelta(hours=hour, minutes=1)
    offers = list(build_city("town", today).offers())
    assert any(one.created_at > midnight for offer in offers for one in offer.sign_ups)
    for offer in offers:
        before = [one.created_at for one in offer.sign_ups]
        as_of(offer, today, now)
        after = [one.created_at for one in offer.sign_ups]
        assert all(moment < now for moment in after)
        assert sorted(range(len(after)), key=after.__getitem__) == sorted(
            range(len(before)), key=before.__getitem__
        )


@pytest.mark.parametrize("size", ["town", "city"])
def test_several_centres_meet_on_a_day_they_are_open(size):
    saturday = timezone.localdate().replace(month=11, day=21, year=2026)
    offers = list(build_city(size, saturday).offers())
    held = {
        str(offer.course.center): len(offer.seated)
        for offer in offers
        for session in offer.sessions
        if offer.phase.name == "TODAY" and timezone.localdate(session.starts_at) == saturday
    }
    assert len(held) >= 6
    assert all(held.values())


def test_certificates_follow_from_attendance(town):
    assert Completion.objects.count() > 30
    for done in Completion.objects.select_related("sign_up__course", "sign_up__person"):
        course = done.sign_up.course
        came = done.sign_up.attendances.filter(state="present").count()
        assert (done.attended, done.held) == (came, course.session_count)
        assert came * 100 >= course.session_count * course.completion_percent
        assert done.name == done.sign_up.person.full_name


def test_surveys_have_groups_of_five_and_smaller_ones(town):
    sizes = SurveyAnswer.objects.values("sign_up__course").annotate(n=Count("pk"))
    numbers = set(sizes.values_list("n", flat=True))
    assert min(numbers) < 5 <= max(numbers)
    assert not SurveyAnswer.objects.exclude(sign_up__attendances__state="present").exists()


# ---------------------------------------------------------------- whom one may be


def test_each_of_the_cast_has_what_their_story_says(town):
    assert {one.status for one in own(WAITS)} == {"waiting"}
    assert [one.status for one in own(OFFERED)] == ["offered"]
    assert sum(one.status == "entered" for one in own(ENTERED)) >= 3
    family = own(FAMILY)
    assert sum(one.party_id is not None and one.is_waiting for one in family) == 2
    assert ChildcarePlace.objects.filter(sign_up__in=family, status="waiting").exists()
    graduate = User.objects.get(email=GRADUATE.email)
    assert Completion.objects.filter(sign_up__in=SignUp.objects.of(graduate)).count() == 3
    assert unanswered_by(graduate).count() == 1


def test_the_page_introduces_them_by_their_roles(town):
    said = Client().get("/demo/").content.decode()
    for one in (WAITS, OFFERED, ENTERED, GRADUATE, FAMILY, *(post.featured for post in STAFF)):
        assert one.role in said
        assert one.story in said
