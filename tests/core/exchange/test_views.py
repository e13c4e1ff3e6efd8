"""The steps of an import over HTTP, with good files and bad ones, for its author and for others."""

import csv
import io
import threading
import time

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from contacts.models import Contact, ContactType
from core.exchange import files, services
from core.exchange.models import Import, ImportRow
from core.jobs.running import keep_claim, run_due
from core.mail.models import OutboxMail
from core.notifications.models import Notification

pytestmark = pytest.mark.django_db

PEOPLE = """First Name,Last Name,Email,Phone,Company
Anna,Bell,anna@example.com,555-1000,Acme
Ben,Ash,ben@example.com,,Acme
"""


def upload(client, content, name="people.csv"):
    data = content.encode() if isinstance(content, str) else content
    return client.post(reverse("imports:start"), {"file": SimpleUploadedFile(name, data)})


def uploaded(client, content=PEOPLE) -> Import:
    assert upload(client, content).status_code == 302
    return Import.objects.latest("pk")


def page(name: str, imported: Import) -> str:
    return reverse(f"imports:{name}", args=[imported.pk])


def rules_of(client, imported: Import, **over) -> dict:
    """What the step Rules would send unchanged."""
    form = client.get(page("rules", imported)).context["form"]
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in (sent | over).items() if value not in (None, "")}


def checked(client, imported: Import, **over) -> Import:
    assert client.post(page("rules", imported), rules_of(client, imported, **over)).status_code == 302
    imported.refresh_from_db()
    return imported


def finish() -> None:
    while run_due():
        continue


def run(client, imported: Import, **over) -> Import:
    checked(client, imported, **over)
    client.post(page("run", imported))
    finish()
    imported.refresh_from_db()
    return imported


def test_a_file_goes_through_all_steps(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client)
    first_rows = client.get(page("file", imported)).content.decode()
    assert "anna@example.com" in first_rows and "2 rows" in first_rows
    form = {"encoding": "utf-8", "separator": "comma", "heading_line": 1, "continue": "1"}
    assert client.post(page("file", imported), form).url == page("mapping", imported)
    mapping = client.get(page("mapping", imported))
    assert mapping.context["card"]["name"] == "Anna Bell"
    sent = {
        f"column-{at}": key
        for at, key in enumerate(["first_name", "last_name", "email:work", "phone:mobile", "company"])
    }
    assert client.post(page("mapping", imported), sent).url == page("rules", imported)
    assert client.post(page("rules", imported), rules_of(client, imported)).url == page("check", imported)
    check = client.get(page("check", imported))
    assert check.context["counts"] == {"created": 2, "companies": 1}
    assert not Contact.objects.exists()
    assert client.post(page("run", imported)).url == page("run", imported)
    assert client.get(page("run", imported)).status_code == 200
    finish()
    report = client.get(page("run", imported), follow=True)
    assert report.context["counts"] == {"created": 2, "companies": 1}
    anna = Contact.objects.get(first_name="Anna")
    assert (anna.company.name, anna.phones.get().category) == ("Acme", "mobile")
    assert Contact.objects.companies().count() == 1


def test_its_end_is_told_by_a_notice_and_a_mail(client_of, alice):
    imported = run(client_of(alice), uploaded(client_of(alice)))
    notice = Notification.objects.get(user=alice)
    assert (notice.kind, notice.data["counts"]["created"]) == ("exchange.import_finished", 2)
    mail = OutboxMail.objects.get(user=alice)
    assert "people.csv" in mail.subject and page("report", imported) in mail.text


def test_the_import_is_done_once_however_often_it_is_sent(client_of, alice):
    client = client_of(alice)
    imported = checked(client, uploaded(client))
    for _ in range(3):
        client.post(page("run", imported))
    finish()
    assert Contact.objects.persons().count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_import_is_started_while_the_check_has_a_chunk_in_hand(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client)
    job, has_begun = services.start_check(imported), threading.Event()

    def check():
        """As the worker does it: the job's row first, then rows of the import, whoever waits meanwhile."""
        with transaction.atomic():
            keep_claim(job)
            has_begun.set()
            limit = time.monotonic() + 10
            while not somebody_waits() and time.monotonic() < limit:
                continue
            ImportRow.objects.create(imported=imported, is_check=True, line=2, outcome="created")
        connection.close()

    worker = threading.Thread(target=check)
    worker.start()
    has_begun.wait()
    assert client.post(page("run", imported)).url == page("run", imported)
    worker.join()
    imported.refresh_from_db()
    assert imported.is_started and imported.rows.exists()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_another_encoding_and_separator_can_be_chosen(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client, "Prénom;Nom\nZoë;Lefèvre\n".encode("cp850"))
    form = {"encoding": "cp850", "separator": "semicolon", "heading_line": 1}
    assert client.post(page("file", imported), form).status_code == 302
    assert "Zoë" in client.get(page("file", imported)).content.decode()


def test_a_wrong_encoding_gets_a_sentence_and_keeps_the_good_one(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client, "Prénom;Nom\nZoë;Lefèvre\n".encode("cp1252"))
    answer = client.post(page("file", imported), {"encoding": "utf-8", "separator": "semicolon", "heading_line": 1})
    assert answer.status_code == 400
    assert "Choose another encoding" in answer.content.decode()
    imported.refresh_from_db()
    assert imported.encoding == "cp1252"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"  \r\n \n", "The file is empty"),
        (b"PK\x03\x04" + b"x" * 500, "The workbook is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "not a text file"),
        (b"\x00\x01\x02\x03" * 200, "not a text file"),
        (b"Name,Email\n", "no row below the headings"),
        (",".join(f"h{n}" for n in range(10_000)).encode() + b"\n" + b"1," * 9_999 + b"1\n", "10000 columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused_beside_the_field(client_of, alice, content, sentence):
    answer = upload(client_of(alice), content)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Import.objects.exists()
    assert not list(files.folder().iterdir())


def test_a_row_with_a_nul_sign_is_refused_alone_and_comes_back_without_it(client_of, alice):
    client = client_of(alice)
    imported = run(client, uploaded(client, PEOPLE + "C\x00arl,Ode,carl@example.com,,\n"))
    assert imported.counts == {"created": 2, "companies": 1, "refused": 1}
    refused = client.get(page("refused", imported)).getvalue().decode()
    assert "C\ufffdarl,Ode,carl@example.com" in refused and "4: The row holds a NUL sign" in refused


def test_a_file_that_is_too_large_is_refused(client_of, alice, settings):
    settings.MAX_IMPORT_BYTES = 1024 * 1024
    answer = upload(client_of(alice), "Name\n" + "x" * 1024 * 1024)
    assert "at most 1 MB" in answer.content.decode()


def test_no_file_chosen_is_said(client_of, alice):
    answer = client_of(alice).post(reverse("imports:start"), {})
    assert answer.status_code == 400
    assert "Choose a CSV, XLSX or vCard file." in answer.content.decode()


@pytest.mark.parametrize("name", ["../../evil.csv", "a\x00b.csv", "x" * 400 + ".csv", "<script>alert(1)</script>.csv"])
def test_odd_file_names_are_only_shown(client_of, alice, name):
    client = client_of(alice)
    upload(client, PEOPLE, name)
    imported = Import.objects.get()
    assert "/" not in imported.original_name and len(imported.original_name) <= 200
    assert files.path_of(imported.file).parent == files.folder()
    assert "<script>alert" not in client.get(page("file", imported)).content.decode()


def test_hostile_text_in_headings_and_cells_stays_text(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client, '"<img src=x onerror=a>",Email,Last Name\n"<b>x</b>",a@example.com,<i>Bell</i>\n')
    for name in ("file", "mapping", "rules"):
        text = client.get(page(name, imported)).content.decode()
        assert "<img src=x" not in text and "<b>x</b>" not in text and "<i>Bell</i>" not in text
    run(client, imported)
    assert Contact.objects.get(last_name="<i>Bell</i>")


def test_refused_rows_come_back_in_the_same_layout_with_the_reason(client_of, alice):
    client = client_of(alice)
    content = "Vorname;Nachname;E-Mail\nAnna;Bell;nothing\nBen;Ash;ben@example.com\n=1+1;Cole;+33\n"
    content += "Dora;Dee;d@example.com;x;y\n"
    imported = run(client, uploaded(client, content))
    assert imported.counts == {"created": 1, "refused": 3}
    answer = client.get(page("refused", imported))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Vorname", "Nachname", "E-Mail", "Reason"]
    assert rows[1][:3] == ["Anna", "Bell", "nothing"] and "is no e-mail address" in rows[1][3]
    assert rows[2][:3] == ["'=1+1", "Cole", "'+33"]
    assert rows[3][:5] == ["Dora", "Dee", "d@example.com", "x", "y"]


def test_two_columns_for_one_field_are_refused_and_the_choice_stays(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client)
    answer = client.post(page("mapping", imported), {"column-0": "first_name", "column-1": "first_name"})
    assert answer.status_code == 400
    assert "is fed by “First Name”, “Last Name”" in answer.content.decode()
    assert [line.key for line in answer.context["form"].lines] == ["first_name", "first_name", "", "", ""]
    assert [one["is_proposed"] for one in answer.context["lines"]] == [True, False, False, False, False]


def test_a_column_may_feed_two_fields(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client)
    client.post(page("mapping", imported), {"column-1": "last_name", "also-1": "Notes", "column-2": "email:home"})
    assert 'value="Notes"' in client.get(page("mapping", imported)).content.decode()
    run(client, imported)
    assert Contact.objects.get(last_name="Bell").notes == "Bell"


def test_unknown_fields_in_a_forged_mapping_are_left_out(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client)
    client.post(
        page("mapping", imported), {"column-0": "created_by", "column-1": "last_name", "column-2": "phone:__class__"}
    )
    imported.refresh_from_db()
    assert imported.mapping == {"1": ["last_name"]}


def test_the_preview_follows_the_choice_without_saving_it(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client)
    answer = client.post(page("mapping", imported) + "?preview=1&row=2", {"column-1": "last_name"})
    assert answer.context["card"]["name"] == "Ash"
    imported.refresh_from_db()
    assert imported.mapping["0"] == ["first_name"]


def test_unknown_types_are_mapped_created_or_refused(client_of, admin):
    client = client_of(admin)
    imported = uploaded(client, "Name,Email,Contact type\nAnna Bell,a@example.com,Gold\nBen Ash,b@example.com,Bronze\n")
    form = client.get(page("rules", imported)).context["form"]
    assert [value.text for value in form.unknown] == ["Gold", "Bronze"]
    over = {"value-contact_type-0": "create", "value-contact_type-1": "refuse"}
    imported = run(client, imported, **over)
    assert Contact.objects.get(last_name="Bell").contact_type.name == "Gold"
    assert imported.counts == {"created": 1, "refused": 1}


def test_only_administrators_create_types_by_an_import(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client, "Name,Email,Contact type\nAnna Bell,a@example.com,Gold\n")
    answer = client.post(page("rules", imported), rules_of(client, imported) | {"value-contact_type-0": "create"})
    assert answer.status_code == 400
    imported = run(client, imported)
    assert Contact.objects.get().contact_type is None
    assert not ContactType.objects.exists()


def test_another_user_sees_nothing_of_an_import(client_of, alice, bob):
    client = client_of(alice)
    imported = run(client, uploaded(client))
    for name in ("file", "mapping", "rules", "check", "run", "progress", "report", "refused"):
        assert client_of(bob).get(page(name, imported)).status_code == 404, name
    for name in ("file", "mapping", "rules", "run", "cancel"):
        assert client_of(bob).post(page(name, imported)).status_code == 404, name


def test_an_administrator_opens_anybodys_import(client_of, alice, admin):
    imported = run(client_of(alice), uploaded(client_of(alice)))
    assert client_of(admin).get(page("report", imported)).status_code == 200


def test_a_started_import_cannot_be_changed(client_of, alice):
    client = client_of(alice)
    imported = run(client, uploaded(client))
    for name in ("file", "mapping", "rules", "check"):
        assert client.post(page(name, imported), {"column-0": "notes"}).status_code in {302, 405}
    imported.refresh_from_db()
    assert imported.mapping["0"] == ["first_name"]


def test_cancelling_stops_a_waiting_import(client_of, alice):
    client = client_of(alice)
    imported = checked(client, uploaded(client))
    client.post(page("run", imported))
    client.post(page("cancel", imported))
    finish()
    imported.refresh_from_db()
    assert imported.job.state == "cancelled"
    assert not Contact.objects.exists()
    assert "was cancelled" in client.get(page("report", imported)).content.decode()


def test_the_progress_part_ends_by_itself(client_of, alice):
    client = client_of(alice)
    imported = checked(client, uploaded(client))
    client.post(page("run", imported))
    assert client.get(page("progress", imported)).status_code == 200
    finish()
    assert client.get(page("progress", imported)).status_code == 286


def test_a_get_starts_nothing(client_of, alice):
    client = client_of(alice)
    imported = checked(client, uploaded(client))
    for name in ("file", "mapping", "rules", "check", "run", "report", "progress"):
        client.get(page(name, imported))
    finish()
    assert not Contact.objects.exists()


def test_managers_of_all_are_set_and_told_once(client_of, alice, carol):
    client = client_of(alice)
    managers = [alice.pk, carol.pk]
    imported = run(client, uploaded(client), managers=managers, access_level="private", tags="Fair, New")
    assert imported.counts["created"] == 2
    assert Contact.objects.editable_by(carol).count() == 3
    assert OutboxMail.objects.filter(user=carol).count() == 1
    assert sorted(tag.tag.name for tag in Contact.objects.get(first_name="Ben").taggings.all()) == ["Fair", "New"]


def test_managers_are_not_told_where_the_box_is_empty(client_of, alice, carol):
    client = client_of(alice)
    run(client, uploaded(client), managers=[alice.pk, carol.pk], access_level="private", notify=False)
    assert Contact.objects.editable_by(carol).count() == 3
    assert not OutboxMail.objects.filter(user=carol).exists()


def test_a_group_manages_what_was_imported_and_its_members_are_told_once(client_of, alice, carol, dave):
    team = Group.objects.create(name="Team")
    team.user_set.add(carol, dave)
    client = client_of(alice)
    run(client, uploaded(client), managers=[alice.pk, carol.pk], manager_groups=[team.pk], access_level="private")
    assert Contact.objects.editable_by(dave).count() == 3
    assert sorted(OutboxMail.objects.exclude(user=alice).values_list("user__username", flat=True)) == ["carol", "dave"]


def test_nobody_imports_private_contacts_out_of_ones_sight_unasked(client_of, alice, carol):
    client = client_of(alice)
    imported = uploaded(client)
    sent = rules_of(client, imported, managers=[carol.pk], access_level="private")
    asked = client.post(page("rules", imported), sent)
    assert asked.status_code == 400 and "would not see the new contacts" in asked.content.decode()
    assert 'name="confirm_leave"' in asked.content.decode()
    assert client.post(page("rules", imported), sent | {"access_level": "read"}).status_code == 302
    run(client, imported, managers=[carol.pk], access_level="private", confirm_leave="on")
    assert not Contact.objects.visible_to(alice).exists() and Contact.objects.visible_to(carol).count() == 3
