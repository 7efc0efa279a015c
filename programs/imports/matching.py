"""The rows of this portal that an event speaks of: its category, organiser, centre and ward."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Max

from centers.models import Center
from portal.japan.text import plain_spaces
from portal.people.models import Ward
from programs.models import Category, Organizer

from .event import Event
from .grouping import Offer

# The kinds (イベント種類) in use among cities, and the category each belongs to. A category that
# is there by this address or this name is used, whatever the city calls it.
OTHER = ("other", "その他")
KINDS = {
    "子育て・教育": ("family", "子育て・家庭教育"),
    "健康・福祉、スポーツ": ("health", "健康・スポーツ"),
    "文化・芸術": ("art", "文化・芸術"),
    "生活と環境": ("nature", "環境・自然"),
    "セミナー": OTHER,
    "催事・観光": ("festival", "催し・観光"),
    "仕事・産業": ("career", "仕事・学び直し"),
    "音楽": ("music", "音楽"),
    "安全と防災": ("safety", "防災・安全"),
    "その他イベント": OTHER,
    "資格と認定": ("career", "仕事・学び直し"),
    "申請": OTHER,
}

# What an organiser's name tells about its kind; anything else is for the section to say.
ORGANIZER_KINDS = (
    (Organizer.Kind.UNIVERSITY, ("大学", "専門学校")),
    (Organizer.Kind.NPO, ("NPO", "特定非営利活動法人")),
    (Organizer.Kind.COMPANY, ("株式会社", "有限会社", "合同会社")),
)


class Directory:
    """What is there to match with, read once for a whole file."""

    def __init__(self) -> None:
        self.wards = list(Ward.objects.all())
        self.centers = {center.name: center for center in Center.objects.all()}
        self.categories = list(Category.objects.all())
        self.organizers: dict[str, int] = {}
        self.own_codes = {settings.CITY["city"]["code"], *(ward.code for ward in self.wards)}

    def admit(self, offers: Iterable[Offer]) -> None:
        """Add the organisers and categories that `offers` name and the portal lacks."""
        events = [offer.event for offer in offers]
        names = {event.organizer for event in events} - {""}
        known = set(Organizer.objects.filter(name__in=names).values_list("name", flat=True))
        Organizer.objects.bulk_create(
            [Organizer(name=name, kind=_kind_of(name)) for name in sorted(names - known)],
            ignore_conflicts=True,
        )
        self.organizers = dict(Organizer.objects.filter(name__in=names).values_list("name", "pk"))
        order = Category.objects.aggregate(last=Max("order"))["last"] or 0
        for kind in sorted({event.kind[1] for event in events}):
            if self._category(kind) is None:
                slug, name = KINDS.get(kind, OTHER)
                order += 1
                self.categories.append(Category.objects.create(slug=slug, name=name, order=order))

    def _category(self, kind: str) -> Category | None:
        slug, name = KINDS.get(kind, OTHER)
        for wanted in ({"name": kind}, {"slug": slug}, {"name": name}):
            for category in self.categories:
                if all(getattr(category, key) == value for key, value in wanted.items()):
                    return category
        return None

    def place(self, event: Event) -> dict[str, int | str | None]:
        """The keys of what `event` belongs to, and the room where the centre is told by its key.

        A cell whose content is fully told by one of them is no longer left over.
        """
        category = self._category(event.kind[1])
        assert category is not None, "admit() comes first"
        if event.kind[1] == category.name:
            event.left.pop(event.kind[0], None)
        is_here = self._is_in_this_city(event)
        center, venue = self._center(event) if is_here else (None, event.fields["venue"])
        ward = self._ward(event) if is_here else None
        if ward and ward.name == event.ward[1]:
            event.left.pop(event.ward[0], None)
        return {
            "category_id": category.pk,
            "organizer_id": self.organizers.get(event.organizer),
            "center_id": center.pk if center else None,
            "venue": venue,
            "ward_id": center.ward_id if center else ward.pk if ward else None,
        }

    def _is_in_this_city(self, event: Event) -> bool:
        """Other cities have wards and centres of the same names."""
        return (
            event.identity.source in self.own_codes or settings.CITY["city"]["name"] in event.place
        )

    def _center(self, event: Event) -> tuple[Center | None, str]:
        """The centre the venue of `event` names, and what else the venue says."""
        venue = event.fields["venue"]
        name, _, room = plain_spaces(venue).partition(" ")
        for known, rest in ((venue, ""), (name, room)):
            if center := self.centers.get(known):
                return center, rest
        return None, venue

    def _ward(self, event: Event) -> Ward | None:
        by_name = [ward for ward in self.wards if ward.name == event.ward[1]]
        by_address = [ward for ward in self.wards if ward.name in event.place]
        return next(iter(by_name or by_address), None)


def _kind_of(name: str) -> Organizer.Kind:
    for kind, words in ORGANIZER_KINDS:
        if any(word in name for word in words):
            return kind
    return Organizer.Kind.OTHER
