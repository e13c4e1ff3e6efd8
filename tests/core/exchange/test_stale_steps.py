"""A step that was open while the import was started elsewhere changes nothing of it, and no request waits for a pause."""

import time

import pytest

from contacts.models import Contact
from core.exchange import services
from core.exchange.models import Import
from core.exchange.reading import Format
from core.exchange.running import work_through
from core.jobs import steering
from core.jobs.models import Job

from .test_views import checked, finish, page, uploaded

pytestmark = pytest.mark.django_db

LATE = {
    "format": lambda stale: services.change_format(stale, Format("latin-1", ",", 1)),
    "mapping": lambda stale: services.save_mapping(stale),
    "rules": lambda stale: services.save_rules(stale, {"duplicates": "create"}),
    "check": lambda stale: services.start_check(stale),
}


@pytest.mark.parametrize("step", LATE)
def test_what_a_step_chose_too_late_neither_starts_the_import_again_nor_changes_it(client_of, alice, step):
    imported = checked(client_of(alice), uploaded(client_of(alice)))
    stale = Import.objects.get(pk=imported.pk)
    job = services.start_import(imported)
    before = Import.objects.values("job", "mapping", "rules", "encoding", "check_job").get(pk=imported.pk)
    stale.mapping = {"0": ["last_name"]}
    with pytest.raises(services.AlreadyStarted):
        LATE[step](stale)
    assert Import.objects.values(*before).get(pk=imported.pk) == before and before["job"] == job.pk
    services.start_import(Import.objects.get(pk=imported.pk))
    finish()
    assert Contact.objects.persons().count() == 2


def test_a_step_that_was_sent_too_late_leads_to_the_report(client_of, alice, monkeypatch):
    client = client_of(alice)
    imported = checked(client, uploaded(client))

    def started_elsewhere(stale, *_args):
        services.start_import(Import.objects.get(pk=stale.pk))
        return services.keep(stale, "mapping")

    monkeypatch.setattr("core.exchange.services.save_mapping", started_elsewhere)
    answer = client.post(page("mapping", imported), {"column-0": "full_name"})
    assert answer.status_code == 302 and answer.url == page("report", imported)


def test_a_request_waits_neither_for_a_paused_check_nor_for_a_slow_one(client_of, alice):
    imported = checked(client_of(alice), uploaded(client_of(alice)))
    job = services.start_check(imported)
    steering.pause(job)
    job.refresh_from_db()
    start = time.monotonic()
    assert work_through(job, seconds=60).state == Job.State.PAUSED
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, claim="another", claimed_at="2100-01-01T00:00:00Z")
    job.refresh_from_db()
    assert not work_through(job, seconds=0.5).is_over
    assert time.monotonic() - start < 10
