"""Headings of further programs, in Spanish, in capitals, and twice in one file, by tables of cases."""

import pytest

from contacts.importing.proposal import propose


def keys(headings: str, *rows: str) -> list[str]:
    """The proposed keys of headings between "|", with rows between "|"; "-" where there is none."""
    names = headings.split("|")
    found = propose(names, [row.split("|") for row in rows])
    return [found.mapping.get(at, ["-"])[0] for at in range(len(names))]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        # numbered details in French and German
        ("E-mail 1 - Libellé|E-mail 1 - Valeur|Téléphone 2 - Libellé|Téléphone 2 - Valeur|Adresse 1 - Rue|Adresse 1 - Boîte postale|Site Web 1 - Libellé|Site Web 1 - Valeur",
         "email#1:category email#1 phone#2:category phone#2 address#1:street address#1:po_box link#1:category link#1"),
        ("E-Mail 1 – Label|E-Mail 1 – Wert|Telefon 1 – Wert|Adresse 1 – Straße|Adresse 1 – Postleitzahl|Adresse 1 – Land|Namenspräfix|Name der Organisation",
         "email#1:category email#1 phone#1 address#1:street address#1:postal_code address#1:country salutation company"),
        ("Prénom|Nom|Titre de civilité|Suffixe du nom|Service de l'entreprise|Date d'anniversaire|Libellés",
         "first_name last_name salutation suffix department birthday tags"),
        # Spanish
        ("Tratamiento|Nombre|Apellidos|Organización|Puesto|Calle del trabajo|Ciudad de residencia|Código postal del trabajo|País o región del trabajo|Teléfono del trabajo|Móvil|Cumpleaños|Dirección de correo electrónico",
         "salutation first_name last_name company job_title address:work:street address:home:city address:work:postal_code address:work:country phone:work phone:mobile birthday email:work"),
        # names in capitals without gaps, and those of database columns
        ("ID|ACCOUNTID|LASTNAME|FIRSTNAME|MAILINGSTREET|MAILINGPOSTALCODE|OTHERCITY|MOBILEPHONE|HOMEPHONE|ASSISTANTPHONE|HASOPTEDOUTOFEMAIL|OWNERID",
         "external_id company_external_id last_name first_name address:work:street address:work:postal_code address:other:city phone:mobile phone:home - opt_out -"),
        ("id|name|parent_id|function|country_id|state_id|category_id", "external_id full_name company job_title address:work:country address:work:state tags"),
        # mailing lists and shops
        ("EMAIL|SMS|WHATSAPP|SMS_BLACKLISTED|LISTS|OPTIN", "email:work phone:mobile phone:mobile - tags consent"),
        ("Email|First Name|Accepts Email Marketing|Accepts SMS Marketing|Default Address Company|Default Address Address1|Default Address Country Code|Default Address Phone",
         "email:work first_name consent - company address:work:street address:work:country phone:work"),
        # French accounting and lists of customers
        ("Code (tiers)|Nom|Code postal (facturation)|Code Pays (facturation)|Téléphone portable (facturation)",
         "external_id full_name address:billing:postal_code address:billing:country phone:mobile"),
        ("Nom de la société|Prénom contact|Nom contact|Email contact|Fonction contact", "company first_name last_name email:work job_title"),
        ("Nom du tiers|Note privée|Note publique|Refuse les e-mailings", "company notes notes opt_out"),
        ("Nom Prénom|Mail", "last_first email:work"),
        ("Nom|Prénom|Première adresse électronique|Deuxième adresse électronique", "last_name first_name email:work email:other"),
        ("Last, First|E-mail", "last_first email:work"),
        ("Nachname, Vorname|E-Mail", "last_first email:work"),
        ("Customer Number|Customer Name|Contact|Town|Postcode", "external_id company full_name address:work:city address:work:postal_code"),
        ("Entreprise|Gérant|Mail", "company full_name email:work"),
        ("Personne - Nom|Personne - Étiquette|Personne - Organisation|Organisation - Nom", "full_name tags company -"),
        ("Email|Opted out of email: Marketing Information", "email:work opt_out"),
        ("Datensatz-ID|Vorname|Nachname|Mobiltelefonnummer|Zugehöriges Unternehmen|Jobtitel|Lifecycle-Phase|Von allen E-Mails abgemeldet",
         "external_id first_name last_name phone:mobile company job_title contact_type opt_out"),
        ("Civilité|Prénom|Nom|Nom du compte|Rue postale|Code postal postal|Pays postal|Désabonnement d'e-mails|Balise",
         "salutation first_name last_name company address:work:street address:work:postal_code address:work:country opt_out tags"),
        ("Dénomination / Nom|Prénom|Référence externe", "last_name first_name external_id"),
        ("Nom ou raison sociale|E-mail", "full_name email:work"),
        ("Client|Contact principal|Mail du contact", "company full_name email:work"),
        ("Nom d'usage|Prénom usuel|Né(e) le|Direct Line|Ligne directe", "last_name first_name birthday phone:direct phone:direct"),
        # parts of an address
        ("Name|Straße|Hausnummer|PLZ", "full_name address:work:street address:work:house_number address:work:postal_code"),
        ("Firma|Straße und Hausnummer", "company address:work:street"),
        ("Person - Name|Person - Postal address", "full_name address:work:street"),
        ("Name|Phone : iPhone", "full_name phone:mobile"),
        # organisations in French, forms of web shops, numbers without "phone"
        ("Préfixe du nom|Prénom|Nom de famille|Nom de l'organisation|Titre de l'organisation|Service de l'organisation",
         "salutation first_name last_name company job_title department"),
        ("Nom|Est une société|Société liée", "full_name kind company"),
        ("Email 1|Email 1 Type|Phone 1|Phone 1 Type|Address 1 - Type|Address 1 - Street|Address 1 - State/Region|Address 1 - Zip|Phone 2 Type",
         "email#1 email#1:category phone#1 phone#1:category address#1:category address#1:street address#1:state address#1:postal_code -"),
        ("EMAIL|EXT_ID|Blocklisted email|work_number|home_number|Tag1|Tag2", "email:work - opt_out phone:work phone:home tags tags"),
        ("FirstName|EmailAddress|MailAddressStreet|MailAddressCity|MailAddressPostalCode|Mail address",
         "first_name email:work address:work:street address:work:city address:work:postal_code email:work"),
        ("Name|Home Street|Home Address 2|Home Address", "full_name address:home:street address:home:street address:home:full"),
        ("Name|Asst Phone|First Name", "last_name - first_name"),
    ],
)  # fmt: skip
def test_headings_of_further_programs_find_their_fields(headings, expected):
    assert keys(headings) == expected.split()


