"""The form of a person or a company: everything it holds, what it refuses, and what it never takes."""

import pytest

from contacts.models import Contact, ContactTag
from core.history.models import HistoryEvent
from core.records.models import TrashAct
from tests import make
from tests.contacts.typed import company_form, manager, person_form, rows, shown

pytestmark = pytest.mark.django_db

ADD_PERSON, ADD_COMPANY = "/contacts/persons/add/", "/contacts/companies/add/"


def newest() -> Contact:
    return Contact.objects.order_by("-pk").first()


def errors_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_person_keeps_every_field(alice, client_of):
    hot, client_type = make.make_temperature(), make.make_type()
    tissages = make.make_company(access_level="read")
    data = person_form(
        salutation="Ms",
        middle_name="Anne",
        suffix="PhD",
        company="tissages morvan",
        job_title="Purchasing manager",
        department="Purchasing",
        birth_day="14",
        birth_month="3",
        birth_year="1980",
        contact_type=client_type.pk,
        temperature=hot.pk,
        currency="CHF",
        tags="Framework order, Lyon fair 2026, framework order",
        notes="Likes felt.",
        consent="given",
        consent_on="2026-03-14",
        consent_proof="At the fair",
        **rows("phones", {"category": "work", "number": "03 53 01 62 18"},
               {"category": "mobile", "number": "06 39 98 44 07", "is_primary": "on"}),
        **rows("emails", {"category": "home", "address": "e.marchetti@Example.COM"}),
        **rows("links", {"category": "linkedin", "url": "linkedin.com/in/e-marchetti"}),
        **rows("addresses", {"category": "billing", "street": "12 rue des Filatures", "postal_code": "58000",
                             "city": "Nevers", "state": "Nièvre", "country": "FR"}),
        **rows("managers", manager(alice)),
    )  # fmt: skip
    response = client_of(alice).post(ADD_PERSON, data)
    person = newest()
    assert response.headers["Location"] == f"/contacts/{person.pk}/"
    assert (person.salutation, person.middle_name, person.suffix) == ("Ms", "Anne", "PhD")
    assert (person.company, person.job_title, person.department) == (tissages, "Purchasing manager", "Purchasing")
    assert person.birthday == (1980, 3, 14)
    assert (person.contact_type, person.temperature, person.currency) == (client_type, hot, "CHF")
    assert sorted(person.tags.names(), key=str.casefold) == ["Framework order", "Lyon fair 2026"]
    assert (person.notes, person.consent, person.consent_proof) == ("Likes felt.", "given", "At the fair")
    assert person.consent_at.date().isoformat() == "2026-03-14"
    assert [(row.number, row.category, row.is_primary) for row in person.phones.all()] == [
        ("06 39 98 44 07", "mobile", True),
        ("03 53 01 62 18", "work", False),
    ]
    assert person.phones.get(category="work").e164 == "+33353016218"
    assert person.emails.get().address == "e.marchetti@example.com"
    assert person.links.get().url == "https://linkedin.com/in/e-marchetti"
    address = person.addresses.get()
    assert (address.street, address.postal_code, address.city, address.state, address.country) == (
        "12 rue des Filatures", "58000", "Nevers", "Nièvre", "FR",
    )  # fmt: skip
    assert (person.created_by, person.access_level) == (alice, "private")
    assert HistoryEvent.objects.filter(kind="contacts.created", author=alice).count() == 1


