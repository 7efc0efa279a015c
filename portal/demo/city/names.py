"""Names of invented people: written, reading, and for families romaji for the mail address."""

from random import Random

FAMILIES = (
    ("佐藤", "サトウ", "sato"),
    ("鈴木", "スズキ", "suzuki"),
    ("田中", "タナカ", "tanaka"),
    ("中村", "ナカムラ", "nakamura"),
    ("山本", "ヤマモト", "yamamoto"),
    ("髙橋", "タカハシ", "takahashi"),
    ("高橋", "タカハシ", "takahashi"),
    ("山﨑", "ヤマサキ", "yamasaki"),
    ("松尾", "マツオ", "matsuo"),
    ("古賀", "コガ", "koga"),
    ("吉田", "ヨシダ", "yoshida"),
    ("井上", "イノウエ", "inoue"),
    ("松本", "マツモト", "matsumoto"),
    ("原田", "ハラダ", "harada"),
    ("森", "モリ", "mori"),
    ("宮﨑", "ミヤザキ", "miyazaki"),
    ("藤田", "フジタ", "fujita"),
    ("石橋", "イシバシ", "ishibashi"),
    ("安部", "アベ", "abe"),
    ("後藤", "ゴトウ", "goto"),
    ("橋本", "ハシモト", "hashimoto"),
    ("末松", "スエマツ", "suematsu"),
    ("江藤", "エトウ", "eto"),
    ("大塚", "オオツカ", "otsuka"),
    ("川原", "カワハラ", "kawahara"),
    ("福島", "フクシマ", "fukushima"),
    ("西村", "ニシムラ", "nishimura"),
    ("木村", "キムラ", "kimura"),
    ("岡本", "オカモト", "okamoto"),
    ("村上", "ムラカミ", "murakami"),
    ("髙﨑", "タカサキ", "takasaki"),
    ("平川", "ヒラカワ", "hirakawa"),
    ("秋吉", "アキヨシ", "akiyoshi"),
    ("畑中", "ハタナカ", "hatanaka"),
    ("白石", "シライシ", "shiraishi"),
    ("野口", "ノグチ", "noguchi"),
    ("有田", "アリタ", "arita"),
    ("坂本", "サカモト", "sakamoto"),
    ("久保", "クボ", "kubo"),
    ("内田", "ウチダ", "uchida"),
    ("𠮷村", "ヨシムラ", "yoshimura"),
    ("渡邉", "ワタナベ", "watanabe"),
    ("渡辺", "ワタナベ", "watanabe"),
    ("太田", "オオタ", "ota"),
    ("島田", "シマダ", "shimada"),
)

# By when people of that name are mostly born: before 1965, before 1995, and since.
WOMEN = (
    (
        ("和子", "カズコ"),
        ("幸子", "サチコ"),
        ("節子", "セツコ"),
        ("洋子", "ヨウコ"),
        ("京子", "キョウコ"),
        ("美智子", "ミチコ"),
        ("文子", "フミコ"),
        ("トミ子", "トミコ"),
        ("恵子", "ケイコ"),
        ("千鶴", "チヅル"),
    ),
    (
        ("由美", "ユミ"),
        ("真由美", "マユミ"),
        ("直美", "ナオミ"),
        ("智子", "トモコ"),
        ("裕子", "ユウコ"),
        ("麻衣", "マイ"),
        ("愛", "アイ"),
        ("恵", "メグミ"),
        ("香織", "カオリ"),
        ("美穂", "ミホ"),
    ),
    (
        ("陽菜", "ヒナ"),
        ("結衣", "ユイ"),
        ("葵", "アオイ"),
        ("さくら", "サクラ"),
        ("凜", "リン"),
        ("莉子", "リコ"),
        ("心春", "コハル"),
        ("芽依", "メイ"),
        ("詩", "ウタ"),
        ("ひかり", "ヒカリ"),
    ),
)
MEN = (
    (
        ("清", "キヨシ"),
        ("勇", "イサム"),
        ("茂", "シゲル"),
        ("正", "タダシ"),
        ("博", "ヒロシ"),
        ("隆", "タカシ"),
        ("勝", "マサル"),
        ("進", "ススム"),
        ("昭二", "ショウジ"),
        ("義男", "ヨシオ"),
    ),
    (
        ("健一", "ケンイチ"),
        ("誠", "マコト"),
        ("直樹", "ナオキ"),
        ("大輔", "ダイスケ"),
        ("浩二", "コウジ"),
        ("和也", "カズヤ"),
        ("哲也", "テツヤ"),
        ("亮", "リョウ"),
        ("雄太", "ユウタ"),
        ("拓也", "タクヤ"),
    ),
    (
        ("蓮", "レン"),
        ("湊", "ミナト"),
        ("陽翔", "ハルト"),
        ("悠真", "ユウマ"),
        ("樹", "イツキ"),
        ("大和", "ヤマト"),
        ("颯太", "ソウタ"),
        ("律", "リツ"),
        ("朝陽", "アサヒ"),
        ("蒼", "アオ"),
    ),
)


def given_name(rng: Random, born: int, *, woman: bool) -> tuple[str, str]:
    """A given name of the time, with its reading."""
    period = 0 if born < 1965 else 1 if born < 1995 else 2
    return rng.choice((WOMEN if woman else MEN)[period])


def teacher_name(rng: Random) -> str:
    """A grown-up's full name: 「髙橋 由美」"""
    born = rng.randint(1950, 1990)
    return f"{rng.choice(FAMILIES)[0]} {given_name(rng, born, woman=rng.random() < 0.6)[0]}"
