"""What one person says when signing up, besides who it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_CHILDREN = 3
OLDEST_CHILD = 83  # months; from the seventh birthday on a child is at school
YES, NO = "はい", "いいえ"


@dataclass(frozen=True)
class Child:
    """A small child to be looked after: name, age in months on the first day, what to mind."""

    name: str
    months: int
    note: str = ""


@dataclass(frozen=True)
class Told:
    """Provisions wanted, a guardian's consent, answers by question, children to look after.

    `answers` holds the text by the question's key; several choices one a line.
    """

    provisions: tuple[str, ...] = ()
    provision_note: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)
    children: tuple[Child, ...] = ()


NOTHING = Told()
EVERYBODY_SAYS_NOTHING: Mapping[int, Told] = {}
