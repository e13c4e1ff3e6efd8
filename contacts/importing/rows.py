"""One row of a file as a contact: the cells cleaned by their resource, put together by the mapping and the rules."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from contacts.details import MOST_ROWS, email_key
from contacts.models import Contact
from contacts.resources import ContactResource
from contacts.services import ContactValues, EmailValue, LinkValue, PhoneValue
from core.exchange.cells import DMY, parse_date
from core.exchange.labels import value_of
from core.records.models import BusinessError
from core.search.folding import fold, match_form

from . import vocabulary
from .addresses import put_together
from .grantees import ROLES
from .names import is_same_name, middle_between, split_name
from .targets import DETAILS, label, parse_key
from .values import ends_in_legal_form, is_legal_form, looks_like_company

_NAMES = ("salutation", "first_name", "middle_name", "last_name", "suffix")
_PERSON = ("first_name", "middle_name", "last_name")


MOST_TAGS = 100


@dataclass
class CompanyWish:
    """The company that a person's row names, in up to three ways."""

    name: str = ""
    external_id: str = ""
    domain: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.external_id or self.domain)


@dataclass
class Draft:
    """What a row says. `problem` is a sentence where it can't be imported; then the rest means nothing."""

    line: int
    cells: list[str]
    values: ContactValues = field(default_factory=ContactValues)
    company: CompanyWish = field(default_factory=CompanyWish)
    contact_type: str = ""
    temperature: str = ""
    access_level: str = ""
    named: dict[str, list[str]] | None = None  # users and groups by their role; None where no column is about them
    problem: str = ""
    # Of a card alone:
    skipped: str = ""  # why it is left out without being wrong
    remark: str = ""
    photo: bytes | None = None


@dataclass
class _Cells:
    """The cleaned cells of one row, by kind."""

    single: dict = field(default_factory=dict)
    is_given: bool = False  # the row says that mailings are allowed
    notes: list[str] = field(default_factory=list)
    note_lines: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    details: list[tuple[str, str, str, str]] = field(default_factory=list)  # detail, number, category, value
    categories: dict[tuple[str, str], str] = field(default_factory=dict)
    addresses: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    problems: list[str] = field(default_factory=list)