def test_a_heading_that_stands_there_twice_is_read_by_its_place():
    assert (
        keys("Titre|Prénom|Nom|Titre (2)", "Mme|Ada|Bell|Cheffe") == "salutation first_name last_name job_title".split()
    )
    assert keys("Adresse privée|Ville|Code postal|Adresse professionnelle|Ville (2)|Code postal (2)") == [
        f"address:{whose}:{part}" for whose in ("home", "work") for part in ("street", "city", "postal_code")
    ]


def test_month_and_day_beside_a_year_of_birth_are_those_of_the_birth():
    assert keys("Nom|Année de naissance|Mois|Jour")[1:] == ["birth_year", "birth_month", "birth_day"]
    assert keys("Geburtsjahr|Geburtsmonat|Geburtstag", "1975|2|14") == ["birth_year", "birth_month", "birth_day"]
    assert keys("Name|Geburtstag", "Ada|14.2.1975")[1] == "birthday"


@pytest.mark.parametrize(
    ("heading", "value", "expected"),
    [
        ("Account Site", "Headquarters", "-"),
        ("Standard", "01 22 33 44 00", "phone:work"),
        ("Standard", "yes", "-"),
        ("Client", "Oui", "-"),
        ("Client", "Acme", "company"),
        ("IS_SUBSCRIBED", "false", "consent"),
        ("Type de client", "individual", "kind"),
        ("Type de client", "Grossiste", "contact_type"),
        ("Statut", "Non-abonné", "consent"),
        ("Statut", "Adhérent", "-"),
        ("role", "subscriber", "-"),
        ("role", "Head of sales", "job_title"),
        ("Column B", "01 22 33 44 55", "phone:work"),
        ("Column B", "12345678", "-"),
        ("Site", "www.example.com", "link:website"),
        ("shipping_address", "true", "-"),
        ("shipping_address", "1 High Street", "address:delivery:street"),
        ("État", "1", "-"),
        ("État", "Bavière", "address:work:state"),
        ("Member rating", "2", "-"),
        ("Rating", "Hot", "temperature"),
        ("Person - Marketing status", "No consent", "consent"),
    ],
)
def test_values_that_do_not_fit_are_left_out(heading, value, expected):
    assert keys(f"First Name|{heading}", f"Ada|{value}")[1] == expected


def test_a_number_behind_a_street_is_that_of_the_house():
    assert keys("Name|Straße|Nr.|PLZ", "Ada|Weg|5a|01067")[2] == "address:work:house_number"
    assert keys("Nr.|Name|Straße", "5|Ada|Weg 1")[0] != "address:work:house_number"
