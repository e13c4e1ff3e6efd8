"""What an importer proposes by itself for the columns of a file: fields, layout, kind of the rows, order of dates."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from core.exchange.cells import DMY, date_order, parse_date, plain_heading

from . import fixed_headings, values, vocabulary
from .own_layout import own_keys
from .targets import is_single

_NAME_PARTS = {"first_name", "last_name", "middle_name"}
_WHO = _NAME_PARTS | {"full_name", "last_first"}
_BEATEN = 1_000  # rank of what only stands in for a better column


@dataclass
class Proposal:
    """`mapping` is column index → field keys; columns that are left out are not imported."""

    mapping: dict[int, list[str]] = field(default_factory=dict)
    layout: str = ""
    kind: str = "auto"
    order: str = DMY
    order_is_proved: bool = True


@dataclass
class _Seen:
    """A column with its plain heading and the values of the first rows."""

    index: int
    heading: str
    values: list[str]
    key: str = ""
    rank: int = 0


def propose(headings: list[str], rows: list[list[str]], default_order: str = DMY) -> Proposal:
    """The proposal for these headings, looking at `rows` (the first ones of the file)."""
    if own := own_keys(headings):
        return Proposal({at: [key] for at, key in own.items()}, "Carnet")
    seen = [_Seen(at, fixed_headings.apart(plain_heading(text)), _values(rows, at)) for at, text in enumerate(headings)]
    for column in seen:
        column.key, column.rank = _first_guess(column)
    _guess_repeated(seen)
    _pair_numbered(seen)
    _share_places(seen)
    _place_house_numbers(seen)
    _place_birth_days(seen)
    _place_names(seen)
    _place_ids(seen)
    _place_addresses(seen)
    _drop_by_layout(seen)
    _keep_best(seen)
    order, proved = _dates(seen, default_order)
    mapping = {column.index: [column.key] for column in seen if column.key}
    return Proposal(mapping, layout_of(headings), _kind(seen), order, proved)


def _values(rows: list[list[str]], at: int) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _first_guess(column: _Seen) -> tuple[str, int]:
    heading, found = column.heading, column.values
    if numbered := fixed_headings.NUMBERED.match(heading):
        return _numbered(*numbered.groups()), 0
    if heading in vocabulary.TITLES:
        return ("salutation", 1) if values.are_salutations(found) else ("job_title", 20)
    if heading in vocabulary.TYPES:
        return ("kind", 1) if values.are_kinds(found) else ("contact_type", 9)
    if heading in vocabulary.STATUS_HEADINGS or heading.endswith(("subscription status", "marketing status")):
        return ("consent", 9) if values.are_subscriptions(found) else ("", 0)
    if vocabulary.OWN_FIELDS.match(heading):
        return "note_line", 0
    if heading.startswith("opted out of email "):
        return "opt_out", 30
    field, rank = vocabulary.field_of(heading)
    if field:
        return _checked(field, rank, found)
    key = vocabulary.detail_of(heading)
    if not _bears_out(key, heading, found):
        return "", 0
    return key or _by_values(column), int("county" in heading.split())


def _guess_repeated(seen: list[_Seen]) -> None:
    """A heading that stands there twice ("Titre (2)") and says nothing with its number is read without it."""
    headings = {column.heading for column in seen}
    for column in seen:
        bare, _gap, number = column.heading.rpartition(" ")
        if not column.key and number.isdigit() and bare in headings:
            column.heading = bare
            column.key, column.rank = _first_guess(column)


def _pair_numbered(seen: list[_Seen]) -> None:
    """ "Email 1" beside "Email 1 type" is its value; a category without a value is none."""
    keys = {column.key for column in seen}
    for column in seen:
        pair, _colon, part = column.key.partition(":")
        if (
            part != "category"
            or "#" not in pair
            or any(key == pair or key.startswith(f"{pair}:") for key in keys - {column.key})
        ):
            continue
        bare = column.heading.rpartition(" ")[0]
        value = next((other for other in seen if other.heading == bare and other.key), None)
        if value is None or pair.startswith("address"):
            column.key = ""
        else:
            value.key, value.rank = pair, 0


def _share_places(seen: list[_Seen]) -> None:
    """ "Ville" twice, without a word whose: each belongs to the address that the columns before it name."""
    bare = Counter(_bare_place(column.heading) for column in seen)
    current = ""
    for column in seen:
        place = _bare_place(column.heading)
        if not column.key.startswith("address:"):
            continue
        if not place:
            current = column.key.split(":")[1]
        elif current and bare[place] > 1:
            column.key = f"address:{current}:{column.key.split(':')[2]}"


def _bare_place(heading: str) -> str:
    """ "ville" of "ville" and "ville 2"; "" where the heading says whose place it is."""
    bare = heading.removesuffix(" 2")
    return bare if bare in vocabulary.BARE_PLACES else ""


def _place_house_numbers(seen: list[_Seen]) -> None:
    """A mere "Nr." behind the column of a street is its house number."""
    for street, column in pairwise(seen):
        is_number = bool(column.values) and all(value[0].isdigit() and len(value) < 9 for value in column.values)
        if (
            not column.key
            and column.heading in vocabulary.HOUSE_NUMBERS
            and is_number
            and street.key.endswith(":street")
        ):
            column.key = street.key.removesuffix("street") + "house_number"


def _place_birth_days(seen: list[_Seen]) -> None:
    """Month and day beside a year of birth, whatever they are called: "Mois", "Geburtstag" with numbers up to 31."""
    if not any(column.key == "birth_year" for column in seen):
        return
    for column in seen:
        is_number = bool(column.values) and all(
            value.isdecimal() and len(value) < 10 and int(value) <= 31 for value in column.values
        )
        if column.heading in {"mois", "monat", "month"}:
            column.key = "birth_month"
        elif column.heading in {"jour", "tag", "day"} or (column.heading == "geburtstag" and is_number):
            column.key = "birth_day"


def _numbered(detail: str, number: str, part: str) -> str:
    """Google's columns: "phone 2 type" and "phone 2 value" belong together."""
    name = fixed_headings.NUMBERED_DETAILS[detail]
    if part in fixed_headings.NUMBERED_CATEGORIES:
        return f"{name}#{number}:category"
    if part in fixed_headings.NUMBERED_VALUES:
        return f"{name}#{number}" if name != "address" else ""
    return f"{name}#{number}:{fixed_headings.NUMBERED_PARTS[part]}" if name == "address" else ""


