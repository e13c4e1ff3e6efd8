"""Items of jobs that can't be undone any more are forgotten, a slice at a time."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from contacts.models import Contact
from core.jobs import cleaning
from core.jobs.models import Job, JobItem
from core.jobs.undo import is_undoable, start_undo
from core.records.models import BusinessError
from tests import make

pytestmark = pytest.mark.django_db


def ended(by, days: int, count: int) -> Job:
    job = make.make_job(by, state=Job.State.DONE, done=count, finished_at=timezone.now() - dt.timedelta(days=days))
    content_type = ContentType.objects.get_for_model(Contact)
    for _number in range(count):
        contact = make.make_contact(by=by, grants=None)
        JobItem.objects.create(
            job=job, content_type=content_type, object_id=contact.pk, outcome="changed", before={}, version_after=1
        )
    return job


def test_what_is_older_than_thirty_days_goes_in_slices_and_the_rest_stays(alice, monkeypatch):
    monkeypatch.setattr(cleaning, "SLICE", 2)
    old, new = ended(alice, 31, 3), ended(alice, 29, 1)
    assert cleaning.forget_due() and old.items.count() == 1
    assert cleaning.forget_due() and not old.items.exists()
    assert not cleaning.forget_due()
    assert new.items.count() == 1 and Job.objects.count() == 2
    assert "core.jobs.cleaning.forget_due" in settings.DUE_WORK


def test_a_job_can_be_undone_for_thirty_days(alice, client_of):
    old, new = ended(alice, 31, 1), ended(alice, 29, 1)
    assert is_undoable(new) and not is_undoable(old)
    with pytest.raises(BusinessError) as refusal:
        start_undo(old, by=alice)
    assert refusal.value.sentence == "It is too old to be undone: that can be done for 30 days."
    page = client_of(alice).post(reverse("jobs:undo", args=[old.pk]), follow=True).content.decode()
    assert "It is too old to be undone" in page and not Job.objects.filter(kind="jobs.undo").exists()


def test_the_page_of_an_old_job_says_how_long_its_lines_are_kept(alice, client_of):
    old = ended(alice, 31, 1)
    while cleaning.forget_due():
        continue
    page = client_of(alice).get(reverse("jobs:detail", args=[old.pk])).content.decode()
    assert "What became of each record is kept for 30 days." in page
