"""What only the sentences of a table say: how to apply, childcare, ages.

Read with care: a wrong fact is worse than none, so what is not plain stays words.
"""

import re

from programs.models import Course

from .values import half_width

Method = Course.Method

LOTTERY = re.compile(r"抽(選|せん)(?!会|券)")
FIRST_COME = re.compile(r"(?<!託児)(?<!保育)先着|申込み?順|定員になり次第")
NOT_NEEDED = re.compile(
    r"^不要|(申し?込み?|予約)(は|の必要は)?(不要|なし|ありません|いりません)"
    r"|当日[、は]?\s*直接|当日会場へ|直接、?(会場|集合場所)|誰でも自由に"
)
FORMS = re.compile(r"申込書|お?申し?込み?(ください|下さい|フォーム)")
CHILDCARE = re.compile(
    r"託児(?!ボランティア|サポーター|スタッフ|者|なし|無し|は?(あり|でき|行い)ません)"
    r"|保育(希望|あり|有り|付き|つき)|一時保育"
)
NO_CHILDCARE = re.compile(
    r"(託児|保育)[^。\n]{0,8}(ありません|ございません|できません|行いません|なし)"
)
SIGN_LANGUAGE = re.compile(r"手話通訳(?!者|士)[^。\n]{0,12}(あり|有り|付|つき|希望)")
CAPTIONING = re.compile(r"要約筆記(?!者|士)[^。\n]{0,12}(あり|有り|付|つき|希望)")
ONLINE_PLACE = re.compile(r"オンライン|zoom|ウェブ開催", re.IGNORECASE)
ONLINE = re.compile(r"オンライン(\([^)]*\))?(で(の)?参加|参加|で開催|開催|配信)")
URL = re.compile(r"https?://[!-;=?-~]+")
UP_FROM = re.compile(r"(\d{1,3})歳以上")
DOWN_FROM = re.compile(r"(\d{1,3})歳(以下|まで)")
BETWEEN = re.compile(r"(\d{1,3})歳?(?:から|[~〜～-])(\d{1,3})歳(まで|以下)?")


def method(how_to_apply: str, *elsewhere: str) -> str:
    """How places are given, by the first text that says it plainly."""
    if NOT_NEEDED.search(half_width(how_to_apply)) and not _asks_for_more(how_to_apply):
        return Method.NONE
    for text in (how_to_apply, *elsewhere):
        lottery, first_come = LOTTERY.search(text), FIRST_COME.search(text)
        if lottery and not first_come:
            return Method.LOTTERY
        if first_come and not lottery:
            return Method.FIRST_COME
        if lottery and first_come:
            return Method.OTHER
    return Method.OTHER


def _asks_for_more(text: str) -> bool:
    return any(pattern.search(text) for pattern in (LOTTERY, FIRST_COME, FORMS))


def has_childcare(text: str) -> bool:
    return bool(CHILDCARE.search(text)) and not NO_CHILDCARE.search(text)


def has_sign_language(text: str) -> bool:
    return bool(SIGN_LANGUAGE.search(text))


def has_captioning(text: str) -> bool:
    return bool(CAPTIONING.search(text))


def is_online(venue: str, text: str) -> bool:
    return bool(ONLINE_PLACE.search(half_width(venue)) or ONLINE.search(half_width(text)))


def only_address(text: str) -> str:
    """The web address a text names, where it names just one."""
    found = {address.rstrip(".,)") for address in URL.findall(text)}
    return found.pop() if len(found) == 1 else ""


def ages(target: str) -> tuple[int | None, int | None]:
    """From and to what age, where one such statement stands alone and none is rough."""
    plain = half_width(target)
    if re.search(r"おおむね|概ね|くらい|程度|未満|学年", plain):
        return None, None
    if match := BETWEEN.search(plain):
        low, high = int(match[1]), int(match[2])
        alone = plain.count("歳") == match[0].count("歳")
        return (low, high) if alone and low <= high <= 120 else (None, None)
    if plain.count("歳") != 1:
        return None, None
    up, down = UP_FROM.search(plain), DOWN_FROM.search(plain)
    return (int(up[1]) if up else None), (int(down[1]) if down else None)
