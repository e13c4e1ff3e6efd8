"""Names, countries and cells of a row, by tables of cases; no database is needed."""

import pytest

from contacts.importing.countries import country_code
from contacts.importing.names import middle_between, split_name
from contacts.importing.rows import RowReader
from contacts.resources import ContactResource
from core.records.models import BusinessError


@pytest.mark.parametrize(
    ("text", "salutation", "first", "last", "suffix"),
    [
        ("Ada Bell", "", "Ada", "Bell", ""),
        ("Bell, Ada", "", "Ada", "Bell", ""),
        ("Madonna", "", "", "Madonna", ""),
        ("Dr. Ludwig van Beethoven", "Dr.", "Ludwig", "van Beethoven", ""),
        ("Mme Jeanne de La Tour", "Mme", "Jeanne", "de La Tour", ""),
        ("DUPONT Jean", "", "Jean", "DUPONT", ""),
        ("Jean DUPONT MARTIN", "", "Jean", "DUPONT MARTIN", ""),
        ("Jean Paul Martin", "", "Jean Paul", "Martin", ""),
        ("Martin Luther King Jr.", "", "Martin Luther", "King", "Jr."),
        ("Herr Müller", "Herr", "", "Müller", ""),
    ],
)
def test_a_whole_name_is_taken_apart(text, salutation, first, last, suffix):
    assert split_name(text) == {"salutation": salutation, "first_name": first, "last_name": last, "suffix": suffix}


@pytest.mark.parametrize(
    ("shown", "middle"),
    [("contact number one", "number"), ("contact one", ""), ("Displayname", ""), ("a b c d e f", "")],
)
def test_a_middle_name_is_found_in_the_displayed_one(shown, middle):
    assert middle_between(shown, "contact", "one") == middle


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"), ("Allemagne", "DE"), ("Deutschland", "DE"), ("de", "DE"), ("UK", "GB"), ("U.S.A.", "US"),
        ("United States of America", "US"), ("Cote d'Ivoire", "CI"), ("Slovakia (Slovak Republic)", "SK"),
        ("St. Kitts & Nevis", "KN"), ("the Netherlands", "NL"), ("ÉTATS-UNIS", "US"), ("Nowhere", ""), ("", ""),
    ],
)  # fmt: skip
def test_countries_are_known_by_their_usual_names(name, code):
    assert country_code(name) == code


def clean(field: str, text: str, **kwargs):
    return ContactResource().clean_cell(field, text, **kwargs)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("tags", '"a","b c"', ["a", "b c"]),
        ("tags", "* My Contacts ::: Test", ["My Contacts", "Test"]),
        ("tags", "a; b,c", ["a", "b,c"]),
        ("tags", "a, b, a", ["a", "b"]),
        ("tags", " , ", []),
        ("phone", "+1-887-577-1205x5686", ["+1-887-577-1205x5686"]),
        ("phone", "ask for Ann, floor 2", ["ask for Ann, floor 2"]),
        ("email", "Ada Bell <ADA@Example.COM>", ["ADA@example.com"]),
        ("email", "ada@intranet", ["ada@intranet"]),
        ("link", "www.example.com", [("website", "https://www.example.com")]),
        ("link", "https://fr.linkedin.com/in/ada", [("linkedin", "https://fr.linkedin.com/in/ada")]),
        ("link", "twitter.com/ada", [("x", "https://twitter.com/ada")]),
        ("country", "Atlantis", ("", "Atlantis")),
        ("currency", "€", "EUR"),
        ("currency", "usd", "USD"),
        ("consent", "Cleaned", "withdrawn"),
        ("consent", "Subscribed", ""),
        ("consent", "no", "withdrawn"),
        ("consent", "yes", ""),
        ("opt_out", "yes", "withdrawn"),
        ("opt_out", "false", ""),
        ("opt_out", "2024-01-01 10:00:00", "withdrawn"),
        ("kind", "1", "company"),
        ("kind", "Individual", "person"),
        ("birthday", "0/0/00", None),
        ("birthday", "25/12/1980", (1980, 12, 25)),
        ("birth_year", "1980.0", 1980),
        ("postal_code", "06652", "06652"),
        ("first_name", "\u00a0 Ada\u200b ", "Ada"),
    ],
)
def test_cells_become_values(field, text, value):
    assert clean(field, text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("email", "ada at example.com"), ("link", "javascript:alert(1)"), ("link", "ftp://example.com"), ("birthday", "soon"),
        ("currency", "shells"), ("last_name", "x" * 151), ("birth_day", "12345"), ("phone", "1" * 81),
    ],
)  # fmt: skip
def test_bad_cells_are_refused_with_a_sentence(field, text):
    with pytest.raises(BusinessError) as refusal:
        clean(field, text)
    assert str(refusal.value.sentence).endswith((".", "fit."))


def draft(mapping: dict[str, str], **reader):
    """The draft of a row {key: cell}."""
    keys = {at: [key] for at, key in enumerate(mapping)}
    headings = dict(enumerate(mapping))
    return RowReader(headings, keys, **reader).draft(2, list(mapping.values()))


def test_a_company_of_the_same_name_as_the_person_is_none():
    assert not draft({"first_name": "Marge", "last_name": "Simpson", "company": "marge SIMPSON"}).company


def test_a_displayed_name_alone_is_a_person_or_a_company_by_its_look():
    assert draft({"display_name": "Ada Bell"}).values.kind == "person"
    assert draft({"display_name": "Bell & Sons Ltd"}).values.kind == "company"
    assert draft({"display_name": "Acer", "company": "ACER"}).values.kind == "company"


