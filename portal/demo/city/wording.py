"""The words of a course: title, introduction, programme, target, and how to apply."""

from datetime import date
from random import Random

from portal.japan import calendar

from .phrases import (
    ALREADY_A_LEVEL,
    AUDIENCES,
    GROWN_UP,
    INVITES,
    LIVES,
    SEASONAL,
    SEASONS,
    WELCOMES,
)
from .sites import Site
from .timetable import EVENING
from .topics import Topic


def title_of(rng: Random, topic: Topic, first: date, part: str, number: int) -> tuple[str, str]:
    """The title and its reading: the topic, now and then with its time, season or level."""
    before, after = "", ""
    kana_before, kana_after = "", ""
    roll = rng.random()
    holiday = _school_holiday(first) if topic.stages in {"e", "et", "t"} else None
    if holiday and roll < 0.6:
        before, kana_before = holiday
    elif part == EVENING and "仕事帰り" not in topic.title and roll < 0.35:
        before, kana_before = "仕事帰りの", "シゴトガエリノ"
    elif first.weekday() == 5 and roll < 0.25:
        before, kana_before = "土曜の", "ドヨウノ"
    elif first.weekday() == 6 and roll < 0.3:
        before, kana_before = "日曜の", "ニチヨウノ"
    elif topic.category in SEASONAL and not topic.months and roll < 0.25:
        season, reading = SEASONS[first.month // 3 * 3 or 12]
        if season not in topic.title and "季節" not in topic.title:
            before, kana_before = f"{season}の", f"{reading}ノ"
    if number >= 4 and "b" not in topic.stages and rng.random() < 0.2:
        if not any(word in topic.title for word in ALREADY_A_LEVEL):
            after, kana_after = rng.choice(
                [
                    ("入門コース", "ニュウモンコース"),
                    ("ステップアップコース", "ステップアップコース"),
                ]
            )
        else:
            after, kana_after = rng.choice([("前期", "ゼンキ"), ("後期", "コウキ")])
    title = " ".join(word for word in (before, topic.title, after) if word)
    kana = " ".join(word for word in (kana_before, topic.kana, kana_after) if word)
    return title, kana


def _school_holiday(day: date) -> tuple[str, str] | None:
    if (7, 20) <= (day.month, day.day) <= (8, 31):
        return "夏休み", "ナツヤスミ"
    if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 7):
        return "冬休み", "フユヤスミ"
    return None


def summary_of(rng: Random, topic: Topic) -> str:
    """Two sentences: what one does, and why not to hesitate."""
    return topic.what + rng.choice(INVITES[topic.category] + WELCOMES[_whom(topic)])


def _whom(topic: Topic) -> str:
    """Whom to welcome: the one stage a topic is for, or of several the children or grown-ups."""
    if topic.stages in WELCOMES:
        return topic.stages
    return "a" if "a" in topic.stages else "e"


def description_of(rng: Random, topic: Topic, titles: list[str]) -> str:
    """The programme, session by session, between an opening and a closing line."""
    opening = rng.choice(
        [
            "地域の皆さんの声から生まれた講座です。",
            "毎年ご好評をいただいている講座です。",
            "材料は、こちらで用意します。"
            if topic.fee_note == "材料費"
            else "お一人でのご参加も歓迎します。"
            if set(topic.stages) & set("as")
            else "スタッフが多めにつき、ゆっくり進めます。",
        ]
    )
    if len(titles) > 1:
        lines = [f"第{number}回　{title}" for number, title in enumerate(titles, start=1)]
        closing = rng.choice(
            [
                "全部の回に参加できる方が対象です。",
                "1回だけお休みする場合も、資料をお渡しします。",
                "前の回の復習をしながら進めます。",
            ]
        )
    else:
        lines = [f"・{step}" for step in topic.steps]
        closing = rng.choice(
            [
                "終わったあとに、質問の時間があります。",
                "開始の10分前までにお越しください。",
                "内容は変わることがあります。",
            ]
        )
    return "\n".join([opening, "", "【内容】", *lines, "", closing])


def session_titles(topic: Topic, number: int) -> list[str]:
    """What each session is about; a single one has the course's own title."""
    if number == 1:
        return [""]
    steps = topic.steps
    names = [steps[place * len(steps) // number] for place in range(number)]
    parts = "①②③④⑤⑥⑦⑧⑨⑩"
    return [
        f"{name}{parts[names[:place].count(name)]}" if names.count(name) > 1 else name
        for place, name in enumerate(names)
    ]


def audience_of(rng: Random, topic: Topic) -> tuple[str, int | None, int | None]:
    """For whom a course on this topic is, in words and in years of age."""
    if topic.ages:
        first, last = topic.ages
        return f"{first}〜{last}歳の子どもと保護者", first, last
    if topic.category == "family" and topic.stages == "a":
        return "子育て中の方", GROWN_UP, None
    return rng.choice(AUDIENCES[topic.stages])


def target_of(audience: str, residence: str) -> str:
    """「市内にお住まいの小学生」; open to all: 「どなたでも」."""
    lives = LIVES[residence]
    return f"{lives}{audience}" if audience else (f"{lives}方" if lives else "どなたでも")


def instructor_of(topic: Topic, name: str) -> str:
    """A person with what they do, or a group as a whole."""
    if topic.teacher.endswith(("会", "団", "組合")):
        return f"{topic.teacher}の皆さん"
    return f"{topic.teacher}　{name}さん"


def apply_here(site: Site) -> str:
    return (
        f"このページのほか、電話（{site.center.phone}）または窓口でも申し込めます。"
        "受付は開館時間内です。"
    )


def apply_by_lottery(rng: Random, site: Site, until: date, title: str) -> str:
    """How to enter a lottery: by return postcard, by telephone or at the counter."""
    center = site.center
    day = f"{calendar.long_date(until)}"
    postcard = (
        f"往復はがきに、①講座名「{title}」②住所③氏名（フリガナ）④年齢⑤電話番号を書いて、"
        f"{day}（必着）までに"
        f"〒{center.postcode[:3]}-{center.postcode[3:]} {center.address} "
        f"{center.name}へお送りください。"
        "返信用の面には、ご自分の住所と氏名をお書きください。"
    )
    phone = (
        f"{day}までに、電話（{center.phone}）で、氏名・年齢・電話番号をお知らせください。"
        "申込が定員を超えたときは抽選し、結果は全員に電話でお知らせします。"
    )
    counter = (
        f"{day}までに、{center.name}の窓口にある申込書に書いてお出しください。"
        "申込が定員を超えたときは抽選し、結果は、はがきでお知らせします。"
    )
    return rng.choice([postcard, postcard, phone, counter])


NO_SIGN_UP = "申し込みはいりません。当日、直接会場へお越しください。"
