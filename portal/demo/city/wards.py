"""The seven wards of Kitakyushu, and the neighbourhoods in which invented centres may stand.

Codes and names are the real ones. A neighbourhood is a circle on land around a well-known point,
the station people would name, and the beginning of the postcodes used there.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Neighbourhood:
    """A circle on land: its middle, the station nearby, the first five digits of its postcode."""

    latitude: float
    longitude: float
    station: str
    postcode: str


@dataclass(frozen=True)
class WardPlan:
    """A ward as data. `weight` is its share of the centres."""

    code: str
    slug: str
    name: str
    kana: str
    weight: int
    neighbourhoods: tuple[Neighbourhood, ...]


# In degrees; about 400 metres, so that no point falls into the strait or the bay.
RADIUS = 0.0036

WARDS = (
    WardPlan("401013", "moji", "門司区", "モジク", 16, (
        Neighbourhood(33.9420, 130.9655, "JR門司港駅", "80108"),
        Neighbourhood(33.9010, 130.9370, "JR門司駅", "80000"),
        Neighbourhood(33.9200, 130.9465, "JR小森江駅", "80000"),
        Neighbourhood(33.8930, 130.9400, "JR門司駅", "80000"),
        Neighbourhood(33.8570, 130.9880, "西鉄バス「恒見」停留所", "80001"),
    )),
    WardPlan("401030", "wakamatsu", "若松区", "ワカマツク", 14, (
        Neighbourhood(33.9040, 130.8070, "JR若松駅", "80800"),
        Neighbourhood(33.9000, 130.7850, "JR藤ノ木駅", "80800"),
        Neighbourhood(33.8950, 130.7560, "JR二島駅", "80801"),
        Neighbourhood(33.8925, 130.7230, "西鉄バス「高須」停留所", "80801"),
        Neighbourhood(33.9160, 130.7560, "市営バス「畠田」停留所", "80801"),
    )),
    WardPlan("401056", "tobata", "戸畑区", "トバタク", 10, (
        Neighbourhood(33.8930, 130.8240, "JR戸畑駅", "80400"),
        Neighbourhood(33.8890, 130.8370, "JR九州工大前駅", "80400"),
        Neighbourhood(33.8850, 130.8260, "西鉄バス「天籟寺」停留所", "80400"),
    )),
    WardPlan("401064", "kokurakita", "小倉北区", "コクラキタク", 25, (
        Neighbourhood(33.8800, 130.8820, "JR小倉駅", "80200"),
        Neighbourhood(33.8830, 130.8700, "JR西小倉駅", "80308"),
        Neighbourhood(33.8700, 130.8720, "JR南小倉駅", "80308"),
        Neighbourhood(33.8740, 130.8980, "モノレール香春口三萩野駅", "80200"),
        Neighbourhood(33.8680, 130.8830, "モノレール片野駅", "80200"),
        Neighbourhood(33.8840, 130.9030, "西鉄バス「富野口」停留所", "80200"),
    )),
    WardPlan("401072", "kokuraminami", "小倉南区", "コクラミナミク", 27, (
        Neighbourhood(33.8250, 130.9400, "JR下曽根駅", "80002"),
        Neighbourhood(33.8470, 130.8780, "モノレール守恒駅", "80209"),
        Neighbourhood(33.8360, 130.8770, "モノレール徳力公団前駅", "80209"),
        Neighbourhood(33.8190, 130.8790, "モノレール企救丘駅", "80209"),
        Neighbourhood(33.8460, 130.9150, "JR安部山公園駅", "80002"),
        Neighbourhood(33.8400, 130.9380, "西鉄バス「沼」停留所", "80002"),
    )),
    WardPlan("401081", "yahatahigashi", "八幡東区", "ヤハタヒガシク", 12, (
        Neighbourhood(33.8640, 130.7990, "JR八幡駅", "80500"),
        Neighbourhood(33.8610, 130.8110, "西鉄バス「中央町」停留所", "80500"),
        Neighbourhood(33.8750, 130.8170, "JR枝光駅", "80500"),
    )),
    WardPlan("401099", "yahatanishi", "八幡西区", "ヤハタニシク", 26, (
        Neighbourhood(33.8610, 130.7650, "JR黒崎駅", "80600"),
        Neighbourhood(33.8620, 130.7140, "JR折尾駅", "80708"),
        Neighbourhood(33.8590, 130.7440, "JR陣原駅", "80600"),
        Neighbourhood(33.8470, 130.7230, "筑豊電鉄永犬丸駅", "80708"),
        Neighbourhood(33.8330, 130.7290, "筑豊電鉄三ヶ森駅", "80708"),
        Neighbourhood(33.8060, 130.7290, "筑豊電鉄楠橋駅", "80711"),
    )),
)  # fmt: skip
