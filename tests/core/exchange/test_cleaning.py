"""Uploaded files go after a while, with what they hold of people."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from core.exchange import files
from core.exchange.cleaning import forget_due
from core.exchange.models import Import
from tests.contacts.importing.imports import make_import, run_import

pytestmark = pytest.mark.django_db

CONTENT = "Last Name,Email\nBell,bell@example.com\nAsh,nothing\n"


def days_later(days: int):
    return time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=days), tick=False)


def test_the_file_of_a_finished_import_goes_after_30_days(alice, client_of):
    run_import(CONTENT, alice)
    imported = Import.objects.get()
    with days_later(29):
        forget_due()
        assert files.path_of(imported.file).exists()
    with days_later(31):
        forget_due()
        report = client_of(alice).get(reverse("imports:report", args=[imported.pk]))
        assert report.context["counts"] == {"created": 1, "refused": 1}
        assert client_of(alice).get(reverse("imports:refused", args=[imported.pk])).status_code == 404
    assert not list(files.folder().iterdir())
    assert imported.rows.get(outcome="refused").cells == []


def test_an_import_that_was_never_started_goes_after_a_week(alice):
    make_import(CONTENT, alice)
    with days_later(6):
        forget_due()
        assert Import.objects.exists()
    with days_later(8):
        forget_due()
    assert not Import.objects.exists()
    assert not list(files.folder().iterdir())


def test_it_is_part_of_the_due_work(settings):
    assert "core.exchange.cleaning.forget_due" in settings.DUE_WORK
