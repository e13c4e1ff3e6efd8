"""Real exports of many programs come in whole with the mapping that the importer proposes by itself (IMP-03)."""

import pytest

from contacts.models import Contact, ContactEmail

from .real_files import card, companies, import_file, persons

pytestmark = pytest.mark.django_db


def test_real_files_excel_german_semicolon_with_a_mark(alice):
    counts = import_file("contacts/excel_german_semicolon_bom.csv", alice)
    assert counts["created"] == len(persons()) == 201
    assert card(persons()[0]) == {
        "kind": "person", "first_name": "Joël", "last_name": "Müller-Schultheiß", "emails": [("work", "foo-1@example.com")],
    }  # fmt: skip
    second = ContactEmail.objects.get(address="foo-2@example.com").contact
    assert (second.first_name, second.last_name) == ("Eliška", "Þorláksson")
    assert not companies()


def test_real_files_freshbooks_clients(alice):
    counts = import_file("contacts/freshbooks_clients.csv", alice)
    assert counts == {"created": 2, "companies": 1}
    marge, scott = persons()
    assert card(marge) == {
        "kind": "person", "first_name": "Marge", "last_name": "Simpson", "phones": [("work", "867-5309")],
        "emails": [("work", "marge@simpsons.com")],
        "addresses": [("work", "2587 Sesame Street", "Springfield", "Illinois", "", "US")],
    }  # fmt: skip
    assert card(scott) == {
        "kind": "person", "first_name": "Scott", "last_name": "Summer", "company": "X-Men", "phones": [("work", "987654321")],
        "emails": [("work", "ssummers@xavierscool.edu")], "addresses": [("work", "", "", "", "", "US")],
    }  # fmt: skip
    assert [company.name for company in companies()] == ["X-Men"]


def test_real_files_google_other_contacts(alice):
    import_file("contacts/google_new_header_other_contacts.csv", alice)
    people = persons()
    assert [(p.first_name, p.last_name) for p in people] == [
        ("Alice", "Smith"), ("user@gmail.com", ""), ("3966", "SBI"), ("91springboard", "Boosters"), ("", ""),
    ]  # fmt: skip
    assert card(people[4]) == {
        "kind": "person",
        "emails": [("other", "anonymous@test.com")],
        "tags": ["Other Contacts"],
    }
    assert people[2].display_name == "3966 SBI"
    assert people[4].display_name == "anonymous@test.com"


def test_real_files_google_old_header_fills_every_column(alice):
    import_file("contacts/google_old_header_roundcube.csv", alice)
    [person] = persons()
    assert card(person) == {
        "kind": "person", "salutation": "Prefix", "first_name": "Firstname", "middle_name": "Middle", "last_name": "Lastname",
        "suffix": "Suffix", "birthday": (1975, 12, 12), "notes": 'note"note', "company": "company", "job_title": "jobtitle",
        "emails": [
            ("home", "home@aaa.pl"), ("work", "work@email.pl"), ("other", "unknown@email.com"), ("other", "other@email.com"),
        ],
        "phones": [
            ("other", "pager"), ("other", "mainphone"), ("home", "homephone"), ("fax", "homefax"), ("mobile", "mobile"),
            ("work", "workphone"), ("fax", "workfax"),
        ],
        "addresses": [
            ("home", "home_street", "home_city", "home_state", "home_zip", "home_country"),
            ("work", "work_street", "work_city", "", "work_zip", "work_country"),
        ],
        "links": [("website", "https://test.com"), ("website", "https://home.page.com")],
        "tags": ["My Contacts", "Test"],
    }  # fmt: skip
    assert [company.name for company in companies()] == ["company"]


