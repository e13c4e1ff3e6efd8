"""Rows that try to reach further than who imports them: other people's contacts, their access, the keys of others."""

import csv
import io

import pytest
from django.core.files.base import ContentFile

from contacts.exporting.exporter import ContactExporter
from contacts.importing.proposal import propose
from contacts.models import Contact
from contacts.services import EmailValue
from contacts.vcards.writing import card
from core.exchange import services
from core.exchange.exporting.making import blocks
from core.exchange.running import work_through
from core.organisation.models import Organisation
from tests import make

from .imports import make_import, run_import, told

pytestmark = pytest.mark.django_db

EVERY_RULE = ["skip", "fill", "overwrite", "create"]
HEAD = "First Name,Last Name,Email,External ID,Company\n"


def own_key(contact) -> str:
    return f"{Organisation.current().installation}-{contact.pk}"


def outcome(content: str, by, rule: str) -> list:
    """What the dry run and the run say of the rows, names of the file left out."""
    imported = make_import(content, by, duplicates=rule)
    work_through(services.start_check(imported))
    job = work_through(services.start_import(imported))
    assert job.state == "done"
    return list(imported.rows.values_list("is_check", "line", "outcome", "reason")) + [job.position["counts"]]


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_hidden_contact_and_a_missing_one_give_the_same_outcome(dave, root, rule):
    zelda = make.make_contact(
        by=root, first_name="Zelda", last_name="Canary", emails=[EmailValue("zelda@hidden.example")], external_id="HX-1"
    )
    make.make_company(by=root, name="Canary Works", external_id="CW-1")
    before = Contact.objects.filter(pk=zelda.pk).values().get()
    hidden = f"Zelda,Canary,zelda@hidden.example,,Canary Works\nAda,Bell,,HX-1,\nBen,Ash,,{own_key(zelda)},\n"
    missing = hidden.replace("Canary", "Ganary").replace("zelda@", "xelda@").replace("HX-1", "HX-2")
    missing = missing.replace(own_key(zelda), own_key(zelda) + "9999")
    found = outcome(HEAD + hidden, dave, rule)
    Contact.objects.filter(created_by=dave).delete()
    assert found == outcome(HEAD + missing, dave, rule)
    assert Contact.objects.filter(pk=zelda.pk).values().get() == before


WISHES = "First Name,Last Name,External ID,Managers,Access,Consent,Consent at,Proof\n"
MAPPED = {
    "0": ["first_name"], "1": ["last_name"], "2": ["external_id"], "3": ["managers"], "4": ["access_level"],
    "5": ["consent"], "6": ["consent_at"], "7": ["consent_proof"],
}  # fmt: skip


def wish(contact, who: str, by, rule: str) -> None:
    row = f"Anna,Martin,{own_key(contact)},{who},All CRM users may read and edit,Given,2026-01-01,signed\n"
    imported = services.create_import("contacts", ContentFile((WISHES + row).encode(), name="x.csv"), by=by)
    imported.mapping = MAPPED
    imported.rules = imported.rules | {"duplicates": rule, "access_level": "write", "managers": [by.pk], "kind": "auto"}
    imported.save()
    assert work_through(services.start_import(imported)).state == "done"


@pytest.mark.parametrize("rule", ["skip", "fill", "overwrite"])
def test_no_row_widens_the_access_to_a_contact_that_is_there(contact, bob, carol, dave, rule):
    """bob may read it, carol may edit it, dave knows nothing of it: none becomes more, and no consent comes back."""
    Contact.objects.filter(pk=contact.pk).update(consent="withdrawn")
    rights = list(contact.user_grants.order_by("pk").values_list("user", "permission"))
    for user in (bob, carol, dave):
        wish(contact, user.username, user, rule)
    contact.refresh_from_db()
    assert list(contact.user_grants.order_by("pk").values_list("user", "permission")) == rights
    assert (contact.access_level, contact.consent) == ("private", "withdrawn")


def test_who_may_only_read_a_contact_is_refused_by_its_key_too(contact, bob):
    run_import(f"First Name,Last Name,External ID\nHanna,Martin,{own_key(contact)}\n", bob, duplicates="overwrite")
    contact.refresh_from_db()
    assert contact.first_name == "Anna"
    assert [(line, told) for line, told, _reason in told(bob)] == [(2, "refused")]


@pytest.mark.parametrize("column", ["external_id", "email"])
def test_a_public_contact_of_somebody_else_takes_no_rows_from_an_own_one(alice, dave, column):
    values = {"emails": [EmailValue("ada@example.com")]} if column == "email" else {"external_id": "HUB-1"}
    trap = make.make_contact(by=dave, access_level="read", first_name="Ada", last_name="Bell", grants=None, **values)
    own = make.make_contact(by=alice, first_name="Ada", last_name="Bell", grants=None, **values)
    heading, value = ("Email", "ada@example.com") if column == "email" else ("External ID", "HUB-1")
    counts = run_import(
        f"First Name,Last Name,{heading},Job Title\nAda,Bell,{value},Director\n", alice, duplicates="fill"
    )
    assert counts == {"updated": 1}
    own.refresh_from_db()
    trap.refresh_from_db()
    assert (own.job_title, trap.job_title) == ("Director", "")


def test_the_key_of_another_contact_is_never_exported_as_ones_own(alice, root):
    hidden = make.make_contact(by=root)
    run_import(f"First Name,Last Name,External ID\nAda,Bell,{own_key(hidden)}\n", alice)
    ada = Contact.objects.visible_to(alice).get()
    params = {"list": "contacts:list", "columns": "all", "file": "csv", "separator": "comma"}
    text = b"".join(blocks(ContactExporter(alice, params), [ada.pk])).decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert own_key(ada) in row.values() and own_key(hidden) not in text
    assert f"UID:{own_key(ada)}" in card(ada, Contact.objects.visible_to(alice))


@pytest.mark.parametrize("odd", ["²", "9" * 5_000, "٣", "½"])
def test_numbers_that_are_no_whole_numbers_stall_no_proposal(odd):
    found = propose(["Last Name", "Birth year", "Month", f"Phone {odd}"], [["Bell", "1980", odd, odd]])
    assert found.mapping[0] == ["last_name"] and found.mapping[1] == ["birth_year"]
    assert propose([f"E-mail {odd}", odd], [[odd, odd]]).order == "dmy"
