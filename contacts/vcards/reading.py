"""A card of any version as the draft of a contact; what has no field of its own becomes a line of the notes."""

import datetime as dt
import re
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from contacts.details import address_in, clean_email, clean_link, email_key
from contacts.importing.countries import country_code
from contacts.importing.names import is_same_name, middle_between, split_name
from contacts.importing.rows import CompanyWish, Draft, refuse_many, refuse_rows
from contacts.importing.targets import label
from contacts.importing.widgets import LinksWidget
from contacts.resources import ContactResource
from contacts.services import AddressValue, ContactValues, EmailValue, LinkValue, PhoneValue
from core.records.models import BusinessError
from core.search.folding import match_form

from . import lines, names
from .categories import category
from .notes import extra_lines

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_NO_YEAR = re.compile(r"--(\d\d)-?(\d\d)(?:[T ].*)?")
_UNKNOWN_YEAR = 1604  # what Apple writes where the year isn't known
_NETWORKS = {"linkedin": "linkedin", "twitter": "x", "x": "x", "facebook": "facebook", "instagram": "instagram"}
_SKYPE = {"X-SKYPE", "X-SKYPE-USERNAME"}
_EXTENSION = re.compile(r";\s*ext=(\w+)", re.IGNORECASE)
_SCHEME = re.compile(r"\A(?:tel|callto|sms):", re.IGNORECASE)


class CardReader:
    """Reads the rows of core/exchange/cards.py. `kind` is auto, person or company, as the rules say."""

    def __init__(self, *, kind: str = "auto", encoding: str = "utf-8"):
        self.kind, self.encoding = kind, encoding
        self.resource = ContactResource()

    def draft(self, line: int, cells: list[str]) -> Draft:
        draft = Draft(line, [])
        try:
            card = lines.parse(cells[0] if cells else "", self.encoding)
            kinds = card.first("KIND", "X-ADDRESSBOOKSERVER-KIND").lower()
            if kinds == "group":
                draft.skipped = _("The card is a group of contacts, not a contact.")
            else:
                _Reading(self, card, draft, kinds).run()
                refuse_many(draft.values)
        except BusinessError as error:
            draft.problem = str(error.sentence)
        return draft


