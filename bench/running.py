"""SPD-10 and SPD-09: `make run` in a clean copy: how soon it answers, what it takes of memory, what its pages weigh."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from . import weight
from .lines import Lines

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 300  # seconds after which the start counts as failed
IDLE = 20  # seconds of rest before the memory is read
OWN_VARIABLES = ["DATABASE_URL", "REDIS_URL", "CARNET_VAR", "SECRET_KEY", "STATIC_ROOT", "VIRTUAL_ENV", "BASE_URL",
                 "DJANGO_SETTINGS_MODULE", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"]  # fmt: skip


def measure(lines: Lines, parts: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="carnet-bench-") as folder, started(Path(folder)) as (address, pid, took):
        said = (Path(folder) / "log").read_text()
        if "start" in parts:
            lines.add("SPD-10 make run to the first page, package cache warm", took, "seconds", 60)
            for path in ("/accounts/login/", "/healthz", "/accounts/login/"):
                get(address + path)
            time.sleep(IDLE)
            used, processes = memory_of(pid)
            lines.add("SPD-10 idle memory (PSS) of all processes", used, "MB", 300, processes=processes)
        if "weight" in parts:
            weight.measure(address, *re.search(r"^(claire) +(\S+) ", said, flags=re.MULTILINE).groups(), lines)


@contextlib.contextmanager
def started(folder: Path) -> Iterator[tuple[str, int, float]]:
    """(address, process id, seconds until the sign-in page came) of a Carnet in a clean copy; ended afterwards."""
    copy = folder / "carnet"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
    variables = {name: value for name, value in os.environ.items() if name not in OWN_VARIABLES}
    port = free_port()
    began = time.monotonic()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}", "DEMO=en"],
            cwd=copy, env=variables, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        while not get(address + "/accounts/login/"):
            if process.poll() is not None or time.monotonic() > began + LIMIT:
                raise RuntimeError("make run did not come up: " + (folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.1)
        yield address, process.pid, time.monotonic() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(copy, ignore_errors=True)


def get(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read()
    except (urllib.error.URLError, OSError):
        return b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def memory_of(pid: int) -> tuple[float, int]:
    """(MB, number of processes) of this process and all below it; what several share counts once."""
    below = [pid, *descendants(pid)]
    return sum(proportional(one) for one in below) / 1024, len(below)


def descendants(pid: int) -> list[int]:
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found[1:]


def proportional(pid: int) -> int:
    """kB."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
