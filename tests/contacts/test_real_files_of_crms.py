"""Large files, and those that another CRM writes, come in whole with the mapping that the importer proposes."""

import pytest

from contacts.models import Contact, ContactEmail, ContactPhone

from .real_files import card, companies, import_file, persons

pytestmark = pytest.mark.django_db


def test_real_files_datablist_leads(alice):
    counts = import_file("bulk/datablist_leads-100.csv", alice)
    assert counts == {"created": 15, "companies": 15}
    assert card(persons()[0]) == {
        "kind": "person", "first_name": "Victor", "last_name": "Cochran", "company": "Grimes, Madden and Huff",
        "external_id": "0970F99ED4a2CE4", "notes": "Speak own such.", "phones": [("work", "-2237"), ("other", "2754733370")],
        "emails": [("work", "hatkinson@mclaughlin.com"), ("other", "ygibbs@guzman.com")],
        "links": [("website", "http://www.rosales-molina.com/")],
    }  # fmt: skip


def test_real_files_datablist_organisations_with_equal_names(alice):
    counts = import_file("bulk/datablist_organizations-1000.csv", alice)
    assert counts == {"created": 1000}
    assert len(companies()) == 1000 and not persons()
    assert card(companies()[0]) == {
        "kind": "company", "name": "Liu-Hoover", "external_id": "E84A904909dF528",
        "notes": "Ergonomic zero administration knowledge user", "links": [("website", "http://www.day-hartman.org/")],
        "addresses": [("work", "", "", "", "", "EH")],
    }  # fmt: skip
    assert Contact.objects.filter(name__iexact="king inc").count() == 2
    assert Contact.objects.filter(name__contains=",").exists()


def test_real_files_datablist_people_with_extensions(alice):
    counts = import_file("bulk/datablist_people-1000.csv", alice)
    assert counts == {"created": 1000}
    assert card(persons()[0]) == {
        "kind": "person", "first_name": "Shelia", "last_name": "Mahoney", "job_title": "Probation officer",
        "external_id": "8717bbf45cCDbEe", "birthday": (2014, 1, 27), "phones": [("work", "857.139.8239")],
        "emails": [("work", "pwarner@example.org")],
    }  # fmt: skip
    assert ContactPhone.objects.filter(number="(390)417-1635x3010").exists()
    assert ContactEmail.objects.values("match_key").distinct().count() == 1000


def test_real_files_french_clients_and_then_their_contacts(alice):
    assert import_file("bulk/fr_clients_fictifs.csv", alice) == {"created": 50}
    assert card(companies()[0]) == {
        "kind": "company", "name": "Henry", "external_id": "55307f89-e239-4d0c-a509-ef46ddd2d151",
        "addresses": [("work", "840, rue de Hoareau", "Sainte Véroniqueboeuf", "", "", "FR")],
    }  # fmt: skip
    assert import_file("bulk/fr_contacts_fictifs.csv", alice) == {"created": 88}
    assert len(companies()) == 50 and len(persons()) == 88
    assert all(person.company_id for person in persons())
    assert len({person.company_id for person in persons()}) == 50
    assert card(persons()[0]) == {
        "kind": "person", "salutation": "Mme", "first_name": "Hugues", "last_name": "Sanchez", "job_title": "CFO",
        "external_id": "8db57eab-619a-45c7-9902-988326425813", "company": "Henry", "phones": [("work", "+33 6 44 71 34 93")],
        "emails": [("work", "slebreton@klein.com")],
    }  # fmt: skip
    assert ContactPhone.objects.get(number="0271746488").e164 == "+33271746488"


def test_real_files_us_500_keeps_postal_codes_as_text(alice):
    counts = import_file("bulk/us-500.csv", alice)
    assert counts == {"created": 500, "companies": 500}
    assert len(persons()) == len(companies()) == 500
    assert card(persons()[0]) == {
        "kind": "person", "first_name": "James", "last_name": "Butt", "company": "Benton, John B Jr",
        "phones": [("work", "504-621-8927"), ("other", "504-845-1427")], "emails": [("work", "jbutt@gmail.com")],
        "links": [("website", "http://www.bentonjohnbjr.com")],
        "addresses": [("work", "6649 N Blue Gum St", "New Orleans", "LA", "70116", "")],
    }  # fmt: skip
    codes = [address.postal_code for person in persons() for address in person.addresses.all()]
    assert sum(len(code) == 4 for code in codes) == 78 and "8014" in codes