def _checked(key: str, rank: int, found: list[str]) -> tuple[str, int]:
    """A field whose values don't bear it out is not proposed."""
    if not found:
        return key, rank + _BEATEN // 2
    if key == "kind" and not values.are_kinds(found):
        return "", 0
    if key == "company" and values.are_ids(found):
        return "id:company", rank
    if key == "birthday" and not any(parse_date(value, order) for value in found for order in ("dmy", "mdy")):
        return "", 0
    if key == "contact_type" and values.are_words_for_kinds(found):
        return "kind", rank
    if key == "job_title" and {value.lower() for value in found} <= values.ACCOUNT_ROLES:
        return "", 0
    if key == "temperature" and all(value.isdigit() for value in found):
        return "", 0
    if key in {"full_name", "display_name"} and values.are_ids(found):
        return "", 0
    return key, rank


def _bears_out(key: str, heading: str, found: list[str]) -> bool:
    """Whether the values can be details of this kind: a "site" may be a place, none is a mere yes or no."""
    if not key or not found:
        return True
    if key.startswith("email"):
        return values.are_emails(found)
    if key == "link:website" and set(heading.split()) & vocabulary.LINK == {"site"}:
        return any("." in value or "/" in value for value in found)
    if key.endswith(":state") and all(value.isdigit() for value in found):
        return False
    return not all(value.lower() in values.YES | values.NO and not value.isdigit() for value in found)


def _by_values(column: _Seen) -> str:
    """A column without a telling heading: e-mail addresses and phone numbers are recognised all the same."""
    if column.heading in vocabulary.SWITCHBOARDS:
        return "phone:work" if values.are_phones(column.values) else ""
    if not column.heading.startswith(("column ", "colonne ")) or not column.values:
        return ""
    if all("@" in value for value in column.values):
        return "email:work"
    return "phone:work" if values.are_phones(column.values) else ""


