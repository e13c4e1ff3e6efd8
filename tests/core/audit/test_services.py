"""Who acts while rows are saved: named once, kept inside a request, forgotten afterwards."""

import pytest
from auditlog.models import LogEntry
from django.db.models.signals import pre_save
from django.urls import reverse

from core.audit import services as audit
from tests import make

pytestmark = pytest.mark.django_db


def test_acting_names_the_actor_and_ends_with_its_block(alice, bob):
    contact = make.make_contact(by=alice, grants=None)
    with audit.acting(alice):
        with audit.acting(bob):
            contact.job_title = "A"
            contact.save()
        contact.job_title = "B"
        contact.save()
    contact.job_title = "C"
    contact.save()
    actors = list(
        LogEntry.objects.get_for_object(contact).filter(action=1).order_by("pk").values_list("actor", flat=True)
    )
    assert actors == [bob.pk, alice.pk, None]


def test_the_actor_of_a_request_is_kept_after_an_act_inside_it(client_of, admin):
    kept = make.make_type("Client")
    client_of(admin).post(reverse("settings_admin:contact_types_edit", args=[kept.pk]), {"name": "X", "hue": "red"})
    assert LogEntry.objects.get_for_object(kept).get(action=1).actor == admin
    listening = [key for key, *_rest in pre_save.receivers if "set_actor" in str(key)]
    assert listening == []
