"""What one cell of an import becomes: each widget cleans the text of one field, or refuses it with a sentence."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _
from import_export import widgets

from contacts.details import address_in, clean_email, clean_link
from core.access.models import AccessLevel
from core.currencies.codes import is_currency
from core.exchange.cells import DMY, parse_date, split_values
from core.exchange.labels import value_of
from core.exchange.listing import split_names
from core.records.models import BusinessError
from core.search.folding import fold

from . import values
from .countries import country_code

_PHONE_PART = re.compile(r"\A\+?[\d\s().\-/]{6,}(?:\s*(?:x|ext\.?|poste|#)\s*\d+)?\Z", re.IGNORECASE)
_QUOTED_NUMBER = re.compile(r"\A'(?=[+\d][\d\s.+-]*\Z)")
_SCHEME = re.compile(r"(?i)\b(tel|callto):\s*(?=[+\d(])")
_NOTHING = {"null", "(null)", "nil", "none", "nan", "n/a", "#n/a", "-", "--"}
_NO_DATE = re.compile(r"\A[0\s./\-]*\Z")


class TextWidget(widgets.CharWidget):
    """Text without edge spaces, of at most `most` characters."""

    def __init__(self, most: int, *, is_long: bool = False):
        super().__init__()
        self.most, self.is_long = most, is_long

    def clean(self, value, row=None, **kwargs) -> str:
        text = (value or "").strip(" \t\r\n\u00a0\ufeff\u200b")
        text = text if self.is_long else " ".join(text.split())
        if len(text) > self.most:
            raise BusinessError(
                _("“%(start)s…” has %(length)d characters; at most %(most)d fit.")
                % {"start": text[:30], "length": len(text), "most": self.most}
            )
        return text


class NumberTextWidget(TextWidget):
    """Text that may be a number, without the apostrophe that some programs put before one."""

    def clean(self, value, row=None, **kwargs) -> str:
        return _QUOTED_NUMBER.sub("", super().clean(value))


class PhonesWidget(TextWidget):
    """The numbers of a cell, as typed: words and extensions stay."""

    def clean(self, value, row=None, **kwargs):
        text = _SCHEME.sub("", _said(value))
        parts = split_values(text, lambda part: bool(_PHONE_PART.match(part)))
        return [_QUOTED_NUMBER.sub("", super(PhonesWidget, self).clean(part)) for part in parts]


class EmailsWidget(widgets.CharWidget):
    """The addresses of a cell; those of internal hosts pass, as old address books hold them."""

    def clean(self, value, row=None, **kwargs) -> list[str]:
        return [self._one(part) for part in split_values(_said(value), _is_email)]

    def _one(self, text: str) -> str:
        try:
            return clean_email(address_in(text).removeprefix("mailto:"), needs_dot=False)
        except BusinessError:
            raise BusinessError(_("“%(text)s” is no e-mail address.") % {"text": text[:60]}) from None


def _said(value: str | None) -> str:
    """The cell, unless it only holds a program's word for nothing."""
    return "" if (value or "").strip().lower() in _NOTHING else value or ""


def _is_email(text: str) -> bool:
    try:
        clean_email(text)
    except BusinessError:
        return False
    return True


class LinksWidget(widgets.CharWidget):
    """The web addresses of a cell, or the name that somebody has in a network."""

    _HOMES = {
        "x": "https://x.com/",
        "facebook": "https://www.facebook.com/",
        "instagram": "https://www.instagram.com/",
        "linkedin": "https://www.linkedin.com/in/",
    }
    _HOSTS = re.compile(r"(?:\A|[./])(linkedin|facebook|instagram|twitter|x)\.com\Z")

    def clean(self, value, row=None, category: str = "website", **kwargs) -> list[tuple[str, str]]:
        """(category, address) pairs: a profile's address belongs to its network whatever the column says."""
        return [
            self.one(part, category) for part in split_values(value or "", lambda part: "." in part and " " not in part)
        ]

    def one(self, text: str, category: str) -> tuple[str, str]:
        """A single address, whatever signs are in it."""
        if category in self._HOMES and not re.search(r"[./]", text):
            return category, self._HOMES[category] + text.lstrip("@")
        try:
            url = clean_link(text, category)
        except BusinessError:
            raise BusinessError(_("“%(text)s” is no web address.") % {"text": text[:60]}) from None
        host = re.sub(r"\A[a-z]+://|[/?#:].*\Z", "", url.lower())
        network = self._HOSTS.search(host)
        if category in {"website", "other"} and network:
            return {"twitter": "x"}.get(network[1], network[1]), url
        return category, url


