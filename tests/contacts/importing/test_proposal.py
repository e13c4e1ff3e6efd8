"""What is proposed for the headings of known programs in three languages, by tables of cases."""

import pytest

from contacts.importing.proposal import propose

PERSON = ["Ada", "Bell", "ada@example.com"]


def keys(headings: str, *rows: str) -> list[str]:
    """The proposed keys of headings between "|", with rows between "|"."""
    names = headings.split("|")
    found = propose(names, [row.split("|") for row in rows])
    return [found.mapping.get(at, [""])[0] for at in range(len(names))]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        # Outlook in French
        ("Titre|Prénom|Deuxième prénom|Nom|Suffixe|Société|Service|Titre de poste", "job_title first_name middle_name last_name suffix company department -"),
        ("Nom|Prénom|Rue (bureau)|Rue (bureau) 2|Ville (bureau)|Dép/Région (bureau)|Code postal (bureau)|Pays/Région (bureau)",
         "last_name first_name address:work:street address:work:street address:work:city address:work:state address:work:postal_code address:work:country"),
        ("Nom|Prénom|Rue (domicile)|Ville (domicile)|Code postal (domicile)|Rue (autre)|Ville (autre)",
         "last_name first_name address:home:street address:home:city address:home:postal_code address:other:street address:other:city"),
        ("Nom|Prénom|Télécopie (bureau)|Téléphone (bureau)|Téléphone 2 (domicile)|Tél. mobile|Téléphone de l’assistant(e)|Récepteur de radiomessagerie",
         "last_name first_name phone:fax phone:work phone:home phone:mobile - phone:other"),
        ("Nom|Prénom|Adresse de messagerie|Type de messagerie|Nom complet de l’adresse de messagerie|Adresse de messagerie 2|Page Web|Catégories|Anniversaire",
         "last_name first_name email:work - - email:other link:website tags birthday"),
        # Outlook in English and German
        ("First Name|Last Name|Business Street|Business Street 2|Business City|Business Postal Code|Business Country/Region|Business Address PO Box",
         "first_name last_name address:work:street address:work:street address:work:city address:work:postal_code address:work:country address:work:po_box"),
        ("First Name|Last Name|Company Main Phone|Business Fax|Car Phone|Other Phone|Primary Phone|Assistant's Phone|E-mail Type|E-mail Display Name",
         "first_name last_name phone:work phone:fax phone:other phone:other phone:work - - -"),
        ("Vorname|Nachname|Straße privat|Ort privat|Postleitzahl privat|Bundesland/Kanton privat|Land/Region privat|Ort",
         "first_name last_name address:home:street address:home:city address:home:postal_code address:home:state address:home:country -"),
        ("Anrede|Vorname|Name|Firma|Telefon|Handy|Fax|E-Mail|Straße|PLZ|Ort|Land|Bemerkungen|Kundennummer",
         "salutation first_name last_name company phone:work phone:mobile phone:fax email:work address:work:street address:work:postal_code address:work:city address:work:country notes external_id"),
        # Pipedrive, Odoo, Salesforce, Apple, Zoho CRM, HubSpot
        ("Person - Name|Person - Phone - Mobile|Person - Email - Work|Person - Organization|Organization - Name",
         "full_name phone:mobile email:work - company"),
        ("Name|Organization|Phone - Work|Phone - Home|Email - Work|Email - Home|Label",
         "full_name company phone:work phone:home email:work email:home tags"),
        ("Display Name|Job Position|Company Name|Email|Phone|Mobile|Street|Street2|City|Zip|State|Country|Tags|Is a Company",
         "display_name job_title company email:work phone:work phone:mobile address:work:street address:work:street address:work:city address:work:postal_code address:work:state address:work:country tags kind"),
        ("Salutation|First Name|Last Name|Account Name|Mailing Street|Mailing City|Mailing State/Province|Mailing Zip/Postal Code|Mailing Country|Email Opt Out",
         "salutation first_name last_name company address:work:street address:work:city address:work:state address:work:postal_code address:work:country opt_out"),
        ("First Name|Last Name|Record ID|Associated Company|Associated Company ID|Email|Contact owner|Create Date",
         "first_name last_name external_id company company_external_id email:work - -"),
        ("First name|Last name|Phone (home)|Phone (work)|Email (home)|Address (home)|Birthday|Note",
         "first_name last_name phone:home phone:work email:home address:home:street birthday notes"),
        # A French export with underscores
        ("raison_sociale|siret|adresse|complement_adresse|code_postal|ville|pays|telephone|site_web|email",
         "company - address:work:street address:work:street address:work:postal_code address:work:city address:work:country phone:work link:website email:work"),
        ("civilite|nom|prenom|fonction|telephone_portable|telephone_fixe|courriel|date_naissance|entreprise",
         "salutation last_name first_name job_title phone:mobile phone:work email:work birthday company"),
        ("Adresse de facturation|Ville de facturation|Code postal de facturation|Adresse de livraison|Ville de livraison",
         "address:billing:street address:billing:city address:billing:postal_code address:delivery:street address:delivery:city"),
        # Wave, Dolibarr, SuiteCRM, Yahoo, Brevo, Mailchimp
        ("customer_name|email|contact_first_name|contact_last_name|customer_currency|phone|address_line_1|address_line_2|province/state|postal_code/zip_code|ship-to_country",
         "company email:work first_name last_name currency phone:work address:work:street address:work:street address:work:state address:work:postal_code address:delivery:country"),
        ("Titre civilité|Nom|Prénom|Poste/Fonction|Société / Organisation|Téléphone professionnel|Téléphone portable|CP|Ville",
         "salutation last_name first_name job_title company phone:work phone:mobile address:work:postal_code address:work:city"),
        ("First Name|Last Name|Account Name|Office Phone|Primary Address Street|Primary Address Postal Code|Alternate Address Street",
         "first_name last_name company phone:work address:work:street address:work:postal_code address:other:street"),
        ("First|Middle|Last|Email|Home|Work|Mobile|Yahoo Phone|Alternate Email 1|Personal Website|Title|Company",
         "first_name middle_name last_name email:work phone:home phone:work phone:mobile phone:work email:other link:website job_title company"),
        ("EMAIL|NOM|PRENOM|EMAIL_BLACKLISTED", "email:work last_name first_name opt_out"),
        ("Email Address|First Name|Last Name|UNSUB_TIME|UNSUB_REASON", "email:work first_name last_name opt_out -"),
        ("Customer Name|Email", "full_name email:work"),
        ("LinkedIn|Twitter|Facebook URL|Instagram|Skype ID|Site web|IP address|Photo URL",
         "link:linkedin link:x link:facebook link:instagram link:skype link:website - -"),
    ],
)  # fmt: skip
def test_known_headings_find_their_fields(headings, expected):
    assert keys(headings) == [key if key != "-" else "" for key in expected.split()]


