"""Which groups the desk finds, and the tickets by which one that was shown may be chosen."""

from django.db.models import Q

from centers.models import UserGroup
from portal.japan import text
from portal.people.finding import MOST_FOUND, Tickets
from portal.people.models import Person, User

TICKETS = Tickets("rooms-desk")


def find_groups(user: User, typed: str) -> list[UserGroup]:
    """Who somebody on the telephone may be.

    Groups at home in the own centres by a part of the name or its representative's; those of
    other centres only by the whole name or the representative's full number. So nobody browses
    through other centres' groups, and every group may book everywhere.
    """
    typed = text.plain_spaces(typed)
    if not typed:
        return []
    rows = UserGroup.objects.select_related("center", "representative").order_by("kana", "pk")
    reading = text.katakana(typed)
    of_name = Q(name__icontains=typed) | Q(kana__icontains=reading)
    people = Person.objects.registered().called(typed)
    own = rows.visible_to(user).filter(of_name | Q(representative__in=people))[:MOST_FOUND]
    found = {group.pk: group for group in own}
    told = Person.objects.registered().exactly(typed, None)
    whole = Q(name=typed) | Q(kana=reading) | Q(representative__in=told)
    for group in rows.filter(whole)[:MOST_FOUND]:
        found.setdefault(group.pk, group)
    return list(found.values())


def ticket_for(user: User, group: UserGroup) -> str:
    """What stands in an address for a group that was shown to `user`; nobody can invent one."""
    return TICKETS.of(user, group.pk)


def group_of(user: User, ticket: str) -> UserGroup | None:
    """The group of a ticket of `user`'s."""
    rows = UserGroup.objects.select_related("center", "representative")
    return rows.filter(pk__in=TICKETS.keys(user, [ticket])).first()
