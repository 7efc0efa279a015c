"""Two registrations that are one person become one, and two again (名寄せ).

One row is kept, the other points at it and takes part no more. Everything signed up for, the
groups it stands for, and what it is as a volunteer go to the row that is kept. Where both hold a
place in one course the better place stays. What stood before is kept, row by row, so that the merge
can be undone.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from centers.models import UserGroup
from centers.volunteers.roster import merging as volunteers
from portal.people.models import Person, User
from portal.refusal import refused_by_database
from programs.models import ChildcarePlace, Course, Draw, PersonMerge, SignUp
from programs.models.sign_up_queryset import BEST_FIRST
from programs.sign_ups.childcare import settle
from programs.sign_ups.promotion import promote

REMEMBERED = ["person_id", "status", "what", "changed_by_id", "why", "offer_until"]
MERGED = SignUp.What.MERGED
UNDONE = "ひとつにまとめた登録を、元にもどしました。"
SEAT_GONE = f"{UNDONE}もとの席は、ほかの方のものになっています。"


def merge(kept: Person, absorbed: Person, *, by: User) -> PersonMerge:
    """Let `absorbed` become part of `kept`.

    A place in a queue stays where it is. Codes: same_person, already_merged, two_accounts,
    keep_the_account, changed_meanwhile, party_too_small, has_records, has_children, same_group,
    not_both_yours, words_too_long, double_shift, done_twice.
    """
    with refused_by_database(PersonMerge, SignUp, Course), transaction.atomic():
        both = [kept.pk, absorbed.pk]
        courses = _locked_courses(SignUp.objects.filter(person__in=both))
        people = _locked_people(both)
        _refuse_unless_two(people, both)
        kept, absorbed = people[kept.pk], people[absorbed.pk]
        _refuse_by_accounts(kept, absorbed)
        sign_ups = list(SignUp.objects.filter(person__in=both).order_by("pk"))
        _refuse_unless_locked(sign_ups, courses)
        groups = UserGroup.objects.filter(representative=absorbed)
        _refuse_same_group(kept, groups)
        volunteers.refuse(kept, absorbed, by=by)
        before = {
            "sign_ups": _as_they_stand(sign_ups),
            "groups": list(groups.values_list("pk", flat=True)),
            "volunteer": volunteers.move(kept, absorbed, by=by),
        }
        done = PersonMerge.objects.create(kept=kept, absorbed=absorbed, by=by, before=before)
        for course, loser in _second_places(sign_ups, courses):
            _refuse_to_lose(course, loser)
            SignUp.objects.filter(pk=loser.pk).update(
                status=SignUp.Status.CANCELLED, what=MERGED, changed_by=by, why="", offer_until=None
            )
        moving = SignUp.objects.filter(person=absorbed)
        moving.live().update(person=kept, what=MERGED, changed_by=by, why="")
        moving.update(person=kept)
        groups.update(representative=kept)
        absorbed.merged_into = kept
        absorbed.save(update_fields=["merged_into"])
        for course in courses.values():
            promote(course)
            settle(course)
    return done


def undo(done: PersonMerge, *, by: User) -> PersonMerge:
    """Let the two be two again, each with what it had.

    What was given up for a second place is held again: its seat where one is free, else its old
    place in the queue. What was changed since stays as it was changed.
    Codes: already_undone, merged_further, changed_meanwhile.
    """
    with refused_by_database(PersonMerge, SignUp, Course), transaction.atomic():
        before = {row["pk"]: row for row in done.before["sign_ups"]}
        courses = _locked_courses(SignUp.objects.filter(pk__in=before))
        people = _locked_people([done.kept_id, done.absorbed_id])
        done = PersonMerge.objects.select_for_update().get(pk=done.pk)
        if done.undone_at:
            raise ValidationError("この名寄せは、すでに元にもどしています。", code="already_undone")
        if people[done.kept_id].merged_into_id:
            raise ValidationError(
                "残した登録が、そのあと別の登録にまとめられています。先にそちらを元にもどしてください。",
                code="merged_further",
            )
        Person.objects.filter(pk=done.absorbed_id).update(merged_into=None)
        sign_ups = list(SignUp.objects.filter(pk__in=before).order_by("pk"))
        _refuse_unless_locked(sign_ups, courses)
        groups = UserGroup.objects.filter(pk__in=done.before.get("groups", []))
        groups.filter(representative=done.kept_id).update(representative=done.absorbed_id)
        if moved := done.before.get("volunteer"):
            volunteers.move_back(moved, people[done.kept_id], people[done.absorbed_id], by=by)
        for sign_up in sign_ups:
            _give_back(sign_up, before[sign_up.pk], done)
        for sign_up in sign_ups:
            _hold_again(sign_up, before[sign_up.pk], courses[sign_up.course_id], by)
        for course in courses.values():
            promote(course)
            settle(course)
        done.undone_at, done.undone_by = timezone.now(), by
        done.save(update_fields=["undone_at", "undone_by"])
    return done


# ---------------------------------------------------------------- locks


def _locked_courses(sign_ups: Any) -> dict[int, Course]:
    """The courses of these sign-ups, locked in the order of their keys."""
    keys = sorted(set(sign_ups.values_list("course_id", flat=True)))
    return {key: Course.objects.locked(key) for key in keys}


def _locked_people(keys: Iterable[int]) -> dict[int, Person]:
    """Locked in the order of their keys; nobody signs them up until this is committed."""
    rows = Person.objects.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk")
    return {person.pk: person for person in rows.select_related("household")}


# ---------------------------------------------------------------- refusals


def _refuse_unless_two(people: dict[int, Person], both: list[int]) -> None:
    if len(set(both)) < 2:
        raise ValidationError("同じ登録どうしはまとめられません。", code="same_person")
    if len(people) < 2 or any(person.merged_into_id for person in people.values()):
        raise ValidationError(
            "この登録は、すでにまとめられています。もう一度さがしてください。",
            code="already_merged",
        )


def _refuse_by_accounts(kept: Person, absorbed: Person) -> None:
    """Nobody loses sight of one's own sign-ups: the row an account sees is the one to keep."""
    if kept.household_id == absorbed.household_id or not absorbed.household.accounts.exists():
        return
    if kept.household.accounts.exists():
        raise ValidationError(
            "どちらの登録にも、本人や家族のアカウントがあります。どちらを使うかを本人に確かめ、"
            "使わないほうの申込を取り消してもらってください。",
            code="two_accounts",
        )
    raise ValidationError(
        "アカウントのある登録のほうを残してください。本人がマイページで申込を見られるようにするためです。",
        code="keep_the_account",
    )


