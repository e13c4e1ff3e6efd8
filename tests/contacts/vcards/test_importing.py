"""Cards are imported by the same rules as tables: photos, duplicates, companies, broken ones alone, dry runs."""

import base64
import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from contacts.models import Contact
from core.exchange import refused, services
from core.exchange.running import work_through
from core.jobs.undo import start_undo
from tests.make import grant, make_company, make_contact

pytestmark = pytest.mark.django_db(transaction=True)


def text(*lines: str) -> str:
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD"))


def picture(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 400), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def photo(data: bytes) -> str:
    return "PHOTO;ENCODING=b;TYPE=JPEG:" + base64.b64encode(data).decode()


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 60,000 × 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


def create(content: str | bytes, by, name: str = "cards.vcf", **rules):
    data = content if isinstance(content, bytes) else content.encode()
    imported = services.create_import("contacts", ContentFile(data, name=name), by=by)
    imported.rules = imported.rules | rules
    imported.save()
    return imported


def run(content: str | bytes, by, **rules):
    imported = create(content, by, **rules)
    job = work_through(services.start_import(imported))
    assert job.state == "done", job.error
    imported.refresh_from_db()
    return imported


def said(imported) -> list[tuple[int, str, str]]:
    return [(row.line, row.outcome, row.reason) for row in imported.rows.all()]


def stored_files() -> list[str]:
    return default_storage.listdir("photos")[1] if default_storage.exists("photos") else []


ADA = ("N:Bell;Ada;;;", "FN:Ada Bell", "EMAIL:ada@example.com")


def test_a_card_comes_in_whatever_its_file_is_called(alice):
    for number, name in enumerate(["cards.vcf", "cards.txt", "export"]):
        imported = create(text(f"FN:Person {number}"), alice, name=name)
        assert (imported.file_type, imported.row_count, imported.mapping) == ("vcf", 1, {})


def test_a_photo_is_stored_small_and_without_metadata(alice):
    run(text(*ADA, photo(picture())), alice)
    ada = Contact.objects.get()
    with default_storage.open(ada.photo) as file:
        image = Image.open(file)
        assert image.size == (200, 200) and not image.getexif()
    assert len(stored_files()) == 2


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        (photo(bomb()), "The photo was left out: "),
        (photo(b"no image at all"), "The photo was left out: This file can’t be read as a photo."),
        ("PHOTO;ENCODING=b:QUJD:ASDF==", "The photo was left out: its text is damaged."),
        (
            "PHOTO;VALUE=uri:http://example.com/ada.jpg",
            "The photo is only an address on the web, which is not fetched.",
        ),
        ("PHOTO:https://example.com/ada.jpg", "The photo is only an address on the web, which is not fetched."),
    ],
    ids=["bomb", "no image", "damaged", "uri", "address"],
)
def test_a_bad_photo_is_remarked_and_the_contact_comes_in(alice, line, remark):
    imported = run(text(*ADA, line), alice)
    assert imported.counts == {"created": 1, "noted": 1}
    ((number, outcome, reason),) = said(imported)
    assert (number, outcome) == (1, "noted") and reason.startswith(remark)
    assert Contact.objects.get().photo == "" and not stored_files()


def test_a_photo_of_more_than_10_mb_is_left_out(alice, settings):
    settings.MAX_PHOTO_BYTES = 1000
    imported = run(text(*ADA, photo(b"x" * 2000)), alice)
    assert said(imported) == [(1, "noted", "The photo was left out: it is larger than 10 MB.")]


def test_a_dry_run_says_the_same_and_writes_nothing(alice):
    imported = create(text(*ADA, photo(picture())) + text("FN:Zoe", photo(b"none")) + text("NOTE:nobody"), alice)
    job = work_through(services.start_check(imported))
    assert job.position["counts"] == {"created": 2, "noted": 1, "refused": 1}
    assert not Contact.objects.exists() and not stored_files()


