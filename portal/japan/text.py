"""Japanese text as people type it, brought into the form the city keeps (GIF DS-443, DS-445)."""

import re
import unicodedata

import jaconv

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DASHES = re.compile(r"[‐‑‒–—―−－ー─━ｰ]")


def plain_spaces(text: str) -> str:
    """Every run of spaces, full-width ones included, as one half-width space; ends trimmed."""
    return " ".join(text.split())


def as_meant(text: str) -> str:
    """What was typed into a field of many lines: one kind of line end, nothing unseen, no ends."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def katakana(text: str) -> str:
    """A reading (フリガナ) in full-width katakana, whichever kana it was typed in."""
    return plain_spaces(jaconv.hira2kata(unicodedata.normalize("NFKC", text)))


def is_katakana(text: str) -> bool:
    """Whether `text` is only full-width katakana, ー, ・ and spaces."""
    return bool(re.fullmatch(r"[ァ-ヺー・ ]+", text))


def phone(text: str) -> str:
    """A telephone number as half-width digits and hyphens (GIF DS-445), dashes unified."""
    return plain_spaces(DASHES.sub("-", unicodedata.normalize("NFKC", text)))


def postcode(text: str) -> str:
    """A postcode as seven digits without hyphen (GIF DS-443)."""
    return re.sub(r"[^0-9]", "", DASHES.sub("-", unicodedata.normalize("NFKC", text)))


# One form for the ways a reading is miswritten: small letters as large ones, voiced letters as
# plain ones (タカザキ, タカサキ), no ー, ・ or spaces. The database folds by the same pairs.
_SMALL = "ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ"
_VOICED = (
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴヲヰヱ",
    "カキクケコサシスセソタシステトハヒフヘホハヒフヘホウオイエ",
)
KANA_FROM = f"{_SMALL[0]}{_VOICED[0]}ー・ "
KANA_TO = f"{_SMALL[1]}{_VOICED[1]}"
_KANA_KEY = str.maketrans(KANA_FROM[: len(KANA_TO)], KANA_TO, KANA_FROM[len(KANA_TO) :])


def kana_key(text: str) -> str:
    """What all ways to write one reading share: 「たかざき　ﾊﾅｺ」 gives タカサキハナコ."""
    return katakana(text).translate(_KANA_KEY)


def digits(text: str) -> str:
    """Only the digits of what was typed, half-width."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))


# Characters of names in an old or a printers' form, each before its plain one (異体字): who copies
# a list writes one or the other.
_NAME_FORMS = (
    "髙高 﨑崎 𠮷吉 邉辺 邊辺 齋斉 齊斉 斎斉 濵浜 濱浜 澤沢 櫻桜 廣広 國国 嶋島 嶌島 惠恵 "
    "眞真 德徳 瀨瀬 黑黒 龍竜 榮栄 壽寿 與与 學学 藏蔵 禮礼 會会 實実 靜静 圓円 豐豊 萬万 "
    "淺浅 鄕郷 橫横 緖緒 曾曽 增増 濟済 假仮 藪薮 籔薮 淵渕 舘館 桒桑 翆翠 冨富 峯峰 穗穂 "
    "稻稲 將将 黃黄 來来 兒児 圖図 廳庁 關関 戶戸 卷巻 彌弥 瀧滝 晉晋 顯顕 佛仏 寬寛 勳勲 "
    "寳宝 寶宝 㔟勢 槇槙 衞衛 邇迩 穐秋"
)
_NAME_KEY = str.maketrans({pair[0]: pair[1] for pair in _NAME_FORMS.split()})
_VARIANT = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef\s]")


def name_key(text: str) -> str:
    """What the ways to write one name share: 「髙﨑　花子」 and 「高崎花子」 give 高崎花子."""
    return _VARIANT.sub("", unicodedata.normalize("NFKC", text)).translate(_NAME_KEY)


_KANJI_DIGITS = "〇一二三四五六七八九"


def kanji_number(number: int) -> str:
    """A number from 1 to 99 as it is written downwards: 31 gives 三十一."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_KANJI_DIGITS[tens]}十"
    return f"{head}{_KANJI_DIGITS[ones] if ones else ''}"
