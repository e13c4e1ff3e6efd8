"""Many rows written at once are the same rows that the models would have written."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contacts.models import Contact, ContactAddress, ContactPhone, ContactTag, ContactTagging
from core.history.models import HistoryEvent
from core.records import writing
from tests import make

pytestmark = pytest.mark.django_db

NASTY = [
    "tab\there",
    "two\nlines\r\n",
    "back\\slash \\N \\. \\t",
    "\\N",
    "\\.",
    "",
    "“quotes” 'and' \"these\"",
    "é🙂\u00a0",
]


@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_kept_as_it_is(text):
    contact = Contact(last_name="Bell", notes=text, job_title=text)
    writing.insert_objects([contact])
    stored = Contact.objects.get(pk=contact.pk)
    assert (stored.notes, stored.job_title) == (text, text)


def test_objects_get_their_keys_and_the_moment_of_writing():
    contacts = [Contact(last_name=name) for name in ("One", "Two", "Three")]
    writing.insert_objects(contacts)
    assert {row.pk: row.last_name for row in Contact.objects.all()} == {row.pk: row.last_name for row in contacts}
    assert not contacts[0]._state.adding
    stored = Contact.objects.get(pk=contacts[0].pk)
    assert stored.created_at == stored.changed_at == contacts[0].created_at
    assert dt.datetime.now(dt.UTC) - stored.created_at < dt.timedelta(minutes=1)


def test_keys_are_nobody_elses(alice):
    before = make.make_contact(by=alice)
    last = make.make_contact(by=alice)
    last_pk = last.pk
    last.delete()
    key = writing.insert(Contact, ["last_name"], [("Bell",)])[0]
    after = make.make_contact(by=alice)
    assert len({before.pk, last_pk, key, after.pk}) == 4


def test_what_is_not_given_gets_its_default():
    key = writing.insert(Contact, ["last_name"], [("Bell",)])[0]
    stored, usual = Contact.objects.get(pk=key), Contact(last_name="Bell")
    for field in Contact._meta.concrete_fields:
        if field.name not in {"id", "created_at", "changed_at"}:
            assert getattr(stored, field.attname) == getattr(usual, field.attname), field.name


def test_countries_and_json_are_written_as_the_models_do():
    contact = Contact.objects.get(pk=writing.insert(Contact, ["last_name"], [("Bell",)])[0])
    address = ContactAddress(contact=contact, country="FR", city="Lyon")
    writing.insert_objects([address])
    assert ContactAddress.objects.get().country.code == "FR"
    data = {"ids": [1, 2], "text": 'a "b"\n\\'}
    key = writing.insert(HistoryEvent, ["kind", "data"], [("contacts.imported", data)])[0]
    assert HistoryEvent.objects.get(pk=key).data == data


def test_nothing_to_write_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert writing.insert(Contact, ["last_name"], []) == []
        writing.insert_objects([])


def test_what_the_database_refuses_is_an_error_of_the_database():
    key = writing.insert(Contact, ["last_name"], [("Bell",)])[0]
    tag = ContactTag.objects.create(name="Fair")
    with pytest.raises(IntegrityError), transaction.atomic():
        writing.insert(ContactTagging, ["content_object_id", "tag_id"], [(key, tag.pk)] * 2)
    if connection.vendor == "postgresql":  # SQLite knows no length of texts
        with pytest.raises(DatabaseError), transaction.atomic():
            writing.insert(ContactPhone, ["contact_id", "number"], [(key, "0" * 200)])
    assert not ContactTagging.objects.exists()
