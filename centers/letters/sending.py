"""What groups are told about rooms: once, in the transaction of what it tells, by whatever reaches
them. Where no mail does, the same words stand on the desk's list of calls.
"""

from collections.abc import Mapping, Sequence

from django.apps import apps
from django.db.models import Max

from centers.letters.calendar import uses_in_calendar
from centers.letters.kinds import KINDS, LETTERS, kind_of
from centers.letters.values import of_registration, of_reservation, of_wait
from centers.models import Call, Center, Registration, Reservation, RoomWait, UserGroup
from portal.notices.models import Draft, LetterText, Message
from portal.notices.writing import fill, foot
from portal.people.models import User
from portal.people.unsubscribing import address_to_stop

RELATED = ("booking__room__center", "registration__group__representative__household", "by")
# What tells of something the group did itself: it was there, or on the telephone.
OWN_DOING = {"asked", "confirmed", "series", "cancelled"}


def tell(reservation: Reservation, *, before: str = "", why: str = "") -> Message | None:
    """Tell what happened to a reservation last; when it moved, where it was `before`.

    None where it is seen for oneself, or no mail can be written: then it is a call.
    """
    own = Reservation.objects.select_related(*RELATED, "changed_by").get(pk=reservation.pk)
    group = own.registration.group
    by_group = own.changed_by is not None and (
        own.changed_by.household_id == group.representative.household_id
    )
    kind = kind_of(own, by_group=by_group)
    if kind is None:
        return None
    return _tell(
        kind,
        _event_of([own.pk]),
        group,
        of_reservation(own, why=why if before else own.why, before=before),
        by=own.by,
        center=None if by_group else own.booking.room.center,
        uses=[own],
    )


def tell_series(first: Reservation) -> Message | None:
    """One letter about all that was asked for together."""
    all_of_it = list(
        Reservation.objects.in_series(first).select_related(*RELATED).order_by("booking__period")
    )
    own = all_of_it[0]
    to_pay = sum(one.to_pay for one in all_of_it)
    values = of_reservation(own) | {
        "日時": "\n".join(of_reservation(one)["日時"] for one in all_of_it),
        "回数": f"{len(all_of_it)}回",
        "使用料": f"合わせて{to_pay:,}円" if to_pay else "お支払いはありません",
    }
    key = f"{_event_of([first.pk])}-series"
    return _tell("series", key, own.registration.group, values, by=own.by, uses=all_of_it)


def tell_free(wait: RoomWait) -> Message | None:
    """Tell who waits that the room is free, and that the first to ask has it."""
    own = RoomWait.objects.select_related(
        "room__center", "registration__group__representative__household", "by"
    ).get(pk=wait.pk)
    told_at = f"{own.told_free_at:%Y%m%d%H%M%S}" if own.told_free_at else ""
    return _tell(
        "free",
        f"room-wait-{own.pk}-free-{told_at}",
        own.registration.group,
        of_wait(own),
        by=own.by,
        center=own.room.center,
    )


def tell_passed_over(wait: RoomWait) -> Message | None:
    """Tell whose turn it was why the room could not be reserved."""
    own = RoomWait.objects.select_related(
        "room__center", "registration__group__representative__household", "by"
    ).get(pk=wait.pk)
    return _tell(
        "passed_over",
        f"room-wait-{own.pk}-passed-over",
        own.registration.group,
        of_wait(own),
        by=own.by,
        center=own.room.center,
    )


def tell_registration(registration: Registration) -> Message | None:
    """Tell that the group may use rooms, may not, or may no longer; not what it did itself.

    Whoever registered it at the counter and approved it has said so.
    """
    kinds = {
        Registration.Status.APPROVED: "registered",
        Registration.Status.REFUSED: "sent_back",
        Registration.Status.ENDED: "registration_ended",
    }
    own = Registration.objects.select_related(
        "group__representative__household", "group__center", "purpose_class", "by"
    ).get(pk=registration.pk)
    kind = kinds.get(Registration.Status(own.status))
    if kind is None:
        return None
    at_once = kind == "registered" and own.changed_by_id == own.by_id
    return _tell(
        kind,
        f"registration-{own.pk}-{kind}",
        own.group,
        of_registration(own),
        by=own.by,
        center=None if at_once else own.group.center,
    )


def draft_of(
    kind: str,
    key: str,
    account: User,
    values: Mapping[str, str],
    uses: Sequence[Reservation] = (),
    *,
    words: tuple[str, str] | None = None,
) -> Draft:
    """One letter, to be put into the outbox; `words` where they are known, for many letters."""
    subject, body = words or words_of(kind)
    sort = KINDS[kind]
    stop = address_to_stop(account, sort.wished) if sort.wished else ""
    method = sort.calendar if _belongs_in_calendar(uses, sort.calendar) else ""
    return Draft(
        key=key,
        to=account.email,
        subject=fill(subject, values),
        body=f"{fill(body, values).strip()}\n{foot(stop)}",
        calendar=uses_in_calendar(uses, method=method) if method else "",
        unsubscribe=stop,
    )


def call_of(
    kind: str,
    key: str,
    group: UserGroup,
    center: Center,
    values: Mapping[str, str],
    *,
    words: tuple[str, str] | None = None,
) -> Call:
    """The same words, for the desk of `center` to say: without the addresses of pages."""
    subject, body = words or words_of(kind)
    said = {name: "" if value.startswith("http") else value for name, value in values.items()}
    told = " ".join(fill(subject, said).split())[:200]
    return Call(key=key, group=group, center=center, subject=told, body=fill(body, said).strip())


def words_of(kind: str) -> tuple[str, str]:
    """The subject and the body that hold now, with their placeholders."""
    return LetterText.words(LETTERS.key(kind))


def account_of(group: UserGroup, by: User) -> User | None:
    """Who is written to: who asked, if of the household; else the household's account."""
    household = group.representative.household
    if by.household_id == household.pk and by.is_active:
        return by
    return household.accounts.filter(is_active=True).order_by("-pk").first()


def is_reached(account: User | None) -> bool:
    """Whether mail to it arrives."""
    return account is not None and account.mail_fails_since is None


def _tell(
    kind: str,
    key: str,
    group: UserGroup,
    values: Mapping[str, str],
    *,
    by: User,
    center: Center | None = None,
    uses: Sequence[Reservation] = (),
) -> Message | None:
    """By mail where there is an account; and where none arrives, by the desk of `center`."""
    account = account_of(group, by)
    if center is not None and kind not in OWN_DOING and not is_reached(account):
        Call.write([call_of(kind, key, group, center, values)])
    if account is None:
        return None
    Message.send_many([draft_of(kind, key, account, values, uses)])
    return Message.objects.get(key=key)


def _belongs_in_calendar(uses: Sequence[Reservation], calendar: str) -> bool:
    """What is sure; and what was sure once, to be moved or taken out of the reader's calendar."""
    if not calendar or not uses:
        return False
    if any(one.is_confirmed for one in uses):
        return True
    return _history().filter(pgh_obj__in=[one.pk for one in uses], status="confirmed").exists()


def _event_of(reservations: Sequence[int]) -> str:
    """What makes this letter this one: the version of the reservation it tells of."""
    last = _history().filter(pgh_obj__in=reservations).aggregate(last=Max("pgh_id"))["last"]
    return f"reservation-{reservations[0]}-{last}"


def _history():
    return apps.get_model("centers", "ReservationEvent").objects