class RowReader:
    """Reads rows under one mapping. `kind` is auto, person or company; `order` that of the numbers in dates."""

    def __init__(
        self, headings: dict[int, str], mapping: dict[int, list[str]], *, kind: str = "auto", order: str = DMY
    ):
        self.headings, self.mapping, self.kind, self.order = headings, mapping, kind, order
        self.resource = ContactResource()
        self.targets = [(index, key, parse_key(key)) for index, keys in sorted(mapping.items()) for key in keys]

    def draft(self, line: int, cells: list[str]) -> Draft:
        """The row's values; where some can't be read, all that is wrong, and who the row is about all the same."""
        draft, found = Draft(line, cells), self._clean(cells)
        try:
            self._fill(draft, found)
        except BusinessError as error:
            found.problems = found.problems or [str(error.sentence)]
        draft.problem = " ".join(found.problems)
        return draft

    def _clean(self, cells: list[str]) -> _Cells:
        found = _Cells()
        for index, key, parsed in self.targets:
            text = cells[index] if index < len(cells) else ""
            if not text.strip():
                continue
            try:
                self._take(found, index, key, parsed, text)
            except BusinessError as error:
                words = {"heading": self.headings.get(index, ""), "reason": error.sentence}
                found.problems.append(_("%(heading)s: %(reason)s") % words)
        return found

    def _take(self, found: _Cells, index: int, key: str, parsed: tuple, text: str) -> None:
        detail, number, category, part = parsed
        clean = self.resource.clean_cell
        if detail and part == "category":
            found.categories[detail, number] = text
        elif detail == "address":
            found.addresses[number, category][part].append(clean(part, text))
        elif detail == "link":
            said = value_of(
                DETAILS["link"][1], found.categories.get((detail, number), "")
            )  # a Skype name is no address
            pairs = clean("link", text, category=said or category or "website")
            found.details += [(detail, number, *pair) for pair in pairs]
        elif detail:
            found.details += [(detail, number, category, value) for value in clean(detail, text)]
        elif key == "notes":
            found.notes.append(clean("notes", text))
        elif key == "note_line":
            found.note_lines.append(f"{self.headings.get(index, '')}: {_iso(clean('note_line', text))}")
        elif key == "tags":
            found.tags += clean("tags", text)
        elif key == "consent":
            own = value_of(Contact.Consent, text)
            found.is_given = own == Contact.Consent.GIVEN
            found.single["consent"] = own if own == Contact.Consent.WITHDRAWN else clean("consent", text)
        else:
            found.single[key] = clean(key, text, order=self.order)

    def _fill(self, draft: Draft, cells: _Cells) -> None:
        single, values = cells.single, draft.values
        self._name(draft, single, cells)
        for key in ("currency", "external_id", *(("job_title", "department") if values.kind == "person" else ())):
            setattr(values, key, single.get(key, ""))
        values.birthday = single.get("birthday") or _birthday(single)
        _consent(values, cells)
        self._access(draft, single)
        values.tags = list(dict.fromkeys(cells.tags))
        values.notes = "\n\n".join(filter(None, ["\n".join(cells.note_lines), *cells.notes]))
        draft.contact_type, draft.temperature = single.get("contact_type", ""), single.get("temperature", "")
        _details(values, cells)
        refuse_many(values)
        if not _says_who(values, draft):
            raise BusinessError(_("The row has no name, no e-mail address and no phone."))

    def _access(self, draft: Draft, single: dict) -> None:
        draft.access_level = single.get("access_level", "")
        roles = [key for _index, key, _parsed in self.targets if key in ROLES]
        draft.named = {role: single.get(role, []) for role in roles} if roles else None

    def _name(self, draft: Draft, single: dict, cells: _Cells) -> None:
        values, parts = draft.values, {key: single.get(key, "") for key in _NAMES}
        company, shown = single.get("company", ""), single.get("display_name", "")
        values.kind = single.get("kind") or (self.kind if self.kind != "auto" else _kind(single, parts))
        if values.kind == "company":
            whole = single.get("full_name") or single.get("last_first")
            values.name = (whole or company or shown or _joined(parts))[:200]
            return
        if not any(parts[key] for key in _PERSON):
            last_first = single.get("last_first", "")
            whole = single.get("full_name") or last_first or (shown if match_form(shown) != match_form(company) else "")
            found = split_name(_without_company(whole, company), last_first=whole == last_first)
            parts |= {key: text for key, text in found.items() if not parts[key]}
        elif shown and not is_same_name(shown, parts) and match_form(shown) != match_form(company):
            _keep_shown_name(parts, shown, cells)
        for key, text in parts.items():
            setattr(values, key, text)
        if (
            company
            and not single.get("company_external_id")
            and fold(company) in (fold(_joined(parts)), fold(_joined(parts, with_middle=False)))
        ):
            company = ""  # a person who trades under the own name is no company
        draft.company = CompanyWish(
            company, single.get("company_external_id", ""), _domain(single.get("company_domain", ""))
        )


def _consent(values: ContactValues, cells: _Cells) -> None:
    """Taken away by a word; given only to those whose row holds the day and the proof of it too."""
    single = cells.single
    values.consent_at, values.consent_proof = single.get("consent_at"), single.get("consent_proof", "")
    is_proved = cells.is_given and values.consent_at and values.consent_proof
    values.consent = single.get("consent") or single.get("opt_out") or ("given" if is_proved else "unknown")


def _kind(single: dict, parts: dict) -> str:
    """Person or company, where neither the file nor the rules say it."""
    company, shown = single.get("company", ""), single.get("display_name", "")
    if is_legal_form(parts["salutation"]) and not parts["first_name"]:
        return "company"
    if not any(parts.values()) and not company and ends_in_legal_form(single.get("full_name", "")):
        return "company"
    if any(parts[key] for key in _PERSON) or single.get("full_name") or single.get("last_first"):
        return "person"
    if shown and company:
        return "company" if match_form(shown) == match_form(company) else "person"
    if shown:
        return "company" if looks_like_company(shown) else "person"
    return "company" if company and not single.get("job_title") and not parts["salutation"] else "person"


def _without_company(name: str, company: str) -> str:
    """ "Ada Bell" of "Acme, Ada Bell", as a program writes the persons of Acme."""
    start, comma, rest = name.partition(", ")
    return rest if comma and rest and match_form(start) == match_form(company) else name


