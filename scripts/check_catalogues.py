"""Holds every catalogue against the source: each text is in it, translated, placeholders and all, and none guessed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".*", "node_modules", "var", "staticfiles", "vendor", "tests", "bench", "__pycache__", "*.mo"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def read(path: Path) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, ignore_obsolete=True)


def extract(copy: Path, language: str) -> None:
    """Has gettext bring the copy's catalogue up to what the source says now."""
    command = [sys.executable, str(copy / "manage.py"), "makemessages", f"--locale={language}", "--verbosity=0"]
    environment = {**os.environ, "CARNET_VAR": str(copy / "var")}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"The texts could not be collected: {done.stdout}{done.stderr}")


def translations(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def originals(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def complaint(message: Message, kept: Catalog) -> str:
    """What is wrong with one text's translation, "" where nothing is."""
    found = kept.get(message.id, message.context)
    if found is None:
        return "is not in the catalogue"
    if found.fuzzy:
        return "is only guessed (fuzzy)"
    if not all(translations(found)):
        return "is not translated"
    known = set().union(*map(placeholders, originals(message)))
    singular, *plurals = translations(found)
    if not placeholders(singular) <= known or any(placeholders(text) != known for text in plurals):
        return "has other placeholders in its translation"
    if not plurals and placeholders(singular) != known:
        return "has other placeholders in its translation"
    return ""


def complaints(language: str, copy: Path) -> list[str]:
    path = Path("locale") / language / "LC_MESSAGES" / "django.po"
    kept = read(ROOT / path)
    extract(copy, language)
    wrong = [(message, complaint(message, kept)) for message in read(copy / path) if message.id]
    return [f"{language}: “{originals(message)[0]}” {words}" for message, words in wrong if words]


def main() -> int:
    languages = sorted(path.parent.parent.name for path in ROOT.glob("locale/*/LC_MESSAGES/django.po"))
    if not languages:
        print("There is no catalogue in locale/.")
        return 1
    with tempfile.TemporaryDirectory(prefix="carnet-texts-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        found = [words for language in languages for words in complaints(language, copy)]
    print("\n".join(found) or f"Complete: {', '.join(languages)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
