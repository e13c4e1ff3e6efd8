"""All fields of a CRM exported, imported into an empty one, and exported again: equal byte for byte (EXP-03)."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from contacts.importing.own_layout import FIELDS, OWN_HEADINGS, _known, own_keys
from contacts.models import Contact, ContactTag
from contacts.services import AddressValue, EmailValue, GrantValue, LinkValue, PhoneValue
from core.exchange import services
from core.exchange.cells import protect, unprotect
from core.exchange.listing import join_names, split_names
from core.exchange.running import work_through
from core.organisation.models import Organisation
from tests import make
from tests.contacts.exporting.exports import company, export, person, table

pytestmark = pytest.mark.django_db
NASTY = [
    "=1+1", "+33 x", "-2", "@sum", "＝1", "'quoted", "''=1", 'say "hi"', "a; b, c", "007", "Éloïse", "🦊 fox", "שלום",
    "NULL", "N/A", "#N/A", "TRUE", "1e5", "_x0041_", "sep=;", "1/2",
]  # fmt: skip
NOTES = [
    "one\n\ntwo\n\nthree", "win\r\ndows", "old\rmac", "=1\n+2", "tab\there", "bell\x07", "line\u2028sep",
    "x" * 40_000, "; , \t |", '"', "'", "",
]  # fmt: skip


def fill(people: dict) -> None:
    """A CRM with everything in it."""
    root, alice, bob = people["root"], people["alice"], people["bob"]
    group = Group.objects.get(name="Sales; and, more")
    client, hot = make.make_type("Client, gold"), make.make_temperature("Hot")
    twins = [company(root, "Twin"), company(root, "Twin", external_id="ext-7")]
    for at, text in enumerate(NASTY):
        person(root, first_name=text, last_name=text, job_title=text, department=text, salutation=text,
               middle_name=text, suffix=text, tags=[text, "Lead"], company=twins[at % 2])  # fmt: skip
        company(root, f"{text} Ltd", tags=["Smith, Jones", text])
    for text in NOTES:
        person(root, last_name="Notes", notes=text, emails=[EmailValue("same@example.com")])
    moment = dt.datetime(2025, 3, 4, 5, 6, 7, 891, tzinfo=dt.UTC)
    person(
        root, first_name="Ada", last_name="Bell", contact_type=client, temperature=hot, currency="CHF",
        birthday=(None, 2, 29), consent="withdrawn", consent_at=moment, consent_proof="=letter", external_id="0042",
        access_level="private",
        grants=[GrantValue(alice), GrantValue(bob, False), GrantValue(group), GrantValue(people["readers"], False)],
    )  # fmt: skip
    person(root, last_name="Given", consent="given", consent_at=moment, consent_proof="Form", birthday=(1980, 3, 14),
           access_level="read", grants=[])  # fmt: skip
    person(root, access_level="write", emails=[EmailValue("b@x.org", "home"), EmailValue("a@x.org", "other", True)])
    one = make.make_contact(
        by=root, first_name="Details", last_name="Many", grants=None,
        phones=[PhoneValue("+33 1 23 45 67 89", "fax"), PhoneValue("01 23 45 67 00", "direct", True),
                PhoneValue("0033 6", "mobile"), PhoneValue("ext. 12", "other"), PhoneValue("-5", "home")],
        links=[LinkValue("https://www.linkedin.com/in/x", "website"), LinkValue("https://x.com/=a", "x", True),
               LinkValue("https://example.com/a?b=c;d,e", "other"), LinkValue("ada.bell", "skype"),
               LinkValue("ada", "skype")],
        addresses=[AddressValue("1 rue A\nBât. 2", "Paris", "", "01234", "FR", "", "billing"),
                   AddressValue("=2", "Bern", "BE", "3000", "CH", "", "office", True),
                   AddressValue("", "Atlantis", "", "", "", "Sunken", "delivery"),
                   AddressValue("", "", "", "", "GB", "", "home")],
    )  # fmt: skip
    assert one.phones.count() == 5


def empty() -> None:
    Contact.objects.all().delete()
    ContactTag.objects.all().delete()
    Organisation.objects.update(installation="another1")


def restore(content: bytes, by, name: str):
    imported = services.create_import("contacts", ContentFile(content, name=name), by=by)
    assert imported.layout == "Carnet"
    imported.rules = imported.rules | {"duplicates": "skip"}
    imported.save()
    job = work_through(services.start_import(imported))
    assert not job.failed and not job.skipped, list(imported.rows.values_list("line", "outcome", "name", "reason"))
    return imported


@pytest.fixture
def people(root, alice, bob, make_groups):
    return {"root": root, "alice": alice, "bob": bob, "readers": make_groups}


@pytest.fixture
def make_groups():
    Group.objects.create(name="Sales; and, more")
    return Group.objects.create(name="Readers")


@pytest.mark.parametrize(
    ("file", "separator"), [("csv", "comma"), ("csv", "semicolon"), ("csv", "tab"), ("xlsx", "comma")]
)
@pytest.mark.parametrize(("language", "importing"), [("en", "en"), ("fr", "fr"), ("fr", "en")])
def test_what_was_exported_comes_back_equal(client_of, people, file, separator, language, importing):
    root = people["root"]
    fill(people)
    root.language = language
    root.save()
    asked = {"columns": "all", "file": "csv", "separator": separator, "sort": "name"}
    before = export(client_of(root), **asked)
    moved = export(client_of(root), **(asked | {"file": file}))
    empty()
    root.language = importing
    root.save()
    restore(moved, root, f"contacts.{file}")
    root.language = language
    root.save()
    assert sorted(lines(export(client_of(root), **asked), separator)) == sorted(lines(before, separator))


def lines(content: bytes, separator: str) -> list[list[str]]:
    """The cells; a line break in one is a line break, however the program wrote it that the text came from."""
    rows = table(content, {"comma": ",", "semicolon": ";", "tab": "\t"}[separator])
    return [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]


def test_an_export_edited_and_imported_again_changes_the_same_contacts(client_of, root):
    twin = [person(root, first_name="Ada", last_name="Bell") for _number in range(2)]
    content = export(client_of(root), columns="all").decode("utf-8-sig")
    edited = content.replace(f"-{twin[1].pk},person,,,,Ada", f"-{twin[1].pk},person,,,,Ida")
    assert edited != content
    imported = services.create_import("contacts", ContentFile(edited.encode(), name="x.csv"), by=root)
    imported.rules = imported.rules | {"duplicates": "overwrite"}
    imported.save()
    work_through(services.start_import(imported))
    assert list(Contact.objects.order_by("pk").values_list("first_name", "external_id")) == [("Ada", ""), ("Ida", "")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_heading_means_one_field(language):
    assert len(_known(language, 12)) == len(FIELDS) + 1 + 12 * 12
    assert set(OWN_HEADINGS) <= set(_known(language, 1).values())


def test_a_file_that_only_resembles_an_export_is_none():
    assert own_keys(["Id", "First name", "Last name", "Company"]) == {}


@pytest.mark.parametrize("names", [["a", "b"], ["a, b", "c"], ['"', "x"], ["'a'"], ["=1"], ["* a"], ["a:::b"], ["é;"]])
def test_names_in_one_cell_come_apart_again(names):
    assert split_names(unprotect(protect(join_names(names)))) == names
