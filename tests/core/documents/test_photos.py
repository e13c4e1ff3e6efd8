"""Uploads are safe: judged by content, encoded anew, refused fast with a sentence (promise 18)."""

import struct
import time
import zlib
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.documents.photos import delete_photo, store_photo, thumb_of
from core.records.models import BusinessError

CANARY = b"<script>alert(1)</script>"


def picture(form="PNG", size=(400, 500), mode="RGB", **options) -> bytes:
    buffer = BytesIO()
    Image.new(mode, size, "teal").save(buffer, form, **options)
    return buffer.getvalue()


def upload(content: bytes, name: str = "photo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb() -> bytes:
    """A PNG of a few bytes that claims 60,000 × 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_each_format_is_scaled_into_200_by_300(form):
    name = store_photo(upload(picture(form)))
    with Image.open(BytesIO(stored(name))) as kept:
        assert kept.size == (200, 250)
        assert kept.format == "JPEG"
    with Image.open(BytesIO(stored(thumb_of(name)))) as thumb:
        assert thumb.size == (80, 80)


def test_a_small_photo_keeps_its_size():
    with Image.open(BytesIO(stored(store_photo(upload(picture(size=(50, 60))))))) as kept:
        assert kept.size == (50, 60)


def test_transparency_is_kept():
    name = store_photo(upload(picture(mode="RGBA")))
    assert name.endswith(".png")
    with Image.open(BytesIO(stored(name))) as kept:
        assert kept.mode == "RGBA"


def test_metadata_is_stripped_and_the_photo_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "secret place"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture("JPEG", size=(400, 200), exif=exif, comment=b"secret comment")
    assert b"secret" in content
    kept = stored(store_photo(upload(content)))
    assert b"secret" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (150, 300)
        assert not image.getexif()
        assert not image.info.get("comment")


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html>" + CANARY,
        b"GIF89a/*" + CANARY + b"*/=1;",
        b"\x89PNG\r\n\x1a\n" + CANARY,
        b"\xff\xd8\xff\xe0" + CANARY,
        b"RIFF\x00\x00\x00\x00WEBP" + CANARY,
        b"BM" + b"\0" * 200,
        b"%PDF-1.7\n",
        b"\0" * 100,
        b"x",
        picture()[:-200],
        picture("JPEG", size=(600, 600))[:900],
        picture("TIFF"),
        picture("BMP"),
        picture("ICO", size=(64, 64)),
        bomb(),
    ],
)
def test_what_is_no_photo_is_refused_in_two_seconds(content):
    start = time.monotonic()
    with pytest.raises(BusinessError) as refusal:
        store_photo(upload(content))
    assert time.monotonic() - start < 2
    assert refusal.value.sentence.startswith(("This file can’t be read", "Choose a smaller photo"))
    assert not default_storage.exists("photos")


def test_more_than_ten_megabytes_are_refused():
    with pytest.raises(BusinessError, match="at most 10 MB"):
        store_photo(upload(picture() + b"\0" * (10 * 1024 * 1024)))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_nothing_of_a_polyglot_is_kept(form):
    name = store_photo(upload(picture(form) + CANARY, "photo.html"))
    assert b"script" not in stored(name)
    assert b"script" not in stored(thumb_of(name))


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b.png", "x" * 400 + ".png", "‮gnp.exe", "photo.php"])
def test_the_name_of_the_file_counts_for_nothing(name):
    uploaded = upload(picture())
    uploaded._name = name
    path = store_photo(uploaded)
    folder, _slash, file = path.partition("/")
    assert folder == "photos"
    assert len(file) == 36
    assert file.endswith(".jpg")


def test_deleting_takes_the_thumbnail_along():
    name = store_photo(upload(picture()))
    delete_photo(name)
    delete_photo("")
    assert not default_storage.exists(name)
    assert not default_storage.exists(thumb_of(name))
