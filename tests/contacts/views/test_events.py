"""Events: who adds, changes and deletes them, who is told, and what they do to the contact (HIS-01, HIS-03, ACC-16)."""

import datetime as dt
import re

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from contacts.models import NEVER, Contact
from contacts.services import events
from core.history.models import HistoryEvent
from core.mail.models import OutboxMail
from core.notifications.models import Notification
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def category(db):
    return make.make_category()


def add(client, contact, category, /, **over):
    data = {"category": category.pk, "text": "Called back.\nAll <well> & good"} | over
    return client.post(f"/contacts/{contact.pk}/events/add/", data)


@pytest.mark.parametrize(("person", "status"), [("alice", 302), ("bob", 302), ("root", 302), ("dave", 404)])
def test_whoever_sees_a_contact_adds_events(person, status, contact, category, request, client_of):
    user = request.getfixturevalue(person)
    assert add(client_of(user), contact, category).status_code == status
    events = HistoryEvent.objects.filter(kind="")
    assert [event.author for event in events] == ([user] if status == 302 else [])


def test_typed_text_is_shown_as_typed(contact, category, alice, client_of):
    client = client_of(alice)
    add(client, contact, category)
    assert "All &lt;well&gt; &amp; good" in client.get(f"/contacts/{contact.pk}/").content.decode()
    event = HistoryEvent.objects.get(kind="")
    form = client.get(f"/contacts/{contact.pk}/events/{event.pk}/edit/").content.decode()
    assert "All &lt;well&gt; &amp; good" in form


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": " "}, "Write what happened."),
        ({"category": "99"}, "Choose one of the entries listed."),
        ({"category": ""}, "Choose a category."),
        ({"happened_at": "soon"}, "Choose a day and a time."),
        ({"happened_at": "1066-10-14T09:00"}, "Choose a day between 1900 and 2100."),
    ],
)
def test_a_refusal_keeps_what_was_typed(typed, sentence, contact, category, alice, client_of):
    response = add(client_of(alice), contact, category, **typed)
    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    if "text" not in typed:
        assert "All &lt;well&gt; &amp; good</textarea>" in html
    assert not HistoryEvent.objects.filter(kind="").exists()


def test_the_same_form_sent_twice_is_one_event_and_one_mail(contact, category, alice, bob, client_of):
    client = client_of(alice)
    form_id = re.search(r'name="form_id" value="([^"]+)"', client.get(f"/contacts/{contact.pk}/").content.decode())[1]
    for text in ("Called back.", "Called back.", "Then she came."):
        add(client, contact, category, form_id=form_id, text=text, people=bob.pk)
    assert sorted(event.text for event in HistoryEvent.objects.filter(kind="")) == ["Called back.", "Then she came."]
    assert OutboxMail.objects.count() == 2
    add(client, contact, category, form_id="no id")
    assert HistoryEvent.objects.filter(kind="").count() == 3


@pytest.mark.parametrize("days", ["since=0001-01-01", "until=9999-12-31", "until=0001-01-01", "since=9999-12-31"])
def test_days_beyond_all_calendars_narrow_nothing(days, contact, alice, client_of):
    make.make_event(contact, by=alice, text="Called back.")
    for page in ("", "timeline/"):
        assert "Called back." in client_of(alice).get(f"/contacts/{contact.pk}/{page}?{days}").content.decode()


def test_the_last_event_follows_and_moves_no_version(contact, category, alice, client_of):
    client, now = client_of(alice), timezone.now()

    def typed(days: int) -> str:
        return timezone.localtime(now + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")

    def last() -> dt.datetime:
        contact.refresh_from_db()
        return contact.last_event_at

    assert last() == NEVER
    add(client, contact, category, happened_at=typed(3))
    assert last() == NEVER
    add(client, contact, category, happened_at=typed(-10))
    assert (now - last()).days == 10
    add(client, contact, category, happened_at=typed(-20))
    assert (now - last()).days == 10
    add(client, contact, category)
    assert abs(now - last()) < dt.timedelta(minutes=1)
    newest = HistoryEvent.objects.filter(kind="").order_by("-pk").first()
    client.post(f"/contacts/{contact.pk}/events/{newest.pk}/delete/")
    assert (now - last()).days == 10
    assert contact.version == 1


def test_people_who_see_the_contact_are_told(contact, category, alice, bob, dave, client_of):
    client = client_of(alice)
    page = client.get(f"/contacts/{contact.pk}/").content.decode()
    assert f'name="people" value="{bob.pk}"' in page
    assert f'name="people" value="{dave.pk}"' not in page
    assert f'name="people" value="{alice.pk}"' not in page
    add(client, contact, category, people=[bob.pk])
    notice = Notification.objects.get()
    assert (notice.user, notice.kind, notice.actor) == (bob, "contacts.event_added", alice)
    mail = OutboxMail.objects.get()
    assert mail.to_address == "bob@example.com"
    assert "All <well> & good" in mail.text
    assert "All &lt;well&gt; &amp; good" in mail.html
    assert f"/contacts/{contact.pk}/" in mail.text


def test_the_mail_writes_dates_as_its_reader_does(contact, category, alice, bob):
    bob.date_format, bob.time_zone = "Y-m-d", "UTC"
    bob.save()
    at = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)
    events.add_event(contact, by=alice, text="Called.", category=category, happened_at=at, told=[bob])
    assert "2026-03-14, 12:00" in OutboxMail.objects.get().text


