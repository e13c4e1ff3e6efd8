"""python -m bench [--sizes 10000,1000000] [--only lists,search]: measure, and print one JSON line for each figure.

The database of DATABASE_URL is filled with address books; give it one that may be filled.
"""

import argparse
import contextlib
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ["lists", "search", "queries", "imports", "exports", "bulk", "sqlite", "weight", "start"]
SQLITE_SIZE = 100_000


def read_arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    reader.add_argument("--sizes", default="10000,100000,1000000", help="numbers of contacts, the smallest first")
    reader.add_argument("--only", default=",".join(PARTS), help="parts to run: " + ", ".join(PARTS))
    return reader.parse_args()


def set_up() -> None:
    """Django with the bench's own addresses, the files for browsers, and a connection that stays open."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_site.settings")
    os.environ.setdefault("STATIC_ROOT", str(ROOT / "var" / "bench" / "static"))
    sys.path.insert(0, str(ROOT / "scripts"))
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.urls"
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    django.setup()
    logging.disable(logging.WARNING)
    from prepare import collect_static

    folder = Path(settings.STATIC_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.redirect_stdout(sys.stderr):
        collect_static(folder)


def measure_database(sizes: list[int], parts: list[str]) -> bool:
    """The parts that need address books, on the database of the settings."""
    from django.db import connection

    from . import bulk, exporting, importing, lists, queries, searching
    from .data import AddressBook
    from .lines import Lines

    lines = Lines()
    is_postgresql = connection.vendor == "postgresql"
    if "imports" in parts:
        importing.measure(lines, sizes)
    if "exports" in parts:
        exporting.measure(lines, sizes)
    if "bulk" in parts:
        bulk.measure(lines, sizes)
    if not {"lists", "search", "queries"} & set(parts):
        return lines.is_good
    books = [AddressBook(size) for size in (sizes if is_postgresql else sizes[-1:])]
    sparse = AddressBook(sizes[-1], is_public=False) if is_postgresql and "lists" in parts else None
    for book in [*books, *([sparse] if sparse else [])]:
        book.fill()
    if "lists" in parts:
        lists.measure(books, sparse, lines)
    if "search" in parts:
        searching.measure(books[-1], lines)
    if "queries" in parts:
        queries.measure(books[0], lines)
    return lines.is_good


def measure_sqlite(sizes: list[int]) -> bool:
    """The same pages on SQLite, in a process of its own, since settings are read once."""
    size = min(SQLITE_SIZE, sizes[-1])
    with tempfile.TemporaryDirectory(prefix="carnet-bench-") as folder:
        variables = {**os.environ, "DATABASE_URL": "", "CARNET_VAR": folder, "REDIS_URL": ""}
        command = [sys.executable, "-m", "bench", "--sizes", str(size), "--only", "lists,search,imports,exports,bulk"]
        return subprocess.run(command, cwd=ROOT, env=variables).returncode == 0


def measure_running(parts: list[str]) -> bool:
    """A Carnet as `make run` starts it, in a clean copy of the last commit."""
    from . import running
    from .lines import Lines

    lines = Lines(database="sqlite")
    running.measure(lines, parts)
    return lines.is_good


def main() -> int:
    given = read_arguments()
    sizes = sorted(int(size) for size in given.sizes.split(","))
    parts = given.only.split(",")
    if unknown := set(parts) - set(PARTS):
        print(f"There is no part “{min(unknown)}”. Choose from: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    results = []
    if {"lists", "search", "queries", "imports", "exports", "bulk"} & set(parts):
        set_up()
        results.append(measure_database(sizes, parts))
    if "sqlite" in parts:
        results.append(measure_sqlite(sizes))
    if {"weight", "start"} & set(parts):
        results.append(measure_running(parts))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
