"""Translations made ready for use without gettext's own tools."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def compile_one(source: Path) -> None:
    """Writes the .mo beside the .po, in one move, since a running Carnet may be reading the old one."""
    with source.open("rb") as text:
        catalogue = read_po(text)
    unfinished = source.with_suffix(".mo.new")
    with unfinished.open("wb") as compiled:
        write_mo(compiled, catalogue)
    unfinished.replace(source.with_suffix(".mo"))


def compile_stale(folders: list[Path]) -> list[Path]:
    """Compiles every catalogue below the folders that changed since it was last compiled, and names them."""
    sources = [source for folder in folders for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))]
    stale = [source for source in sources if is_stale(source)]
    for source in stale:
        compile_one(source)
    return stale


class Command(BaseCommand):
    """`manage.py compile_catalogues`: what compilemessages does, by Babel."""

    help = "Compiles locale/*/LC_MESSAGES/*.po where they changed; needs no gettext tools."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for source in compile_stale([Path(folder) for folder in settings.LOCALE_PATHS]):
            self.stdout.write(f"Compiled {source}")
