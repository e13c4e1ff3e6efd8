"""The rules of an import of contacts: duplicates, companies, access, consent, and a dry run that says the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact, ContactTag
from contacts.services import EmailValue, PhoneValue
from core.exchange import running, services
from core.exchange.running import work_through
from core.history.models import HistoryEvent
from core.jobs.models import JobItem
from core.jobs.undo import start_undo
from core.records import trash
from tests import make

from .imports import check_import, make_import, run_import, told

pytestmark = pytest.mark.django_db

ONE = "First Name,Last Name,Email,Job Title,Phone\nAnna,Bell,anna@example.com,Director,555-1000\n"


def anna(by, **over) -> Contact:
    values = {"emails": [EmailValue("ANNA@example.com")], "phones": [PhoneValue("03 53 01 62 18")], "last_name": "Bell"}
    return make.make_contact(by=by, grants=None, **(values | over))


def test_a_new_contact_is_private_to_its_importer(alice, bob):
    assert run_import(ONE, alice) == {"created": 1}
    contact = Contact.objects.get()
    assert (contact.access_level, contact.created_by) == ("private", alice)
    assert Contact.objects.editable_by(alice).exists()
    assert not Contact.objects.visible_to(bob).exists()
    assert HistoryEvent.objects.get().kind == "contacts.imported"


def test_skip_leaves_the_contact_alone(alice):
    before = anna(alice)
    assert run_import(ONE, alice, duplicates="skip") == {"skipped": 1}
    after = Contact.objects.get()
    assert (after.job_title, after.version) == ("", before.version)
    assert told(alice) == [(2, "skipped", "Already there: Anna Bell")]


def test_fill_adds_what_is_missing_and_takes_nothing_away(alice):
    anna(alice, first_name="Annabel", department="Sales")
    assert run_import(ONE, alice, duplicates="fill") == {"updated": 1}
    after = Contact.objects.get()
    assert (after.first_name, after.job_title, after.department, after.version) == ("Annabel", "Director", "Sales", 2)
    assert [row.number for row in after.phones.all()] == ["03 53 01 62 18", "555-1000"]
    assert after.emails.count() == 1
    assert "5551000" in after.search_text


def test_overwrite_takes_the_file_and_replaces_the_detail_of_its_category(alice):
    anna(alice, first_name="Annabel", job_title="Assistant", department="Sales")
    assert run_import(ONE, alice, duplicates="overwrite") == {"updated": 1}
    after = Contact.objects.get()
    assert (after.first_name, after.job_title, after.department) == ("Anna", "Director", "Sales")
    assert [row.number for row in after.phones.all()] == ["555-1000"]


def test_an_empty_cell_never_erases(alice):
    anna(alice, job_title="Assistant")
    run_import("First Name,Last Name,Email,Job Title\n,,anna@example.com,\n", alice, duplicates="overwrite")
    after = Contact.objects.get()
    assert (after.first_name, after.last_name, after.job_title) == ("Anna", "Bell", "Assistant")


def test_create_makes_another_one_all_the_same(alice):
    anna(alice)
    assert run_import(ONE, alice, duplicates="create") == {"created": 1}
    assert Contact.objects.count() == 2


def test_without_an_e_mail_name_and_company_decide(alice):
    acme = make.make_company(by=alice, grants=None, name="Acme")
    make.make_contact(by=alice, grants=None, first_name="Anna", last_name="Bell", company=acme)
    content = "First Name,Last Name,Company\nANNA,bell ,\u00a0ACME\nAnna,Bell,Other\nAnna,Bell,\n"
    assert run_import(content, alice) == {"skipped": 1, "created": 2, "companies": 1}


def test_the_external_id_matches_first_and_keeps_namesakes_apart(alice):
    anna(alice, external_id="7")
    content = "Contact ID,First Name,Last Name,Email\n7,Anne,Bell,new@example.com\n8,Anna,Bell,anna@example.com\n"
    assert run_import(content, alice, duplicates="overwrite") == {"updated": 1, "created": 1}
    assert Contact.objects.get(external_id="7").first_name == "Anne"
    assert Contact.objects.filter(external_id="8").count() == 1


def test_a_person_of_the_file_twice_comes_in_once(alice):
    content = ONE + "Anna,Bell,Anna@Example.com,,555-2000\n"
    assert run_import(content, alice, duplicates="skip") == {"created": 1, "skipped": 1}
    Contact.objects.all().delete()
    assert run_import(content, alice, duplicates="fill") == {"created": 1, "updated": 1}
    assert Contact.objects.get().phones.count() == 2


def test_one_company_per_name_within_the_file_and_with_the_base(alice):
    make.make_company(by=alice, grants=None, name="Caf\u00e9 Noir")
    content = "Last Name,Company\nOne,Acme\nTwo, ACME \nThree,acme\u00a0\nFour,Cafe\u0301 noir\nFive,\n"
    assert run_import(content, alice) == {"created": 5, "companies": 1}
    assert sorted(Contact.objects.companies().values_list("name", flat=True)) == ["Acme", "Caf\u00e9 Noir"]
    assert Contact.objects.get(last_name="Five").company is None


def test_a_company_that_a_person_named_first_gets_its_own_row_later(alice, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 10)
    people = "".join(f"Name{n},0,\n" for n in range(30))
    content = (
        "Name,Is a company,Related company,Phone\nAnna Bell,0,Acme,\n"
        + people.replace("\n", ",\n")
        + "Acme,1,,555-1000\n"
    )
    assert run_import(content, alice)["companies"] == 1
    acme = Contact.objects.companies().get()
    assert acme.phones.get().number == "555-1000"
    assert Contact.objects.get(last_name="Bell").company == acme


@pytest.mark.parametrize("duplicates", ["fill", "overwrite"])
def test_a_known_person_gets_the_company_whose_own_row_stands_before(alice, duplicates):
    known = anna(alice, emails=[EmailValue("anna@example.com")])
    content = (
        "Name,Is a company,Related company,Email\nAcme,1,,office@acme.example\nAnna Bell,0,Acme,anna@example.com\n"
    )
    run_import(content, alice, duplicates=duplicates)
    known.refresh_from_db()
    assert Contact.objects.companies().get() == known.company
    assert known.company.emails.get().address == "office@acme.example"


def test_a_company_is_found_by_the_domain_of_its_website(alice):
    run_import("Company Name,Website\nAcme,https://www.acme.example/\n", alice)
    content = "First Name,Last Name,Associated Company Domain\nAnna,Bell,acme.example\nBen,Ash,nowhere.example\n"
    assert run_import(content, alice) == {"created": 2, "noted": 1}
    assert Contact.objects.get(last_name="Bell").company.name == "Acme"
    assert "nowhere.example" in told(alice)[0][2]


def test_what_is_visible_but_not_editable_is_refused_with_the_reason(alice, bob):
    make.grant(anna(alice), bob, write=False)
    assert run_import(ONE, bob, duplicates="fill") == {"refused": 1}
    assert told(bob) == [(2, "refused", "You may read Anna Bell, not edit it. Ask one of its managers.")]
    assert Contact.objects.get().job_title == ""


def test_what_is_hidden_does_not_count(alice, dave):
    anna(alice)
    make.make_company(by=alice, grants=None, name="Acme")
    content = "First Name,Last Name,Email,Company\nAnna,Bell,anna@example.com,Acme\n"
    assert run_import(content, dave, duplicates="overwrite") == {"created": 1, "companies": 1}
    assert Contact.objects.filter(created_by=alice, version=1).count() == 2


def test_the_trash_is_never_matched(alice):
    contact = anna(alice)
    trash.trash(Contact.objects.filter(pk=contact.pk), by=alice)
    assert run_import(ONE, alice, duplicates="fill") == {"created": 1}


def test_consent_only_becomes_stricter(alice):
    anna(alice, consent="given")
    ben = make.make_contact(by=alice, grants=None, last_name="Ash", consent="withdrawn", external_id="b")
    content = "Contact ID,Email Address,Last Name,Status\n,anna@example.com,Bell,unsubscribed\nb,b@example.com,Ash,subscribed\nc,c@example.com,Cole,subscribed\n"
    run_import(content, alice, duplicates="overwrite")
    found = Contact.objects.get(last_name="Bell")
    assert (found.consent, found.consent_proof) == ("withdrawn", "Import of people.csv")
    ben.refresh_from_db()
    assert ben.consent == "withdrawn"
    assert Contact.objects.get(last_name="Cole").consent == "unknown"


def test_tags_are_added_and_types_known_by_other_words(alice):
    make.make_type("Client")
    contact = anna(alice, tags=["Old"])
    content = 'Email,Tags,Contact type\nanna@example.com,"Fair, old",customer\n'
    run_import(content, alice, duplicates="fill")
    assert sorted(row.tag.name for row in contact.taggings.all()) == ["Fair", "Old"]
    contact.refresh_from_db()
    assert contact.contact_type.name == "Client"


@pytest.mark.parametrize("action", ["empty", "refuse"])
def test_unknown_tags_can_be_left_out_or_refused(alice, action):
    content = "Email,Tags\nanna@example.com,Fair\n"
    counts = run_import(content, alice, values={"tags": {"fair": action}})
    assert counts == ({"created": 1} if action == "empty" else {"refused": 1})
    assert not ContactTag.objects.exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",,nothing,", "Email: “nothing” is no e-mail address."),
        ("Anna,Bell,,31/31/2000", "Birthday: “31/31/2000” is no date in the order that was chosen."),
        ("x" * 200 + ",Bell,,", "First Name: “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” has 200 characters; at most 150 fit."),
        ("Anna,Bell,a@example.com,,5", "The row has 5 cells, the headings only 4. A separator inside a cell needs quotation marks."),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_line_and_the_others_come_in(alice, row, reason):
    content = f"First Name,Last Name,Email,Birthday\nBen,Ash,ben@example.com,1/2/1990\n{row}\nCole,Cox,cole@example.com,25/12/1980\n"
    assert run_import(content, alice) == {"created": 2, "refused": 1}
    assert told(alice) == [(3, "refused", reason)]


def test_several_values_in_a_cell_become_several_details(alice):
    content = 'Last Name,Phone,Email\nBell,04 65 71 20 02; 06 39 98 11 52,"a@example.com, b@example.com"\n'
    run_import(content, alice)
    contact = Contact.objects.get()
    assert [row.number for row in contact.phones.all()] == ["04 65 71 20 02", "06 39 98 11 52"]
    assert [row.address for row in contact.emails.all()] == ["a@example.com", "b@example.com"]


@pytest.mark.parametrize("duplicates", ["skip", "fill", "overwrite", "create"])
def test_the_dry_run_writes_nothing_and_says_what_the_run_does(alice, bob, duplicates):
    anna(alice)
    make.grant(anna(bob, emails=[], last_name="Cole"), alice, write=False)
    content = (
        "First Name,Last Name,Email,Job Title,Company\n"
        "Anna,Bell,anna@example.com,Director,Acme\n"
        "Anna,Cole,,Chief,\n"
        "Ben,Ash,ben@example.com,,Acme\n"
        "Ben,Ash,BEN@example.com,Boss,New Ltd\n"
        "Cole,Cox,nothing,,\n"
        "Dora,Dee,,,\n"
        "Dora,Dee,,Cook,\n"
    )
    rows = Contact.objects.count(), JobItem.objects.count(), HistoryEvent.objects.count()
    checked = check_import(content, alice, duplicates=duplicates)
    assert (Contact.objects.count(), JobItem.objects.count(), HistoryEvent.objects.count()) == rows
    done = run_import(content, alice, duplicates=duplicates)
    assert checked == done


CHUNKS_APART = {
    "a company, then its person": "Company,,,Acme,\nPerson,Ada,Bell,Acme,\n",
    "a person, then the company": "Person,Ada,Bell,Acme,\nCompany,,,Acme,555-1000\n",
    "a person, then the bare company": "Person,Ada,Bell,Acme,\nCompany,,,ACME,\n",
    "two persons, then the company": "Person,Ada,Bell,Acme,\nPerson,Ben,Ash,acme,\nCompany,,,Acme,\n",
    "the company twice": "Company,,,Acme,\nCompany,,,Acme,\nPerson,Ada,Bell,Acme,\n",
    "a person twice with a new company": "Person,Ada,Bell,Acme,\nPerson,Ada,Bell,Acme,555-1000\n",
    "a known person with a new company": "Person,Anna,Bell,,\nPerson,Anna,Bell,,555-1000\n",
    "a company with an id, then its person": "Company,,,Acme,,c1\nPerson,Ada,Bell,Acme,\n",
    "two companies of one name by their ids": "Company,,,Acme,,c1\nCompany,,,Acme,,c2\nPerson,Ada,Bell,Acme,\n",
}


@pytest.mark.parametrize("duplicates", ["skip", "fill", "create"])
@pytest.mark.parametrize("rows", CHUNKS_APART.values(), ids=CHUNKS_APART.keys())
@pytest.mark.parametrize("size", [1, 10])
def test_a_dry_run_counts_the_same_whether_rows_stand_chunks_apart(alice, monkeypatch, rows, duplicates, size):
    monkeypatch.setattr(running, "CHUNK", size)
    content = "Type,First name,Last name,Company,Phone,Record ID\n" + rows
    checked = check_import(content, alice, duplicates=duplicates)
    assert checked == run_import(content, alice, duplicates=duplicates)


def test_no_company_is_made_that_nobody_would_belong_to(alice):
    """Filling leaves a person with the company that is known, so that the other one in the file is none of ours."""
    anna(alice, company=make.make_company(by=alice, grants=None, name="Known"))
    assert run_import("Email,Last Name,Company\nanna@example.com,Bell,Other\n", alice, duplicates="fill") == {
        "skipped": 1
    }
    assert Contact.objects.companies().count() == 1


@pytest.mark.parametrize("duplicates", ["fill", "overwrite"])
@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("unknown", "unsubscribed", "withdrawn"),
        ("given", "unsubscribed", "withdrawn"),
        ("withdrawn", "unsubscribed", "withdrawn"),
        ("unknown", "subscribed", "unknown"),
        ("given", "subscribed", "given"),
        ("withdrawn", "subscribed", "withdrawn"),
        ("given", "", "given"),
        ("withdrawn", "", "withdrawn"),
    ],
)
def test_the_consent_of_a_known_contact_only_moves_towards_withdrawn(alice, duplicates, before, said, after):
    contact = anna(alice, consent=before)
    rows = f"anna@example.com,Bell,{said}\nother@example.com,Ash,unsubscribed\nthird@example.com,Cox,subscribed\n"
    run_import("Email Address,Last Name,Status\n" + rows, alice, duplicates=duplicates)
    contact.refresh_from_db()
    assert contact.consent == after


def test_every_object_has_an_item_and_the_import_can_be_undone(alice):
    contact = anna(alice, first_name="Annabel", tags=["Old"])
    content = "First Name,Last Name,Email,Phone,Company,Tags\nAnna,Bell,anna@example.com,555-1000,Acme,Fair\nBen,Ash,ben@example.com,,Acme,\n"
    imported = make_import(content, alice, duplicates="overwrite")
    job = work_through(services.start_import(imported))
    outcomes = sorted(job.items.values_list("outcome", flat=True))
    assert outcomes == ["changed", "created", "created"]
    start_undo(job, by=alice)
    assert Contact.objects.visible_to(alice).count() == 1
    contact.refresh_from_db()
    assert (contact.first_name, contact.company) == ("Annabel", None)
    assert [row.number for row in contact.phones.all()] == ["03 53 01 62 18"]
    assert [row.tag.name for row in contact.taggings.all()] == ["Old"]


def test_the_number_of_queries_does_not_grow_with_the_rows(alice):
    """But for the inserts, which are cut into batches."""
    asked = []
    for count in (5, 400):
        rows = "".join(f"N{n},n{n}@example.com,C{n}\n" for n in range(count))
        with CaptureQueriesContext(connection) as queries:
            run_import("Last Name,Email,Company\n" + rows, alice)
        asked.append(len([q for q in queries if '"contacts_' in q["sql"] and "INSERT" not in q["sql"]]))
        Contact.objects.all().delete()
    assert asked[1] <= asked[0]


@pytest.mark.parametrize("rows", ["Person,Ada,Bell,Acme\nCompany,,,Acme\n", "Company,,,Acme\nPerson,Ada,Bell,Acme\n"])
def test_a_dry_run_counts_a_company_with_a_row_of_its_own_as_the_run_does(alice, rows):
    content = "Type,First name,Last name,Company\n" + rows
    assert check_import(content, alice) == {"created": 2}
    assert run_import(content, alice) == {"created": 2}
