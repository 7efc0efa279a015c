"""The arithmetic every draw shares: no database, no clock, no chance of its own.

A list is published with its hash and the hash of the city's secret; a public value nobody knew by
then is added; secret, hash and value are the seed, and the seed gives every receipt its lot.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

SECRET_BYTES = 32
LONGEST_VALUE = 100  # characters of a public value


def commitment_of(secret: bytes) -> str:
    """What binds the city to its secret without telling it."""
    return hashlib.sha256(secret).hexdigest()


def hash_of(lines: Iterable[str]) -> str:
    """One number for all that is declared at the close; change one character and it is another."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def seed_of(secret: bytes, list_hash: str, value: str) -> bytes:
    """The seed: neither the city, who knew the secret, nor anybody else could choose it."""
    return hmac.digest(secret, f"{list_hash} {value}".encode(), "sha256")


def lot_of(seed: bytes, receipt: int) -> bytes:
    """The lot of one receipt number; the smaller is served first."""
    return hmac.digest(seed, b"%09d" % receipt, "sha256")


def plain(value: str) -> str:
    """A public value as it enters the arithmetic, however wide it was typed."""
    return " ".join(unicodedata.normalize("NFKC", value).split())
