"""Two of the section decide one request in the same instant: one decides, the other is told."""

import pytest
from django.db import transaction

from centers.models import CityRequest
from portal.people.models import User
from tests.city_requests import a_request, section
from tests.race import AT_ONCE, race


@pytest.mark.django_db(transaction=True)
def test_one_decision_counts_and_the_others_are_told_of_it():
    one, by = a_request(), section()

    def decide(decision: str):
        CityRequest.objects.get(pk=one.pk).decide(decision, "理由", by=by, version=one.version)
        return "decided"

    results = race(decide, ["keep", "stop"] * (AT_ONCE // 2))
    assert sorted(results) == ["decided", *["stale"] * (AT_ONCE - 1)]


@pytest.mark.django_db(transaction=True)
def test_two_that_are_merged_into_each_other_do_not_both_vanish():
    first, second = a_request("一つ目"), a_request("二つ目")
    by = section()

    def merge(pair):
        one, into = (CityRequest.objects.get(pk=key) for key in pair)
        one.decide("merge", "理由", by=by, version=one.version, into=into)
        return "merged"

    results = race(merge, [(first.pk, second.pk), (second.pk, first.pk)])
    assert results.count("merged") == 1
    assert CityRequest.objects.in_force().count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_same_race_decides_more_than_once():
    one, by = a_request(), section()

    def decide_without_looking_again(decision: str):
        with transaction.atomic():
            seen = CityRequest.objects.get(pk=one.pk)
            seen.status, seen.decision, seen.why = "decided", decision, "理由"
            seen.decided_at, seen.changed_by = seen.changed_at, User.objects.get(pk=by.pk)
            seen.save()
        return "decided"

    results = race(decide_without_looking_again, ["keep", "stop"])
    assert results == ["decided", "decided"]
