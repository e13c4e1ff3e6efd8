"""Whose name a card bears: the parts of N filled up from FN, and whether N, FN and ORG name a person or a company."""

from contacts.importing.names import split_name
from core.search.folding import match_form

from .lines import Card

PARTS = ("last_name", "first_name", "middle_name", "salutation", "suffix")
_OWN = ("first_name", "middle_name", "last_name")


def name_parts(card: Card) -> dict[str, str]:
    """The parts of N; each may be a list ("Jr.,M.D."), of which 2.1 knows nothing."""
    found = [*card.first_lists("N"), *[[]] * 5]
    return {key: _joined(texts, ", " if key == "suffix" else " ") for key, texts in zip(PARTS, found, strict=False)}


def _joined(texts: list[str], between: str) -> str:
    """Signs that somebody forgot to escape are followed by a space: "Richter, James" is one name."""
    if any(text.startswith(" ") for text in texts[1:]):
        between = ","
    return " ".join(between.join(texts).split())


def shown_name(card: Card) -> str:
    """The most preferred FN, unless it is only the e-mail address or the phone of somebody without a name."""
    ranked = sorted(card.all("FN"), key=lambda found: found.rank)
    shown = next(filter(None, (" ".join(card.text(found).split()) for found in ranked)), "")
    others = {card.text(found).removeprefix("tel:") for found in card.all("EMAIL", "TEL")}
    return "" if shown in others else shown


def own_names(parts: dict[str, str]) -> list[str]:
    """First, middle and last name as far as there are any."""
    return [parts[key] for key in _OWN if parts[key]]


def is_company(parts: dict[str, str], shown: str, company: str) -> bool:
    """Whether FN and N say no more than ORG: programs that know persons alone write companies so."""
    if not (company and shown) or match_form(shown) != match_form(company):
        return False
    names = own_names(parts)
    return not any(parts.values()) or (len(names) == 1 and match_form(names[0]) == match_form(company))


def is_person_at(parts: dict[str, str], shown: str, company: str) -> bool:
    """Whether a card that is shown as its company is all the same that of a person, whom N and FN name."""
    if not company or not (parts["first_name"] and parts["last_name"]):
        return False
    return bool(shown) and match_form(shown) != match_form(company)


def fill_up(parts: dict[str, str], shown: str) -> None:
    """The name that N lacks, where FN has it before the last or behind the first one: "Dupont", "Marie Dupont"."""
    if len(own_names(parts)) != 1 or parts["middle_name"]:
        return
    taken = split_name(shown)
    key, other = ("last_name", "first_name") if parts["last_name"] else ("first_name", "last_name")
    if taken[other] and match_form(taken[key]) == match_form(parts[key]):
        parts[other] = taken[other]
