"""The columns that follow from what was typed: the shown name, the sort key, the text that the search finds."""

from contacts.models import Contact
from core.search.folding import digits, fold, match_form


def set_names(contact: Contact, phones, emails) -> None:
    """Fill display_name, sort_name, match_name and search_text from the names and the detail rows (saved or not)."""
    own = contact.name if contact.is_company else " ".join(filter(None, [contact.first_name, contact.last_name]))
    own = own or contact.middle_name or contact.suffix
    fallback = next((row.address for row in emails), "") or next((row.number for row in phones), "")
    contact.display_name = (own or fallback)[:310]
    contact.sort_name = fold(contact.display_name)[:500]
    contact.match_name = match_form(own)[:500]
    contact.search_text = search_text(contact, phones, emails)


def search_text(contact: Contact, phones, emails) -> str:
    """Names, e-mails, and the digits of the phones as typed and in E.164, each once."""
    words = [contact.name, contact.first_name, contact.middle_name, contact.last_name]
    words += [row.address for row in emails]
    numbers = [number for row in phones for number in (digits(row.number), row.e164.lstrip("+")) if number]
    folded = [fold(word) for word in words if word]
    return " ".join(dict.fromkeys(folded + numbers))