def _refuse_same_group(kept: Person, groups: QuerySet[UserGroup]) -> None:
    own = UserGroup.objects.filter(representative=kept)
    for group in groups:
        if own.filter(center=group.center_id, name=group.name).exists():
            raise ValidationError(
                f"どちらの登録も、団体「{group.name}」の代表者です。"
                "管理メニューの「利用団体」で片方の名前を変えてから、まとめてください。",
                code="same_group",
            )


def _refuse_unless_locked(sign_ups: list[SignUp], courses: dict[int, Course]) -> None:
    if any(sign_up.course_id not in courses for sign_up in sign_ups):
        raise ValidationError(
            "いま、この方の申込が変わりました。内容を確かめて、もう一度押してください。",
            code="changed_meanwhile",
        )


def _refuse_to_lose(course: Course, loser: SignUp) -> None:
    """Refuse where others of a party, or records of what was done or paid, hang on the place."""
    party = list(loser.party_members())
    if 0 < len(party) - 1 < course.party_min:
        raise ValidationError(
            f"「{course.title}」の組の人数が足りなくなります。先に、その組の申込を直してください。",
            code="party_too_small",
        )
    has_records = (
        loser.attendances.exists()
        or loser.payments.filter(refunded_at=None).exists()
        or hasattr(loser, "completion")
        or hasattr(loser, "survey_answer")
    )
    if has_records:
        raise ValidationError(
            f"「{course.title}」では、どちらの申込にも出席や参加費などの記録があります。"
            "先に、一方の記録を直してください。",
            code="has_records",
        )
    if _children(loser).exists():
        raise ValidationError(
            f"「{course.title}」で残らないほうの申込に、託児のお子さんがいます。"
            "先に、どちらかの申込を取り消してください。",
            code="has_children",
        )


