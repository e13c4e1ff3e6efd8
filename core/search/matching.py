"""One search function: words, e-mails and phones in any notation, found in the folded text of both databases."""

import re

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from .folding import digits, fold

_PHONE_SIGNS = re.compile(r"^[\s\d+()./\-x#]+$", re.IGNORECASE)


def like_pattern(word: str) -> str:
    """`word` inside a LIKE pattern: `%`, `_` and the escape itself are letters like others."""
    return "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"


def matching(queryset, text: str, *, country: str = "FR"):
    """The rows of `queryset` whose search_text holds every word of `text`; a number is compared by its digits."""
    phone = phone_digits(text, country)
    if phone:
        condition = Q()
        for number in phone:
            condition |= contains(queryset.model, number)
        return queryset.filter(condition)
    for word in fold(text).split(" ")[:10]:
        if word:
            queryset = queryset.filter(contains(queryset.model, word))
    return queryset


def phone_digits(text: str, country: str) -> list[str]:
    """What to look for when `text` is a phone number: its digits as typed, and those of its international form."""
    import phonenumbers

    typed = digits(text)
    if len(typed) < 4 or not _PHONE_SIGNS.match(text.strip()):
        return []
    found = [typed]
    try:
        number = phonenumbers.parse(text, country)
        if phonenumbers.is_possible_number(number):
            found.append(f"{number.country_code}{number.national_number}")
    except phonenumbers.NumberParseException:
        pass
    return list(dict.fromkeys(found))


def contains(model, word: str) -> Q:
    """search_text LIKE %word%; SQLite asks its trigram table, which answers words of three letters and more."""
    if connection.vendor == "sqlite" and len(word) >= 3:
        index = f"{model._meta.db_table}_search"
        # With ESCAPE the trigram table is read from end to end, so that only words that need it have it.
        escape = " ESCAPE '\\'" if set(word) & set("%_\\") else ""
        found = RawSQL(f"SELECT rowid FROM {index} WHERE search_text LIKE %s{escape}", [like_pattern(word)])  # noqa: S611
        return Q(pk__in=found)
    return Q(search_text__contains=word)
