"""What groups are written about rooms: whom, once, in the transaction of what it tells."""

from collections.abc import Mapping, Sequence

from django.apps import apps
from django.db.models import Max

from centers.letters.calendar import uses_in_calendar
from centers.letters.kinds import KINDS, kind_of, words
from centers.letters.values import of_registration, of_reservation, of_wait
from centers.models import Registration, Reservation, RoomWait, UserGroup
from portal.notices.models import Draft, Message
from portal.notices.writing import fill, foot
from portal.people.models import User
from portal.people.unsubscribing import address_to_stop

RELATED = ("booking__room__center", "registration__group__representative__household", "by")


def tell(reservation: Reservation, *, before: str = "", why: str = "") -> Message | None:
    """Write about what happened to a reservation last; when it moved, where it was `before`.

    None where it is seen for oneself, or nobody of the group can be mailed: they are telephoned.
    """
    own = Reservation.objects.select_related(*RELATED, "changed_by").get(pk=reservation.pk)
    group = own.registration.group
    by_group = own.changed_by is not None and (
        own.changed_by.household_id == group.representative.household_id
    )
    kind = kind_of(own, by_group=by_group)
    if kind is None:
        return None
    values = of_reservation(own, why=why if before else own.why, before=before)
    return _write(kind, _event_of([own.pk]), account_of(group, own.by), values, [own])


def tell_series(first: Reservation) -> Message | None:
    """One letter about all that was asked for together."""
    all_of_it = list(
        Reservation.objects.in_series(first).select_related(*RELATED).order_by("booking__period")
    )
    values = of_reservation(all_of_it[0])
    to_pay = sum(one.to_pay for one in all_of_it)
    values |= {
        "日時": "\n".join(of_reservation(one)["日時"] for one in all_of_it),
        "回数": f"{len(all_of_it)}回",
        "使用料": f"合わせて{to_pay:,}円" if to_pay else "お支払いはありません",
    }
    account = account_of(all_of_it[0].registration.group, all_of_it[0].by)
    return _write("series", f"{_event_of([first.pk])}-series", account, values, all_of_it)


def tell_free(wait: RoomWait) -> Message | None:
    """Write to who waits that the room is free, and that the first to ask has it."""
    own = RoomWait.objects.select_related(
        "room__center", "registration__group__representative__household", "by"
    ).get(pk=wait.pk)
    told_at = f"{own.told_free_at:%Y%m%d%H%M%S}" if own.told_free_at else ""
    key = f"room-wait-{own.pk}-free-{told_at}"
    return _write("free", key, account_of(own.registration.group, own.by), of_wait(own))


def tell_registration(registration: Registration) -> Message | None:
    """Write that the group may use rooms, may not, or may no longer."""
    kinds = {
        Registration.Status.APPROVED: "registered",
        Registration.Status.REFUSED: "sent_back",
        Registration.Status.ENDED: "registration_ended",
    }
    own = Registration.objects.select_related(
        "group__representative__household", "group__center", "purpose_class", "by"
    ).get(pk=registration.pk)
    kind = kinds[Registration.Status(own.status)]
    account = account_of(own.group, own.by)
    return _write(kind, f"registration-{own.pk}-{kind}", account, of_registration(own))


def draft_of(
    kind: str,
    key: str,
    account: User,
    values: Mapping[str, str],
    uses: Sequence[Reservation] = (),
) -> Draft:
    """One letter, to be put into the outbox."""
    subject, body = words(kind)
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


def account_of(group: UserGroup, by: User) -> User | None:
    """Who is written to: who asked, if of the household; else the household's account."""
    household = group.representative.household
    if by.household_id == household.pk and by.is_active:
        return by
    return household.accounts.filter(is_active=True).order_by("-pk").first()


def _write(
    kind: str,
    key: str,
    account: User | None,
    values: Mapping[str, str],
    uses: Sequence[Reservation] = (),
) -> Message | None:
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
