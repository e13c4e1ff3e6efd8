"""What values say about their column: salutations, ids, company names, consent, kinds."""

import re

from core.search.folding import fold

SALUTATIONS = set(
    "mr mrs ms miss mx dr prof sir madam dame lord lady rev m mme mlle mm monsieur madame "
    "mademoiselle me maitre pr docteur professeur "
    "herr frau hr fr doctor professor sr sra srta mevr dhr".split()
)
CONSENT_WORDS = {
    "subscribed": "",
    "confirmed": "",
    "enabled": "",
    "active": "",
    "opted in": "",
    "given": "",
    "transactional": "withdrawn",
    "unsubscribed": "withdrawn",
    "cleaned": "withdrawn",
    "pending": "withdrawn",
    "unconfirmed": "withdrawn",
    "non subscribed": "withdrawn",
    "nonsubscribed": "withdrawn",
    "never subscribed": "withdrawn",
    "no consent": "withdrawn",
    "non abonne": "withdrawn",
    "non inscrit": "withdrawn",
    "nettoye": "withdrawn",
    "nicht abonniert": "withdrawn",
    "bereinigt": "withdrawn",
    "abonniert": "",
    "opt out": "withdrawn",
    "opt in": "",
    "[]": "",
    "bounced": "withdrawn",
    "hard bounced": "withdrawn",
    "complained": "withdrawn",
    "blocklisted": "withdrawn",
    "blacklisted": "withdrawn",
    "opted out": "withdrawn",
    "withdrawn": "withdrawn",
    "disabled": "withdrawn",
    "archived": "withdrawn",
    "desinscrit": "withdrawn",
    "desabonne": "withdrawn",
    "abonne": "",
    "inscrit": "",
    "abgemeldet": "withdrawn",
    "angemeldet": "",
    "suppressed": "withdrawn",
    "spam": "withdrawn",
    "unknown": "",
}
# Words of a status that speak of subscriptions and of nothing else.
_SURE_CONSENT = {
    "subscribed",
    "unsubscribed",
    "cleaned",
    "non subscribed",
    "no consent",
    "non abonne",
    "nicht abonniert",
    "nonsubscribed",
    "blocklisted",
    "desinscrit",
    "desabonne",
    "abgemeldet",
    "opted out",
}
YES = {"true", "yes", "y", "1", "oui", "o", "si", "vrai", "ja", "wahr", "x", "on"}
NO = {"false", "no", "n", "0", "non", "faux", "nein", "falsch", "off"}
KINDS = {
    "person": "person",
    "individual": "person",
    "personne": "person",
    "particulier": "person",
    "people": "person",
    "privatperson": "person",
    "contact": "person",
    "company": "company",
    "organization": "company",
    "organisation": "company",
    "entreprise": "company",
    "societe": "company",
    "firma": "company",
    "business": "company",
    "unternehmen": "company",
    "professionnel": "company",
}
_LEGAL_FORM = re.compile(
    r"(?i)(?:\A|[\s,.(])(?:inc|incorporated|llc|llp|ltd|limited|plc|corp|corporation|co|company|gmbh|ag|kg|ohg|ug|se|sa|s\.a|sas|sasu|sarl|s\.a\.r\.l|eurl|sci|snc|"
    r"scop|bv|b\.v|nv|n\.v|ab|oy|as|aps|spa|s\.p\.a|srl|s\.r\.l|pty|pvt|holding|holdings|group|groupe|gruppe|association|foundation|fondation|stiftung|verein|e\.v|"
    r"services|supplies|solutions|university|universite|bank|banque|hotel|restaurant|mairie|institute|institut|partners|associates|bros|sons|works|studio|"
    r"technologies|systems|logistics|consulting|industries|enterprises)(?:[\s.,)]|\Z)"
)
_FORMS = {"societe", "ste", "firma", "entreprise", "company", "ets", "etablissement", "etablissements", "sci", "gie"}
# What an account may do on a web site, which is no job.
ACCOUNT_ROLES = {
    "customer",
    "subscriber",
    "administrator",
    "admin",
    "editor",
    "author",
    "contributor",
    "member",
    "user",
}
_AT_THE_END = re.compile(
    r"[\s,](?:(?i:inc|llc|llp|ltd|limited|plc|corp|gmbh|kg|ohg|sarl|sas|sasu|eurl|srl|pty)|SA|S\.A|AG|SE|BV|NV|AB)\.?\Z"
)
_PHONE = re.compile(r"\A(?:\+|0|\()[\d\s().\-/]{7,24}\Z")
_ID_LIKE = re.compile(r"\A(?=\S*\d)[A-Za-z0-9_-]{8,}\Z")


def is_legal_form(text: str) -> bool:
    """Whether a salutation says that a company follows: "SARL", "GmbH", "Société"."""
    return fold(text).strip(". ") in _FORMS or bool(text and len(text) < 12 and _LEGAL_FORM.fullmatch(text))


def are_salutations(values: list[str]) -> bool:
    return bool(values) and all(fold(value).strip(". ").split(".")[0].split(" ")[0] in SALUTATIONS for value in values)


def looks_like_company(name: str) -> bool:
    """Whether a name holds a legal form, an ampersand or another sign of a company."""
    return "&" in name or bool(_LEGAL_FORM.search(name))


def ends_in_legal_form(name: str) -> bool:
    """Whether a whole name can only be that of a company: "Bell Ltd", "Bell SA"."""
    return bool(_AT_THE_END.search(name.strip()))


def are_flags(values: list[str]) -> bool:
    """Whether all of them only say yes or no."""
    return bool(values) and all(fold(value) in YES | NO for value in values)


def are_phones(values: list[str]) -> bool:
    return bool(values) and all(_PHONE.match(value) for value in values)


def are_ids(values: list[str]) -> bool:
    """Whether all these values are opaque keys rather than names."""
    return len(values) > 1 and len(set(values)) == len(values) and all(_ID_LIKE.match(value) for value in values)


def are_subscriptions(values: list[str]) -> bool:
    words = {fold(value.replace("-", " ").replace("_", " ")) for value in values}
    return bool(words & _SURE_CONSENT)


def are_kinds(values: list[str]) -> bool:
    words = {fold(value) for value in values}
    return bool(words) and (words <= KINDS.keys() or words <= YES | NO)


def are_words_for_kinds(values: list[str]) -> bool:
    """Whether all of them are words for persons and companies, of both or of a sort that is no type of contact."""
    words = {fold(value) for value in values}
    return bool(words) and words <= KINDS.keys() and words != {"contact"}


def are_emails(values: list[str]) -> bool:
    """Whether at least one of them is an address: a column of addresses may hold bad ones, which are then refused."""
    return any("@" in value for value in values)
