"""The city's file (docs/city-file.md): what makes the portal this city's, read when it starts.

A file that lacks something or says what cannot be stops the start with a sentence.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SHIPPED_CITY = Path(__file__).resolve().parent / "city" / "kitakyushu.toml"
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
NUMBERS = {
    "letters": {
        "reminder_days": range(1, 15),
        "reminder_hour": range(24),
        "survey_days": range(1, 61),
    },
    "volunteers": {"youngest": range(18), "retention_years": range(1, 11)},
}


def read_city(path: Path) -> dict[str, Any]:
    """What `path` says, with every part the shipped file has. Raises ImproperlyConfigured."""
    if not path.is_file():
        raise ImproperlyConfigured(f"CITY_FILE names no file: {path}. See docs/city-file.md.")
    try:
        city = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"CITY_FILE ({path}) cannot be read: {error}") from error
    if missing := _missing(city):
        raise ImproperlyConfigured(
            f"CITY_FILE ({path}) lacks {', '.join(missing)}. See docs/city-file.md."
        )
    for part, numbers in NUMBERS.items():
        for name, may_be in numbers.items():
            if city[part][name] not in may_be:
                raise ImproperlyConfigured(
                    f"CITY_FILE ({path}): [{part}] {name} must be a number from {may_be[0]} to "
                    f"{may_be[-1]}."
                )
    if not re.fullmatch(CLOCK, str(city["letters"]["digest_at"])):
        raise ImproperlyConfigured(
            f'CITY_FILE ({path}): [letters] digest_at must be a time such as "07:00".'
        )
    days = [*city["rooms"]["lottery_entries"], city["rooms"]["lottery_results_day"]]
    if len(days) != 3 or not 1 <= days[0] <= days[1] < days[2] <= 28:
        raise ImproperlyConfigured(
            f"CITY_FILE ({path}): [rooms] lottery_entries and lottery_results_day must be days "
            "from 1 to 28, each later than the one before."
        )
    return city


def _missing(city: Mapping[str, Any]) -> list[str]:
    """What the shipped file has and this one has not; what may repeat may also be absent."""
    shipped = tomllib.loads(SHIPPED_CITY.read_text(encoding="utf-8"))
    return [
        f"[{part}] {name}"
        for part, names in shipped.items()
        if isinstance(names, dict)
        for name in names
        if name not in city.get(part, {})
    ]