def test_real_files_json_in_a_cell_does_no_harm(alice):
    import_file("contacts/json_in_cell.csv", alice)
    assert [card(person) for person in persons()] == [
        {
            "kind": "person",
            "first_name": "Joël",
            "last_name": "Müller-Schultheiß",
            "emails": [("work", "foo-1@example.com")],
        },
        {
            "kind": "person",
            "first_name": "Eliška",
            "last_name": "Þorláksson",
            "emails": [("work", "foo-2@example.com")],
        },
    ]


def test_real_files_linkedin_below_its_preamble(alice):
    import_file("contacts/linkedin_connections_short.csv", alice)
    assert [card(person) for person in persons()] == [
        {
            "kind": "person", "first_name": "Jerry", "last_name": "Mathis", "company": "Example Partners", "job_title": "Founder",
            "emails": [("work", "jerry@example.com")], "notes": "Connected On: 2026-07-01",
            "links": [("linkedin", "https://www.linkedin.com/in/jerry-mathis/?trk=export")],
        },
        {
            "kind": "person", "first_name": "Alex", "last_name": "Johnson", "company": "AWS", "job_title": "Solutions Architect",
            "notes": "Connected On: 2026-06-15", "links": [("linkedin", "https://linkedin.com/in/alex-johnson")],
        },
    ]  # fmt: skip


def test_real_files_listmonk_subscribers(alice):
    counts = import_file("contacts/listmonk_subscribers.csv", alice)
    assert counts == {"created": 100}
    assert card(persons()[0]) == {
        "kind": "person", "first_name": "First0", "last_name": "Last0", "emails": [("work", "user0@mail.com")],
    }  # fmt: skip
    assert ContactEmail.objects.values("match_key").distinct().count() == 100


def test_real_files_mailchimp_members_that_left_get_no_mail(alice):
    import_file("contacts/mailchimp_members_tags.csv", alice)
    found = [(p.first_name, p.last_name, p.consent, sorted(t.tag.name for t in p.taggings.all())) for p in persons()]
    assert found == [
        ("Joan", "Lee", "unknown", ["buyers", "sy-waitlist-yes"]),
        ("Pat", "Ng", "unknown", ["buyers"]),
        ("Lou", "Fay", "withdrawn", ["sy-waitlist-yes"]),
        ("Kim", "Day", "withdrawn", ["sy-waitlist-yes"]),
    ]


def test_real_files_a_row_without_its_e_mail(alice):
    import_file("contacts/malformed_missing_email.csv", alice)
    assert [card(person) for person in persons()] == [{"kind": "person", "first_name": "Foo", "last_name": "Bar"}]


def test_real_files_mautic_contacts_with_spaces_before_the_values(alice):
    counts = import_file("contacts/mautic_10contacts.csv", alice)
    assert counts == {"created": 10, "companies": 7}
    assert card(persons()[0]) == {
        "kind": "person", "first_name": "Ariel", "last_name": "N.", "company": "Enterprise Example Organization",
        "emails": [("work", "ariel@example.com")], "addresses": [("work", "", "", "", "", "CH")],
    }  # fmt: skip
    assert [company.name for company in companies()].count("Example Organization") == 1
    assert persons()[9].company.name == "William Wanamaker & Sons"


def test_real_files_outlook_german_in_windows_1252(alice):
    import_file("contacts/outlook_de_cp1252.csv", alice)
    [person] = persons()
    assert card(person) == {
        "kind": "person", "salutation": "Anrede", "first_name": "Vorname", "middle_name": "Zweiter Vorname",
        "last_name": "Nachname", "suffix": "Namenszusatz", "company": "Firma", "department": "Abteilung",
        "job_title": "Position", "birthday": (2007, 9, 10), "notes": "Anmerkungen", "tags": ["Tag1"],
        "emails": [("work", "email@geschaeftlich.tld"), ("other", "email@privat.tld"), ("other", "email@weitere.tld")],
        "addresses": [
            ("work", "Straße", "Stadt", "Bundesland", "PLZ", "Land"),
            ("home", "Straße", "Stadt", "Bundesland privat", "PLZ", "Land"),
            ("other", "Straße (weitere)", "Stadt (weitere)", "Bundesland (weiteres)", "PLZ", "Land (weiteres)"),
        ],
        "phones": [
            ("fax", "Fax (geschäftlich)"), ("work", "Telefon (geschäftlich)"), ("work", "Telefon (geschäftlich 2)"),
            ("other", "Autotelefon"), ("work", "Telefon (Zentrale)"), ("fax", "Fax (privat)"), ("home", "Telefon (privat)"),
            ("home", "Telefon (privat 2)"), ("mobile", "Mobiltelefon"), ("fax", "Fax (weiteres)"), ("other", "Telefon (weiteres)"),
            ("other", "Pager"), ("other", "Texttelefon"), ("other", "Telex"),
        ],
        "links": [("website", "https://URL")],
    }  # fmt: skip


