"""Invented citizen centres: name, place, hours and rooms, ward by ward."""

import math
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from centers.models import Center, Closure, OpeningHours, Room
from portal.people.models import Ward

from .sizes import Size
from .wards import RADIUS, WARDS, Neighbourhood, WardPlan

# (written, reading, romaji): joined they give a name that no real centre bears as far as we know.
STEMS = (
    ("桜", "サクラ", "sakura"), ("椿", "ツバキ", "tsubaki"), ("藤", "フジ", "fuji"),
    ("楠", "クスノキ", "kusunoki"), ("柳", "ヤナギ", "yanagi"), ("萩", "ハギ", "hagi"),
    ("茜", "アカネ", "akane"), ("琴", "コト", "koto"), ("若葉", "ワカバ", "wakaba"),
    ("千鳥", "チドリ", "chidori"), ("白鷺", "シラサギ", "shirasagi"), ("月見", "ツキミ", "tsukimi"),
    ("夕凪", "ユウナギ", "yunagi"), ("花野", "ハナノ", "hanano"), ("星見", "ホシミ", "hoshimi"),
    ("笹", "ササ", "sasa"), ("鶴", "ツル", "tsuru"), ("潮見", "シオミ", "shiomi"),
    ("朝霧", "アサギリ", "asagiri"), ("栗", "クリ", "kuri"), ("水鳥", "ミズドリ", "mizudori"),
    ("風見", "カザミ", "kazami"), ("紅葉", "モミジ", "momiji"), ("杉", "スギ", "sugi"),
    ("ひばり", "ヒバリ", "hibari"), ("みどり", "ミドリ", "midori"), ("あやめ", "アヤメ", "ayame"),
    ("すみれ", "スミレ", "sumire"),
)  # fmt: skip
ENDINGS = (
    ("が丘", "ガオカ", "gaoka"), ("台", "ダイ", "dai"), ("町", "マチ", "machi"),
    ("浜", "ハマ", "hama"), ("坂", "ザカ", "zaka"), ("が原", "ガハラ", "gahara"),
    ("谷", "ダニ", "dani"), ("橋", "バシ", "bashi"), ("塚", "ヅカ", "zuka"), ("森", "モリ", "mori"),
    ("が池", "ガイケ", "gaike"), ("本町", "ホンマチ", "honmachi"),
)  # fmt: skip
PARTS = (
    ("", "", ""), ("中央", "チュウオウ", "-chuo"), ("東", "ヒガシ", "-higashi"),
    ("西", "ニシ", "-nishi"), ("南", "ミナミ", "-minami"), ("北", "キタ", "-kita"),
)  # fmt: skip

INTRODUCTIONS = (
    "{place}のみなさんが集い、学び、活動する拠点です。子どもから高齢の方まで、気軽にお立ち寄りください。",
    "まちづくり協議会やボランティアの皆さんとともに、講座や季節の催しを開いています。見学はいつでもどうぞ。",
    "小学校のとなりにある、明るい建物です。放課後の子どもたちと地域の大人が行き交います。",
    "多目的ホールと調理室が自慢です。健康体操や料理の講座が、毎週にぎわっています。",
    "坂の上にあり、窓からまちを見わたせます。図書コーナーは、だれでも静かに過ごせます。",
    "子育てサロンや高齢者の集いなど、世代をこえたつながりを大切にしています。",
)
PARKING = (
    "10台（無料）",
    "6台（無料）",
    "15台（うち車いす使用者用1台、無料）",
    "なし。公共交通機関をご利用ください。",
)


@dataclass
class Site:
    """A centre with what belongs to it, and where it stands."""

    center: Center
    place: str
    neighbourhood: Neighbourhood
    hours: list[OpeningHours] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)

    def rooms_for(self, kind: str) -> list[Room]:
        """Rooms in which something that wants a `kind` of room can take place, the best first."""
        fits = [room for room in self.rooms if room.name.endswith(kind)]
        others = [room for room in self.rooms if room.name.endswith(("会議室", "多目的ホール"))]
        return fits + [room for room in others if room not in fits and kind != "調理室"]


def build_wards() -> list[Ward]:
    """The seven wards, in the order of their codes."""
    return [Ward(code=w.code, slug=w.slug, name=w.name, kana=w.kana) for w in WARDS]


