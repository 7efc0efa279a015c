"""`make run`: from an empty machine to the demo city, served as in production.

Starts the embedded database (unless DATABASE_URL names another), prepares it, then keeps a web
server and a queue worker alive until Ctrl-C or SIGTERM. Started with `python -m portal.demo.run`.
"""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from environs import Env

from portal.demo.processes import KeptAlive
from portal.embedded import EmbeddedServer

BASE_DIR = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
STARTS_WITHIN = 60  # seconds


def main() -> None:
    """Serve the demo city until told to stop."""
    for asks_to_stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asks_to_stop, signal.default_int_handler)
    try:
        port = free_port()
        Env().read_env(BASE_DIR / ".env", recurse=False)
        os.environ.update(DEMO="1", DEBUG="0", BEHIND_HTTPS="0")
        os.environ.setdefault("LOG_LEVEL", "WARNING")
        database = (
            None if os.environ.get("DATABASE_URL") else EmbeddedServer(BASE_DIR / ".postgres")
        )
        serve(port, database)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print("\n止めました。 Stopped.")


def free_port() -> int:
    """The port PORT names (8000 without it), or the end with a sentence."""
    try:
        port = int(os.environ.get("PORT") or 8000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except (ValueError, OverflowError):
        sys.exit("PORT は 1 から 65535 の数字にしてください。 PORT must be a number, 1 to 65535.")
    except OSError:
        sys.exit(
            f"ポート {port} は使えません。PORT=8001 make run のように別の番号でお試しください。\n"
            f"Port {port} is in use or not allowed. Try another: PORT=8001 make run"
        )
    return port


def serve(port: int, database: EmbeddedServer | None) -> None:
    """Start everything in order, keep it alive, and stop it in the reverse order."""
    processes = None
    try:
        if database:
            print("データベースを起動しています… starting PostgreSQL", flush=True)
            database.start()
            os.environ["DATABASE_URL"] = database.url()
        prepare()
        processes = KeptAlive(BASE_DIR)
        processes.add("manage.py work", "manage.py", "work", "--verbosity", "0")
        processes.add("granian", *web_server(port))
        wait_until_ready(port, processes)
        print(welcome(port), flush=True)
        keep_alive(processes, database)
    finally:
        for asks_to_stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asks_to_stop, signal.SIG_IGN)
        if processes:
            processes.stop()
        if database:
            database.leave()


def prepare() -> None:
    """Bring the database and the static files to where they can be served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()  # only now: the settings look for DATABASE_URL
    try:
        call_command("prepare_demo")
    except CommandError as refusal:
        sys.exit(str(refusal))
    connection.close()


def web_server(port: int) -> list[str]:
    """The production server, on this machine's own address only."""
    workers = min(4, max(2, os.cpu_count() or 2))
    return [
        *("-m", "granian", "--interface", "wsgi", "portal.wsgi:application"),
        *("--host", HOST, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--respawn-failed-workers", "--log-level", "warning"),
    ]


def wait_until_ready(port: int, processes: KeptAlive) -> None:
    """Wait for /readyz to say yes; end with its own reasons when it does not."""
    said = ""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=15).close()
        except urllib.error.HTTPError as refusal:
            said = refusal.read().decode()
        except OSError:
            processes.revive()
        else:
            return
        time.sleep(0.1)
    raise ImproperlyConfigured(f"起動できませんでした。 The portal did not become ready. {said}")


def keep_alive(processes: KeptAlive, database: EmbeddedServer | None) -> None:
    """Start again whatever dies, until asked to stop or until whoever started us is gone."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
        if database and not database.is_running():
            print("PostgreSQL が止まったため、起動し直します。 restarting", file=sys.stderr)
            database.start()
        processes.revive()


def welcome(port: int) -> str:
    """Where to go and who one may be; the last thing printed."""
    from portal.demo.city.cast import CLERK, RESIDENTS, SECTION  # noqa: PLC0415  needs django.setup()

    who = "\n".join(
        f"    {one.email:32}{one.role}：{one.name}"
        for one in (*RESIDENTS, CLERK.featured, SECTION.featured)
    )
    address = f"http://{HOST}:{port}/"
    return (
        f"\n{who}\n\n"
        f"  ログイン（確認番号なし） sign in as any of them:  {address}demo/\n"
        f"  送られたメール mails sent:  {address}demo/mails/\n"
        f"  止めるときは Ctrl-C to stop\n\n"
        f"  {address}"
    )


if __name__ == "__main__":
    main()