def test_photos_of_rows_that_are_not_kept_go_again(alice, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("core.exchange.running._Slice._move_on", fail)
    imported = create(text(*ADA, photo(picture())), alice)
    job = services.start_import(imported)
    from core.jobs.running import work_one

    work_one(job.pk)
    assert not Contact.objects.exists() and not stored_files()


def test_a_broken_card_is_refused_alone_and_can_be_fetched_again(alice, client):
    client.force_login(alice)
    content = text(*ADA) + text("NOTE:Who is it?") + text("FN:Zoë Lefèvre")
    imported = run(content, alice)
    assert imported.counts == {"created": 2, "refused": 1}
    assert said(imported) == [(7, "refused", "The card has no name, no e-mail address and no phone.")]
    response = client.get(reverse("imports:refused", args=[imported.pk]))
    back = b"".join(response.streaming_content).decode()
    assert response["Content-Disposition"] == f'attachment; filename="refused-{imported.pk}.vcf"'
    assert "X-CARNET-REASON:" in back and "NOTE:Who is it?" in back and "Ada" not in back
    assert list(refused.cards(imported)) and imported.rows.get().cells == []


def test_a_group_of_contacts_is_skipped_with_the_reason(alice):
    imported = run(text("KIND:group", "FN:Friends", "MEMBER:urn:uuid:1") + text(*ADA), alice)
    assert imported.counts == {"created": 1, "skipped": 1}
    assert said(imported) == [(1, "skipped", "The card is a group of contacts, not a contact.")]


@pytest.mark.parametrize(
    ("rule", "title", "changes_photo"), [("skip", "", False), ("fill", "Boss", False), ("overwrite", "Boss", True)]
)
def test_duplicates_follow_the_rule(alice, rule, title, changes_photo):
    run(text(*ADA, photo(picture())), alice)
    before = Contact.objects.get()
    run(text(*ADA, "TITLE:Boss", photo(picture("blue"))), alice, duplicates=rule)
    after = Contact.objects.get()
    assert after.job_title == title
    assert (after.photo != before.photo) == changes_photo
    assert default_storage.exists(after.photo)


def test_a_photo_fills_the_place_of_none(alice):
    run(text(*ADA), alice)
    run(text(*ADA, photo(picture())), alice, duplicates="fill")
    assert Contact.objects.get().photo


def test_an_overwritten_photo_comes_back_by_undo(alice):
    run(text(*ADA, photo(picture())), alice)
    before = Contact.objects.get().photo
    imported = run(text(*ADA, photo(picture("blue"))), alice, duplicates="overwrite")
    work_through(start_undo(imported.job, by=alice))
    assert Contact.objects.get().photo == before and default_storage.exists(before)


def test_the_uid_matches_first_and_the_company_is_found_or_made(alice):
    acme = make_company(by=alice, name="Acme", grants=None)
    run(text(*ADA, "UID:abc", "ORG:ACME;Sales") + text("FN:Zoe", "ORG:Globex"), alice)
    ada, zoe = Contact.objects.filter(kind="person").order_by("pk")
    assert (ada.company, ada.department, ada.external_id) == (acme, "Sales", "abc")
    assert zoe.company.name == "Globex"
    imported = run(text("N:Bell-Smith;Ada;;;", "UID:abc", "EMAIL:new@example.com"), alice, duplicates="overwrite")
    ada.refresh_from_db()
    assert imported.counts == {"updated": 1} and ada.last_name == "Bell-Smith"


def test_what_may_not_be_edited_is_refused_and_consent_untouched(alice, bob):
    ada = make_contact(by=alice, first_name="Ada", last_name="Bell", consent="given", grants=None)
    grant(ada, bob, write=False)
    imported = run(text("N:Bell;Ada;;;"), bob, duplicates="overwrite")
    assert imported.counts == {"refused": 1}
    run(text("N:Bell;Ada;;;", "NOTE:x"), alice, duplicates="fill")
    ada.refresh_from_db()
    assert (ada.consent, ada.notes) == ("given", "x")


@pytest.mark.parametrize(
    ("lines", "kind", "name"),
    [
        (["FN:Acme", "ORG:Acme"], "company", "Acme"), (["ORG:Acme;"], "company", "Acme"),
        (["N:;;;;", "FN:Acme", "ORG:Acme", "X-ABShowAs:COMPANY"], "company", "Acme"),
        (["KIND:org", "FN:Acme"], "company", "Acme"), (["FN:Ada Bell", "ORG:Acme"], "person", "Ada Bell"),
        (["N:;;;;", "FN:a@example.com", "EMAIL:a@example.com", "ORG:Acme"], "person", "a@example.com"),
        (["N:Bell;;;;", "ORG:Bell"], "person", "Bell"),
    ],
)  # fmt: skip
def test_persons_and_companies_are_told_apart(alice, lines, kind, name):
    run(text(*lines), alice)
    found = Contact.objects.order_by("-pk").first()
    assert (found.kind, str(found)) == (kind, name)


def test_the_step_file_shows_who_the_cards_are_about_and_leads_to_the_rules(client, alice):
    imported = create(text(*ADA, "ORG:Acme") + "no card\r\n", alice)
    client.force_login(alice)
    address = reverse("imports:file", args=[imported.pk])
    page = client.get(address).content.decode()
    assert "<td>Ada Bell</td><td>Acme</td><td>ada@example.com</td>" in page
    assert "These lines belong to no card" in page
    assert "BEGIN:VCARD VERSION" not in page and 'name="separator"' not in page
    assert "Continue to rules" in page and "Continue to mapping" not in page
    assert client.post(address, {"encoding": "latin-1"}).status_code == 302
    imported.refresh_from_db()
    assert (imported.encoding, imported.row_count) == ("latin-1", 2)
