"""Processes that are started again when they die, and that end with the one that started them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

SHORT_LIFE = 5  # seconds; who dies sooner waits before it is started again
LONGEST_PAUSE = 10
STOPS_WITHIN = 10


# Reads the groups to guard, one a line, until the pipe closes; then asks them all to end.
GUARD = (
    'while read -r group; do groups="$groups -$group"; done; kill -s TERM -- $groups 2>/dev/null'
)


class KeptAlive:
    """Some Python programs, each with a process group of its own, started again when they die.

    A guard knows the groups and reads from a pipe only we hold: when we end, even by kill -9, the
    pipe closes, and the guard ends them all. So nobody is left holding the port.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs: list[Program] = []
        self._guard = subprocess.Popen(  # noqa: S603  our own words
            ["/bin/sh", "-c", GUARD], stdin=subprocess.PIPE, process_group=0, text=True
        )

    def add(self, name: str, *arguments: str) -> None:
        """Start a Python program now, and again whenever it dies."""
        program = Program(name, arguments, self._folder)
        self._programs.append(program)
        self._tell_guard(program)

    def revive(self) -> None:
        """Start again who has died; who keeps dying waits longer each time."""
        for program in self._programs:
            if program.revive():
                self._tell_guard(program)

    def stop(self) -> None:
        """Ask all to finish what they are doing; end who does not within ten seconds."""
        for program in self._programs:
            program.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOPS_WITHIN
        for program in self._programs:
            program.wait(deadline)
        with contextlib.suppress(OSError):
            self._guard.communicate()

    def _tell_guard(self, program: "Program") -> None:
        with contextlib.suppress(OSError):  # without its guard the program is still kept alive
            print(program.group, file=self._guard.stdin, flush=True)


class Program:
    """One program with the processes it starts itself."""

    def __init__(self, name: str, arguments: tuple[str, ...], folder: Path) -> None:
        self._name, self._arguments, self._folder = name, arguments, folder
        self._pause = 0.0
        self._start()

    @property
    def group(self) -> int:
        """The process group it leads."""
        return self._process.pid

    def revive(self) -> bool:
        """Start again if dead, after a pause that grows with each short life."""
        if self._process.poll() is None:
            return False
        if time.monotonic() < self._started + self._pause:
            return False
        short = time.monotonic() - self._started < SHORT_LIFE + self._pause
        self._pause = min(max(1, self._pause * 2), LONGEST_PAUSE) if short else 0
        print(f"{self._name} が止まったため、起動し直します。 restarting", file=sys.stderr)
        self.signal(signal.SIGTERM)  # to those it left behind
        self._start()
        return True

    def signal(self, what: signal.Signals) -> None:
        """Send a signal to the program and all it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.group, what)

    def wait(self, deadline: float) -> None:
        """Wait until it has ended; at the deadline end it."""
        try:
            self._process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self._process.wait()

    def _start(self) -> None:
        self._started = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603  our own programs
            [sys.executable, *self._arguments],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            process_group=0,
        )
