"""What the demo city sorts its courses by, and who holds them besides the centres."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.japan import calendar
from programs.models import Category, LifeStage, Organizer, Term

CATEGORIES = (
    ("health", "健康・スポーツ"),
    ("cooking", "料理・食"),
    ("art", "文化・芸術"),
    ("music", "音楽"),
    ("language", "語学・国際"),
    ("digital", "パソコン・スマホ"),
    ("family", "子育て・家庭教育"),
    ("history", "歴史・ふるさと"),
    ("safety", "防災・安全"),
    ("community", "ボランティア・地域活動"),
    ("nature", "環境・自然"),
    ("career", "仕事・学び直し"),
)

# One letter each: how a topic names the stages it is for.
STAGES = (
    ("b", "infants", "乳幼児と保護者", 0, 5),
    ("e", "children", "小学生", 6, 12),
    ("t", "teens", "中高生", 13, 18),
    ("a", "adults", "おとな", 19, 64),
    ("s", "seniors", "60歳以上", 60, None),
)


@dataclass(frozen=True)
class Partner:
    """An invented organiser: what it teaches and where. Without a ward it teaches online only."""

    name: str
    kind: Organizer.Kind
    host: str
    categories: tuple[str, ...]
    venue: str
    ward: str = ""
    town: str = ""


CITY, UNIVERSITY, NPO, COMPANY, OTHER = (
    Organizer.Kind.CITY,
    Organizer.Kind.UNIVERSITY,
    Organizer.Kind.NPO,
    Organizer.Kind.COMPANY,
    Organizer.Kind.OTHER,
)

PARTNERS = (
    Partner("北九州市 健康づくり推進担当", CITY, "kenko", ("health", "cooking"),
            "まちなか健康プラザ 3階研修室", "kokurakita", "みどりが池"),
    Partner("北九州市 防災企画担当", CITY, "bosai", ("safety",),
            "地域防災学習館 講堂", "yahatahigashi", "星見が丘"),
    Partner("北九州市 環境学習担当", CITY, "kankyo", ("nature",),
            "ひびき環境ひろば 学習室", "wakamatsu", "風見浜"),
    Partner("響灘文化大学 地域連携センター", UNIVERSITY, "hibikinada-u",
            ("history", "career", "language", "art"),
            "響灘文化大学 2号館201教室", "wakamatsu", "潮見台"),
    Partner("関門国際大学 公開講座室", UNIVERSITY, "kanmon-u",
            ("language", "history", "music", "career"),
            "関門国際大学 本館大講義室", "moji", "夕凪坂"),
    Partner("紫川医療福祉専門学校", UNIVERSITY, "murasaki-college", ("health", "family", "career"),
            "紫川医療福祉専門学校 実習室", "kokuraminami", "紅葉が丘"),
    Partner("NPO法人 みちくさ子ども基地", NPO, "michikusa", ("family", "nature", "music"),
            "みちくさ子ども基地", "tobata", "ひばり町"),
    Partner("NPO法人 まなびの輪ひろば", NPO, "manabi-hiroba", ("community", "digital", "art"),
            "まなびの輪ひろば 交流室", "yahatanishi", "楠橋本町"),
    Partner("NPO法人 くらしとIT", NPO, "kurashi-it", ("digital", "career"), "オンライン（Zoom）"),
    Partner("株式会社みなとソフトウェア", COMPANY, "minato-soft", ("digital", "career"),
            "みなとソフトウェア 研修室", "kokurakita", "千鳥橋"),
    Partner("洞海ガス料理スタジオ株式会社", COMPANY, "dokai-gas", ("cooking", "family"),
            "洞海ガス料理スタジオ", "tobata", "潮見町"),
    Partner("有限会社 工房わかとの", COMPANY, "wakato-kobo", ("art", "nature"),
            "工房わかとの", "wakamatsu", "白鷺浜"),
    Partner("関門海峡ガイド協議会", OTHER, "kanmon-guide", ("history", "community"),
            "海峡案内所 2階会議室", "moji", "潮見坂"),
    Partner("北九州シニア学びの会", OTHER, "senior-manabi", ("health", "music", "art", "community"),
            "シニア学びの会 稽古場", "yahatahigashi", "桜塚"),
)  # fmt: skip


def build_categories() -> list[Category]:
    """The city's categories, in the order they are shown."""
    return [
        Category(slug=slug, name=name, order=order)
        for order, (slug, name) in enumerate(CATEGORIES, start=1)
    ]


def build_life_stages() -> list[LifeStage]:
    """The city's life stages, by age."""
    return [
        LifeStage(slug=slug, name=name, min_age=first, max_age=last, order=order)
        for order, (_, slug, name, first, last) in enumerate(STAGES, start=1)
    ]


def build_organizers() -> list[Organizer]:
    """One organiser for each partner, in the same order."""
    return [
        Organizer(name=p.name, kind=p.kind, url=f"https://{p.host}.example.jp/") for p in PARTNERS
    ]


MOST_COURSES = 30


def build_term(today: date) -> Term:
    """The half of the fiscal year in which `today` lies, with a limit few ever reach."""
    year = calendar.fiscal_year(today)
    first, second, end = date(year, 4, 1), date(year, 10, 1), date(year + 1, 4, 1)
    begins, ends, half = (second, end, "後期") if today >= second else (first, second, "前期")
    return Term(
        name=f"{calendar.reiwa(year)}年度 {half}",
        first_day=begins,
        last_day=ends - timedelta(days=1),
        most_courses=MOST_COURSES,
    )
