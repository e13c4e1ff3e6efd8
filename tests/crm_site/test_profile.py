"""One's own page: who one is and how pages look for one; nothing else of the account can be changed through it."""

import io

import pytest
from auditlog.models import LogEntry
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.accounts.forms import ProfileForm
from core.accounts.models import User
from tests.make import make_user

pytestmark = pytest.mark.django_db
PROFILE = "/me/"


def fields(**over) -> dict:
    return {
        "first_name": "Alice", "last_name": "Test", "email": "alice@example.com", "language": "en",
        "time_zone": "Europe/Paris", "date_format": "", "page_size": "25", "theme": "auto", "single_keys": "on",
    } | over  # fmt: skip


def picture(size=(400, 900), kind: str = "PNG") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, kind)
    return SimpleUploadedFile("me.png", data.getvalue(), "image/png")


def photo_files() -> list[str]:
    return sorted(path.name for path in site.MEDIA_ROOT.rglob("*") if path.is_file())


def test_profile_is_saved_and_holds_at_once(client_of, alice):
    browser = client_of(alice)
    changes = fields(
        first_name="Éléonore", language="fr", time_zone="Asia/Tokyo", date_format="Y-m-d", page_size="100", theme="dark",
        email=" New@Example.COM ",
    )  # fmt: skip
    del changes["single_keys"]
    assert browser.post(PROFILE, changes)["Location"] == PROFILE
    alice.refresh_from_db()
    assert (alice.first_name, alice.language, alice.time_zone) == ("Éléonore", "fr", "Asia/Tokyo")
    assert (alice.date_format, alice.page_size, alice.theme, alice.single_keys) == ("Y-m-d", 100, "dark", False)
    assert alice.email == "new@example.com"
    page = browser.get(PROFILE).text
    assert '<html lang="fr"' in page
    assert 'data-theme="dark"' in page
    assert "data-single-keys" not in page.split("<body")[1].split(">")[0]


def test_change_is_in_the_audit_as_ones_own(client_of, alice):
    client_of(alice).post(PROFILE, fields(last_name="Martin"))
    entry = LogEntry.objects.get_for_object(alice).first()
    assert (entry.actor, entry.changes) == (alice, {"last_name": ["Test", "Martin"]})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"email": "BOB@example.com"}, "Another user has this address already"),
        ({"email": "no address"}, "Write the whole address, for instance name@example.com."),
        ({"email": ""}, "Write the whole address"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"time_zone": "../etc/passwd"}, "etc/passwd"),
        ({"language": "xx"}, "xx"),
        ({"page_size": "1000000"}, "1000000"),
        ({"first_name": "x" * 151}, "150"),
        ({"first_name": "a\x00b"}, "Null characters"),
    ],
)
def test_refused_profile_keeps_what_was_typed_and_changes_nothing(client_of, alice, bob, given, sentence):
    browser = client_of(alice)
    before = User.objects.filter(pk=alice.pk).values().get()
    answer = browser.post(PROFILE, fields(last_name="O'Brien", **given))
    assert answer.status_code == 200
    assert sentence in answer.text
    assert "O&#x27;Brien" in answer.text
    assert User.objects.filter(pk=alice.pk).values().get() == before


def test_forged_fields_change_nothing(client_of, alice):
    forged = {
        "is_superuser": "1", "is_staff": "1", "is_crm_administrator": "1", "is_active": "", "username": "root",
        "password": "x", "photo": "../../etc/passwd", "session_epoch": "9", "groups": "1", "id": "1", "pk": "1",
    }  # fmt: skip
    browser = client_of(alice)
    before = User.objects.filter(pk=alice.pk).values().get()
    assert browser.post(PROFILE, fields() | forged).status_code == 302
    assert User.objects.filter(pk=alice.pk).values().get() == before


def test_photo_is_scaled_and_seen_by_colleagues(client_of, client, alice, bob):
    assert client_of(alice).post(PROFILE, fields(new_photo=picture())).status_code == 302
    alice.refresh_from_db()
    assert alice.photo
    assert "me.png" not in alice.photo
    answer = client_of(bob).get(f"/people/{alice.pk}/photo/")
    assert answer.status_code == 200
    image = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert image.width <= 200 and image.height <= 300
    assert client.get(f"/people/{alice.pk}/photo/").status_code == 302


def test_new_photo_takes_the_place_of_the_old_one(client_of, alice):
    browser = client_of(alice)
    browser.post(PROFILE, fields(new_photo=picture()))
    before = photo_files()
    browser.post(PROFILE, fields(new_photo=picture(kind="JPEG")))
    after = photo_files()
    assert len(after) == len(before)
    assert not set(before) & set(after)
    browser.post(PROFILE, fields(remove_photo="on"))
    assert photo_files() == []
    assert browser.get(f"/people/{alice.pk}/photo/").status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"<script>", b"\x89PNG\r\n\x1a\nbroken", b"%PDF-1.7"])
def test_file_that_is_no_photo_is_refused_beside_the_field(client_of, alice, content):
    answer = client_of(alice).post(PROFILE, fields(last_name="Kept", new_photo=SimpleUploadedFile("a.png", content)))
    assert answer.status_code == 200
    assert "This file can’t be read as a photo." in answer.text
    assert 'value="Kept"' in answer.text
    alice.refresh_from_db()
    assert (alice.photo, alice.last_name) == ("", "Test")
    assert photo_files() == []


def test_address_that_was_taken_meanwhile_is_refused_and_the_new_photo_is_not_kept(client_of, alice, bob, monkeypatch):
    browser = client_of(alice)
    browser.post(PROFILE, fields(new_photo=picture()))
    kept = photo_files()
    monkeypatch.setattr(ProfileForm, "clean_email", lambda form: form.cleaned_data["email"])
    monkeypatch.setattr(User, "validate_constraints", lambda user, exclude=None: None)
    answer = browser.post(PROFILE, fields(email=bob.email, new_photo=picture(kind="JPEG")))
    assert answer.status_code == 200
    assert "Another user has this address already" in answer.text
    assert photo_files() == kept
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"


def test_sidebar_stays_folded(client_of, alice):
    browser = client_of(alice)
    assert browser.get("/sidebar/").status_code == 405
    assert browser.post("/sidebar/", {"folded": "1"}).status_code == 204
    assert 'class="is-folded"' in browser.get("/").text
    browser.post("/sidebar/", {"folded": ""})
    assert 'class="is-folded"' not in browser.get("/").text


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_theme_is_the_users(client_of, theme):
    assert f'data-theme="{theme}"' in client_of(make_user("zoe", theme=theme)).get("/").text
