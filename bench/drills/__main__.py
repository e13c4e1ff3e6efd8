"""python -m bench.drills [--only 39] [--rows 50000] [--on celery,embedded]: drill, one JSON line for each figure.

Celery is drilled with the PostgreSQL and Redis of DATABASE_URL and REDIS_URL, which are empty and on this machine; the
embedded worker with a SQLite of its own.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from core.jobs.supervisor import follow_parent

from . import sites

DRILLS = {"39": "imports"}  # number of the promise → module with its run(site, lines, rows, seed, parts)


def read_arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench.drills", description=__doc__.splitlines()[0])
    reader.add_argument("--only", default=",".join(DRILLS), help="promises to drill: " + ", ".join(DRILLS))
    reader.add_argument("--rows", type=int, default=50_000, help="rows of a file to import")
    reader.add_argument("--on", default=f"{sites.EMBEDDED},{sites.CELERY}", help="kinds of workers, in this order")
    reader.add_argument("--parts", default="", help="parts of a drill, by name; all without it")
    reader.add_argument("--seed", type=int, default=random.randrange(10_000), help="of moments that are random")
    return reader.parse_args()


def mistake(given: argparse.Namespace) -> str:
    """The sentence for what can't be drilled, or ""."""
    for word in given.only.split(","):
        if word not in DRILLS:
            return f"There is no drill “{word}”. Choose from: {', '.join(DRILLS)}"
    for word in given.on.split(","):
        if word not in (sites.CELERY, sites.EMBEDDED):
            return f"There is no worker “{word}”. Choose from: {sites.CELERY}, {sites.EMBEDDED}"
    needed = [os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")]
    if sites.CELERY in given.on and not all(map(sites.is_on_this_machine, needed)):
        return "Celery needs a DATABASE_URL and a REDIS_URL on this machine: scripts/with_services.py gives them."
    return ""


def drill_here(given: argparse.Namespace) -> bool:
    """All chosen drills on one site, in this process; whether every figure was good."""
    with tempfile.TemporaryDirectory(prefix="carnet-drill-") as folder:
        os.environ.update(sites.variables(given.on, Path(folder)))
        os.chdir(sites.ROOT)
        sys.path.insert(0, str(sites.ROOT))
        import django

        django.setup()
        return run_drills(given, Path(folder))


def run_drills(given: argparse.Namespace, folder: Path) -> bool:
    from bench.lines import Lines

    lines, parts = Lines(), [part for part in given.parts.split(",") if part]
    with sites.running(given.on, folder) as site:
        for number in given.only.split(","):
            import_module(f"bench.drills.{DRILLS[number]}").run(site, lines, given.rows, given.seed, parts)
    return lines.is_good


def drill_apart(kind: str) -> bool:
    """The same in a process of its own, since settings are read once."""
    command = [sys.executable, "-m", "bench.drills", *sys.argv[1:], "--on", kind]
    process = subprocess.Popen(command, cwd=sites.ROOT, preexec_fn=follow_parent)
    try:
        return process.wait() == 0
    finally:
        process.terminate()
        process.wait()


def unwind_on_signals() -> None:
    """Has both signals unwind, so that everything that was started is ended; a shell may have SIGINT ignored."""

    def unwind(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, unwind)


def main() -> int:
    unwind_on_signals()
    given = read_arguments()
    if words := mistake(given):
        print(words, file=sys.stderr)
        return 2
    kinds = given.on.split(",")
    results = [drill_here(given)] if len(kinds) == 1 else [drill_apart(kind) for kind in kinds]
    return 0 if all(results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
