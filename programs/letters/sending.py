"""What people are written about their sign-ups: whom, once, and to many in batches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from portal.notices.models import Draft, LetterText, Message
from portal.notices.writing import fill, foot
from portal.people.models import User
from portal.people.unsubscribing import address_to_stop
from programs.letters.calendar import seat_in_calendar
from programs.letters.kinds import KINDS
from programs.letters.values import About, of_course, of_party
from programs.lottery.alternatives import alternatives_to
from programs.models import Course, SignUp
from programs.models.news import TELLS_NOTHING, happenings, news
from programs.models.sign_up_queryset import NO_RANK, SignUpQuerySet

BATCH = 1_000  # parties written to in one transaction


@dataclass(frozen=True)
class Letter:
    """One letter to be: to whom, about whom, what makes it this one, what more it says."""

    key: str
    party: Sequence[SignUp]
    account: User
    about: About


# ---------------------------------------------------------------- one letter


def account_to_tell(sign_up: SignUp) -> User | None:
    """Who is written to: the account that signed up, else one of the person's household.

    None where nobody of the household has an account; they are telephoned or sent a postcard.
    """
    return accounts_to_tell([sign_up]).get(sign_up.pk)


def send(sign_up: SignUp, kind: str, *, key: str, **about: Any) -> Message | None:
    """Queue the letter `kind` about one sign-up; a second call with the same `key` adds nothing.

    What more it says (`about`) are the fields of `About`. Of a party all who hold a place are
    named. None where nobody can be mailed, or where they want no such letter.
    """
    party = [sign_up] if KINDS[kind].each else list(sign_up.party_members()) or [sign_up]
    return _send(party, kind, key, About(**about))


def tell_household(sign_up_id: int, what: str) -> Message | None:
    """Queue the letter about one thing that happened to a sign-up and its party."""
    event = news().filter(pgh_obj=sign_up_id, what=what).order_by("-pgh_id").first()
    if event is None or what not in KINDS:
        return None
    sign_ups = SignUp.objects.select_related(
        "person", "by", "course__center", "course__organizer"
    ).order_by("pk")
    if event.party_id is None:
        party = list(sign_ups.filter(pk=sign_up_id))
    else:
        together = happenings().filter(
            party=event.party_id, what=what, pgh_created_at=event.pgh_created_at
        )
        party = list(sign_ups.filter(pk__in=together.values("pgh_obj")))
    waits = what in {SignUp.What.QUEUED, SignUp.What.RESERVE}
    about = About(
        why=event.why,
        offer_until=event.offer_until,
        place=party[0].place_in_queue() if waits and party[0].is_waiting else None,
    )
    return _send(party, what, f"sign-up-{sign_up_id}-{what}-{event.pgh_id}", about)


def _send(party: Sequence[SignUp], kind: str, key: str, about: About) -> Message | None:
    account = account_to_tell(party[0])
    if account is None or not wants(account, kind):
        return None
    post(party[0].course, kind, [Letter(key, party, account, about)])
    return Message.objects.get(key=key)


def wants(account: User, kind: str) -> bool:
    """Whether `account` is sent such letters.

    What happened to a sign-up always; the rest where it is wished for and mail arrives.
    """
    wished = KINDS[kind].wished
    if not wished:
        return True
    return account.mail_fails_since is None and bool(getattr(account, f"wants_{wished}"))


# ---------------------------------------------------------------- many


def tell_some(course_id: int, what: str, after: int) -> int | None:
    """Queue the letters of the next thousand parties whose last news is `what`.

    Returns the sign-up to go on after; None when all are written to.
    """
    course = Course.objects.select_related("center", "organizer").get(pk=course_id)
    told = SignUp.objects.filter(course=course_id).whose_news_is(what)
    waits = what in {SignUp.What.QUEUED, SignUp.What.RESERVE}
    # Those who wait in the order of the queue, so that their numbers are counted on, not anew.
    told = _behind(told.waiting(), after) if waits else told.filter(pk__gt=after).order_by("pk")
    batch = list(told.select_related("person", "by")[:BATCH])
    if not batch:
        return None
    about: dict[str, Any] = {}
    if course.cancel_reason:
        about["why"] = course.cancel_reason
    if what == SignUp.What.RESERVE:
        about["alternatives"] = alternatives_to(course)
    parties = parties_of(batch, SignUp.objects.whose_news_is(what))
    events = _events_of([party[0].pk for party in parties], what)
    places = places_of(batch) if waits else {}
    accounts = accounts_to_tell([party[0] for party in parties])
    post(
        course,
        what,
        [
            Letter(
                f"sign-up-{party[0].pk}-{what}-{events[party[0].pk]}",
                party,
                accounts[party[0].pk],
                About(
                    **{"why": party[0].why if party[0].what == what else ""}
                    | {"offer_until": party[0].offer_until, "place": places.get(party[0].pk)}
                    | about
                ),
            )
            for party in parties
            if party[0].pk in accounts and party[0].pk in events
        ],
    )
    return batch[-1].pk if len(batch) == BATCH else None


def post(course: Course, kind: str, letters: Sequence[Letter]) -> list[Message]:
    """Write letters of one kind about one course and put them into the outbox, each once."""
    subject, body = LetterText.words(kind)
    same, sort = of_course(course), KINDS[kind]
    had_seat = _had_a_seat(letters) if sort.calendar == "cancel" else set()
    entries: dict[int | None, str] = {}  # the same for all who read of the same session
    drafts = []
    for letter in letters:
        values = same | of_party(kind, letter.party, letter.about)
        entry = ""
        if sort.calendar == "publish" or letter.party[0].pk in had_seat:
            only = letter.about.session
            which = only.pk if only else None
            if which not in entries:
                entries[which] = seat_in_calendar(course, only, method=sort.calendar)
            entry = entries[which]
        stop = address_to_stop(letter.account, sort.wished) if sort.wished else ""
        drafts.append(
            Draft(
                key=letter.key,
                to=letter.account.email,
                subject=fill(subject, values),
                body=f"{fill(body, values).strip()}\n{foot(stop)}",
                calendar=entry,
                unsubscribe=stop,
            )
        )
    return Message.send_many(drafts)


# ---------------------------------------------------------------- asked for a whole batch


def accounts_to_tell(sign_ups: Iterable[SignUp]) -> dict[int, User]:
    """The account to write to, by sign-up; those who have none are left out."""
    found: dict[int, User] = {}
    others: list[SignUp] = []
    for sign_up in sign_ups:
        if sign_up.via == SignUp.Via.WEB and sign_up.by.is_active:
            found[sign_up.pk] = sign_up.by
        else:
            others.append(sign_up)
    households = {sign_up.person.household_id for sign_up in others}
    accounts: dict[int | None, User] = {}
    if households:
        for user in User.objects.filter(household__in=households, is_active=True).order_by("-pk"):
            accounts[user.household_id] = user
    for sign_up in others:
        if account := accounts.get(sign_up.person.household_id):
            found[sign_up.pk] = account
    return found


def parties_of(batch: Sequence[SignUp], alike: SignUpQuerySet) -> list[list[SignUp]]:
    """The parties whose first member is in `batch`, whole; who comes alone is a party of one.

    Whole are they who are among those `alike`.
    """
    shared = {sign_up.party_id for sign_up in batch if sign_up.party_id is not None}
    members: dict[int | None, list[SignUp]] = {}
    if shared:
        together = alike.filter(party__in=shared).order_by("pk")
        for sign_up in together.select_related("person", "by"):
            members.setdefault(sign_up.party_id, []).append(sign_up)
    return [
        [sign_up] if sign_up.party_id is None else members[sign_up.party_id]
        for sign_up in batch
        if sign_up.party_id is None or members[sign_up.party_id][0].pk == sign_up.pk
    ]


def places_of(batch: Sequence[SignUp]) -> Mapping[int, int]:
    """The numbers in the queue of a stretch of it, by the first sign-up of each party.

    Counted once for the stretch's first, then on from there to its last.
    """
    first, last = batch[0], batch[-1]
    place, unit = first.place_in_queue(), first.party_id or -first.pk
    places = {first.pk: place}
    waiting = _behind(SignUp.objects.waiting().filter(course=first.course_id), first.pk)
    for pk, party, rank in waiting.values_list("pk", "party", "rank").iterator(BATCH):
        if (rank or NO_RANK, pk) > (last.rank or NO_RANK, last.pk):
            break
        if (party or -pk) != unit:
            place, unit = place + 1, party or -pk
            places[pk] = place
    return places


def _behind(waiting: SignUpQuerySet, after: int) -> SignUpQuerySet:
    """Those of `waiting` who stand behind the sign-up `after`, in their order; all for 0."""
    known = SignUp.objects.filter(pk=after).values_list("rank", flat=True)
    if not known:
        return waiting.in_order()
    rank = known[0]
    behind = Q(rank=rank, pk__gt=after)
    if rank is not None:
        behind |= Q(rank__gt=rank) | Q(rank=None)
    return waiting.filter(behind).in_order()


def _events_of(pks: Sequence[int], what: str) -> dict[int, int]:
    """The version in which `what` last became news, by sign-up; as `news`, for many at once."""
    told: dict[int, str] = {}
    events: dict[int, int] = {}
    versions = happenings().filter(pgh_obj__in=pks).exclude(TELLS_NOTHING).order_by("pgh_id")
    for pk, now, event in versions.values_list("pgh_obj", "what", "pgh_id"):
        if now == what != told.get(pk):
            events[pk] = event
        told[pk] = now
    return events


def _had_a_seat(letters: Sequence[Letter]) -> set[int]:
    events = happenings().filter(
        pgh_obj__in=[letter.party[0].pk for letter in letters], status=SignUp.Status.SEATED
    )
    return set(events.values_list("pgh_obj", flat=True))