def test_a_birthday_may_lack_its_year(alice, client_of):
    client_of(alice).post(ADD_PERSON, person_form(birth_day="29", birth_month="2", **rows("managers", manager(alice))))
    assert newest().birthday == (None, 2, 29)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"last_name": " "}, "Write the last name."),
        ({"birth_day": "30", "birth_month": "2"}, "This month has fewer days."),
        ({"birth_day": "3"}, "Write day and month, or leave the birthday empty."),
        ({"birth_day": "x", "birth_month": "2"}, "Write a number."),
        ({"birth_day": "3", "birth_month": "2", "birth_year": "80"}, "Write the year with four digits."),
        ({"contact_type": "99"}, "Choose one of the entries listed."),
        ({"temperature": "x"}, "Choose one of the entries listed."),
        ({"company": "Tissages", "company_id": "x"}, "Choose one of the companies you may see."),
        ({"currency": "XYZ"}, "Choose one of the entries listed."),
        ({"consent": "maybe"}, "Choose one of the entries listed."),
        ({"consent_on": "yesterday"}, "Write the day as year-month-day"),
        ({"first_name": "x" * 151}, "Write at most 150 characters."),
        ({"notes": "a\0b"}, "Leave out the characters that can’t be shown."),
        (rows("emails", {"category": "work", "address": "eleonore@example"}), "Write the whole address, for instance"),
        (rows("links", {"category": "website", "url": "javascript:alert(1)"}), "Write a web address, for instance"),
        (rows("phones", {"category": "pager", "number": "1"}), "Choose one of the entries listed."),
        (rows("addresses", {"category": "work", "country": "ZZ"}), "Choose one of the entries listed."),
        (rows("managers", {"grantee": "u99999", "right": "write"}), "Choose one of the people listed."),
    ],
)
def test_a_refusal_says_what_to_do_beside_the_field_and_keeps_what_was_typed(typed, sentence, alice, client_of):
    kept = rows("phones", {"category": "work", "number": "03 53 01 62 18"}) | {"job_title": "Weaver & dyer"}
    response = client_of(alice).post(ADD_PERSON, person_form(**(kept | typed)))
    html = errors_of(response)
    assert sentence in html
    assert "1 field to correct" in html
    assert 'value="Weaver &amp; dyer"' in html
    assert "data-refused" in html or 'aria-invalid="true"' in html
    assert not Contact.objects.exists()
    if "phones-0-category" not in typed:
        assert shown(response)["phones-0-number"] == "03 53 01 62 18"


def test_the_number_of_fields_to_correct_is_counted_over_all_rows(alice, client_of):
    data = person_form(
        last_name="", **rows("emails", {"category": "work", "address": "a"}, {"category": "x", "address": "b"})
    )
    assert "4 fields to correct" in errors_of(client_of(alice).post(ADD_PERSON, data))


@pytest.mark.parametrize("prefix", ["phones", "emails", "links", "addresses", "managers"])
def test_add_a_row_without_javascript_keeps_everything_and_judges_nothing(prefix, alice, client_of):
    typed = rows(prefix, {"category": "work"} if prefix != "managers" else {"grantee": f"u{alice.pk}", "right": "read"})
    data = person_form(last_name="", first_name="Éléonore", tags="Lead", **typed) | {"add_row": prefix}
    response = client_of(alice).post(ADD_PERSON, data)
    html = errors_of(response)
    assert f'name="{prefix}-TOTAL_FORMS" value="2"' in html
    assert "to correct" not in html
    again = shown(response)
    assert again["first_name"] == "Éléonore"
    assert again["tags"] == "Lead"
    assert again["form_id"] == data["form_id"]
    assert f"{prefix}-1-{'right' if prefix == 'managers' else 'category'}" in again
    assert not Contact.objects.exists()


def test_a_row_that_is_removed_or_empty_is_no_row(alice, client_of):
    phones = rows(
        "phones",
        {"category": "work", "number": ""},
        {"category": "work", "number": "01 99 00 11 22", "DELETE": "on"},
        {"category": "home", "number": "01 99 00 11 33"},
    )
    client_of(alice).post(ADD_PERSON, person_form(**phones, **rows("managers", manager(alice))))
    assert [row.number for row in newest().phones.all()] == ["01 99 00 11 33"]


def test_an_unknown_company_is_created_with_the_same_access(alice, bob, client_of):
    data = person_form(company="Ateliers Neufs", **rows("managers", manager(alice), manager(bob, "read")))
    client_of(alice).post(ADD_PERSON, data)
    company = newest().company or Contact.objects.get(last_name="Marchetti").company
    assert (company.name, company.kind, company.access_level) == ("Ateliers Neufs", "company", "private")
    seen = [user for user in (alice, bob) if Contact.objects.visible_to(user).filter(pk=company.pk).exists()]
    assert seen == [alice, bob]
    assert not Contact.objects.editable_by(bob).filter(pk=company.pk).exists()


def test_a_company_that_one_may_not_see_is_never_found_by_its_name(alice, client_of):
    hidden = make.make_company(name="Secret SARL")
    client_of(alice).post(ADD_PERSON, person_form(company="Secret SARL", **rows("managers", manager(alice))))
    person = Contact.objects.get(last_name="Marchetti")
    assert person.company is not None
    assert person.company != hidden


