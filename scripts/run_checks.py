"""What can be known without running Carnet: style, types, imports, templates, settings, translations, known holes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
NETWORK_WORDS = (
    "ConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "Max retries",
    "ProxyError",
    "SSLError",
    "HTTPError",
)
# How a production installation is set up; nothing is reached, only the settings are judged.
PRODUCTION = {
    "SECRET_KEY": "k3Vw-" * 16 + "abcdefghijklmnopqrstuvwxyz",
    "DATABASE_URL": "postgres://carnet:secret@database/carnet",
    "REDIS_URL": "redis://broker/0",
    "BASE_URL": "https://crm.example.org",
    "BEHIND_PROXY": "true",
    "DEBUG": "false",
}


@dataclass
class Result:
    """What came of one check: its words are shown when it failed or was left out."""

    passed: bool
    words: str = ""
    left_out: bool = False


@dataclass
class Check:
    """One check: its name, as `make check ARGS=name` takes it, and what it does."""

    name: str
    run: Callable[[Path], Result]


def call(command: list[str], folder: Path, **variables: str) -> Result:
    """Runs a command on an installation that has nothing; it passes with exit code 0."""
    clean = {"DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": "", "SECRET_KEY": "only-for-checks" * 4}
    environment = {**os.environ, **clean, "CARNET_VAR": str(folder), **variables}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return Result(done.returncode == 0, done.stdout + done.stderr)


def tool(name: str, *arguments: str) -> Callable[[Path], Result]:
    return lambda folder: call([str(BIN / name), *arguments], folder)


def manage(*arguments: str, **variables: str) -> Callable[[Path], Result]:
    return lambda folder: call([PYTHON, "manage.py", *arguments], folder, **variables)


def check_translations(folder: Path) -> Result:
    missing = debian.ensure("gettext")
    if missing:
        return Result(False, missing)
    return call([PYTHON, "scripts/check_catalogues.py"], folder)


def audit(folder: Path) -> Result:
    """Known holes in the locked packages; the list of holes is on the network, which may say no."""
    options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--timeout=20"]
    lists = ["-r", "requirements.txt", "-r", "requirements-dev.txt"]
    result = call([str(BIN / "pip-audit"), *options, *lists], folder)
    if not result.passed and any(word in result.words for word in NETWORK_WORDS):
        return Result(True, "the list of known holes could not be reached", left_out=True)
    return result


CHECKS = [
    Check("mypy", tool("mypy")),
    Check("holes", audit),
    Check("format", tool("ruff", "format", "--check", "--output-format=concise", ".")),
    Check("lint", tool("ruff", "check", "--output-format=concise", ".")),
    Check("imports", tool("lint-imports", "--no-cache")),
    Check("templates", tool("djlint", "--lint", "--quiet", "templates")),
    Check("migrations", manage("makemigrations", "--check", "--dry-run")),
    Check("deploy", manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)),
    Check("translations", check_translations),
]


def perform(check: Check) -> Result:
    """Runs one check and says what came of it."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="carnet-check-") as folder:
        result = check.run(Path(folder))
    seconds = time.monotonic() - begun
    outcome = "left out" if result.left_out else "ok" if result.passed else "FAILED"
    lines = f"{check.name:<14}{outcome}  ({seconds:.0f} s)"
    if result.left_out or not result.passed:
        lines += f"\n{result.words.strip()}\n"
    print(lines, flush=True)
    return result


def main(names: list[str]) -> int:
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown:
        print(f"There is no check “{unknown.pop()}”. The checks: {', '.join(check.name for check in CHECKS)}")
        return 2
    chosen = [check for check in CHECKS if not names or check.name in names]
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(perform, chosen))
    failed = [check.name for check, result in zip(chosen, results, strict=True) if not result.passed]
    left_out = [check.name for check, result in zip(chosen, results, strict=True) if result.left_out]
    print("\n=== Summary")
    print(f"{len(chosen) - len(failed) - len(left_out)} checks passed, {len(failed)} failed")
    if left_out:
        print(f"Left out: {', '.join(left_out)}")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
