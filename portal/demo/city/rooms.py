"""What the rooms of the demo city are lent by: parts of the day, equipment, fees, use classes."""

from dataclasses import dataclass, field
from datetime import time
from random import Random

from centers.models import Equipment, PurposeClass, Room, RoomFee, Slot

from .sites import Site

# 午前・午後・夜間 as the citizens' centres of Kitakyushu lend their rooms.
SLOTS = (("午前", time(9), time(12)), ("午後", time(13), time(17)), ("夜間", time(18), time(22)))

EQUIPMENT = (
    ("piano", "ピアノ"),
    ("stage", "舞台"),
    ("mirror", "鏡"),
    ("sound", "音響設備"),
    ("microphone", "マイク"),
    ("projector", "プロジェクター"),
    ("screen", "スクリーン"),
    ("whiteboard", "ホワイトボード"),
    ("kitchen", "調理台"),
    ("oven", "オーブン"),
    ("hearth", "和室の炉"),
    ("sewing", "ミシン"),
    ("play-mat", "プレイマット"),
    ("wifi", "Wi-Fi"),
)


@dataclass(frozen=True)
class Kind:
    """A kind of room: what is in it always and now and then, what it costs by slot."""

    always: tuple[str, ...]
    sometimes: tuple[str, ...]
    yen: tuple[int, int, int]
    changeover: int = 0
    note: str = ""


# The fees are invented; a room without one is free of charge.
KINDS = {
    "多目的ホール": Kind(
        ("sound", "microphone", "screen"),
        ("piano", "stage", "mirror", "projector", "wifi"),
        (1_200, 1_600, 1_800),
        changeover=15,
        note="床に傷がつかない、うわばきをお持ちください。",
    ),
    "会議室": Kind(
        ("whiteboard",), ("projector", "screen", "wifi", "sewing", "mirror"), (500, 700, 800)
    ),
    "和室": Kind(
        (),
        ("hearth", "wifi"),
        (450, 600, 700),
        note="飲食のあとは、ふき掃除をお願いします。",
    ),
    "調理室": Kind(
        ("kitchen",),
        ("oven",),
        (800, 1_100, 1_200),
        changeover=30,
        note="ガスの元栓は、職員といっしょに確かめます。ごみはお持ち帰りください。",
    ),
    "こどもルーム": Kind(("play-mat",), ("wifi",), (0, 0, 0)),
}


@dataclass
class Terms:
    """On what terms the city lends its rooms."""

    slots: list[Slot]
    equipment: list[Equipment]
    classes: dict[str, PurposeClass]
    fees: list[RoomFee] = field(default_factory=list)
    equipped: list[tuple[Room, Equipment]] = field(default_factory=list)
    yen: dict[tuple[int, int], int] = field(default_factory=dict)

    def fee(self, room: Room, run: tuple[int, ...]) -> int:
        """What a run of slots, each by its place in the day, costs in this room."""
        return sum(self.yen.get((id(room), place), 0) for place in run)


def build_terms(sites: list[Site]) -> Terms:
    """Furnish the rooms of all centres and say what they cost; reading corners are not lent."""
    rng = Random("rooms")  # noqa: S311  a demo city, not a secret
    terms = Terms(
        slots=[Slot(name=name, starts=starts, ends=ends) for name, starts, ends in SLOTS],
        equipment=[
            Equipment(slug=slug, name=name, order=order)
            for order, (slug, name) in enumerate(EQUIPMENT, start=1)
        ],
        classes={one.slug: one for one in _classes()},
    )
    by_slug = {one.slug: one for one in terms.equipment}
    for site in sites:
        for room in site.rooms:
            kind = next((KINDS[name] for name in KINDS if room.name.endswith(name)), None)
            room.wheelchair = site.center.wheelchair and (room.floor == 1 or site.center.elevator)
            room.is_bookable = kind is not None
            if kind is None:
                continue
            room.changeover_minutes, room.note = kind.changeover, kind.note
            has = kind.always + tuple(one for one in kind.sometimes if rng.random() < 0.5)
            terms.equipped += [(room, by_slug[slug]) for slug in has]
            for place, (slot, yen) in enumerate(zip(terms.slots, kind.yen, strict=True)):
                if yen:
                    terms.fees.append(RoomFee(room=room, slot=slot, yen=yen))
                    terms.yen[id(room), place] = yen
    return terms


def _classes() -> list[PurposeClass]:
    return [
        PurposeClass(
            slug="community",
            name="地域活動",
            description="町内会、子ども会、民生委員など、地域のための集まりや活動。使用料はかかりません。",
            order=1,
            exemption_percent=100,
            month_limit=6,
            most_in_month=12,
            most_at_once=40,
        ),
        PurposeClass(
            slug="multi-purpose",
            name="多目的利用",
            description="教室、サークル、会議など、地域活動のほかの利用。"
            "申請ごとに館長が確かめ、使用料がかかります。",
            order=2,
            needs_approval=True,
            month_limit=4,
            most_in_month=8,
            most_at_once=20,
            days_before=3,
        ),
    ]
