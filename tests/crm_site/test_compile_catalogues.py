"""Translations are compiled when they changed, and only what is certain of them."""

import gettext
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from crm_site.management.commands.compile_catalogues import compile_stale

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Contact"
msgstr "Contact ŒUVRE"

msgid "%(n)s tag"
msgid_plural "%(n)s tags"
msgstr[0] "%(n)s étiquette"
msgstr[1] "%(n)s étiquettes"

#, fuzzy
msgid "Company"
msgstr "Compagnie"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE, encoding="utf-8")
    return folder / "django.po"


def read(source: Path) -> gettext.GNUTranslations:
    with source.with_suffix(".mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def test_words_and_plurals_are_compiled(source, tmp_path):
    assert compile_stale([tmp_path]) == [source]
    french = read(source)
    assert french.gettext("Contact") == "Contact ŒUVRE"
    assert french.ngettext("%(n)s tag", "%(n)s tags", 1) == "%(n)s étiquette"
    assert french.ngettext("%(n)s tag", "%(n)s tags", 2) == "%(n)s étiquettes"


def test_fuzzy_guess_is_not_used(source, tmp_path):
    compile_stale([tmp_path])
    assert read(source).gettext("Company") == "Company"


def test_second_time_compiles_only_what_changed(source, tmp_path):
    compile_stale([tmp_path])
    assert compile_stale([tmp_path]) == []
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_stale([tmp_path]) == [source]


def test_command_names_what_it_compiled(source, tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    said = StringIO()
    call_command("compile_catalogues", stdout=said)
    assert said.getvalue() == f"Compiled {source}\n"
    assert not list(tmp_path.rglob("*.new"))
