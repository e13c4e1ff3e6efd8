"""Readies Carnet for its start: database, translations, files for browsers, demo; run by serve.py inside .venv."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def digest_of_static() -> str:
    """Changes when a file for browsers changes, in Carnet or in its packages."""
    state = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            state.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def collect_static(folder: Path) -> None:
    """Copies and compresses the files for browsers, when they changed."""
    from django.core.management import call_command

    stamp, digest = folder / ".digest", digest_of_static()
    if stamp.exists() and stamp.read_text() == digest:
        return
    print("Preparing the files for browsers…", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest)


def prepare(demo: str, language: str) -> None:
    from django.conf import settings
    from django.core.management import call_command

    print("Preparing the database…", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("compile_catalogues", verbosity=0, stdout=open(os.devnull, "w"))
    collect_static(Path(settings.STATIC_ROOT))
    if demo == "none":
        call_command("first_start", language=language)
    else:
        call_command("demo", language=demo)


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--demo", choices=["en", "fr", "none"], default="en")
    reader.add_argument("--language", choices=["en", "fr"], default="en")
    given = reader.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_site.settings")
    import django

    django.setup()
    prepare(given.demo, given.language)
    return 0


if __name__ == "__main__":
    sys.exit(main())
