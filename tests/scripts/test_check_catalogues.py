"""The check of the translations finds what is missing, guessed, or has lost a placeholder."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from check_catalogues import complaint

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
ONE = 'msgid "%(n)s contact"\nmsgid_plural "%(n)s contacts"\n'


def catalogue(text: str) -> Catalog:
    return read_po(BytesIO((HEAD + text).encode()), locale="fr")


@pytest.mark.parametrize(
    ("source", "kept", "expected"),
    [
        ('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Enregistrer"', ""),
        ('msgid "Save"\nmsgstr ""', 'msgid "Other"\nmsgstr "Autre"', "is not in the catalogue"),
        ('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr ""', "is not translated"),
        ('msgid "Save"\nmsgstr ""', '#, fuzzy\nmsgid "Save"\nmsgstr "Sauver"', "is only guessed (fuzzy)"),
        (
            'msgctxt "verb"\nmsgid "Open"\nmsgstr ""',
            'msgid "Open"\nmsgstr "Ouvert"',
            "is not in the catalogue",
        ),
        (
            'msgid "By %(who)s"\nmsgstr ""',
            'msgid "By %(who)s"\nmsgstr "Par lui"',
            "has other placeholders in its translation",
        ),
        (ONE + 'msgstr[0] ""\nmsgstr[1] ""', ONE + 'msgstr[0] "%(n)s contact"\nmsgstr[1] "%(n)s contacts"', ""),
        (ONE + 'msgstr[0] ""\nmsgstr[1] ""', ONE + 'msgstr[0] "un contact"\nmsgstr[1] "%(n)s contacts"', ""),
        (ONE + 'msgstr[0] ""\nmsgstr[1] ""', ONE + 'msgstr[0] "un contact"\nmsgstr[1] ""', "is not translated"),
        (
            ONE + 'msgstr[0] ""\nmsgstr[1] ""',
            ONE + 'msgstr[0] "un contact"\nmsgstr[1] "des contacts"',
            "has other placeholders in its translation",
        ),
    ],
)
def test_complaint(source, kept, expected):
    (message,) = [message for message in catalogue(source) if message.id]
    assert complaint(message, catalogue(kept)) == expected