class DateWidget(widgets.Widget):
    """(year or None, month, day); `order` says how numbers are to be read. An empty date of zeros is none."""

    def clean(self, value, row=None, order: str = DMY, **kwargs):
        text = (value or "").strip()
        if _NO_DATE.match(text):
            return None
        found = parse_date(text, order)
        if found is None:
            raise BusinessError(_("“%(text)s” is no date in the order that was chosen.") % {"text": text[:40]})
        return found


class NumberWidget(widgets.Widget):
    """A whole number of at most four digits, as years, months and days are; 0 is none."""

    def clean(self, value, row=None, **kwargs) -> int | None:
        text = (value or "").strip().removesuffix(".0")
        if text and not re.fullmatch(r"[0-9]{1,4}", text):
            raise BusinessError(_("“%(text)s” is no number.") % {"text": text[:40]})
        return int(text or 0) or None


class TagsWidget(widgets.Widget):
    """The tags of a cell, whichever program wrote it: a, b · a; b · "a","b" · * a ::: b."""

    def clean(self, value, row=None, **kwargs) -> list[str]:
        text = (value or "").strip()
        if text.startswith('"') and text.endswith('"'):
            return [name[:100] for name in split_names(text)]
        if ":::" in text:
            parts = text.split(":::")
        else:
            parts = re.split(r"[;\n]" if ";" in text or "\n" in text else ",", text)
        tags = [" ".join(part.strip().removeprefix("* ").strip("\"' ").split())[:100] for part in parts]
        return list(dict.fromkeys(tag for tag in tags if tag and tag != "*"))


class NamesWidget(widgets.Widget):
    """The names of users or groups."""

    def clean(self, value, row=None, **kwargs) -> list[str]:
        return split_names(value or "")


class LevelWidget(widgets.Widget):
    """An access level by its words in any language."""

    def clean(self, value, row=None, **kwargs) -> str:
        text = (value or "").strip()
        if text and not value_of(AccessLevel, text):
            raise BusinessError(_("“%(text)s” is no access level.") % {"text": text[:40]})
        return value_of(AccessLevel, text)


class MomentWidget(widgets.Widget):
    """A moment of ISO 8601, or a day in the order that was chosen."""

    def clean(self, value, row=None, order: str = DMY, **kwargs) -> dt.datetime | None:
        text = (value or "").strip()
        try:
            found = dt.datetime.fromisoformat(text)
        except ValueError:
            day = DateWidget().clean(text, order=order)
            if day is None or not day[0]:
                return None
            found = dt.datetime(day[0], day[1], day[2], tzinfo=timezone.get_current_timezone())
        return found if found.tzinfo else timezone.make_aware(found)


class CountryWidget(widgets.Widget):
    """(ISO code, "") where the country is known, else ("", the text as it stands)."""

    def clean(self, value, row=None, **kwargs) -> tuple[str, str]:
        text = " ".join((value or "").split())
        code = country_code(text) if text else ""
        return (code, "") if code else ("", text[:150])


class CurrencyWidget(widgets.Widget):
    """A code of ISO 4217 or the usual sign."""

    _SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR", "us dollar": "USD"}

    def clean(self, value, row=None, **kwargs) -> str:
        text = (value or "").strip()
        code = self._SIGNS.get(text.lower(), text.upper())
        if code and not is_currency(code):
            raise BusinessError(_("“%(text)s” is no currency.") % {"text": text[:40]})
        return code


class ConsentWidget(widgets.Widget):
    """ "withdrawn" or "": an import never gives a consent, it can only take one away."""

    def __init__(self, yes_means: str):
        super().__init__()
        self.otherwise = yes_means  # a date, a reason: somebody left
        self.meaning = {
            **dict.fromkeys(values.YES, yes_means),
            **dict.fromkeys(values.NO, "" if yes_means else "withdrawn"),
        }

    def clean(self, value, row=None, **kwargs) -> str:
        word = fold((value or "").replace("-", " ").replace("_", " "))
        return (self.meaning | values.CONSENT_WORDS).get(word, self.otherwise if word else "")


class KindWidget(widgets.Widget):
    """ "person", "company" or "": yes and no answer to "is a company"."""

    def clean(self, value, row=None, **kwargs) -> str:
        word = fold(value or "")
        if word in values.YES:
            return "company"
        return "person" if word in values.NO else values.KINDS.get(word, "")
