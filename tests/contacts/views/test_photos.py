"""The photo of a contact: through the form, kept while it is corrected, and served to who sees it (CON-05, promise 18)."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from contacts.models import Contact
from tests.contacts.typed import manager, person_form, photo, rows, shown

pytestmark = pytest.mark.django_db(transaction=True)


def edit_url(contact) -> str:
    return f"/contacts/{contact.pk}/edit/"


@pytest.fixture
def pictured(contact, alice, client_of):
    client = client_of(alice)
    client.post(edit_url(contact), shown(client.get(edit_url(contact))) | {"photo": photo()})
    contact.refresh_from_db()
    return contact


def files() -> list[str]:
    return default_storage.listdir("photos")[1]


def test_it_is_served_scaled_and_to_be_kept_privately(pictured, bob, client_of):
    response = client_of(bob).get(f"/contacts/{pictured.pk}/photo/")
    with Image.open(BytesIO(b"".join(response.streaming_content))) as image:
        assert image.size == (200, 250)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"].startswith("private")
    thumb = client_of(bob).get(f"/contacts/{pictured.pk}/photo/?size=thumb")
    with Image.open(BytesIO(b"".join(thumb.streaming_content))) as image:
        assert image.size == (80, 80)


def test_it_is_closed_to_who_does_not_see_the_contact(pictured, dave, client_of, client):
    assert client_of(dave).get(f"/contacts/{pictured.pk}/photo/").status_code == 404
    assert client.get(f"/contacts/{pictured.pk}/photo/").status_code == 302


def test_the_page_shows_it_and_initials_otherwise(pictured, alice, client_of):
    client = client_of(alice)
    assert f"/contacts/{pictured.pk}/photo/?v=" in client.get(f"/contacts/{pictured.pk}/").content.decode()
    Contact.objects.filter(pk=pictured.pk).update(photo="")
    html = client.get(f"/contacts/{pictured.pk}/").content.decode()
    assert "/photo/" not in html
    assert 'data-initials="AM"' in html


def test_another_one_takes_its_place_and_the_old_files_go(pictured, alice, client_of):
    before, client = pictured.photo, client_of(alice)
    assert len(files()) == 2
    client.post(edit_url(pictured), shown(client.get(edit_url(pictured))) | {"photo": photo("red")})
    pictured.refresh_from_db()
    assert pictured.photo != before
    assert len(files()) == 2


def test_it_can_be_removed(pictured, alice, client_of):
    client = client_of(alice)
    client.post(edit_url(pictured), shown(client.get(edit_url(pictured))) | {"remove_photo": "on"})
    pictured.refresh_from_db()
    assert pictured.photo == ""
    assert files() == []
    assert pictured.version == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This file can’t be read as a photo."),
        (b"<html><script>alert(1)</script>", "This file can’t be read as a photo."),
        (b"", "This file can’t be read as a photo."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (10 * 1024 * 1024), "Choose a photo of at most 10 MB."),
    ],
    ids=["svg", "html", "empty", "large"],
)
def test_what_is_no_photo_is_refused_beside_the_field(content, sentence, contact, alice, client_of):
    client = client_of(alice)
    sent = shown(client.get(edit_url(contact))) | {"job_title": "Dyer"}
    response = client.post(edit_url(contact), sent | {"photo": SimpleUploadedFile("a.png", content)})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert shown(response)["job_title"] == "Dyer"
    assert not default_storage.exists("photos")


def test_a_photo_is_not_lost_while_the_rest_is_corrected(alice, client_of):
    client = client_of(alice)
    data = person_form(last_name="", **rows("managers", manager(alice)))
    response = client.post("/contacts/persons/add/", data | {"photo": photo()})
    again = shown(response)
    assert again["kept_photo"]
    response = client.post("/contacts/persons/add/", again | {"add_row": "phones"})
    client.post("/contacts/persons/add/", shown(response) | {"last_name": "Marchetti"})
    person = Contact.objects.get(last_name="Marchetti")
    with Image.open(default_storage.open(person.photo)) as image:
        assert image.size == (200, 250)


@pytest.mark.parametrize("kept", ["!!!", "PHN2Zz4=", "photos/x.png", "naïve€"])
def test_a_forged_kept_photo_is_no_photo(kept, alice, client_of):
    data = person_form(kept_photo=kept, **rows("managers", manager(alice)))
    client_of(alice).post("/contacts/persons/add/", data)
    assert not Contact.objects.exclude(photo="").exists()
    assert not default_storage.exists("photos")


def test_a_refused_stale_save_leaves_no_file(contact, alice, carol, client_of):
    client = client_of(alice)
    sent = shown(client.get(edit_url(contact)))
    Contact.objects.filter(pk=contact.pk).update(version=2)
    response = client.post(edit_url(contact), sent | {"photo": photo()})
    assert response.status_code == 409
    assert files() == []
    client.post(edit_url(contact), shown(response))
    contact.refresh_from_db()
    assert contact.photo