def _children(sign_up: SignUp) -> QuerySet[ChildcarePlace]:
    """The children who are or may be looked after because of this sign-up."""
    return sign_up.childcare_places.exclude(status=ChildcarePlace.Status.WITHDRAWN)


# ---------------------------------------------------------------- what moves


def _as_they_stand(sign_ups: list[SignUp]) -> list[dict[str, Any]]:
    return [
        {"pk": one.pk} | {name: _plain(getattr(one, name)) for name in REMEMBERED}
        for one in sign_ups
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _second_places(
    sign_ups: list[SignUp], courses: dict[int, Course]
) -> list[tuple[Course, SignUp]]:
    """Of two places in one course, the lesser: by state, then by records, then by order."""
    held: dict[int, list[SignUp]] = {}
    for sign_up in sign_ups:
        if sign_up.is_live:
            held.setdefault(sign_up.course_id, []).append(sign_up)
    return [
        (courses[key], max(places, key=_how_far_behind))
        for key, places in held.items()
        if len(places) > 1
    ]


def _how_far_behind(sign_up: SignUp) -> tuple[int, bool, float, int]:
    has_none = not (
        sign_up.attendances.exists() or sign_up.payments.exists() or _children(sign_up).exists()
    )
    rank = float("inf") if sign_up.rank is None else sign_up.rank
    return BEST_FIRST.index(sign_up.status), has_none, rank, sign_up.pk


def _give_back(sign_up: SignUp, was: dict[str, Any], done: PersonMerge) -> None:
    """Let what was moved belong to the one it was moved from, and forget that it was moved."""
    if was["person_id"] != done.absorbed_id:
        return
    told = {"what": was["what"], "changed_by_id": was["changed_by_id"], "why": was["why"]}
    is_as_moved = sign_up.what == MERGED and sign_up.status == was["status"]
    SignUp.objects.filter(pk=sign_up.pk).update(
        person=done.absorbed_id, **(told if is_as_moved else {})
    )


def _hold_again(sign_up: SignUp, was: dict[str, Any], course: Course, by: User) -> None:
    """Let a place that was given up for a second one be held again, if it still is given up."""
    was_live = was["status"] in BEST_FIRST
    if not was_live or (sign_up.status, sign_up.what) != (SignUp.Status.CANCELLED, MERGED):
        return
    twice = SignUp.objects.live().filter(course=course, person=was["person_id"])
    if twice.exists() or course.is_cancelled:
        return
    course.refresh_from_db(fields=["seats_taken"])
    until = was["offer_until"] and parse_datetime(was["offer_until"])
    held_a_seat = was["status"] in {SignUp.Status.SEATED, SignUp.Status.OFFERED}
    lost = held_a_seat and (course.is_full or (until is not None and until < timezone.now()))
    told: dict[str, Any] = {
        "status": was["status"],
        "what": was["what"],
        "changed_by_id": was["changed_by_id"],
        "why": was["why"],
        "offer_until": until,
    }
    if lost or not held_a_seat:
        status, rank = _place_without_seat(sign_up, course)
        told |= {"status": status, "rank": rank, "offer_until": None}
    if told["status"] != was["status"]:
        why = SEAT_GONE if lost else UNDONE
        told |= {"what": MERGED, "changed_by_id": by.pk, "why": why}
    SignUp.objects.filter(pk=sign_up.pk).update(**told)


def _place_without_seat(sign_up: SignUp, course: Course) -> tuple[SignUp.Status, int | None]:
    """Where this one stands now: the lot may have been drawn, or be drawn anew, in the meantime."""
    if not course.is_lottery:
        return SignUp.Status.WAITING, None
    draw = Draw.objects.valid().filter(course=course).first()
    if draw is None or not draw.is_announced:
        return SignUp.Status.ENTERED, None
    own = Q(sign_up=sign_up)
    if sign_up.party_id:
        own |= Q(sign_up__party=sign_up.party_id)
    return SignUp.Status.WAITING, draw.entries.filter(own).values_list("rank", flat=True).first()