def test_nobody_is_told_of_what_they_may_not_see(contact, category, alice, dave, client_of):
    response = add(client_of(alice), contact, category, people=[dave.pk])
    assert "Choose people who see this contact." in response.content.decode()
    assert not Notification.objects.exists()
    assert not HistoryEvent.objects.filter(kind="").exists()


@pytest.mark.parametrize(
    ("person", "edit", "delete"),
    [("bob", 200, 200), ("alice", 403, 200), ("root", 403, 200), ("erin", 403, 403), ("dave", 404, 404)],
)
def test_its_author_edits_and_deletes_and_editors_delete(
    person, edit, delete, contact, category, bob, request, client_of
):
    event = make.make_event(contact, by=bob, category=category)
    if person == "erin":
        user = make.make_user("erin")
        make.grant(contact, user, write=False)
    else:
        user = request.getfixturevalue(person)
    client, url = client_of(user), f"/contacts/{contact.pk}/events/{event.pk}"
    assert client.get(f"{url}/edit/").status_code == edit
    assert client.get(f"{url}/delete/").status_code == delete
    data = {"category": category.pk, "text": "Changed"}
    assert client.post(f"{url}/edit/", data).status_code == (302 if edit == 200 else edit)
    assert HistoryEvent.objects.filter(pk=event.pk, text="Changed").exists() is (edit == 200)
    assert client.post(f"{url}/delete/").status_code == (302 if delete == 200 else delete)
    assert HistoryEvent.objects.filter(pk=event.pk).exists() is (delete != 200)


def test_changing_and_deleting_leave_an_audit_of_what_was_said(contact, category, bob, client_of):
    event = make.make_event(contact, by=bob, text="First words", category=category)
    client, url = client_of(bob), f"/contacts/{contact.pk}/events/{event.pk}"
    client.post(f"{url}/edit/", {"category": category.pk, "text": "Second words"})
    client.post(f"{url}/delete/")
    entries = LogEntry.objects.filter(content_type__model="historyevent", object_id=event.pk).order_by("pk")
    assert [entry.action for entry in entries] == [0, 1, 2]
    assert entries[1].changes["text"] == ["First words", "Second words"]
    assert {entry.actor for entry in entries} == {bob}


def test_moving_an_event_moves_its_line(contact, category, alice, client_of):
    event = make.make_event(contact, by=alice, category=category)
    data = {"category": category.pk, "text": "Moved", "happened_at": "2020-05-05T10:30"}
    client_of(alice).post(f"/contacts/{contact.pk}/events/{event.pk}/edit/", data)
    event.refresh_from_db()
    assert event.happened_at.year == 2020
    assert event.links.get().happened_at == event.happened_at


def test_the_systems_lines_and_those_of_other_contacts_are_out_of_reach(contact, category, alice, client_of):
    other = make.make_contact()
    system, foreign = HistoryEvent.objects.get(links__object_id=contact.pk), make.make_event(other, by=alice)
    client = client_of(alice)
    for event in (system, foreign):
        for act in ("edit", "delete"):
            assert client.post(f"/contacts/{contact.pk}/events/{event.pk}/{act}/").status_code == 404
    assert HistoryEvent.objects.filter(pk__in=[system.pk, foreign.pk]).count() == 2


def test_forged_fields_of_an_event_change_nothing(contact, category, alice, dave, client_of):
    add(client_of(alice), contact, category, author=dave.pk, kind="contacts.created", version=9, data="{}")
    event = HistoryEvent.objects.get(kind="")
    assert (event.author, event.version, event.data) == (alice, 1, {})
    assert Contact.objects.get(pk=contact.pk).version == 1
