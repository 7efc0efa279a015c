"""The people of the demo city whom the sign-in page introduces, under fixed addresses."""

from dataclasses import dataclass

from portal.people.models import Membership


@dataclass(frozen=True)
class Featured:
    """An account to try the portal with: who it is, and in a sentence what for."""

    email: str
    name: str
    story: str


HANAKO = Featured(
    "hanako@example.jp",
    "小倉 花子",
    "72歳、ひとり暮らし。近くの市民センターの講座をさがしています。",
)
SATO = Featured(
    "sato@example.jp", "佐藤 麻衣", "4歳と9歳の子どもの母親。子どもの講座も申し込みます。"
)
TAKASAKI = Featured(
    "takasaki@example.jp", "髙﨑 翔太", "35歳、会社員。平日の夜と週末に学びたいと思っています。"
)
RESIDENTS = (HANAKO, SATO, TAKASAKI)


@dataclass(frozen=True)
class Post:
    """A member of staff: in the section, in the office of a ward, or in its first centre."""

    featured: Featured
    role: Membership.Role
    ward: str = ""
    in_center: bool = False


SECTION = Post(
    Featured("shogai@example.jp", "生涯学習課 職員", "市全体の講座を見て、直せます。"),
    Membership.Role.STAFF,
)
ADVISER = Post(
    Featured(
        "adviser-kokurakita@example.jp",
        "小倉北区 地域・人づくりアドバイザー",
        "小倉北区の市民センターの講座を支えます。",
    ),
    Membership.Role.ADVISER,
    ward="kokurakita",
)
MANAGERS = tuple(
    Post(
        Featured(
            f"kancho-{slug}@example.jp",
            f"{name}の市民センター館長",
            "自分の市民センターの講座だけを直せます。",
        ),
        Membership.Role.MANAGER,
        ward=slug,
        in_center=True,
    )
    for slug, name in (
        ("moji", "門司区"),
        ("wakamatsu", "若松区"),
        ("tobata", "戸畑区"),
        ("kokurakita", "小倉北区"),
        ("kokuraminami", "小倉南区"),
        ("yahatahigashi", "八幡東区"),
        ("yahatanishi", "八幡西区"),
    )
)
STAFF = (SECTION, ADVISER, *MANAGERS)
