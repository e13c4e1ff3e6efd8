"""Makes .venv and fills it with the locked Python packages, only when something changed: install.py [--development]"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
LOG = ROOT / "var" / "install.log"
DETAILS = "Details: var/install.log"
NETWORK_WORDS = ("connection", "resolve", "timed out", "timeout", "unreachable", "no matching distribution")


class Refusal(Exception):
    """What cannot go on, as one sentence for the person at the keyboard."""


def check_python() -> None:
    """Carnet's locked packages are made for Python 3.11 to 3.13."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found = ".".join(str(part) for part in sys.version_info[:2])
        raise Refusal(
            f"Carnet needs Python 3.11, 3.12 or 3.13; this is {found}. Name another: PYTHON=python3.12 make run"
        )


def logged(command: list[str]) -> tuple[int, str]:
    """Runs a command, keeps what it says in var/install.log, and answers its exit code and its words."""
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}\n")
    return done.returncode, done.stdout + done.stderr


def make_venv() -> None:
    """Makes .venv; Debian keeps what that takes in a package of its own."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0:
        return
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if logged(command)[0] == 0:
        return
    missing = debian.ensure("venv")
    if missing or logged(command)[0] != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Refusal(missing or "Python could not make the folder .venv. What it said is in var/install.log.")


def digest(name: str) -> str:
    content = (ROOT / name).read_bytes() + sys.version.encode()
    return hashlib.sha256(content).hexdigest()


def installed() -> dict[str, str]:
    """The digests of the lists that .venv was filled from."""
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def fill_venv(development: bool) -> None:
    """Installs the locked packages with their hashes, unless the same lists were installed before."""
    wanted = {name: digest(name) for name in ["requirements.txt", *(["requirements-dev.txt"] if development else [])]}
    before = installed()
    if all(before.get(name) == value for name, value in wanted.items()):
        return
    print("Installing the Python packages…", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    code, words = logged([*pip, "-r", "requirements-dev.txt" if development else "requirements.txt"])
    if code != 0:
        raise Refusal(why_pip_failed(words))
    STAMP.write_text(json.dumps(wanted))


def why_pip_failed(words: str) -> str:
    if any(word in words.lower() for word in NETWORK_WORDS):
        return f"The Python packages could not be downloaded: is this machine connected to the network? {DETAILS}"
    return f"The Python packages could not be installed. {DETAILS}"


def install(development: bool = False) -> None:
    """Everything that Python needs, and what PDF files need; only the latter may be missing."""
    check_python()
    make_venv()
    fill_venv(development)
    missing = debian.ensure("pango")
    if missing:
        print(f"PDF files can't be made yet: {missing}")


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--development", action="store_true", help="also what tests, checks and measurements need")
    try:
        install(reader.parse_args().development)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
