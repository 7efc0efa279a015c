"""What is seen to every minute, so that nothing promised hangs on one task that was lost.

An app registers its chores when it is ready; `manage.py work` runs them. Several workers may run
one in the same instant: a chore locks what it changes and does nothing twice.
"""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

_chores: list[Callable[[], object]] = []


def every_minute(chore: Callable[[], object]) -> None:
    """Let the worker run `chore` every minute."""
    if chore not in _chores:
        _chores.append(chore)


def run_all() -> None:
    """Run every chore; one that fails is logged and keeps no other from running."""
    for chore in _chores:
        try:
            chore()
        except Exception:
            logger.exception("A chore failed; it runs again in a minute: %s", chore.__qualname__)