def _place_names(seen: list[_Seen]) -> None:
    """ "Name" beside "Vorname" is the last name, beside both names the displayed one, alone the whole one."""
    keys = {column.key for column in seen}
    if keys & {"first_name", "last_name"}:
        for column in seen:
            column.key = "full_name" if column.key == "last_first" else column.key
    for column in seen:
        if vocabulary.is_plain_name(column.heading):
            has_first, has_last = "first_name" in keys, "last_name" in keys
            column.key = "display_name" if has_last else "last_name" if has_first else "full_name"
            column.rank = 1
        if column.heading in vocabulary.CLIENT_NAMES and not values.are_flags(column.values):
            column.key, column.rank = ("company", 90) if keys & _WHO else ("full_name", 30)
    if {"first_name", "last_name"} & {column.key for column in seen}:
        for column in seen:
            if column.key == "full_name":
                column.key, column.rank = "display_name", column.rank + 50


def _place_ids(seen: list[_Seen]) -> None:
    """Whose key an id column holds: the row's own, or that of the person's company."""
    ids = {}
    for column in seen:
        whose = "company" if column.key == "id:company" else "" if column.key else vocabulary.id_of(column.heading)
        if whose and not (column.heading == "id" and any(other.heading == "action" for other in seen)):
            ids.setdefault(whose, column)
    if own := ids.get("person"):
        own.key = "external_id"
    if other := ids.get("company"):
        is_link = _has_persons(seen) and ("person" in ids or len(set(other.values)) < len(other.values))
        other.key = "company_external_id" if is_link else "external_id" if "person" not in ids else ""
    for column in seen:
        column.key = "" if column.key == "id:company" else column.key


def _has_persons(seen: list[_Seen]) -> bool:
    return any(column.key in _WHO for column in seen)


def _place_addresses(seen: list[_Seen]) -> None:
    """ "Address" beside a street column of its category is the whole address, else the street itself."""
    keys = {column.key for column in seen}
    with_street = {
        column.key.rsplit(":", 1)[0]
        for column in seen
        if column.key.endswith(":street") and not _goes_on(column.heading)
    }
    is_sorted = any(key.startswith("address:") and not key.startswith("address:work") for key in keys)
    for column in seen:
        if column.key.startswith("address:") and column.key.endswith(":address"):
            whose = column.key.rsplit(":", 1)[0]
            is_whole = whose in with_street and column.heading[-1] not in "23456789"
            column.key = f"{whose}:full" if is_whole else f"{whose}:street"
        elif is_sorted and column.heading in vocabulary.LOOSE_PLACES:
            column.key = ""


def _goes_on(heading: str) -> bool:
    """Whether a street column only holds what follows the street itself."""
    return heading[-1:].isdigit() or bool(set(heading.split()) & {"complement", "extended", "suite"})


def _drop_by_layout(seen: list[_Seen]) -> None:
    """Mailchimp's region and country are guesses of where a person once was; Yahoo calls phones "Home" and "Work"."""
    if any(column.heading == "yahoo phone" for column in seen):
        for column in seen:
            column.key = column.key or vocabulary.BARE_PHONES.get(column.heading, "")
    if any(column.heading in {"optin time", "confirm time", "member rating"} for column in seen):
        for column in seen:
            if column.heading in {"region", "cc"}:
                column.key = ""


def _keep_best(seen: list[_Seen]) -> None:
    """One column for each single field: one with values, by the surest heading, the first of its kind."""
    taken: dict[str, _Seen] = {}
    for column in sorted(seen, key=lambda one: (not one.values, one.rank, one.index)):
        if column.key and is_single(column.key):
            if column.key in taken:
                column.key = ""
            else:
                taken[column.key] = column


def _dates(seen: list[_Seen], default: str) -> tuple[str, bool]:
    dates = [value for column in seen if column.key == "birthday" for value in column.values]
    order, proved = date_order(dates, default)
    return order, proved or not any("/" in value or "-" in value for value in dates if value[:4].isdigit() is False)