def _keep_shown_name(parts: dict, shown: str, cells: _Cells) -> None:
    """A displayed name that says more than the parts: a middle name, or else a line of the notes."""
    middle = "" if parts["middle_name"] else middle_between(shown, parts["first_name"], parts["last_name"])
    if middle:
        parts["middle_name"] = middle[:150]
    else:
        cells.note_lines.insert(0, f"{label('display_name')}: {shown}")


def _joined(parts: dict, *, with_middle: bool = True) -> str:
    keys = _PERSON if with_middle else ("first_name", "last_name")
    return " ".join(parts[key] for key in keys if parts.get(key))


def _domain(text: str) -> str:
    """ "https://www.example.com/x" → "example.com"."""
    bare = text.strip().lower().split("://")[-1].split("/")[0].split(":")[0]
    return bare.removeprefix("www.")


def _birthday(single: dict) -> tuple[int | None, int, int] | None:
    year, month, day = (single.get(key) for key in ("birth_year", "birth_month", "birth_day"))
    if not month or not day:
        return None
    found = parse_date(f"{year or 2000:04d}-{month:02d}-{day:02d}")
    if found is None:
        raise BusinessError(_("%(day)d of month %(month)d is no date.") % {"day": day, "month": month})
    return (year, month, day)


def _iso(text: str) -> str:
    """A day with its month in words ("01 Jul 2026") as 2026-07-01; any other text as it is."""
    found = parse_date(text) if any(sign.isalpha() for sign in text) and len(text) < 30 else None
    return "{:04d}-{:02d}-{:02d}".format(*found) if found and found[0] else text


def refuse_many(values: ContactValues) -> None:
    """A row with more than a contact's form can show is no contact, but would fill the database."""
    refuse_rows(max(len(values.phones), len(values.emails), len(values.links), len(values.addresses)))
    if len(values.tags) > MOST_TAGS:
        raise BusinessError(_("The row has more than %(most)d tags.") % {"most": MOST_TAGS})


def refuse_rows(count: int, most: int = MOST_ROWS) -> None:
    if count > most:
        raise BusinessError(
            _("The row has more than %(most)d phones, e-mail addresses, links or addresses.") % {"most": MOST_ROWS}
        )


def _details(values: ContactValues, cells: _Cells) -> None:
    refuse_rows(len(cells.details), 3 * MOST_ROWS)  # before each is compared with all others
    for detail, number, category, value in cells.details:
        if number:
            category = _said_category(detail, cells.categories.get((detail, number), ""), category)
        if detail == "phone":
            _add(values.phones, PhoneValue(value, category), lambda one: (one.category, "".join(one.number.split())))
        elif detail == "email":
            _add(values.emails, EmailValue(value, category), lambda one: email_key(one.address))
        else:
            _add(values.links, LinkValue(value, category), lambda one: _link_key(one.url))
    for (number, category), parts in cells.addresses.items():
        if number:
            category = _said_category("address", cells.categories.get(("address", number), ""), "")
        _add(values.addresses, put_together(parts, category), lambda one: vars(one))


def _add(rows: list, value, key) -> None:
    """The same detail twice in a row is one; of two web addresses that only differ in the scheme, the fuller stays."""
    if value is not None and all(key(row) != key(value) for row in rows):
        rows.append(value)


def _link_key(url: str) -> str:
    return url.lower().split("://")[-1].removeprefix("www.").rstrip("/")


def _said_category(detail: str, text: str, given: str) -> str:
    """The category that a "type" or "label" beside the value means; "other" where it says nothing known."""
    if own := value_of(DETAILS[detail][1], text):
        return own
    found = set(fold(text.replace("*", " ")).replace("-", " ").split())
    if detail == "link":
        return given if given != "website" else "website"
    if detail == "phone":
        for category, words in (("fax", vocabulary.FAX), ("mobile", vocabulary.MOBILE), ("direct", vocabulary.DIRECT)):
            if found & words:
                return category
    if detail == "address":
        for category, words in (
            ("billing", vocabulary.BILLING),
            ("delivery", vocabulary.DELIVERY),
            ("office", frozenset({"office"})),
        ):
            if found & words:
                return category
    return "home" if found & vocabulary.HOME else "work" if found & vocabulary.WORK else "other"


def _says_who(values: ContactValues, draft: Draft) -> bool:
    named = values.name or _joined(vars(values))
    return bool(named or values.emails or values.phones)