def test_real_files_outlook_english_has_each_street_once(alice):
    import_file("contacts/outlook_en_multiline_home_address.csv", alice)
    [person] = persons()
    assert card(person) == {
        "kind": "person", "salutation": "Mrs", "first_name": "Amy", "middle_name": "Jessica", "last_name": "Pond",
        "job_title": "Companion", "department": "Travel", "company": "Tardis", "birthday": (1980, 1, 15), "notes": "a note",
        "emails": [("work", "amy@example.com"), ("other", "amy2@example.com")],
        "phones": [("home", "555-1000"), ("mobile", "555-2000"), ("work", "555-3000")],
        "addresses": [
            ("home", "12 Leadworth Lane", "Leadworth", "Gloucestershire", "GL1 2AB", "GB"),
            ("work", "1 Tardis Way", "London", "Greater London", "SW1A 1AA", "GB"),
        ],
    }  # fmt: skip


def test_real_files_outlook_shared_contacts_with_short_rows(alice):
    import_file("contacts/outlook_shared_contacts.csv", alice)
    adam, daniel, duncan = persons()
    assert card(adam) == {
        "kind": "person", "first_name": "Adam", "last_name": "Glacius", "company": "Acme Inc.", "job_title": "Sales Planner",
        "notes": "Has 2 kids",
        "emails": [("work", "adam.glacius@anycom.com"), ("other", "adam.g@example.com"), ("other", "ag@glacius.com")],
        "phones": [
            ("mobile", "+1 555 3227 8544"), ("other", "+1 555 3227 8543"), ("home", "+1 555 3227 8545"),
            ("home", "+1 555 3227 8546"), ("fax", "+1 555 3227 8546"), ("work", "+1 555 3227 8547"),
            ("work", "+1 555 3227 8548"), ("fax", "+1 555 3227 8549"),
        ],
        "addresses": [
            ("home", "999 Super Way, Super, CA, 94043", "", "", "", ""), ("work", "8999 Corporate Way", "", "", "", ""),
        ],
    }  # fmt: skip
    assert card(daniel) == {
        "kind": "person", "first_name": "Daniel", "last_name": "Ireland", "job_title": "Receptionist",
        "emails": [("work", "danielireland@restty.com")], "phones": [("mobile", "+1 555 3227 8543")],
    }  # fmt: skip
    assert (duncan.first_name, duncan.last_name, duncan.job_title) == ("Duncan", "Amey", "Supervisor")


def test_real_files_salesforce_leads(alice):
    import_file("contacts/salesforce_leads_semicolon.csv", alice)
    assert [card(contact) for contact in companies()] == [{"kind": "company", "name": "Acme"}]
    assert [card(contact) for contact in persons()] == [
        {"kind": "person", "first_name": "Eva", "last_name": "Ek", "job_title": "VD", "company": "Acme"}
    ]


def test_real_files_thunderbird_basic(alice):
    import_file("contacts/thunderbird_basic.csv", alice)
    assert [card(contact) for contact in Contact.objects.order_by("pk")] == [
        {"kind": "person", "first_name": "John", "last_name": "Doe", "emails": [("work", "john@doe.invalid")]},
        {"kind": "person", "first_name": "Jane", "last_name": "Doe", "emails": [("work", "jane@doe.invalid")]},
    ]


