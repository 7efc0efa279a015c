"""Processes of many rows, step by step: how long a step takes, and what it asks the database."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.bench.row import Row


def taken(run: Callable[[], Any]) -> tuple[Any, float, int]:
    """What `run` returns, the seconds it took and how many statements it asked."""
    asked = 0

    def count(execute, sql, params, many, context):
        nonlocal asked
        asked += 1
        return execute(sql, params, many, context)

    begun = time.perf_counter()
    with connection.execute_wrapper(count):
        answer = run()
    return answer, time.perf_counter() - begun, asked


def as_rows(what: str, against: str, write: float, steps: dict[str, list]) -> list[Row]:
    """A row for each step, [seconds, statements], as a ratio to the `write` seconds."""
    return [
        Row(f"{what}: {step}", against, [seconds / write], statements=str(asked))
        for step, (seconds, asked) in steps.items()
    ]