def _kind(seen: list[_Seen]) -> str:
    """What the rows are where they don't say it themselves: a table without names of persons holds companies."""
    keys = {column.key for column in seen}
    if "kind" in keys or keys & (_NAME_PARTS | {"display_name", "last_first"}):
        return "auto"
    names = next((column.values for column in seen if column.key == "full_name"), [])
    if "full_name" in keys and "company" not in keys:
        has_signs = any(set(column.heading.split()) & vocabulary.COMPANY_SIGNS for column in seen)
        companies = sum(values.looks_like_company(name) for name in names)
        is_company = (has_signs and not keys & {"job_title", "salutation", "birthday"}) or companies * 2 > len(names)
        return "company" if is_company else "auto"
    return (
        "company"
        if "company" in keys and "full_name" not in keys and not keys & {"job_title", "salutation"}
        else "auto"
    )


_LAYOUTS = [
    ("Google", {"email 1 value"}),
    ("Google", {"phone 1 value"}),
    ("Google", {"email 1 valeur"}),
    ("Google", {"email 1 wert"}),
    ("LinkedIn", {"connected on"}),
    ("LinkedIn", {"date de connexion", "url"}),
    ("LinkedIn", {"verbunden am", "url"}),
    ("Mailchimp", {"member rating"}),
    ("Mailchimp", {"optin time"}),
    ("Thunderbird", {"primary email", "display name"}),
    ("Thunderbird", {"nom a afficher", "premiere adresse electronique"}),
    ("Thunderbird", {"primare email adresse", "anzeigename"}),
    ("Brevo", {"sms", "email blacklisted"}),
    ("Klaviyo", {"klaviyo id"}),
    ("Shopify", {"accepts email marketing", "total spent"}),
    ("Outlook", {"email address", "business street"}),
    ("Outlook", {"email 2 address", "home phone"}),
    ("Outlook", {"business phone", "home street"}),
    ("Outlook", {"strasse geschaftlich"}),
    ("Outlook", {"rue bureau"}),
    ("Outlook", {"adresse de messagerie"}),
    ("Outlook", {"direccion de correo electronico"}),
    ("HubSpot", {"lifecycle stage"}),
    ("HubSpot", {"phase du cycle de vie"}),
    ("HubSpot", {"lifecycle phase"}),
    ("HubSpot", {"company domain name"}),
    ("HubSpot", {"associated company"}),
    ("Zoho", {"customer sub type"}),
    ("Zoho", {"lead owner id"}),
    ("Zoho", {"contact owner", "record id"}),
    ("Zoho", {"created time", "display name"}),
    ("Zoho", {"mailing zip"}),
    ("Zoho", {"source du prospect", "nom du compte"}),
    ("Salesforce", {"nom du compte", "proprietaire du compte"}),
    ("Zoho", {"account site", "account owner"}),
    ("Zoho", {"contact owner id"}),
    ("SuiteCRM", {"primary address street", "account name"}),
    ("Vtiger", {"office phone", "assigned to"}),
    ("Salesforce", {"account name", "last name"}),
    ("Salesforce", {"mailingstreet", "lastname"}),
    ("Salesforce", {"account name", "account owner"}),
    ("Salesforce", {"mailing street"}),
    ("Salesforce", {"lead source", "lead status"}),
    ("Apple", {"phone i phone"}),
    ("Pipedrive", {"person name"}),
    ("Pipedrive", {"organization name", "organization owner"}),
    ("Pipedrive", {"personne nom", "personne organisation"}),
    ("Pipedrive", {"person email work"}),
    ("Pipedrive", {"phone work", "email work"}),
    ("Pipedrive", {"organization", "email work"}),
    ("Odoo", {"is a company"}),
    ("Odoo", {"est une societe", "societe apparentee"}),
    ("Odoo", {"ist ein unternehmen", "zugehoriges unternehmen"}),
    ("Odoo", {"company type", "country id"}),
    ("Odoo", {"related company"}),
    ("Odoo", {"complete name", "salesperson"}),
    ("FreshBooks", {"organization", "province state"}),
    ("listmonk", {"email", "name", "attributes"}),
]


def layout_of(headings: list[str]) -> str:
    """The name of the program whose export has these headings, or ""."""
    found = {plain_heading(heading) for heading in headings}
    return next((name for name, signs in _LAYOUTS if signs <= found), "")
