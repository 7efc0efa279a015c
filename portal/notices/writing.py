"""How a letter is written: its placeholders filled, its dates spelled, its foot.

A letter's words are a text with placeholders, 「{日時}」; nothing in it is ever run.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from portal.japan import calendar

PLACEHOLDER = re.compile(r"\{([^{}\n]{1,20})\}")


def placeholders_in(text: str) -> list[str]:
    """The placeholders of a text, each once, in the order they stand in it."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders replaced; unknown ones stay as they are.

    A line or a paragraph that holds placeholders, all of them empty, is left out. Of a value in
    several lines the later ones stand below the first.
    """
    paragraphs = []
    for paragraph in text.strip().split("\n\n"):
        if _has_nothing_to_say(paragraph, values):
            continue
        lines = [line for line in paragraph.split("\n") if not _has_nothing_to_say(line, values)]
        put = (PLACEHOLDER.sub(lambda found: _put(found, values), line) for line in lines)
        paragraphs.append("\n".join(line.rstrip() for line in put))
    return "\n\n".join(paragraphs)


def absolute(path: str) -> str:
    """The address of a page as a mail needs it."""
    return f"{settings.SITE_URL}{path}"


def when(starts_at: datetime, ends_at: datetime, *, all_day: bool = False) -> str:
    """2026年12月6日（日）10:00〜12:00"""
    first, last = calendar.local(starts_at), calendar.local(ends_at)
    begin, end = calendar.long_date(first.date()), calendar.long_date(last.date())
    if all_day:
        return begin if begin == end else f"{begin}〜{end}"
    if begin == end:
        return f"{begin}{calendar.clock(first)}〜{calendar.clock(last)}"
    return f"{begin}{calendar.clock(first)}〜{end}{calendar.clock(last)}"


def moment(at: datetime | None) -> str:
    """2026年12月6日（日）17:00"""
    if at is None:
        return ""
    here = calendar.local(at)
    return f"{calendar.long_date(here.date())}{calendar.clock(here)}"


def foot(stop: str = "") -> str:
    """What stands below every letter: who writes, and how to stop what one may stop."""
    site, section = settings.CITY["site"], settings.CITY["section"]
    lines = ["-- ", f"{site['name']}　{site['tagline']}", section["name"]]
    lines += [f"電話 {section['phone']}", settings.SITE_URL]
    if stop:
        lines += ["", "このお知らせを止めるには、次のページを開いてください。", stop]
    return "\n" + "\n".join(lines) + "\n"


def _has_nothing_to_say(part: str, values: Mapping[str, str]) -> bool:
    known = [values[name] for name in PLACEHOLDER.findall(part) if name in values]
    return bool(known) and not any(known)


def _put(found: re.Match, values: Mapping[str, str]) -> str:
    if found[1] not in values:
        return found[0]
    before = found.string[: found.start()]
    indent = "\n" + ("　" * len(before) if len(before) <= 8 else "")
    return values[found[1]].replace("\n", indent)
