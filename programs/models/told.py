"""What one person says when signing up, besides who it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Child:
    """A small child to be looked after: name, age in months on the first day, what to mind."""

    name: str
    months: int
    note: str = ""


@dataclass(frozen=True)
class Told:
    """Provisions wanted, a guardian's consent, answers by question, children to look after."""

    provisions: tuple[str, ...] = ()
    provision_note: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)
    children: tuple[Child, ...] = ()


NOTHING = Told()
EVERYBODY_SAYS_NOTHING: Mapping[int, Told] = {}
