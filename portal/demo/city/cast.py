"""The people of the demo city whom the sign-in page introduces, under fixed addresses."""

from dataclasses import dataclass

from portal.people.models import Membership


@dataclass(frozen=True)
class Featured:
    """An account to try the portal with: who it is, and in a word and a sentence what for."""

    email: str
    name: str
    role: str
    story: str


HANAKO = Featured(
    "hanako@example.jp",
    "小倉 花子",
    "講座をさがす人",
    "72歳、ひとり暮らし。近くの市民センターの講座をさがしています。",
)
SATO = Featured(
    "sato@example.jp",
    "佐藤 麻衣",
    "子どもの分も申し込む人",
    "4歳と9歳の子どもの母親。子どもの講座も申し込みます。",
)
TAKASAKI = Featured(
    "takasaki@example.jp",
    "髙﨑 翔太",
    "働きながら学ぶ人",
    "35歳、会社員。平日の夜と週末に学びたいと思っています。",
)
# Whom the courses at hand happen to hold; the others below have a place of their own in a scene.
BROWSING = (HANAKO, SATO, TAKASAKI)

WAITS = Featured(
    "koga@example.jp",
    "古賀 直美",
    "待っている人",
    "満席の講座でキャンセル待ちをしていて、何番目かを見られます。",
)
OFFERED = Featured(
    "inoue@example.jp",
    "井上 健一",
    "席の案内が来ている人",
    "空いた席の案内が届いていて、期限までに返事をします。",
)
ENTERED = Featured(
    "matsuo@example.jp",
    "松尾 恵子",
    "抽選の結果を待つ人",
    "いくつかの抽選に申し込み、結果を待っています。",
)
GRADUATE = Featured(
    "shiraishi@example.jp",
    "白石 博",
    "修了証のある人",
    "修了証と学びの記録があり、アンケートにも答えられます。",
)
FAMILY = Featured(
    "fujita@example.jp",
    "藤田 美穂",
    "親子で待つ人",
    "7歳の子どもと親子で並んでいます。託児も待っています。",
)
VOLUNTEER = Featured(
    "harada@example.jp",
    "原田 千鶴",
    "ボランティアをする人",
    "子育てサポーターです。これからの予定、届いた声かけ、活動の記録、感謝状を見られます。",
)
SCHOOL = Featured(
    "ota@example.jp",
    "太田 由美",
    "学校の担当者",
    "小学校の教頭先生。読み聞かせの方を募集し、だれが来るかを見て、お礼を伝えます。",
)
RESIDENTS = (*BROWSING, WAITS, OFFERED, ENTERED, GRADUATE, FAMILY, VOLUNTEER, SCHOOL)


@dataclass(frozen=True)
class Post:
    """A member of staff: in the section, in the office of a ward, or in its first centre.

    `called` is what the account is named after, where that is not the role.
    """

    featured: Featured
    role: Membership.Role
    ward: str = ""
    in_center: bool = False
    called: str = ""


SECTION = Post(
    Featured(
        "shogai@example.jp",
        "生涯学習課 職員",
        "生涯学習課の職員",
        "市全体の講座と窓口を見られます。名寄せやお知らせの文面も、ここで直します。",
    ),
    Membership.Role.STAFF,
)
CHIEF = Post(
    Featured(
        "kacho@example.jp",
        "生涯学習課 課長",
        "生涯学習課の課長",
        "抽選のやり直しと、進捗シートの承認を、もう一人の職員として確かめます。",
    ),
    Membership.Role.MANAGER,
)
CLERK = Post(
    Featured(
        "center-kokurakita@example.jp",
        "小倉北区の市民センター職員",
        "センター職員",
        "窓口で、今日の受付、電話やはがきの申込、抽選、名簿を受け持ちます。",
    ),
    Membership.Role.STAFF,
    ward="kokurakita",
    in_center=True,
)
COORDINATOR = Post(
    Featured(
        "coordinator-kokurakita@example.jp",
        "生涯学習推進コーディネーター",
        "コーディネーター",
        "ボランティアの名簿を見て、募集に合う方へ声をかけ、活動の記録を確かめます。",
    ),
    Membership.Role.STAFF,
    ward="kokurakita",
    in_center=True,
    called="コーディネーター",
)
ADVISER = Post(
    Featured(
        "adviser-kokurakita@example.jp",
        "小倉北区 地域・人づくりアドバイザー",
        "アドバイザー",
        "小倉北区の市民センターの講座を支えます。",
    ),
    Membership.Role.ADVISER,
    ward="kokurakita",
)
COUNCIL = Post(
    Featured(
        "iin@example.jp",
        "社会教育委員",
        "社会教育委員",
        "提出された進捗シートを公表の前に読み、意見を書きます。",
    ),
    Membership.Role.COUNCIL,
)
MANAGERS = tuple(
    Post(
        Featured(
            f"kancho-{slug}@example.jp",
            f"{name}の市民センター館長",
            "館長",
            "自分の市民センターの講座と、その窓口だけを見られます。",
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
STAFF = (SECTION, CHIEF, CLERK, COORDINATOR, ADVISER, COUNCIL, *MANAGERS)
FEATURED = {one.email: one for one in (*RESIDENTS, *(post.featured for post in STAFF))}
# Those the page shows at once; the managers, one for each ward, are kept together below.
INTRODUCED = FEATURED.keys() - {post.featured.email for post in MANAGERS}
