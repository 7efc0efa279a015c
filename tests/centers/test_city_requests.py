"""Requests from city hall: on their way from a draft to a decision with reasons."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from centers.models import CityRequest, RequestEffort
from centers.requests.comparison import by_decision, changes, total
from centers.requests.rolling_over import roll_over
from centers.requests.years import this_year
from portal.refusal import code_of
from tests import cast
from tests.city_requests import a_draft, a_request, decided, section

pytestmark = pytest.mark.django_db

Decision = CityRequest.Decision


def refusal_of(run) -> str | None:
    with pytest.raises(ValidationError) as refused:
        run()
    error = refused.value
    if hasattr(error, "error_dict"):
        return next(iter(error.error_dict.values()))[0].code
    return code_of(error)


# ------------------------------------------------------------------ writing and asking


def test_a_draft_is_asked_for_and_each_step_stays_in_the_history():
    one = a_draft()
    one.ask(by=section(), version=one.version)
    decided(one, Decision.KEEP)
    events = apps.get_model("centers", "CityRequestEvent").objects.filter(pgh_obj=one.pk)
    assert list(events.order_by("pgh_id").values_list("what", "status")) == [
        ("written", "draft"),
        ("asked", "asked"),
        ("decided", "decided"),
    ]
    assert events.latest("pgh_id").why == "理由があるため"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"basis": "law", "basis_text": ""}, "unnamed_basis"),
        ({"last_day": date(2000, 1, 1), "first_day": date(2000, 1, 1)}, "outside_year"),
        ({"hours": Decimal(0)}, "min_value"),
        ({"hours": Decimal("99999")}, "max_value"),
        ({"title": ""}, "blank"),
        ({"everywhere": False}, "no_centers"),
        ({"contact_email": "だれか"}, "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(fields, code):
    assert refusal_of(lambda: a_draft(**fields)) == code
    assert not CityRequest.objects.exists()


def test_days_out_of_order_are_refused():
    year = this_year()
    days = {"first_day": date(year, 6, 1), "last_day": date(year, 5, 1)}
    assert refusal_of(lambda: a_draft(**days)) == "days_out_of_order"


def test_only_the_section_writes_asks_and_decides():
    head = cast.center_staff(cast.a_center())
    one = a_draft()
    assert refusal_of(lambda: one.write([], by=head, version=1)) == "not_section"
    assert refusal_of(lambda: one.ask(by=head, version=1)) == "not_section"
    assert refusal_of(lambda: one.decide("stop", "理由", by=head, version=1)) == "not_section"
    assert refusal_of(lambda: roll_over(this_year() + 1, by=head)) == "not_section"


def test_who_has_not_seen_the_last_change_is_told_of_it():
    one = a_draft()
    stale = CityRequest.objects.get(pk=one.pk)
    one.ask(by=section(), version=one.version)
    with pytest.raises(ValidationError) as refused:
        stale.ask(by=section(), version=1)
    assert code_of(refused.value) == "stale"
    assert "依頼しました" in refused.value.messages[0]


# ------------------------------------------------------------------ deciding


def test_a_decision_says_why():
    one = a_request()
    decide = lambda **told: one.decide(by=section(), version=one.version, **told)  # noqa: E731
    assert refusal_of(lambda: decide(decision="stop", why=" 　")) == "no_reason"
    assert refusal_of(lambda: decide(decision="burn", why="理由")) == "no_decision"
    assert refusal_of(lambda: decide(decision="replace", why="理由")) == "no_replacement"
    assert refusal_of(lambda: decide(decision="merge", why="理由")) == "no_target"
    one.refresh_from_db()
    assert one.status == "asked"


def test_what_is_stopped_merged_or_replaced_takes_no_time():
    kept, stopped, merged, replaced = (a_request(f"依頼{n}") for n in range(4))
    decided(kept, Decision.KEEP)
    decided(stopped, Decision.STOP)
    decided(merged, Decision.MERGE, into=kept)
    decided(replaced, Decision.REPLACE, instead="市のLINEで知らせる")
    assert list(CityRequest.objects.in_force()) == [kept]


def test_a_request_is_merged_only_into_one_that_goes_on():
    one, stopped = a_request("一つ目"), a_request("二つ目")
    decided(stopped, Decision.STOP)
    groups = a_request("団体へ", to="groups")
    last_year = a_request("去年", year=this_year() - 1)
    for target, code in (
        (one, "no_target"),
        (groups, "no_target"),
        (last_year, "no_target"),
        (stopped, "target_not_in_force"),
    ):
        assert refusal_of(lambda into=target: decided(one, Decision.MERGE, into=into)) == code


def test_that_into_which_others_were_merged_is_not_stopped_under_them():
    into, one = a_request("まとめる先"), a_request("まとめられる")
    decided(one, Decision.MERGE, into=into)
    assert refusal_of(lambda: decided(into, Decision.STOP)) == "others_merged_here"
    one.reopen("やはり別にする", by=section(), version=one.version)
    decided(into, Decision.STOP)
    assert one.is_in_force
    assert one.merged_into is None


def test_what_is_decided_is_decided_anew_only_after_it_was_reopened():
    one = decided(a_request(), Decision.STOP)
    assert refusal_of(lambda: decided(one, Decision.KEEP)) == "not_now"
    assert refusal_of(lambda: one.reopen("", by=section(), version=one.version)) == "no_reason"
    one.reopen("法令を確かめたため", by=section(), version=one.version)
    assert decided(one, Decision.KEEP).is_in_force


def test_the_database_keeps_decisions_whole_whoever_writes():
    one, other = a_request(), a_request("ほか")
    for broken in (
        {"status": "decided"},
        {"decision": "stop"},
        {"merged_into": other},
        {"instead": "何か"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CityRequest.objects.filter(pk=one.pk).update(**broken)


# ------------------------------------------------------------------ what it really took


def test_a_centre_tells_what_it_really_took_and_told_again_the_newer_counts():
    center = cast.a_center()
    head, one = cast.center_staff(center), a_request()
    one.record_effort(center, Decimal("7.5"), by=head)
    one.record_effort(center, Decimal(8), by=head, note="電話が多かった")
    [effort] = RequestEffort.objects.all()
    assert (effort.hours, effort.note) == (8, "電話が多かった")


def test_nobody_tells_for_another_centre_or_of_what_was_never_asked():
    own, other = cast.a_center(), cast.a_center("minato", ward="moji", name="門司みなと")
    head = cast.center_staff(own)
    one, elsewhere, draft = a_request(), a_request("他所", centers=[other]), a_draft("下書き")
    tell = lambda of, at: of.record_effort(at, Decimal(1), by=head)  # noqa: E731
    assert refusal_of(lambda: tell(one, other)) == "not_your_center"
    assert refusal_of(lambda: tell(elsewhere, own)) == "not_asked"
    assert refusal_of(lambda: tell(draft, own)) == "not_asked"


# ------------------------------------------------------------------ from year to year


def test_last_years_requests_come_back_as_drafts_once():
    center = cast.a_center()
    kept = a_request("続くもの", year=this_year() - 1, centers=[center])
    decided(a_request("やめたもの", year=this_year() - 1), Decision.STOP)
    a_draft("出さなかったもの", year=this_year() - 1)
    report = roll_over(this_year(), by=section())
    assert (report.made, report.left_behind) == (1, 2)
    again = roll_over(this_year(), by=section())
    assert (again.made, again.there_already) == (0, 1)
    following = CityRequest.objects.get(year=this_year())
    assert (following.previous, following.status) == (kept, "draft")
    assert following.first_day == date(this_year(), 5, 1)
    assert list(following.centers.all()) == [center]


def test_the_29th_of_february_becomes_the_28th():
    a_request("うるう日", year=2023, first_day=date(2024, 2, 29), last_day=date(2024, 2, 29))
    roll_over(2024, by=section())
    assert CityRequest.objects.get(year=2024).first_day == date(2025, 2, 28)


def test_the_years_are_compared_request_by_request():
    last = this_year() - 1
    for title in ("同じもの", "減るもの", "やめるもの", "なくなるもの"):
        a_request(title, year=last)
    CityRequest.objects.filter(title="なくなるもの").update(hours=9)
    roll_over(this_year(), by=section())
    drafts = {one.title: one for one in CityRequest.objects.of_year(this_year())}
    drafts["なくなるもの"].delete()
    drafts["減るもの"].hours = Decimal(4)
    drafts["減るもの"].write([], by=section(), version=1)
    drafts["減るもの"].ask(by=section(), version=2)
    drafts["同じもの"].ask(by=section(), version=1)
    decided(drafts["やめるもの"], Decision.STOP)
    a_request("新しいもの")
    words = {change.either.title: change.word for change in changes(this_year(), "centers")}
    assert words == {
        "同じもの": "同じ",
        "減るもの": "時間が減った",
        "やめるもの": "やめる",
        "なくなるもの": "今年度はなし",
        "新しいもの": "新しい",
    }
    assert dict(by_decision(this_year(), "centers"))["やめる"] == 1


def test_the_sum_of_a_year_counts_hours_at_each_centre_it_goes_to():
    here, _there = cast.a_center(), cast.a_center("minato", ward="moji", name="門司みなと")
    a_request("全部へ", hours=Decimal(10))
    a_request("一つへ", hours=Decimal(4), centers=[here])
    found = total(this_year(), "centers")
    assert (found.number, found.hours_everywhere) == (2, 24)
    assert (found.hours_each, found.per_person) == (12, 4)