def build_sites(wards: list[Ward], size: Size, today: date) -> list[Site]:
    """The centres of every ward in proportion to its weight, and what is closed soon."""
    rng = Random("sites")  # noqa: S311  a demo city, not a secret
    names = [
        tuple(stem[i] + ending[i] + part[i] for i in range(3))
        for part in PARTS
        for stem, ending in rng.sample(
            [(s, e) for s in STEMS for e in ENDINGS], len(STEMS) * len(ENDINGS)
        )
    ]
    sites: list[Site] = []
    for ward, plan, number in zip(wards, WARDS, shares(size.centers), strict=True):
        for place in range(number):
            sites.append(_site(rng, (ward, plan), names[len(sites)], len(sites), place))
    for site in rng.sample(sites, size.sunday_centers):
        site.hours.append(
            OpeningHours(center=site.center, weekday=6, opens=time(9), closes=time(17))
        )
    cleaning, inspection = rng.sample(sites, 2)
    _close(cleaning, today + timedelta(days=9), 1, "館内清掃")
    _close(inspection, today + timedelta(days=20), 2, "電気設備の点検")
    return sites


def shares(total: int) -> list[int]:
    """`total` centres shared out among the wards by weight, at least one each."""
    weight = sum(ward.weight for ward in WARDS)
    exact = [total * ward.weight / weight for ward in WARDS]
    given = [max(1, math.floor(share)) for share in exact]
    by_rest = sorted(range(len(WARDS)), key=lambda i: given[i] - exact[i])
    for i in by_rest[: total - sum(given)]:
        given[i] += 1
    return given


def point_in(rng: Random, circle: Neighbourhood) -> tuple[Decimal, Decimal]:
    """A point within RADIUS of the middle of a neighbourhood."""
    angle, distance = rng.uniform(0, math.tau), RADIUS * math.sqrt(rng.random())
    return (
        Decimal(f"{circle.latitude + distance * math.sin(angle):.6f}"),
        Decimal(f"{circle.longitude + distance * math.cos(angle):.6f}"),
    )


def address_in(rng: Random, ward: str, town: str) -> str:
    """An invented address: 「北九州市門司区桜が丘2丁目3番4号」"""
    numbers = rng.randint(1, 4), rng.randint(1, 18), rng.randint(1, 24)
    return "北九州市{}{}{}丁目{}番{}号".format(ward, town, *numbers)


def _site(
    rng: Random, place_of: tuple[Ward, WardPlan], name: tuple[str, ...], number: int, place: int
) -> Site:
    """The `number`th centre of the city, the `place`th of its ward."""
    ward, plan = place_of
    circle = plan.neighbourhoods[place % len(plan.neighbourhoods)]
    latitude, longitude = point_in(rng, circle)
    walk = rng.choice([4, 6, 8, 10, 12])
    center = Center(
        slug=name[2],
        name=f"{name[0]}市民センター",
        kana=f"{name[1]}シミンセンター",
        ward=ward,
        postcode=f"{circle.postcode}{rng.randint(10, 89)}",
        address=address_in(rng, plan.name, name[0]),
        latitude=latitude,
        longitude=longitude,
        phone=f"093-000-{1001 + number}",
        access=f"{circle.station}から徒歩{walk}分",
        parking=rng.choice(PARKING),
        introduction=rng.choice(INTRODUCTIONS).format(place=name[0]),
        wheelchair=rng.random() < 0.8,
        elevator=rng.random() < 0.5,
        nursing_room=rng.random() < 0.4,
    )
    site = Site(center, name[0], circle)
    for weekday in range(6):
        closes = time(17) if weekday == 5 else time(22)
        site.hours.append(
            OpeningHours(center=center, weekday=weekday, opens=time(9), closes=closes)
        )
    for room, floor, capacity in _rooms(rng):
        site.rooms.append(Room(center=center, name=room, floor=floor, capacity=capacity))
    return site


def _rooms(rng: Random) -> list[tuple[str, int, int]]:
    upstairs = rng.choice([1, 2, 2])
    rooms = [
        ("多目的ホール", upstairs, rng.choice([60, 80, 100, 120])),
        ("第1会議室", upstairs, rng.choice([24, 30, 36])),
        ("和室", 1, rng.choice([16, 20, 24])),
        ("調理室", 1, rng.choice([16, 20, 24])),
        ("図書コーナー", 1, rng.choice([10, 12, 15])),
    ]
    if rng.random() < 0.7:
        rooms.append(("第2会議室", upstairs, rng.choice([12, 16, 20])))
    if rng.random() < 0.25:
        rooms.append(("こどもルーム", 1, rng.choice([12, 16])))
    return rooms


def _close(site: Site, first: date, days: int, reason: str) -> None:
    site.closures.append(
        Closure(
            center=site.center,
            first_day=first,
            last_day=first + timedelta(days=days - 1),
            reason=reason,
        )
    )