class _Reading:
    """One card on its way into its draft."""

    def __init__(self, reader: CardReader, card: lines.Card, draft: Draft, kind: str):
        self.reader, self.card, self.draft, self.said_kind = reader, card, draft, kind
        self.values: ContactValues = draft.values
        self.note_lines: list[str] = []
        self.remarks: list[str] = []
        self.units = card.first_parts("ORG")
        self.shown = names.shown_name(card)

    def run(self) -> None:
        for take in (self._names, self._facts, self._phones, self._emails, self._links, self._addresses, self._photo):
            take()
        self._remaining()
        notes = [text for found in self.card.all("NOTE") if (text := self.card.text(found))]
        together = "\n\n".join(filter(None, ["\n".join(self.note_lines), *dict.fromkeys(notes)]))
        self.values.notes = self._clean("NOTE", "notes", together)
        if self.card.odd_lines:
            self._remark(
                _("Not read, since it is no line of a card: “%(text)s”.") % {"text": self.card.odd_lines[0][:60]}
            )
        self.draft.remark = " ".join(self.remarks)
        if not self._says_who():
            raise BusinessError(_("The card has no name, no e-mail address and no phone."))

    def _says_who(self) -> bool:
        values = self.values
        names = (values.name, values.first_name, values.middle_name, values.last_name)
        return any(names) or bool(values.emails or values.phones)

    def _remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)

    def _unusable(self, name: str, text: str, error: BusinessError) -> None:
        """What is no e-mail address (or link, or date) is kept where it can be read."""
        self.note_lines.append(f"{name}: {text[:500]}")
        self._remark(_("%(why)s It went to the notes.") % {"why": str(error.sentence)})

    def _clean(self, name: str, field: str, text: str):
        try:
            return self.reader.resource.clean_cell(field, text)
        except BusinessError as error:
            raise BusinessError(f"{name}: {error.sentence}") from error

    # --- who ----------------------------------------------------------------------------------------------------------
    def _names(self) -> None:
        parts = names.name_parts(self.card)
        company = " ".join(self.units[0].split()) if self.units else ""
        self.values.kind = self._kind(parts, company)
        if self.values.kind == "company":
            self._company_name(company, " ".join(names.own_names(parts)))
            return
        is_of_company = match_form(self.shown) == match_form(company)
        if not any(parts.values()):
            parts |= split_name(self.shown)
        elif self.shown and not is_of_company and not is_same_name(self.shown, parts):
            names.fill_up(parts, self.shown)
            if not is_same_name(self.shown, parts):
                self._keep_shown_name(parts)
        for key in names.PARTS:
            setattr(self.values, key, self._clean("N", key, parts[key]))
        self.draft.company = CompanyWish(self._clean("ORG", "company", company))

    def _company_name(self, company: str, person: str) -> None:
        """FN, else ORG, else N; what says another name becomes a line of the notes."""
        self.values.name = self._clean("FN", "company", self.shown or company or person)
        for what, text in ((label("company"), company), (_("Person"), person)):
            if text and match_form(text) != match_form(self.values.name):
                self._line(what, text)

    def _kind(self, parts: dict[str, str], company: str) -> str:
        if self.said_kind in {"org", "organization"}:
            return "company"
        if self.card.first("X-ABSHOWAS").upper() == "COMPANY":
            return "person" if names.is_person_at(parts, self.shown, company) else "company"
        if self.reader.kind != "auto":
            return self.reader.kind
        if self.said_kind == "individual":
            return "person"
        if names.is_company(parts, self.shown, company):
            return "company"
        if any(parts.values()) or not company or self.shown:
            return "person"
        return "person" if self.card.first("FN", "TITLE") else "company"

    def _keep_shown_name(self, parts: dict[str, str]) -> None:
        middle = "" if parts["middle_name"] else middle_between(self.shown, parts["first_name"], parts["last_name"])
        if middle:
            parts["middle_name"] = middle
        else:
            self.note_lines.append(f"{label('display_name')}: {self.shown}")

    def _facts(self) -> None:
        department = ", ".join(filter(None, self.units[1:]))
        title, role = self.card.first("TITLE"), self.card.first("ROLE")
        if self.values.kind == "person":
            self.values.department = self._clean("ORG", "department", department)
            self.values.job_title = self._clean("TITLE", "job_title", title or role)
        else:
            self._line(label("department"), department)
            self._line(label("job_title"), title)
        if role and title and role != title:
            self._line(_("Role"), role)
        external_id = self.card.first("UID")
        self.values.external_id = external_id if len(external_id) <= 200 else ""
        self.values.birthday = self._birthday()
        tags = [tag for found in self.card.all("CATEGORIES") for tag in self.card.parts(found, ",")]
        self.values.tags = list(dict.fromkeys(filter(None, (" ".join(tag.split())[:100].strip() for tag in tags))))

    def _birthday(self) -> tuple[int | None, int, int] | None:
        for found in self.card.all("BDAY"):
            text = self.card.text(found)
            day = read_date(text, {_UNKNOWN_YEAR, *map(_number, found.params.get("X-APPLE-OMIT-YEAR", []))})
            if day:
                return day
            if text:
                self._unusable(
                    label("birthday"), text, BusinessError(_("“%(text)s” is no date.") % {"text": text[:40]})
                )
        return None

    # --- details ------------------------------------------------------------------------------------------------------
    def _words(self, found: lines.Property) -> set[str]:
        return found.types | set(self.card.label(found).replace("-", " ").split())

    def _collect(self, names: tuple[str, ...], read: Callable, key: Callable) -> list:
        """The values of these lines, each once; the most preferred one is the primary."""
        rows: list = []
        best, rank_of_best = None, 101
        for found in self.card.all(*names):
            value = read(found, not rows)
            if value is None or any(key(row) == key(value) for row in rows):
                continue
            rows.append(value)
            refuse_rows(len(rows))
            if found.rank < rank_of_best:
                best, rank_of_best = value, found.rank
        if best is not None:
            best.is_primary = True
        return rows

    def _phones(self) -> None:
        def read(found: lines.Property, is_first: bool) -> PhoneValue | None:
            text = _SCHEME.sub("", self.card.text(found))
            text = _EXTENSION.sub(r" ext. \1", " ".join(text.split()))
            if len(text) > 80:
                self._unusable(label("phone:work").partition(",")[0], text, BusinessError(_("A phone is too long.")))
                return None
            return PhoneValue(text, category("phone", self._words(found), is_first=is_first)) if text else None

        self.values.phones = self._collect(("TEL",), read, lambda row: (row.category, "".join(row.number.split())))

    def _emails(self) -> None:
        def read(found: lines.Property, is_first: bool) -> EmailValue | None:
            text = self.card.text(found)
            try:
                address = clean_email(address_in(text).removeprefix("mailto:"), needs_dot=False)
            except BusinessError:
                if text:
                    why = _("“%(text)s” is no e-mail address.") % {"text": text[:60]}
                    self._unusable(_("E-mail"), text, BusinessError(why))
                return None
            return EmailValue(address, category("email", self._words(found), is_first=is_first))

        self.values.emails = self._collect(("EMAIL",), read, lambda row: email_key(row.address))

    def _links(self) -> None:
        names = ("URL", "X-SOCIALPROFILE", "SOCIALPROFILE", "IMPP", *sorted(_SKYPE))
        self.values.links = self._collect(names, self._link, lambda row: (row.category, row.url))

    def _link(self, found: lines.Property, is_first: bool) -> LinkValue | None:
        text = self.card.text(found)
        service = {
            word.lower() for word in found.params.get("X-SERVICE-TYPE", []) + found.params.get("SERVICE-TYPE", [])
        }
        is_skype = found.name in _SKYPE or "skype" in service or text.lower().startswith("skype:")
        if found.name == "IMPP" and not is_skype:
            self._line(next(iter(sorted(service)), "IM"), text)
            return None
        if not text:
            return None
        try:
            if is_skype:
                return LinkValue(clean_link(text, "skype")[:500], "skype")
            return self._web_link(found, text, service)
        except BusinessError:
            self._unusable(_("Link"), text, BusinessError(_("“%(text)s” is no web address.") % {"text": text[:60]}))
            return None

    def _web_link(self, found: lines.Property, text: str, service: set[str]) -> LinkValue:
        words = found.types | service
        network = next((_NETWORKS[word] for word in sorted(words) if word in _NETWORKS), "")
        if found.name != "URL":
            kind, url = LinksWidget().one(text.removeprefix("x-apple:"), network or "other")
        elif words & {"website", "other"}:
            kind, url = "other" if "other" in words else "website", clean_link(text)
        else:
            kind, url = LinksWidget().one(text, "website")
        if len(url) > 500:
            raise BusinessError("")
        return LinkValue(url, kind)

    def _addresses(self) -> None:
        self.values.addresses = self._collect(("ADR",), self._address, lambda row: {**vars(row), "is_primary": False})
        if not self.values.addresses:  # old programs write the lines of the envelope only
            self.values.addresses = self._collect(("LABEL",), self._envelope, vars)

    def _envelope(self, found: lines.Property, is_first: bool) -> AddressValue | None:
        street = self._clean("LABEL", "street", self.card.text(found))
        kind = category("address", self._words(found), is_first=is_first)
        return AddressValue(street=street, category=kind) if street else None

    def _address(self, found: lines.Property, is_first: bool) -> AddressValue | None:
        parts = [*self.card.parts(found), *[""] * 7][:7]
        box, extended, street, city, state, postal_code, country = parts
        code = country_code(country) if country else ""
        value = AddressValue(
            street=self._clean("ADR", "street", "\n".join(filter(None, (box, extended, street)))),
            city=self._clean("ADR", "city", city), state=self._clean("ADR", "state", state),
            postal_code=self._clean("ADR", "postal_code", postal_code),
            country=code, country_text="" if code else " ".join(country.split())[:150],
            category=category("address", self._words(found), is_first=is_first),
        )  # fmt: skip
        return value if any(parts) else None

    # --- the rest -----------------------------------------------------------------------------------------------------
    def _photo(self) -> None:
        """The first photo that the card itself holds, as bytes; an address on the web is never fetched."""
        for found in self.card.all("PHOTO"):
            value, is_inline = found.value.strip(), found.encoding == "BASE64"
            if value.lower().startswith("data:"):
                head, _comma, value = value.partition(",")
                is_inline = "base64" in head.lower()
            if not value:
                continue
            if not is_inline:
                self._remark(_("The photo is only an address on the web, which is not fetched."))
                continue
            try:
                self.draft.photo = lines.binary(value, settings.MAX_PHOTO_BYTES)
                if self.draft.photo is not None:
                    return
                self._remark(_("The photo was left out: it is larger than 10 MB."))
            except lines.BrokenBinary:
                self._remark(_("The photo was left out: its text is damaged."))

    def _remaining(self) -> None:
        for name, text in extra_lines(self.card):
            self._line(name, text)

    def _line(self, name: str, text: str) -> None:
        line = f"{name}: {text}"
        if text and line not in self.note_lines:
            self.note_lines.append(line)


def read_date(text: str, unknown_years: set[int]) -> tuple[int | None, int, int] | None:
    """(year or None, month, day) of "19800322", "1980-03-22T00:00:00Z", "--0322", "1604-03-22"; None for no date."""
    if found := _DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
        known = None if year in unknown_years or not year else year
    elif found := _NO_YEAR.fullmatch(text):
        known, month, day = None, int(found[1]), int(found[2])
    else:
        return None
    try:
        dt.date(known or 2000, month, day)
    except ValueError:
        return None
    return known, month, day


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