def test_real_files_hubspot_companies_and_then_their_contacts(alice):
    assert import_file("crm/hubspot_companies.csv", alice) == {"created": 200}
    assert card(companies()[0]) == {
        "kind": "company", "name": "Cruz Inc", "external_id": "COMP-5880f9ce-fd33-495e-850e-9df673591c52",
        "phones": [("work", "831.605.2433x72946")], "links": [("website", "https://flowers.net")],
        "addresses": [("work", "669 Wagner Gateway", "North Christineview", "UT", "75424", "KM")],
    }  # fmt: skip
    counts = import_file("crm/hubspot_contacts.csv", alice)
    assert counts["created"] == len(persons()) == 950
    assert len(companies()) == 200
    assert ContactEmail.objects.filter(contact__kind="person").values("match_key").distinct().count() == 950
    first = card(persons()[0])
    assert first["phones"] == [("work", "416-810-9897x752"), ("mobile", "(376)694-9481x10051")]
    assert first["addresses"] == [("work", "64642 Brianna Forges", "Kevinborough", "GU", "06652", "GH")]
    for person in persons():
        domains = {row.url for row in person.company.links.all()} if person.company else set()
        assert person.company is None or domains
    assert sum(person.company_id is not None for person in persons()) > 300


def test_real_files_hubspot_contacts_alone_make_no_company(alice):
    counts = import_file("crm/hubspot_contacts.csv", alice)
    assert counts["created"] == 950
    assert not companies()


@pytest.mark.parametrize(
    "name", ["contacts/zoho_contacts.csv", "bulk/us-500.csv", "contacts/google_new_header_other_contacts.csv"]
)
def test_real_files_twice_change_nothing(alice, name):
    import_file(name, alice)
    before = Contact.objects.count(), ContactPhone.objects.count(), ContactEmail.objects.count()
    for duplicates in ("skip", "fill", "overwrite"):
        counts = import_file(name, alice, duplicates=duplicates)
        assert not counts.get("created") and not counts.get("updated") and not counts.get("companies"), duplicates
    assert (Contact.objects.count(), ContactPhone.objects.count(), ContactEmail.objects.count()) == before


def test_real_files_odoo_companies_and_their_persons_in_one_file(alice):
    assert import_file("crm/odoo_customers_contacts.csv", alice) == {"created": 8}
    assert [c.name for c in companies()] == ["Aurora Shelves", "House Sales Direct", "International Wood"]
    assert sum(person.company_id is not None for person in persons()) == 4
    michael = Contact.objects.get(first_name="Michael", last_name="Mason")
    assert michael.company is None
    roger = Contact.objects.get(last_name="Martins")
    assert (roger.company.name, roger.addresses.get().postal_code) == ("Aurora Shelves", "95102")


def test_real_files_odoo_companies_with_tags(alice):
    assert import_file("crm/odoo_customers_tags.csv", alice) == {"created": 5}
    assert len(companies()) == 5
    assert card(Contact.objects.get(name="Services & Finance"))["tags"] == ["Consultancy Services", "IT Services"]


def test_real_files_northwind_customers(alice):
    counts = import_file("crm/northwind_customers.csv", alice)
    assert counts["created"] == len(persons()) == 91 == len(companies())
    assert card(persons()[0]) == {
        "kind": "person", "first_name": "Maria", "last_name": "Anders", "job_title": "Sales Representative",
        "company": "Alfreds Futterkiste", "external_id": "ALFKI",
        "phones": [("work", "030-0074321"), ("fax", "030-0076545")],
        "addresses": [("work", "Obere Str. 57", "Berlin", "", "12209", "DE")],
    }  # fmt: skip


def test_real_files_maven_accounts(alice):
    assert import_file("crm/maven_accounts.csv", alice) == {"created": 85}
    assert len(companies()) == 85