def test_the_street_stands_only_once_beside_a_formatted_address():
    found = draft(
        {"address:home:full": "1 High St\nTown", "address:home:street": "1 High St", "address:home:city": "Town"}
    )
    assert found.problem  # no name
    found = draft({"last_name": "Bell", "address:home:full": "1 High St\nTown", "address:home:street": "1 High St"})
    assert [row.street for row in found.values.addresses] == ["1 High St"]


def test_the_category_is_read_from_the_cell_beside_the_value():
    found = draft({"last_name": "Bell", "phone#1:category": "* Home Fax", "phone#1": "1", "phone#2": "2"})
    assert [(row.category, row.number) for row in found.values.phones] == [("fax", "1"), ("other", "2")]


def test_a_birthday_in_three_columns_may_lack_its_year():
    parts = {"last_name": "Bell", "birth_month": "11", "birth_day": "15"}
    assert draft(parts).values.birthday == (None, 11, 15)
    assert draft(parts | {"birth_year": "1970"}).values.birthday == (1970, 11, 15)
    assert "no date" in draft(parts | {"birth_day": "31"}).problem


def test_a_row_that_names_nobody_is_refused():
    assert draft({"address:work:city": "Here"}).problem == "The row has no name, no e-mail address and no phone."


@pytest.mark.parametrize(
    ("cells", "street"),
    [
        ({"street": "rue Haute", "house_number": "5 bis", "country": "France"}, "5 bis rue Haute"),
        ({"street": "Kirchgasse", "house_number": "5a", "country": "AT"}, "Kirchgasse 5a"),
        ({"street": "Kirchstraße", "house_number": "5"}, "Kirchstraße 5"),
        ({"street": "High Street", "house_number": "5"}, "5 High Street"),
        ({"street": "High Street", "house_number": ""}, "High Street"),
    ],
)
def test_a_house_number_stands_where_its_country_puts_it(cells, street):
    found = draft({"full_name": "Ada Bell"} | {f"address:home:{part}": text for part, text in cells.items()})
    assert [address.street for address in found.values.addresses] == [street]


@pytest.mark.parametrize("form", ["SARL", "S.A.", "Sté", "GmbH", "Société"])
def test_a_legal_form_in_the_place_of_a_salutation_makes_a_company(form):
    values = draft({"salutation": form, "full_name": "Bell", "job_title": "Baker"}).values
    assert (values.kind, values.name, values.salutation, values.job_title) == ("company", "Bell", "", "")


def test_a_salutation_of_a_person_makes_no_company():
    assert draft({"salutation": "Mme", "full_name": "Ada Bell"}).values.kind == "person"


def test_the_last_name_first_is_turned_round_for_persons_alone():
    values = draft({"last_first": "Bell Ada"}).values
    assert (values.first_name, values.last_name) == ("Ada", "Bell")
    assert draft({"last_first": "Bell Ada"}, kind="company").values.name == "Bell Ada"


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("external_id", "'6001", "6001"), ("external_id", "'s Gravenhage", "'s Gravenhage"), ("postal_code", "'01000", "01000"),
        ("phone", "'+33 6 00 00 00 00", ["+33 6 00 00 00 00"]), ("phone", "tel:+33600000000", ["+33600000000"]),
        ("consent", "NEVER_SUBSCRIBED", "withdrawn"),
        ("consent", "No consent", "withdrawn"), ("consent", "SUBSCRIBED", ""), ("consent", "O", ""), ("opt_out", "[]", ""),
    ],
)  # fmt: skip
def test_what_programs_put_around_a_value_is_understood(field, text, value):
    assert clean(field, text) == value


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Bell Ltd", "company"), ("Bell & Sons GmbH", "company"), ("Bell SA", "company"), ("Ana Sa", "person"), ("Bell & Ada", "person")],
)  # fmt: skip
def test_a_whole_name_with_a_legal_form_at_its_end_is_a_company(name, kind):
    assert draft({"full_name": name}).values.kind == kind
    assert draft({"full_name": name, "company": "Acme"}).values.kind == "person"


def test_the_company_before_the_name_of_its_person_is_left_out():
    values = draft({"full_name": "Acme, Ada Bell", "company": "ACME"}).values
    assert (values.first_name, values.last_name) == ("Ada", "Bell")
    values = draft({"full_name": "Bell, Ada", "company": "Acme"}).values
    assert (values.first_name, values.last_name) == ("Ada", "Bell")


@pytest.mark.parametrize("word", ["Nettoyé", "Non-abonné", "Désabonné", "nicht abonniert", "bereinigt", "cleaned"])
def test_whoever_left_a_list_is_marked_in_each_language(word):
    assert clean("consent", word) == "withdrawn"


def test_a_row_with_more_details_than_a_contact_shows_is_refused_at_once():
    def problem(heading_key: str, text: str) -> str:
        return (
            RowReader({0: "Name", 1: "More"}, {0: ["full_name"], 1: [heading_key]}).draft(2, ["Ada Bell", text]).problem
        )

    assert "more than 50 phones" in problem("email:work", ", ".join(f"a{at}@example.com" for at in range(51)))
    assert "more than 50 phones" in problem("email:work", ", ".join(f"a{at}@example.com" for at in range(30_000)))
    assert "more than 100 tags" in problem("tags", ",".join(f"t{at}" for at in range(101)))
    assert not problem("tags", ",".join(f"t{at}" for at in range(100)))


@pytest.mark.parametrize("word", ["NULL", "n/a", "None", " - ", "(null)"])
def test_a_word_for_nothing_is_no_phone_and_no_address(word):
    resource = ContactResource()
    assert resource.clean_cell("phone", word) == resource.clean_cell("email", word) == []
