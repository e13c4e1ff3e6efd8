"""Exporting what a list shows: columns, filter, order, rights, protection, and the audit."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone

from contacts.models import Contact
from core.audit.models import SecurityEvent
from core.exchange import cleaning
from core.exchange.exporting import running, services, storage
from core.exchange.models import Export
from core.exchange.running import work_through
from core.jobs.models import Job
from core.mail.models import OutboxMail
from tests import make
from tests.contacts.exporting.exports import MAKE, URL, body, company, export, person, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(alice, client_of):
    return client_of(alice)


def test_the_file_holds_what_the_list_shows_in_its_order_and_by_its_filter(browser, alice):
    works = company(alice, "Works")
    person(alice, first_name="Ada", last_name="Bell", company=works, phones=["01 23 45 67 89"])
    person(alice, first_name="Zoe", last_name="Bell", company=works)
    person(alice, first_name="Bob", last_name="Other")
    alice.list_columns = {"persons": ["company", "phone"]}
    alice.save()
    rows = table(export(browser, back="/contacts/persons/?q=bell&sort=-name"))
    assert rows == [["Name", "Company", "Phone"], ["Zoe Bell", "Works", ""], ["Ada Bell", "Works", "01 23 45 67 89"]]


def test_a_selection_is_exported_through_the_bulk_bar(browser, alice):
    chosen = [person(alice, first_name=name, last_name="X") for name in ("Ada", "Bo", "Cy")]
    page = browser.post("/contacts/bulk/", {"operation": "export", "ids": [chosen[0].pk, chosen[2].pk]})
    assert page.status_code == 200 and "2 rows" in page.content.decode()
    rows = table(export(browser, ids=[chosen[0].pk, chosen[2].pk]))
    assert [row[0] for row in rows[1:]] == ["Ada X", "Cy X"]


def test_everything_found_is_exported_as_it_was_when_the_page_was_asked_for(browser, alice):
    person(alice, first_name="Ada", last_name="Bell")
    page = browser.post("/contacts/bulk/", {"operation": "export", "everything": "1", "filters": "q=bell"})
    hidden = dict(page.context["hidden"])
    person(alice, first_name="Late", last_name="Bell")
    rows = table(export(browser, query=hidden["query"], max_id=hidden["max_id"]))
    assert [row[0] for row in rows[1:]] == ["Ada Bell"]


@pytest.mark.parametrize("columns", ["list", "all"])
@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_nothing_hidden_is_in_the_file(client_of, dave, root, columns, file):
    secret = make.make_company(by=root, name="Zyxwvut Works")
    make.make_contact(by=root, first_name="Zyxwvut", last_name="Private")
    make.make_contact(by=root, first_name="Open", last_name="Person", company=secret, access_level="read")
    content = export(client_of(dave), columns=columns, file=file)
    text = content.decode("utf-8-sig") if file == "csv" else str(sheet_rows(content))
    assert "Open" in text and "Zyxwvut" not in text and f"-{secret.pk}" not in text


def sheet_rows(content: bytes) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_no_cell_starts_a_formula_and_a_sheet_holds_texts_alone(browser, alice):
    company(alice, "=1+1")
    person(alice, last_name="007", phones=["+33 1 23 45 67 89"], notes="bell \x07 _x0041_")
    rows = table(export(browser))
    assert {row[0] for row in rows[1:]} == {"'=1+1", "007"} and "'+33 1 23 45 67 89" in str(rows)
    book = openpyxl.load_workbook(io.BytesIO(export(browser, file="xlsx", columns="all")))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} >= {"'=1+1", "007", "'+33 1 23 45 67 89"}


@pytest.mark.parametrize(("separator", "sign"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
def test_the_separator_and_the_mark_are_as_chosen(browser, alice, separator, sign):
    person(alice, first_name="Zoé", last_name="Bell")
    content = export(browser, separator=separator, bom=None)
    assert not content.startswith(b"\xef\xbb\xbf") and table(content, sign)[1][0] == "Zoé Bell"
    assert export(browser, separator=separator).startswith(b"\xef\xbb\xbf")


def test_the_separator_proposed_is_that_of_the_language(browser, alice):
    assert browser.get(URL).context["form"].initial["separator"] == "comma"
    alice.language = "fr"
    alice.save()
    assert browser.get(URL).context["form"].initial["separator"] == "semicolon"


def test_every_export_is_in_the_audit_and_looking_at_the_page_is_none(browser, alice):
    person(alice, first_name="Ada", last_name="Bell")
    browser.get(URL, MAKE)
    assert not SecurityEvent.objects.filter(kind="exported").exists()
    export(browser)
    event = SecurityEvent.objects.get(kind="exported")
    assert event.actor == alice and event.details["count"] == 1 and event.details["file"] == "csv"


def test_as_many_queries_for_60_rows_as_for_one(browser, alice, django_assert_max_num_queries):
    person(alice, last_name="First", phones=["01"], tags=["a"])
    counted = []
    for more in (0, 59):
        for number in range(more):
            person(alice, last_name=f"Number {number}", phones=["01"], tags=["a"])
        with django_assert_max_num_queries(80) as seen:
            export(browser, columns="all")
        counted.append(len(seen))
    assert counted[0] == counted[1]


# --- in the background --------------------------------------------------------------------------------------------------


@pytest.fixture
def few(monkeypatch):
    """Two rows are many, and a block holds two."""
    monkeypatch.setattr(services, "AT_ONCE", 2)
    monkeypatch.setattr(running, "BLOCK", 2)


def start(client, **over) -> Export:
    answer = client.post(URL, {name: value for name, value in (MAKE | over).items() if value is not None})
    assert answer.status_code == 302, answer.content[:2000]
    return Export.objects.latest("pk")


@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_many_rows_are_made_in_the_background_and_told_at_the_end(browser, alice, few, file):
    for name in "EDCBA":
        person(alice, last_name=name)
    made = start(browser, file=file)
    page = f"/exports/{made.pk}/"
    assert "0 of 5 rows" in browser.get(page).content.decode()
    assert browser.get(f"{page}file/").status_code == 404
    work_through(made.job)
    made.refresh_from_db()
    content = body(browser.get(f"{page}file/"))
    rows = table(content) if file == "csv" else sheet_rows(content)
    assert [row[0] for row in rows] == ["Name", "A", "B", "C", "D", "E"]
    assert made.row_count == 5 and f"{page}file/" in browser.get(page).content.decode()
    assert SecurityEvent.objects.get(kind="exported").details["count"] == 5
    assert OutboxMail.objects.filter(text__contains=page).exists()
    assert f"{page}" in browser.get("/jobs/").content.decode()


def test_the_same_form_sent_twice_is_one_export(browser, alice, few):
    for name in "ABC":
        person(alice, last_name=name)
    form = "8a4bb1c4-3a0c-4f5e-9d4e-0b7d1d3b6a09"
    assert start(browser, form=form) == start(browser, form=form)
    assert Export.objects.count() == 1


def test_a_dead_workers_slice_is_done_again_from_the_committed_place(browser, alice, few):
    for name in "ABCDEFG":
        person(alice, last_name=name)
    made = start(browser)
    Job.objects.filter(pk=made.job_id).update(state="running", claim="x", claimed_at=timezone.now())
    job = Job.objects.get(pk=made.job_id)
    assert running.work(job, 0)  # the head and one block
    job.refresh_from_db()
    with storage.path_of(job.position["name"], ".part").open("ab") as part:
        part.write(b"half a row that was never commit")
    while running.work(job, 0):
        job.refresh_from_db()
    made.refresh_from_db()
    rows = table(storage.path_of(made.file).read_bytes())
    assert [row[0] for row in rows[1:]] == list("ABCDEFG")


def test_who_has_lost_the_claim_writes_nothing(browser, alice, few):
    for name in "ABCDEFG":
        person(alice, last_name=name)
    made = start(browser)
    Job.objects.filter(pk=made.job_id).update(state="running", claim="x", claimed_at=timezone.now())
    stale = Job.objects.get(pk=made.job_id)
    assert running.work(stale, 0)
    stale.refresh_from_db()
    Job.objects.filter(pk=made.job_id).update(claim="y")
    current = Job.objects.get(pk=made.job_id)
    assert running.work(current, 0)
    part = storage.path_of(stale.position["name"], ".part")
    before = part.read_bytes()
    assert running.work(stale, 0) and part.read_bytes() == before


def test_what_is_deleted_or_hidden_meanwhile_does_not_come(browser, alice, root, few):
    kept = [person(root, last_name=name, access_level="read") for name in "ABCDE"]
    made = start(browser)
    Job.objects.filter(pk=made.job_id).update(state="running", claim="x", claimed_at=timezone.now())
    job = Job.objects.get(pk=made.job_id)
    running.work(job, 0)
    Contact.objects.filter(pk=kept[3].pk).update(access_level="private")
    Contact.objects.filter(pk=kept[4].pk).delete()
    Job.objects.filter(pk=made.job_id).update(claim="", claimed_at=None)
    work_through(job)
    made.refresh_from_db()
    rows = table(body(browser.get(f"/exports/{made.pk}/file/")))
    assert [row[0] for row in rows[1:]] == ["A", "B", "C"] and made.row_count == 3


def test_only_its_author_downloads_the_file_for_24_hours(browser, client_of, alice, bob, admin, few):
    for name in "ABC":
        person(alice, last_name=name)
    made = start(browser)
    work_through(made.job)
    page = f"/exports/{made.pk}/"
    assert client_of(bob).get(page).status_code == client_of(bob).get(f"{page}file/").status_code == 404
    seen = client_of(admin).get(page)
    assert seen.status_code == 200 and f"{page}file/" not in seen.content.decode()
    assert client_of(admin).get(f"{page}file/").status_code == 403
    assert browser.get(f"{page}file/").status_code == 200
    Export.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    for clean in (lambda: None, cleaning.forget_exports_due):  # over before a worker has removed it, and after
        clean()
        assert browser.get(f"{page}file/").status_code == 404
        assert "deleted after 24 hours" in browser.get(page).content.decode()


@pytest.mark.parametrize("lost", ["account", "right"])
def test_who_is_switched_off_or_loses_a_right_meanwhile_gets_nothing_more(browser, alice, root, few, lost):
    shared = make.make_contact(by=root, first_name="Zelda", last_name="Canary")
    right = make.grant(shared, alice, write=False)
    for name in "ABC":
        person(alice, last_name=name)
    made = start(browser)
    if lost == "account":
        type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    else:
        right.delete()
    work_through(made.job)
    made.refresh_from_db()
    if lost == "account":
        assert made.job.state == Job.State.FAILED and not made.file and not list(storage.folder().iterdir())
    else:
        assert b"Canary" not in storage.path_of(made.file).read_bytes() and made.job.state == Job.State.DONE


def test_a_cancelled_export_leaves_no_file(browser, alice, few, settings):
    for name in "ABC":
        person(alice, last_name=name)
    made = start(browser)
    browser.post(f"/jobs/{made.job_id}/cancel/")
    work_through(made.job)
    assert "There is no file." in browser.get(f"/exports/{made.pk}/").content.decode()
    assert SecurityEvent.objects.get(kind="exported").details["state"] == "cancelled"


def test_cards_of_a_selection_hold_whole_contacts(browser, alice):
    person(alice, first_name="Ada", last_name="Bell", notes="Kind")
    text = export(browser, file="vcf").decode()
    assert text.startswith("BEGIN:VCARD") and "Bell" in text and "Kind" in text
