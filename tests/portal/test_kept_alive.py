"""Who is killed outright takes its children along."""

import os
import subprocess
import sys

import psutil
from django.conf import settings

PARENT = """
import sys, time
from pathlib import Path
from portal.demo.processes import KeptAlive
kept = KeptAlive(Path.cwd())
kept.add("sleeper", "-c", "import time; print('up', flush=True); time.sleep(60)")
time.sleep(60)
"""


def test_a_killed_parent_leaves_no_child_behind():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=settings.BASE_DIR,
        env=os.environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout.readline() == "up\n"
    family = psutil.Process(parent.pid).children(recursive=True)
    assert len(family) == 2  # the sleeper and the guard
    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive
