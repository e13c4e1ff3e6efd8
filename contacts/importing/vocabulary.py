"""What columns are called elsewhere: headings in English, French and German, as `plain_heading` writes them."""

import re

# Field → headings, the surest first; the grammar below knows phones, e-mails, links and addresses.
HEADINGS = {
    "salutation": (
        "salutation|titre civilite|titre de civilite|name prefix|namensprafix|prefixe du nom|prefixe|"
        "tratamiento|prefix|civilite|anrede|courtesy title|honorific|honorific prefix|"
        "politesse"
    ),
    "first_name": (
        "first name|firstname|given name|prenom|prenom usuel|vorname|forename|fname|prenoms|first|rufname|"
        "my first name|voornaam|nombre|nome"
    ),
    "middle_name": (
        "middle name|additional name|deuxieme prenom|autre prenom|weitere vornamen|zweiter vorname|segundo nombre|"
        "middlename|second prenom|mname|middle"
    ),
    "last_name": (
        "last name|lastname|family name|nom de famille|nom d usage|nachname|familienname|surname|lname|nom usuel|"
        "my last name|last|achternaam|apellidos|apellido|cognome"
    ),
    "suffix": "name suffix|suffix|suffixe|suffixe du nom|namenszusatz|namenssuffix|honorific suffix|sufijo",
    "last_first": (
        "nom prenom|nom et prenom|nom prenoms|nom et prenoms|nom de famille prenom|name vorname|nachname vorname|"
        "name und vorname|last name first name|last first|surname first name|apellidos y nombre"
    ),
    "full_name": (
        "full name|vor und nachname|fullname|contact name|person name|contact person|nom complet|"
        "prenom nom|prenom et nom|vollstandiger name|ansprechpartner|person|contact|interlocuteur|"
        "lead name|complete name|gerant|dirigeant|nom du gerant|nom du dirigeant|personne de contact|"
        "contact principal|main contact|primary contact|hauptansprechpartner"
    ),
    "display_name": "display name|nom d affichage|nom affiche|nom a afficher|anzeigename|displayname|angezeigter name",
    "company": (
        "company name|company|organization name|organisation name|organization|organisation|"
        "account name|raison sociale|nom de la societe|nom de l entreprise|nom entreprise|"
        "nom societe|societe|entreprise|firma|firmenname|unternehmen|organization 1 name|"
        "related company|associated company|company account|business name|account|employer|employeur|"
        "arbeitgeber|companyname|denomination|denomination sociale|denomination commerciale|"
        "company or account|etablissement|lead company|"
        "tiers|nom du tiers|societe organisation|intitule|societe apparentee|parent company|"
        "entreprise associee|entreprise liee|organisation nom|institution|nom du compte|zugehoriges unternehmen|"
        "nom de l entreprise liee|name der organisation|empresa|organizacion|societe liee|nom de l organisation|"
        "nom de l organisme|sales account name|customer company"
    ),
    "company_domain": "associated company domain|company domain|associated company domain name|domaine de l entreprise",
    "job_title": (
        "job title|jobtitle|organization title|organization 1 title|position|job position|fonction|"
        "poste|designation|contact title|role|funktion|intitule du poste|stelle|profession|"
        "occupation|beruf|metier|job|berufsbezeichnung|"
        "poste fonction|role title|function|poste occupe|arbeitstitel|titel in der organisation|"
        "puesto|cargo|jobtitel|arbeitsplatz|titre de l organisation|titre dans l organisation|titre du poste"
    ),
    "department": (
        "department|abteilung|service|organization department|organization 1 department|"
        "departement de l entreprise|service de l entreprise|abteilung in der organisation|dept|departamento|"
        "service de l organisation|departement de l organisation|service dans l organisation"
    ),
    "birthday": (
        "birthday|geb datum|birth date|birthdate|date of birth|date de naissance|geburtstag|geburtsdatum|"
        "anniversaire|date d anniversaire|ne e le|nee le|dob|naissance|born|ne le|date naissance|cumpleanos"
    ),
    "birth_year": "birth year|annee de naissance|geburtsjahr",
    "birth_month": "birth month|mois de naissance|geburtsmonat",
    "birth_day": "birth day|jour de naissance|geburtstag tag",
    "kind": "is a company|is company|company type|est une entreprise|est une societe|ist ein unternehmen|kind|nature",
    "contact_type": (
        "contact type|type de contact|kontaktart|kontakttyp|customer type|type client|type de client|"
        "lifecycle stage|lifecycle phase|phase du cycle de vie|relationship|relation"
    ),
    "temperature": "temperature|temperature level|niveau de temperature|lead rating|rating|interest|temperatur",
    "tags": (
        "tags|tag|labels|label|group membership|groups|categories|kategorien|etiquettes|etiquette|"
        "mots cles|schlagworte|schlagworter|category|categorie|groupes|groupe|group|segments|"
        "keywords|mot cle|libelles|smart tags|lists|listes|category id|categorias|balise|balises|"
        "kategorie|stichworter|stichwort|tag 1|tag 2|tag 3|tag 4|tag 5|tag 6|tag 7|tag 8|tag 9"
    ),
    "notes": (
        "notes|note|comments|comment|commentaires|commentaire|notizen|notiz|anmerkungen|bemerkungen|"
        "bemerkung|remarques|remarque|remarks|description|memo|observations|kommentar|informations|"
        "infos|note privee|note publique|private note|public note|notas"
    ),
    "currency": "currency code|currency|devise|wahrung|waehrung|monnaie",
    "opt_out": (
        "email opt out|has opted out of email|opt out|opted out|unsubscribed|blacklisted|email blacklisted|blocklisted|"
        "unsub time|clean time|unsubscribed at|bounced|"
        "unsubscribed from all email|desinscrit|desabonne|do not email|no mailing|abgemeldet|"
        "opted out of email|opt out of emails|desabonne de tous les emails|"
        "refuse les e mailings|blacklist|email suppressions|desabonnement d emails|desinscription des emails|"
        "blocklisted email|blacklisted email|email blocklisted|"
        "von allen emails abgemeldet|email abgemeldet|refus de prospection|stop email"
    ),
    "consent": (
        "consent|consentement|einwilligung|newsletter|email opt in|opt in|marketing consent|"
        "subscription status|email status|email marketing|email permission status|"
        "email subscriber status|"
        "email subscription status|marketing email consent|may receive mailings|optin|email optin|accepts marketing|"
        "accepts email marketing|email marketing consent|"
        "is subscribed|newsletter subscriber|abonne newsletter|abonne|inscrit|abonnement newsletter|"
        "inscription newsletter|inscrit newsletter|accepte la newsletter"
    ),
}
BY_HEADING = {
    heading: (field, rank) for field, text in HEADINGS.items() for rank, heading in enumerate(text.split("|"))
}
# "Client name" beside names of persons is a company, alone the whole name.
CLIENT_NAMES = {
    "client",
    "customer",
    "kunde",
    "customer name",
    "client name",
    "nom du client",
    "nom client",
    "kundenname",
}
# Words before a heading that say whose it is: "contact first name".
OWNERS = (
    "primary contact ", "contact ", "client ", "customer ", "person ", "lead ", "member ", "user ", "kunde ",
    "billing ", "organization ", "organisation ", "personne ", "default address ",
)  # fmt: skip
OWNERS_AFTER = (" contact", " du contact", " client", " du client")
STOP_WORDS = {"de", "du", "la", "le", "l", "d", "the", "of", "or", "and", "et", "ou", "und", "oder"}
BARE_PHONES = {"home": "phone:home", "work": "phone:work", "other": "phone:other", "primary": "phone:other"}
BARE_NUMBERS = {"work number": "phone:work", "business number": "phone:work", "office number": "phone:work",
                "home number": "phone:home", "other number": "phone:other"}  # fmt: skip