def test_a_title_is_a_salutation_or_a_job_by_its_values():
    assert keys("First Name|Last Name|Title|Job Title", "Amy|Pond|Mrs|Companion")[2] == "salutation"
    assert keys("First Name|Last Name|Title", "Eva|Ek|VD")[2] == "job_title"


def test_a_name_is_what_the_columns_beside_it_leave():
    assert keys("Name|E-Mail", "Ada Bell|a@example.com")[0] == "full_name"
    assert keys("Vorname|Name", "Ada|Bell")[1] == "last_name"
    assert keys("Name|Given Name|Family Name", "Ada Bell|Ada|Bell")[0] == "display_name"


def test_a_column_called_e_mail_without_any_address_is_left_out():
    assert keys("Last Name|Email", "Bell|yes", "Ash|no")[1] == ""


def test_a_status_is_consent_only_where_it_speaks_of_subscriptions():
    assert keys("Email|Status", "a@example.com|subscribed", "b@example.com|cleaned")[1] == "consent"
    assert keys("Email|Status", "a@example.com|Open", "b@example.com|Closed")[1] == ""


def test_an_organisation_column_full_of_ids_is_an_id():
    rows = ["E84A904909dF528|Liu-Hoover|Online", "AAC4f9aBF86EAeF|Orr-Armstrong|Import"]
    assert keys("Organization|Name|Industry", *rows) == ["external_id", "full_name", ""]


def test_an_id_of_the_client_that_repeats_links_persons_to_companies():
    rows = ["Bell|Ada|c-1", "Ash|Ben|c-1"]
    assert keys("nom|prenom|id_client", *rows)[2] == "company_external_id"
    assert keys("nom|prenom|id_client", "Bell|Ada|c-1", "Ash|Ben|c-2")[2] == "external_id"


@pytest.mark.parametrize(
    ("headings", "rows", "kind"),
    [
        ("Name|Industry|Website", ["Acme|Steel|acme.example"], "company"),
        ("Name|Email", ["Ada Bell|a@example.com"], "auto"),
        ("Name|City", ["Acme Inc|Here", "Bolts & Screws|There"], "company"),
        ("Company Name|Phone", ["Acme|1"], "company"),
        ("Company|First Name|Last Name", ["Acme|Ada|Bell"], "auto"),
        ("CompanyName|ContactName|ContactTitle", ["Acme|Ada Bell|Owner"], "auto"),
    ],
)
def test_the_kind_of_the_rows_is_told_by_the_columns(headings, rows, kind):
    assert propose(headings.split("|"), [row.split("|") for row in rows]).kind == kind


@pytest.mark.parametrize(("dates", "order", "proved"), [
    (["1/15/1980"], "mdy", True), (["27-01-2014", "01-02-2014"], "dmy", True), (["10.9.2007"], "dmy", True),
    (["1/2/1980"], "dmy", False), (["1980-02-01"], "dmy", True), (["12/25"], "mdy", True),
])  # fmt: skip
def test_the_order_of_dates_is_told_by_the_birthdays(dates, order, proved):
    found = propose(["Last Name", "Birthday"], [["Bell", date] for date in dates])
    assert (found.order, found.order_is_proved) == (order, proved)


def test_addresses_are_recognised_in_a_file_without_headings():
    found = propose(["Column A", "Column B"], [["Ada", "ada@example.com"], ["Ben", "ben@example.com"]])
    assert found.mapping == {1: ["email:work"]}
