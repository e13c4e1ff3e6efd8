"""SPD-05 and IMPORT-MEM: 100,000 contacts imported, against a plain bulk_create and django-import-export's defaults."""

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.db import connection

from .data import FIRST, LAST
from .lines import Lines

ROOT = Path(__file__).resolve().parent.parent
SIZE = 100_000
SCHEMA = "imports"  # of the address books that are imported into, on PostgreSQL
COMPANIES = 8_000
DOUBLE_EVERY = 100  # one of so many rows is a person whom an earlier row brought
DEFAULTS_SIZE = 2_000  # rows that django-import-export's defaults get: they take as long for each of them
BYTES = 50_000_000
TIMES_PLAIN, TIMES_FASTER, MEGABYTES = 4, 8, 300
TAGS = ["Fair", "Newsletter", "Partner", "Press", "Prospect", "Reseller", "School", "VIP"]


def measure(lines: Lines, sizes: list[int]) -> None:
    """All lines for the database of the settings; with smaller `sizes` as many rows as the largest of them."""
    size = min(SIZE, sizes[-1])
    with tempfile.TemporaryDirectory(prefix="carnet-bench-") as folder:
        file, few, large = (Path(folder) / name for name in ("people.csv", "few.csv", "large.csv"))
        write_people(file, size)
        write_people(few, min(DEFAULTS_SIZE, size))
        found = {"plain": run("plain", file), "check": run("check", file), "carnet": run("carnet", file)}
        found["defaults"] = run("resource", few)
        say(lines, size, found)
        write_people(large, size, row_bytes=BYTES // SIZE)
        told = run("carnet", large)
        megabytes = round(large.stat().st_size / 1024 / 1024)
        lines.add(f"IMPORT-MEM peak at {megabytes} MB of CSV", told["peak"], "MB", MEGABYTES, **rows_of(told))


def say(lines: Lines, size: int, found: dict[str, dict]) -> None:
    seconds = {way: each["seconds"] for way, each in found.items()}
    carnet, defaults = seconds["carnet"], seconds["defaults"] * size / min(DEFAULTS_SIZE, size)
    rate = {"rows_per_second": round(size / carnet), **rows_of(found["carnet"])}
    lines.add(
        f"SPD-05 import of {size} rows / plain bulk_create", carnet / seconds["plain"], "times", TIMES_PLAIN, **rate
    )
    lines.add(f"SPD-05 import of {size} rows", carnet, "seconds", plain=round(seconds["plain"], 1))
    lines.add(f"SPD-05 dry run of {size} rows", seconds["check"], "seconds")
    lines.add(
        "SPD-05 import / django-import-export's defaults, time for a row", carnet / defaults, "times", 1 / TIMES_FASTER,
        times_faster=round(defaults / carnet, 1),
    )  # fmt: skip
    lines.add(f"IMPORT-MEM peak at {size} rows", found["carnet"]["peak"], "MB", MEGABYTES)
    lines.add(f"IMPORT-MEM peak of the dry run at {size} rows", found["check"]["peak"], "MB", MEGABYTES)


def rows_of(told: dict) -> dict:
    return {"rows": {name: count for name, count in told["counts"].items() if count}}


# --- the files --------------------------------------------------------------------------------------------------------


def write_people(path: Path, size: int, row_bytes: int = 0) -> None:
    """A table of `size` persons; with notes that make each row so many bytes long."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["First Name", "Last Name", "Email", "Phone", "Company", "Tags", "Notes"])
        for number in range(size):
            cells = person(number - number // 2 if number % DOUBLE_EVERY == 99 else number)
            rest = max(row_bytes - sum(len(cell) + 1 for cell in cells) - 2, 0)
            rows.writerow([*cells, ("Met at the fair. " * (rest // 17 + 1))[:rest]])


def person(i: int) -> list[str]:
    first, last = FIRST[i % len(FIRST)], LAST[i // len(FIRST) % len(LAST)]
    company = f"{LAST[i * 7 % COMPANIES % len(LAST)]} {i * 7 % COMPANIES}".title()
    tags = ", ".join((TAGS[i % 8], TAGS[(i + 3) % 8]))
    phone = f"01 99 {i // 10000 % 100:02} {i // 100 % 100:02} {i % 100:02}"
    return [first.title(), last.title(), f"{first}.{last}{i}@example.com", phone, company, tags]


# --- the runs ---------------------------------------------------------------------------------------------------------


def run(way: str, path: Path) -> dict:
    """One way with this file, in a process of its own, into an empty address book."""
    with tempfile.TemporaryDirectory(prefix="carnet-bench-") as folder:
        own = {} if connection.vendor == "postgresql" else {"DATABASE_URL": "", "CARNET_VAR": folder, "REDIS_URL": ""}
        _process("empty", path, own)
        return json.loads(_process(way, path, own).splitlines()[-1])


def _process(way: str, path: Path, variables: dict[str, str]) -> str:
    command = [sys.executable, "-m", "bench.import_ways", way, SCHEMA, str(path)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **variables}, stdout=subprocess.PIPE, check=True, text=True
    )
    return done.stdout
