"""No lost update, and a double click is one (promises 27 and 28)."""

import threading

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from contacts import services
from contacts.models import Contact
from core.history.models import HistoryEvent
from core.mail.models import OutboxMail
from core.records import submitted
from core.records.models import SubmittedForm
from tests import make
from tests.contacts.typed import manager, person_form, photo, rows, shown

ADD_PERSON = "/contacts/persons/add/"


def edit_url(contact) -> str:
    return f"/contacts/{contact.pk}/edit/"


@pytest.mark.django_db
def test_a_stale_save_is_refused_and_shows_both_sides_field_by_field(contact, alice, carol, client_of):
    client, other = client_of(alice), client_of(carol)
    mine = shown(client.get(edit_url(contact)))
    theirs = shown(other.get(edit_url(contact)))
    phones = rows("phones", {"category": "work", "number": "01 99 00 00 07"})
    other.post(edit_url(contact), theirs | {"job_title": "Dyer", "tags": "Lead", "department": "Ink"} | phones)
    response = client.post(edit_url(contact), mine | {"job_title": "Weaver", "notes": "Typed <b>by alice</b>"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Someone saved this contact before you. Your text is kept below." in html
    table = html[html.index('class="conflict"') : html.index('class="photo-and-names"')]
    for words in (
        "Job title",
        "Dyer",
        "Weaver",
        "Tags",
        "Lead",
        "Department",
        "Ink",
        "Phones",
        "01 99 00 00 07",
        "Carol",
    ):
        assert words in table
    assert "Last name" not in table
    contact.refresh_from_db()
    assert contact.job_title == "Dyer"
    again = shown(response)
    assert (again["job_title"], again["notes"], again["version"]) == ("Weaver", "Typed <b>by alice</b>", "2")
    assert client.post(edit_url(contact), again).status_code == 302
    contact.refresh_from_db()
    assert (contact.job_title, contact.notes) == ("Weaver", "Typed <b>by alice</b>")


@pytest.mark.django_db
def test_every_field_that_was_typed_stays_in_the_conflict_page(contact, alice, carol, client_of):
    client = client_of(alice)
    mine = shown(client.get(edit_url(contact)))
    services.change_fields(contact, by=carol, job_title="Dyer")
    typed = mine | {
        "salutation": "Ms", "first_name": "É", "middle_name": "M", "last_name": "L", "suffix": "S", "company": "New",
        "job_title": "J", "department": "D", "birth_day": "1", "birth_month": "2", "birth_year": "1999",
        "currency": "CHF", "notes": "N", "tags": "T, U", "consent": "withdrawn", "consent_on": "2026-01-01",
        "consent_proof": "P", "access-is_public": "on", "access-level": "write",
    } | rows("emails", {"category": "home", "address": "a@example.com"})  # fmt: skip
    response = client.post(edit_url(contact), typed)
    assert response.status_code == 409
    kept, new = shown(response), {"version", "csrfmiddlewaretoken"}
    assert {name: kept.get(name) for name in typed.keys() - new} == {name: typed[name] for name in typed.keys() - new}


@pytest.mark.django_db
def test_access_and_managers_are_compared_too(contact, alice, carol, dave, client_of):
    mine = shown(client_of(alice).get(edit_url(contact)))
    values = services.ContactValues(
        first_name="Anna", last_name="Martin", access_level="read", grants=[services.GrantValue(dave)]
    )
    services.update_contact(contact, values, by=carol)
    make.grant(contact, alice)
    html = client_of(alice).post(edit_url(contact), mine).content.decode()
    table = html[html.index('class="conflict"') : html.index('class="photo-and-names"')]
    assert "Managers" in table
    assert "Dave Test" in table
    assert "Access" in table


@pytest.mark.django_db
def test_a_change_that_left_no_audit_is_shown_by_comparing(contact, alice, client_of):
    mine = shown(client_of(alice).get(edit_url(contact)))
    Contact.objects.filter(pk=contact.pk).update(version=2, job_title="Imported")
    response = client_of(alice).post(edit_url(contact), mine)
    assert response.status_code == 409
    assert "Imported" in response.content.decode()


@pytest.mark.django_db
def test_two_saves_from_one_tab_are_no_conflict(contact, alice, carol, client_of):
    client = client_of(alice)
    opened = shown(client.get(edit_url(contact)))
    assert client.post(edit_url(contact), opened | {"job_title": "First"}).status_code == 302
    assert client.post(edit_url(contact), opened | {"job_title": "Second"}).status_code == 302
    contact.refresh_from_db()
    assert contact.job_title == "Second"
    services.change_fields(contact, by=carol, department="Ink")
    assert client.post(edit_url(contact), opened | {"job_title": "Third"}).status_code == 409


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["-1000000000000", "0", "9" * 30, "-" + "9" * 30, "9" * 5000])
def test_a_version_that_never_was_is_refused_at_once(version, contact, alice, client_of):
    client = client_of(alice)
    opened = shown(client.get(edit_url(contact)))
    client.post(edit_url(contact), opened | {"job_title": "First"})
    response = client.post(edit_url(contact), opened | {"job_title": "Second", "version": version})
    assert "a part of it did not arrive" in response.content.decode()
    assert Contact.objects.get(pk=contact.pk).job_title == "First"


@pytest.mark.django_db
def test_a_form_id_used_for_another_kind_of_record_is_no_obstacle(contact, alice, client_of):
    client, job = client_of(alice), make.make_job(alice)
    opened = shown(client.get(edit_url(contact))) | {"job_title": "Dyer"}
    submitted.remember(job, alice, opened["form_id"])
    assert client.post(edit_url(contact), opened).status_code == 302
    assert Contact.objects.get(pk=contact.pk).job_title == "Dyer"


@pytest.mark.django_db
def test_another_form_of_the_same_user_is_a_conflict(contact, alice, client_of):
    client = client_of(alice)
    first, second = shown(client.get(edit_url(contact))), shown(client.get(edit_url(contact)))
    client.post(edit_url(contact), first | {"job_title": "First"})
    assert client.post(edit_url(contact), second | {"job_title": "Second"}).status_code == 409


@pytest.mark.django_db
def test_events_and_own_reading_never_move_the_version(contact, alice, bob, client_of):
    opened = shown(client_of(alice).get(edit_url(contact)))
    category = make.make_category()
    client_of(bob).post(f"/contacts/{contact.pk}/events/add/", {"category": category.pk, "text": "Called."})
    assert client_of(alice).post(edit_url(contact), opened | {"job_title": "Dyer"}).status_code == 302


@pytest.mark.django_db
def test_the_same_form_sent_twice_makes_one_contact_and_one_mail(alice, bob, client_of):
    client = client_of(alice)
    data = person_form(**{"access-is_told": "on"}, **rows("managers", manager(alice), manager(bob)))
    first, second = client.post(ADD_PERSON, data), client.post(ADD_PERSON, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Contact.objects.count() == 1
    assert OutboxMail.objects.count() == 1
    assert HistoryEvent.objects.count() == 1


@pytest.mark.django_db
def test_the_same_form_id_of_another_user_is_another_form(alice, carol, client_of):
    data = person_form(**rows("managers", manager(alice), manager(carol)))
    client_of(alice).post(ADD_PERSON, data)
    client_of(carol).post(ADD_PERSON, data)
    assert Contact.objects.count() == 2


@pytest.mark.django_db
def test_a_form_that_loses_the_race_leaves_nothing_behind(alice, bob, client_of, monkeypatch):
    client = client_of(alice)
    data = person_form(
        company="Ateliers Neufs", **{"access-is_told": "on"}, **rows("managers", manager(alice), manager(bob))
    )
    first = client.post(ADD_PERSON, data)
    find, asked = submitted.find, []

    def late(*args):
        asked.append(args)
        return None if len(asked) < 3 else find(*args)  # as if the other one had not committed yet

    monkeypatch.setattr(submitted, "find", late)
    second = client.post(ADD_PERSON, data | {"photo": photo()})
    assert first.headers["Location"] == second.headers["Location"]
    assert Contact.objects.count() == 2
    assert OutboxMail.objects.count() == 1
    assert not default_storage.exists("photos") or default_storage.listdir("photos")[1] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_the_same_moment_makes_one_contact(alice, client_of, settings):
    data = person_form(company="Ateliers Neufs", **rows("managers", manager(alice)))
    clients, answers = [client_of(alice) for _ in range(4)], []
    gate = threading.Barrier(len(clients))

    def send(client):
        gate.wait()
        try:
            answers.append(client.post(ADD_PERSON, data).headers["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert Contact.objects.filter(kind="person").count() == 1
    assert Contact.objects.filter(kind="company").count() == 1
    assert SubmittedForm.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_once_on_one_version_one_goes_through(contact, alice, carol, root, admin, client_of):
    people = [alice, carol, root, admin]
    clients = [client_of(person) for person in people]
    forms = [shown(client.get(edit_url(contact))) for client in clients]
    gate, codes = threading.Barrier(len(people)), []

    def save(client, form, word):
        gate.wait()
        try:
            codes.append(client.post(edit_url(contact), form | {"job_title": word}).status_code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=save, args=[client, form, f"Job {i}"])
        for i, (client, form) in enumerate(zip(clients, forms, strict=True))
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(codes) == [302, 409, 409, 409]
    contact.refresh_from_db()
    assert contact.version == 2