def test_real_files_thunderbird_company_without_a_person(alice):
    import_file("contacts/thunderbird_company_only.csv", alice)
    assert [card(contact) for contact in Contact.objects.all()] == [
        {"kind": "company", "name": "Acer America", "phones": [("work", "(800) 000-0000")]}
    ]


def test_real_files_thunderbird_quotes_tabs_and_line_breaks(alice):
    import_file("contacts/thunderbird_export_multiline.csv", alice)
    first, second = persons()
    assert card(first) == {
        "kind": "person", "first_name": "contact", "middle_name": "number", "last_name": "one",
        "emails": [("work", "contact1@invalid")],
    }  # fmt: skip
    assert (second.first_name, second.middle_name, second.last_name) == ("contact", "number", "two")
    assert second.job_title == '"worker"'
    assert second.notes.endswith("here's some unicode text…")
    assert "Custom 4: custom\n4\n" in second.notes
    assert "Custom 1: custom, 1\nCustom 2: custom\t2\nCustom 3: custom\n3\n" in second.notes


def test_real_files_thunderbird_with_a_comma_at_the_end_of_each_line(alice):
    import_file("contacts/thunderbird_roundcube.csv", alice)
    [person] = persons()
    assert card(person) == {
        "kind": "person", "first_name": "Firstname", "last_name": "Lastname", "company": "Organization", "job_title": "title",
        "department": "department", "birthday": (1970, 11, 15), "notes": "Name as displayed: Displayname",
        "emails": [("work", "test@domain.tld"), ("other", "next@domain.tld")],
        "phones": [
            ("work", "phone work"), ("home", "phone home"), ("fax", "fax"), ("other", "pager"), ("mobile", "mobile"),
        ],
        "links": [("website", "http://page.com"), ("website", "http://webpage.tld")],
        "addresses": [
            ("home", "Priv address", "City", "region", "xx-xxx", "US"), ("work", "Addr work", "Wcity", "Wstate", "33-333", "PL"),
        ],
    }  # fmt: skip


def test_real_files_thunderbird_with_semicolons(alice):
    import_file("contacts/thunderbird_semicolon.csv", alice)
    assert [str(person) for person in persons()] == ["John Doe", "Jane Doe"]
    assert [e.address for e in ContactEmail.objects.order_by("pk")] == ["john@doe.invalid", "jane@doe.invalid"]


def test_real_files_zoho_customers_and_their_companies(alice):
    counts = import_file("contacts/zoho_contacts.csv", alice)
    assert counts["created"] == 5 and counts["companies"] == 4
    assert [c.name for c in companies()] == ["Avengers", "Defenders", "Highlander", "Simpsons Baking Co"]
    thor, jessica, sean, margery, lucas = persons()
    assert (str(thor), thor.company.name) == ("Thor Odensohn", "Avengers")
    assert card(jessica) == {
        "kind": "person", "first_name": "Jessica", "last_name": "Jones", "company": "Defenders", "currency": "USD",
        "external_id": "2520018000000073022", "phones": [("work", "888-867-5309")], "emails": [("work", "jessica@jones.net")],
        "links": [
            ("website", "https://jesssicajonesdetective.com"), ("facebook", "https://www.facebook.com/jesssicajonesdetective"),
            ("x", "https://x.com/jesssicajonesdetective"),
        ],
    }  # fmt: skip
    assert (sean.salutation, str(sean), margery.salutation) == ("Mr.", "Sean Connory", "Mrs.")
    assert lucas.company == jessica.company
    assert [(row.category, row.number) for row in lucas.phones.order_by("position")] == [
        ("work", "888-867-5309"), ("mobile", "98754321"),
    ]  # fmt: skip
