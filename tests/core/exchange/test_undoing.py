"""Pause, Go on and Cancel of a running import, and taking a whole import back from its report."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.models import Contact
from core.jobs.models import Job
from core.jobs.undo import IN_REQUEST
from core.mail.models import OutboxMail

from .test_views import PEOPLE, checked, finish, page, run, uploaded

pytestmark = pytest.mark.django_db


def started(client):
    imported = checked(client, uploaded(client))
    client.post(page("run", imported))
    imported.refresh_from_db()
    return imported


def test_a_paused_import_waits_until_it_goes_on(client_of, alice):
    client = client_of(alice)
    imported = started(client)
    assert client.post(page("pause", imported)).url == page("run", imported)
    finish()
    shown = client.get(page("run", imported)).content.decode()
    assert "Paused" in shown and "Go on" in shown and page("resume", imported) in shown
    assert not Contact.objects.exists()
    client.post(page("resume", imported))
    finish()
    assert Contact.objects.persons().count() == 2


def test_a_paused_import_can_be_cancelled_and_says_what_stays(client_of, alice):
    client = client_of(alice)
    imported = started(client)
    client.post(page("pause", imported))
    client.post(page("cancel", imported))
    finish()
    shown = client.get(page("report", imported)).content.decode()
    assert "The import was cancelled." in shown and not Contact.objects.exists()


def test_steering_what_is_over_changes_nothing(client_of, alice):
    client = client_of(alice)
    imported = run(client, uploaded(client))
    for name in ("pause", "resume", "cancel"):
        client.post(page(name, imported))
    assert Job.objects.get(pk=imported.job_id).state == Job.State.DONE
    assert Contact.objects.persons().count() == 2


def test_a_whole_import_is_taken_back_from_its_report(client_of, alice):
    client = client_of(alice)
    imported = run(client, uploaded(client))
    assert "Undo the import" in client.get(page("report", imported)).content.decode()
    assert client.post(page("undo", imported)).url == page("report", imported)
    shown = client.get(page("report", imported)).content.decode()
    assert "This import was taken back." in shown and "Undo the import" not in shown
    assert not Contact.objects.visible_to(alice).exists()


def test_what_was_changed_since_is_kept_and_listed_by_name(client_of, alice):
    client = client_of(alice)
    imported = run(client, uploaded(client))
    Contact.objects.filter(first_name="Anna").update(first_name="Hanna", display_name="Hanna Bell", version=7)
    client.post(page("undo", imported))
    shown = client.get(page("report", imported)).content.decode()
    assert "Kept, because it was changed since" in shown and "Hanna Bell" in shown
    assert list(Contact.objects.visible_to(alice).persons().values_list("first_name", flat=True)) == ["Hanna"]


def test_names_that_the_author_may_not_see_any_more_are_not_shown(client_of, alice, bob):
    client = client_of(alice)
    imported = run(client, uploaded(client))
    anna = Contact.objects.get(first_name="Anna")
    Contact.objects.filter(pk=anna.pk).update(version=7, display_name="Secret Name", created_by=bob)
    anna.user_grants.all().delete()
    client.post(page("undo", imported))
    assert "Secret Name" not in client.get(page("report", imported)).content.decode()


def test_after_thirty_days_a_sentence_stands_in_the_place_of_the_button(client_of, alice):
    client = client_of(alice)
    imported = run(client, uploaded(client))
    Job.objects.filter(pk=imported.job_id).update(finished_at=timezone.now() - timedelta(days=31))
    shown = client.get(page("report", imported)).content.decode()
    assert "Undo the import" not in shown.replace("“Undo the import”", "") and "for 30 days" in shown
    client.post(page("undo", imported))
    assert Contact.objects.persons().count() == 2


def test_a_large_undo_shows_its_progress_first(client_of, alice):
    client = client_of(alice)
    rows = "".join(f"P{at},Last{at},p{at}@example.com\n" for at in range(IN_REQUEST + 1))
    imported = run(client, uploaded(client, "First Name,Last Name,Email\n" + rows))
    client.post(page("undo", imported))
    shown = client.get(page("report", imported)).content.decode()
    assert "<progress" in shown and page("progress", imported) in shown
    assert client.get(page("progress", imported)).status_code == 200
    finish()
    assert client.get(page("progress", imported)).status_code == 286
    assert "This import was taken back." in client.get(page("report", imported)).content.decode()


def test_nobody_else_steers_or_undoes_an_import(client_of, alice, bob):
    imported = run(client_of(alice), uploaded(client_of(alice)))
    client = client_of(bob)
    for name in ("pause", "resume", "cancel", "undo"):
        assert client.post(page(name, imported)).status_code == 404
        assert client.get(page(name, imported)).status_code == 405
    assert Contact.objects.persons().count() == 2


def test_a_dry_run_and_a_user_who_was_switched_off_get_no_mail(client_of, alice):
    client = client_of(alice)
    imported = checked(client, uploaded(client))
    finish()
    assert not OutboxMail.objects.exists()
    client.post(page("run", imported))
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    finish()
    assert Job.objects.get(imported=imported).is_over and not OutboxMail.objects.exists()


def test_values_of_a_file_are_looked_for_once(client_of, admin, monkeypatch):
    client = client_of(admin)
    imported = uploaded(client, "First Name,Contact Type\nAnna,Gold\nBen,Silver\n")
    client.post(page("mapping", imported), {"column-0": "first_name", "column-1": "contact_type"})
    monkeypatch.setattr("core.exchange.reading.Table.rows", None)
    shown = client.get(page("rules", imported)).content.decode()
    assert "Gold" in shown and "Silver" in shown


def test_more_unknown_values_than_are_asked_about_are_counted(client_of, alice, django_assert_max_num_queries):
    client = client_of(alice)
    rows = "".join(f"P{at},Type {at} {'x' * 80}\n" for at in range(45)) + f"Q,{'y' * 300}\n"
    imported = uploaded(client, "First Name,Contact Type\n" + rows)
    client.post(page("mapping", imported), {"column-0": "first_name", "column-1": "contact_type"})
    with django_assert_max_num_queries(20):
        shown = client.get(page("rules", imported)).content.decode()
    assert len(re.findall(r'<select[^>]*name="value-contact_type-', shown)) == 40
    assert "5 more values are left out." in shown


@pytest.mark.parametrize("name", ["file", "mapping", "rules", "check"])
def test_a_page_asks_as_many_queries_for_a_long_file_as_for_a_short_one(
    client_of, alice, name, django_assert_max_num_queries
):
    client = client_of(alice)
    rows = "".join(f"P{at},nothing\n" for at in range(900))
    imported = checked(client, uploaded(client, "First Name,Email\n" + rows))
    with django_assert_max_num_queries(20):
        assert client.get(page(name, imported)).status_code == 200


def test_several_more_fields_are_fed_by_one_column(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client, PEOPLE)
    sent = {"column-0": "first_name", "also-0": ["Notes", "Tags", "nonsense"]}
    client.post(page("mapping", imported), sent)
    imported.refresh_from_db()
    assert imported.mapping == {"0": ["first_name", "notes", "tags"]}
