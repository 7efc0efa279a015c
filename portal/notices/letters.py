"""Which letters there are: each app registers its own, with the words it brings along.

A letter's words are a text with placeholders, 「{講座名}」 (`portal/notices/writing.py`). Those
shipped stand in a template of the app: the subject, an empty line, the body. What staff wrote
instead is kept in `LetterText`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter: its name for staff, and when it goes out.

    `needs` are the placeholders without which its reader could not act; `also` others that it may
    hold besides those of every letter. `calendar` tells whether the dates go along: `publish`
    puts them into the reader's calendar, `cancel` takes them out. A letter that is only `wished`
    for goes to those who want it, and carries the way to stop it.
    """

    name: str
    when: str
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    calendar: str = ""
    wished: str = ""


@dataclass(frozen=True)
class Letters:
    """The letters of one app.

    `prefix` stands before the names of its kinds in addresses and in the database, `folder` holds
    the words it ships. `always` says what the placeholders of each of its letters mean, `sometimes`
    those of some; `sample` is what a preview shows in their place.
    """

    name: str
    prefix: str
    folder: str
    kinds: Mapping[str, LetterKind]
    always: Mapping[str, str]
    sometimes: Mapping[str, str]
    sample: Mapping[str, str]

    def key(self, kind: str) -> str:
        return f"{self.prefix}{kind}"


@dataclass(frozen=True)
class Letter:
    """One kind of letter, whoever writes it, as the page that changes its words needs it."""

    key: str
    template: str
    kind: LetterKind
    of: Letters

    @property
    def placeholders(self) -> dict[str, str]:
        """All it may hold, the necessary first, each with its meaning."""
        meanings = {**self.of.always, **self.of.sometimes}
        names = (*self.kind.needs, *self.kind.also, *self.of.always)
        return {name: meanings[name] for name in names}

    @property
    def sample(self) -> dict[str, str]:
        return {name: self.of.sample[name] for name in self.placeholders}

    def shipped(self) -> tuple[str, str]:
        """The subject and the body this portal brings along."""
        found: Any = get_template(self.template)
        subject, _, body = str(found.template.source).partition("\n")
        return subject.strip(), body.strip() + "\n"


_registered: dict[str, Letter] = {}


def register(letters: Letters) -> None:
    """Take the letters of an app into those whose words staff may change."""
    for name, kind in letters.kinds.items():
        key = letters.key(name)
        _registered[key] = Letter(key, f"{letters.folder}/{name}.txt", kind, letters)


def all_letters() -> list[Letter]:
    """Every letter, app by app."""
    return list(_registered.values())


def letter(key: str) -> Letter | None:
    return _registered.get(key)