@pytest.mark.parametrize("kind", ["hidden", "trashed", "person", "nothing"])
def test_a_link_to_what_one_may_not_see_is_refused(kind, alice, client_of, root):
    other = {
        "hidden": lambda: make.make_company(name="Secret SARL").pk,
        "person": lambda: make.make_contact(access_level="read").pk,
        "nothing": lambda: 4_000_000,
        "trashed": lambda: _trashed(make.make_company(access_level="read"), root).pk,
    }[kind]()
    count = Contact.objects.count()
    response = client_of(alice).post(ADD_PERSON, person_form(company="Secret SARL", company_id=other))
    assert "Choose one of the companies you may see." in errors_of(response)
    assert Contact.objects.count() == count


def _trashed(contact: Contact, by) -> Contact:
    from django.contrib.contenttypes.models import ContentType

    act = TrashAct.objects.create(by=by, content_type=ContentType.objects.get_for_model(Contact))
    Contact.objects.filter(pk=contact.pk).update(trash_act=act)
    return contact


def test_several_companies_of_one_name_are_offered_by_radio_buttons(alice, client_of):
    first, second = make.make_company(access_level="read"), make.make_company(access_level="read")
    client = client_of(alice)
    data = person_form(company="Tissages Morvan", **rows("managers", manager(alice)))
    html = errors_of(client.post(ADD_PERSON, data))
    assert "Several companies have this name. Choose one below." in html
    assert f'name="company_id" value="{first.pk}"' in html
    client.post(ADD_PERSON, data | {"company_id": second.pk})
    assert Contact.objects.get(last_name="Marchetti").company == second


def test_a_hidden_company_survives_a_save_and_shows_no_name(contact, alice, client_of):
    hidden = make.make_company(name="Secret SARL")
    Contact.objects.filter(pk=contact.pk).update(company=hidden)
    client = client_of(alice)
    page = client.get(f"/contacts/{contact.pk}/edit/")
    assert "Secret" not in page.content.decode()
    assert "private contact" in page.content.decode()
    client.post(f"/contacts/{contact.pk}/edit/", shown(page) | {"job_title": "Dyer"})
    contact.refresh_from_db()
    assert (contact.company, contact.job_title) == (hidden, "Dyer")
    assert "Secret" not in client.get(f"/contacts/{contact.pk}/").content.decode()


def test_a_company_is_created_by_its_name(alice, client_of):
    client_of(alice).post(ADD_COMPANY, company_form(**rows("managers", manager(alice))))
    company = newest()
    assert (company.kind, company.name, company.first_name) == ("company", "Tissages Morvan", "")
    assert "Write the company’s name." in errors_of(client_of(alice).post(ADD_COMPANY, company_form(name="")))


def test_a_person_added_from_a_company_is_linked_to_it(alice, client_of):
    company = make.make_company(access_level="read")
    hidden = make.make_company(name="Secret SARL")
    client = client_of(alice)
    assert shown(client.get(f"{ADD_PERSON}?company={company.pk}"))["company"] == "Tissages Morvan"
    assert "Secret" not in client.get(f"{ADD_PERSON}?company={hidden.pk}").content.decode()
    client.post(
        f"{ADD_PERSON}?company={company.pk}",
        shown(client.get(f"{ADD_PERSON}?company={company.pk}")) | {"last_name": "Roca"},
    )
    assert Contact.objects.get(last_name="Roca").company == company


def test_save_and_create_another_leads_to_an_empty_form(alice, client_of):
    data = person_form(another="1", **rows("managers", manager(alice)))
    response = client_of(alice).post(ADD_PERSON, data)
    assert response.headers["Location"] == ADD_PERSON
    assert Contact.objects.count() == 1


def test_saving_an_unchanged_form_changes_nothing(alice, client_of):
    client = client_of(alice)
    make.make_type()
    company = make.make_company(access_level="read")
    data = person_form(
        company=company.name, tags="Lead", consent="given", consent_on="2026-01-02",
        **rows("phones", {"category": "fax", "number": "01"}, {"category": "home", "number": "02", "is_primary": "on"}),
        **rows("addresses", {"category": "work", "street": "1 rue A\r\n2e étage", "country": "FR"}),
        **rows("managers", manager(alice)),
    )  # fmt: skip
    client.post(ADD_PERSON, data)
    person = Contact.objects.get(last_name="Marchetti")
    page = client.get(f"/contacts/{person.pk}/edit/")
    client.post(f"/contacts/{person.pk}/edit/", shown(page))
    person.refresh_from_db()
    assert person.version == 1
    assert [row.number for row in person.phones.all()] == ["02", "01"]