SWITCHBOARDS = {"switchboard", "standard", "zentrale", "contact number", "numero"}
HOUSE_NUMBERS = {"nr", "no", "n", "number", "numero"}
STATUS_HEADINGS = {"status", "statut", "member status", "contact status", "marketing status"}
AMBIGUOUS_NAMES = {
    "name",
    "nom",
    "naam",
    "noms",
    "nom contact",
    "nom du contact",
    "contact nom",
    "personne nom",
}
_COMPANY_NAMES = {"raison", "denomination", "societe", "entreprise"}
TITLES = {"title", "titre", "titel"}
TYPES = {"type", "art", "typ"}
OWN_FIELDS = re.compile(
    r"\A(custom|user|benutzer|utilisateur|benutzerdefiniert|champ personnalise|personnalise) \d\Z|"
    r"\A(connected on|date de connexion|verbunden am)\Z"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Columns that only look like a detail.
NOT_A_DETAIL = _words(
    "assistant assistent assistante asst yomi phonetic type typ label id ids uuid date opt optin verified "
    "status extension bounce bounced count display "
    "angezeigter permission validation source owner proprietaire besitzer ip mac photo image avatar "
    "logo picture file time timestamp "
    "manager score rating affiche affichage complet quality created modified updated last messages "
    "attention relation event campaign accepts blacklisted consent suppressions frei gebucht free busy disponibilite"
)
HOME = _words(
    "home private privat privee prive personal perso personnel personnelle domicile maison privater private "
    "particular residencia"
)
WORK = _words(
    "work business bureau pro professionnel professionnelle geschaftlich geschaeftlich dienstlich "
    "arbeit beruflich company firma societe entreprise trabajo "
    "travail corporate unternehmen buro organization organisation office"
)
BILLING = _words("billing bill facturation facture invoice invoicing rechnung rechnungsadresse rechnungsanschrift")
DELIVERY = _words("shipping ship delivery livraison lieferung lieferadresse lieferanschrift versand expedition")
OTHER = _words(
    "other deuxieme autre autres weitere weiterer weiteres weiteren andere sonstige additional secondary "
    "alternate alternative alt secondaire zweite pager telex "
    "ship sekundare sekundarer texttelefon tdd tty horbehinderte radiomessagerie autotelefon car voiture isdn rnis main"
)
DIRECT = _words("direct directe durchwahl direkt")
MOBILE = _words(
    "mobile mobiles mobil handy portable cell cellphone cellular gsm natel cellulaire "
    "mobiltelefon mobilnummer handynummer handynr mobiltelefonnummer smartphone radiotelephone iphone sms "
    "whatsapp movil"
)
FAX = _words("fax telefax telecopie telecopieur faxnummer")
PHONE = MOBILE | _words(
    "phone phones telephone telephones tel telefon telefonnummer fon rufnummer phonenumber "
    "haupttelefon autotelefon pager telex texttelefon "
    "landline fixe festnetz telefonnr radiomessagerie telefoon telefono"
)
EMAIL = _words(
    "email emails mail mails courriel courriels mel messagerie emailadresse mailadresse "
    "emailaddress electronique electroniques electronico"
)
NETWORKS = {"linkedin": "linkedin", "twitter": "x", "facebook": "facebook", "instagram": "instagram", "skype": "skype"}
LINK = _words(
    "website websites web url urls homepage webseite webpage internet site siteweb internetseite "
    "internetadresse domain domaine"
)
PARTS = [  # looked for in this order: "Land/Region" is a country, "Province/State" a state
    ("postal_code", _words("zip zipcode postcode plz postleitzahl cp npa postal postalcode codigo")),
    ("house_number", _words("hausnummer hausnr housenumber")),
    ("po_box", _words("postfach")),
    ("country", _words("country pays land countrycode pais")),
    (
        "city",
        _words("city ville ort stadt town commune localite wohnort municipality weiterer_ort plaats ciudad localidad"),
    ),
    ("state", _words("state province region bundesland departement kanton canton county dep etat provincia")),
    ("street", _words("street streets strasse str rue voie line ligne complement strassenname calle")),
]
_PLACES = frozenset().union(*(words for part, words in PARTS if part in {"country", "city", "state"}))
_STREETS = dict(PARTS)["street"]
ADDRESS = _words(
    "address adresse anschrift addresses rechnungsadresse rechnungsanschrift lieferadresse "
    "lieferanschrift postanschrift"
)
BARE_PLACES = {
    "ville",
    "code postal",
    "region",
    "pays",
    "pays etat",
    "city",
    "state",
    "zip",
    "country",
    "ort",
    "plz",
    "land",
}
LOOSE_PLACES = {"ort", "location", "emplacement", "lieu"}
COMPANY_IDS = _words(
    "company account organization organisation entreprise societe firma client customer kunde compte kunden"
)
PERSON_IDS = _words(
    "contact person user record lead subscriber member personne external externe unique source legacy crm object"
)
ID = _words("id ids uuid guid identifiant identifier")
LINKED = _words("associated related linked parent primary")
WHOLE_IDS = {
    "reference": "",
    "ref": "",
    "external id": "",
    "parent id id": "company",
    "kundennr": "company",
    "datensatz id": "",
    "id d enregistrement": "",
    "reference externe": "",
    "code tiers": "company",
    "id de fiche d informations": "",
    "kundennummer": "company",
    "customer number": "company",
    "numero client": "company",
    "code client": "company",
    "customer no": "company",
    "client number": "company",
    "kunden nr": "company",
}
COMPANY_SIGNS = _words(
    "industry sector secteur branche employees effectif mitarbeiter founded revenue siret siren naf "
    "ape tva vat juridique capital headcount "
    "subsidiary dba annual turnover mitarbeiterzahl"
)


def is_plain_name(heading: str) -> bool:
    """Whether a heading says no more than "name", be it that of a person or of a company."""
    words = set(heading.split()) - STOP_WORDS
    is_either = "nom" in words and bool(words & _COMPANY_NAMES) and words <= {"nom", "sociale"} | _COMPANY_NAMES
    return heading in AMBIGUOUS_NAMES or (is_either and heading not in BY_HEADING)


def field_of(heading: str) -> tuple[str, int]:
    """(key, rank) of the field that a plain heading names exactly, after its owner, or twice over; ("", 0) for none."""
    before = (heading.removeprefix(owner) for owner in OWNERS if heading.startswith(owner))
    after = (heading.removesuffix(owner) for owner in OWNERS_AFTER if heading.endswith(owner))
    for text in (heading, *before, *after):
        if text in BY_HEADING:
            return BY_HEADING[text]
    words = [word for word in heading.split() if word not in STOP_WORDS]
    found = {BY_HEADING[word][0] if word in BY_HEADING else "" for word in words}
    return (found.pop(), 60) if len(words) > 1 and len(found) == 1 else ("", 0)


def detail_of(heading: str) -> str:
    """The key of the detail that a plain heading names ("home phone 2" → "phone:home"), or ""."""
    if heading in BARE_NUMBERS:
        return BARE_NUMBERS[heading]
    words = heading.split()
    found = set() if heading == "line" else set(words)
    network = next((name for word, name in NETWORKS.items() if word in heading.replace(" ", "")), "")
    if found & NOT_A_DETAIL - ({"id"} if network or found & EMAIL else set()):
        return ""
    ordinal = next((int(word) for word in words if word.isdecimal() and len(word) < 10), 1)
    if found & EMAIL and not _is_of_post(found):
        return "email:" + _of_person(found, ordinal)
    if network:
        return f"link:{network}"
    if found & FAX:
        return "phone:fax"
    if found & DIRECT and found & {"line", "ligne", "number", "numero"}:
        return "phone:direct"
    if found & PHONE:
        return "phone:" + _phone(found, ordinal)
    if found & LINK:
        return "link:website"
    return _address(heading, found)


def _is_of_post(found: set[str]) -> bool:
    """Whether "mail address city" is meant: a part of the address of letters."""
    return found & EMAIL == {"mail"} and bool(found & ADDRESS and found & (_PLACES | _STREETS | {"postal", "zip"}))


def _phone(found: set[str], ordinal: int) -> str:
    for category, words in (("mobile", MOBILE), ("direct", DIRECT)):
        if found & words or (category == "mobile" and {"i", "phone"} <= found):
            return category
    return _of_person(found, ordinal)


def _of_person(found: set[str], ordinal: int) -> str:
    """home, work or other; a second one without a word for it is another one."""
    for category, words in (("home", HOME), ("work", WORK), ("other", OTHER)):
        if found & words:
            return category
    return "work" if ordinal < 2 else "other"


def _address(heading: str, found: set[str]) -> str:
    category = next(
        (
            name
            for name, words in (
                ("billing", BILLING),
                ("delivery", DELIVERY),
                ("home", HOME),
                ("office", {"office"}),
                ("work", WORK),
                ("other", OTHER),
            )
            if found & words
        ),
        "",
    )
    part = _part(heading, found, bool(category))
    return f"address:{category or 'work'}:{part}" if part else ""


def _part(heading: str, found: set[str], has_category: bool) -> str:
    if {"po", "box"} <= found or {"boite", "postale"} <= found or "b p " in f"{heading} ":
        return "po_box"
    if {"house", "number"} <= found and not found & _STREETS:
        return "house_number"
    if any(whole in heading for whole in ("postal address", "adresse postal")):
        return "address"
    if {"post", "code"} <= found or (has_category and "code" in found and not found & (ADDRESS | _PLACES)):
        return "postal_code"
    if "postal" in found and found & (_PLACES | _STREETS) and not found & {"code", "codigo"}:
        found = found - {"postal"}  # "Pays postal" is the country of the postal address
    for part, words in PARTS:
        if found & words and not (part == "house_number" and found & _STREETS):
            return part
    return "address" if found & ADDRESS else ""


def id_of(heading: str) -> str:
    """ "person", "company" or "" (no key at all) for a plain heading like "contact id"."""
    if heading in WHOLE_IDS:
        return WHOLE_IDS[heading] or "person"
    words = set(heading.split())
    if not words & ID or words - ID - COMPANY_IDS - PERSON_IDS - LINKED:
        return ""
    return "company" if words & COMPANY_IDS and not words & {"contact", "person", "user", "lead"} else "person"
