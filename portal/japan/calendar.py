"""Fiscal years, eras, weekdays and holidays (JIS X 0301; 国民の祝日に関する法律)."""

from calendar import isleap
from datetime import date, datetime, time, timedelta

import jpholiday
from django.utils import timezone

WEEKDAYS = "月火水木金土日"
REIWA_BEGAN, HEISEI_BEGAN = 2019, 1989
# Years in school, counted from the first of primary school (学校教育法 17条).
SCHOOL_YEARS = [
    (-2, "年少"),
    (-1, "年中"),
    (0, "年長"),
    *((year, f"小学{year}年") for year in range(1, 7)),
    *((year, f"中学{year - 6}年") for year in range(7, 10)),
    *((year, f"高校{year - 9}年") for year in range(10, 13)),
]


def months_later(day: date, number: int) -> date:
    """The first of the month so many months after that of `day`, or before it."""
    month = day.year * 12 + day.month - 1 + number
    return date(month // 12, month % 12 + 1, 1)


def fiscal_year(day: date) -> int:
    """The fiscal year (年度, April to March) that `day` belongs to."""
    return day.year - (day.month < 4)


def reiwa(year: int) -> str:
    """A year of the present era: 2026 gives 「令和8」, 2019 gives 「令和元」."""
    number = year - REIWA_BEGAN + 1
    return f"令和{'元' if number == 1 else number}"


def fiscal_year_name(year: int) -> str:
    """「令和8（2026）年度」, 「平成30（2018）年度」"""
    era = reiwa(year) if year >= REIWA_BEGAN else f"平成{year - HEISEI_BEGAN + 1}"
    return f"{era}（{year}）年度"


# The first day of each era, the present one first (元号を改める政令).
ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))


def era_parts(day: date) -> tuple[str, int]:
    """The era of `day` and its year in it: the last of April 2019 gives 平成 and 31."""
    began, era = next(one for one in ERAS if one[0] <= day)
    return era, day.year - began.year + 1


def era_date(day: date) -> str:
    """「令和8年4月1日」, 「令和元年5月1日」: how the city dates its papers."""
    era, year = era_parts(day)
    return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def weekday_name(day: date) -> str:
    """One character: 月火水木金土日."""
    return WEEKDAYS[day.weekday()]


def long_date(day: date) -> str:
    """「2026年12月6日（日）」"""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_name(day)}）"


def short_date(day: date) -> str:
    """「12/6（日）」"""
    return f"{day.month}/{day.day}（{weekday_name(day)}）"


def clock(moment: time | datetime) -> str:
    """24-hour time, 「9:00」."""
    return f"{moment.hour}:{moment.minute:02d}"


def local(moment: datetime) -> datetime:
    """An aware moment on the city's clock."""
    return moment.astimezone(timezone.get_default_timezone())


def at(day: date, moment: time) -> datetime:
    """That time of that day on the city's clock."""
    return timezone.make_aware(datetime.combine(day, moment))


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """The moments at which `day` begins and ends on the city's clock."""
    return at(day, time()), at(day + timedelta(days=1), time())


def holiday_name(day: date) -> str:
    """The national holiday on `day`, or an empty string."""
    return jpholiday.is_holiday_name(day) or ""


def age_on(birth: date, day: date) -> int:
    """Full years lived on `day`. Born on 29 February: a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def born_by(day: date, age: int) -> date:
    """The last birthday of those who are `age` or older on `day`, as `age_on` counts."""
    year = day.year - age
    leaps = day.month == 2 and day.day == 29 and not isleap(year)
    return date(year, 2, 28) if leaps else day.replace(year=year)


def school_year_on(birth: date, day: date) -> int:
    """The year in school on `day`: 1 for the first of primary school, 0 the year before it.

    School begins in the April after the sixth birthday; one is a year older on the day before
    one's birthday (年齢計算ニ関する法律), so who is born on 1 April goes with the year before.
    """
    cohort = birth.year - ((birth.month, birth.day) < (4, 2))
    return fiscal_year(day) - cohort - 6


def school_year_name(year: int) -> str:
    """「小学3年」; before and after school in words."""
    if year < SCHOOL_YEARS[0][0]:
        return "年少の前"
    return dict(SCHOOL_YEARS).get(year, "高校卒業後")


def school_years_name(first: int | None, last: int | None) -> str:
    """「小学3〜6年」「小学生」「中学1年以上」; empty where neither is given."""
    if first is None:
        return "" if last is None else f"{school_year_name(last)}まで"
    if last is None:
        return f"{school_year_name(first)}以上"
    whole = {(-2, 0): "年少〜年長", (1, 6): "小学生", (7, 9): "中学生", (10, 12): "高校生"}
    if (first, last) in whole:
        return whole[first, last]
    begins, ends = school_year_name(first), school_year_name(last)
    if first == last:
        return begins
    same_school = first > 0 and begins[:2] == ends[:2]
    return f"{begins[:-1]}〜{ends[2:]}" if same_school else f"{begins}〜{ends}"
