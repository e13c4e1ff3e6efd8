"""Debian packages that Carnet needs beside Python: apt installs them for root, a sentence names them to others."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

# Elsewhere than on Debian and Ubuntu: what to type on macOS.
HOMEBREW = {
    "pango": "brew install pango",
    "postgresql": "brew install postgresql@16",
    "redis": "brew install redis",
    "chromium": "brew install --cask chromium",
    "gettext": "brew install gettext",
}
PACKAGES = {
    "pango": ["libpango-1.0-0", "libpangoft2-1.0-0", "fonts-dejavu-core"],
    "postgresql": ["postgresql"],
    "redis": ["redis-server"],
    "chromium": ["chromium"],
    "gettext": ["gettext"],
    "venv": ["python3-venv"],
}
POSTGRESQL_FOLDERS = [Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt")]
CHROMIUMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC_CHROMIUMS = ["Chromium", "Google Chrome"]


def loads(*libraries: str) -> bool:
    """Whether the system's loader finds one of these shared libraries."""
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            continue
        return True
    return False


def has_fonts() -> bool:
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"), Path.home() / ".fonts"]
    return any(next(folder.rglob("*.[to]tf"), None) for folder in folders if folder.is_dir())


def has_pango() -> bool:
    """What WeasyPrint draws PDF files with."""
    brewed = "/opt/homebrew/lib/libpango-1.0.dylib"
    pango = loads("libpango-1.0.so.0", "libpango-1.0.dylib", brewed)
    pangoft2 = loads("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", brewed.replace("pango-", "pangoft2-"))
    return pango and pangoft2 and has_fonts()


def postgresql_folder() -> Path | None:
    """The folder of initdb and postgres, of the newest version that is installed."""
    found = [path.parent for folder in POSTGRESQL_FOLDERS for path in folder.glob("*/bin/initdb")]
    if found:
        return max(
            found, key=lambda path: [int(part) for part in path.parent.name.replace("@", " ").split() if part.isdigit()]
        )
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def chromium() -> str | None:
    """The path of a Chromium or Chrome."""
    applications = [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in MAC_CHROMIUMS]
    named = [path for path in applications if os.access(path, os.X_OK)]
    return next(filter(None, map(shutil.which, CHROMIUMS)), None) or next(iter(named), None)


PRESENT = {
    "pango": has_pango,
    "postgresql": lambda: postgresql_folder() is not None,
    "redis": lambda: shutil.which("redis-server") is not None,
    "chromium": lambda: chromium() is not None,
    "gettext": lambda: shutil.which("xgettext") is not None,
    "venv": lambda: False,
}


def apt(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0", *arguments]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def install(packages: list[str]) -> bool:
    """Installs by apt, with fresh lists only when the old ones don't do."""
    arguments = ["install", "--no-install-recommends", *packages]
    if apt(*arguments).returncode == 0:
        return True
    apt("update")
    return apt(*arguments).returncode == 0


def ensure(name: str) -> str:
    """Has the thing installed where that can be done; answers "" or the sentence that says what to install."""
    if PRESENT[name]():
        return ""
    packages = PACKAGES[name]
    debian = shutil.which("apt-get") is not None
    if debian and os.geteuid() == 0:
        print(f"Installing {' '.join(packages)}…", flush=True)
        if install(packages) and (name == "venv" or PRESENT[name]()):
            return ""
        return f"{' '.join(packages)} could not be installed by apt: is this machine connected to the network?"
    command = f"sudo apt-get install {' '.join(packages)}" if debian else HOMEBREW.get(name, f"install {packages[0]}")
    return f"{packages[0]} is missing. To install it: {command}"