def test_forged_fields_change_nothing(contact, alice, dave, root, client_of):
    client = client_of(alice)
    sent = shown(client.get(f"/contacts/{contact.pk}/edit/"))
    forged = {
        "kind": "company", "created_by": dave.pk, "changed_by": dave.pk, "id": 999, "pk": 999, "trash_act": 1,
        "external_id": "x", "display_name": "x", "sort_name": "x", "search_text": "x", "match_name": "x",
        "last_event_at": "2030-01-01", "access_level": "write", "is_superuser": "on", "created_at": "2001-01-01",
        "photo": "photos/../secret_key", "owner": dave.pk,
    }  # fmt: skip
    before = Contact.objects.filter(pk=contact.pk).values().get()
    assert client.post(f"/contacts/{contact.pk}/edit/", sent | forged).status_code == 302
    assert Contact.objects.filter(pk=contact.pk).values().get() == before
    client.post(ADD_PERSON, person_form(**rows("managers", manager(alice)), version="77", **forged))
    made = newest()
    assert (made.kind, made.version, made.created_by, made.external_id) == ("person", 1, alice, "")
    assert (made.photo, made.access_level, made.trash_act) == ("", "private", None)


def test_a_detail_of_another_contact_can_not_be_taken(contact, alice, client_of):
    other = make.make_contact(first_name="Other", phones=[make.services.PhoneValue("01 99 00 00 01")])
    phone = other.phones.get()
    client = client_of(alice)
    sent = shown(client.get(f"/contacts/{contact.pk}/edit/"))
    client.post(
        f"/contacts/{contact.pk}/edit/",
        sent | rows("phones", {"pk": phone.pk, "category": "work", "number": "01 99 00 00 99"}),
    )
    phone.refresh_from_db()
    assert (phone.contact, phone.number) == (other, "01 99 00 00 01")
    assert contact.phones.get().number == "01 99 00 00 99"


def test_tags_are_the_same_whatever_their_case(alice, client_of):
    ContactTag.objects.create(name="Lead")
    client_of(alice).post(ADD_PERSON, person_form(tags="LEAD,  lead , Fair", **rows("managers", manager(alice))))
    assert sorted(newest().tags.names()) == ["Fair", "Lead"]


def test_an_old_address_of_an_internal_host_does_not_block_other_changes(alice, client_of):
    person = make.make_contact(
        emails=[make.services.EmailValue("anna@intranet")],
        addresses=[make.services.AddressValue(city="Oz", country_text="Land of Oz")],
        grants=[make.services.GrantValue(alice)],
    )
    client = client_of(alice)
    sent = shown(client.get(f"/contacts/{person.pk}/edit/"))
    client.post(f"/contacts/{person.pk}/edit/", sent | {"job_title": "Dyer"})
    person.refresh_from_db()
    assert person.job_title == "Dyer"
    assert person.emails.get().address == "anna@intranet"
    assert person.addresses.get().country_text == "Land of Oz"


@pytest.mark.parametrize("form_id", ["", "x", "7"])
def test_a_form_without_its_hidden_id_is_saved_all_the_same(form_id, alice, client_of):
    data = person_form(form_id=form_id, **rows("managers", manager(alice)))
    assert client_of(alice).post(ADD_PERSON, data).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_an_edit_without_the_version_it_started_from_is_refused(version, contact, alice, client_of):
    client = client_of(alice)
    sent = shown(client.get(f"/contacts/{contact.pk}/edit/")) | {"job_title": "Dyer", "version": version}
    response = client.post(f"/contacts/{contact.pk}/edit/", sent)
    assert response.status_code == 200
    assert "Open the form again: a part of it did not arrive." in response.content.decode()
    contact.refresh_from_db()
    assert contact.job_title == ""


def test_a_broken_form_set_is_answered_with_a_sentence(alice, client_of):
    data = person_form(**rows("managers", manager(alice)))
    del data["phones-TOTAL_FORMS"]
    assert client_of(alice).post(ADD_PERSON, data).status_code == 200
    data["phones-TOTAL_FORMS"] = "100000"
    assert client_of(alice).post(ADD_PERSON, data).status_code == 200
    assert not Contact.objects.exists()
