"""Photos of people and contacts: judged by content, scaled down, stripped of metadata, encoded anew (CON-05)."""

import struct
import uuid
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.records.models import BusinessError

FORMATS = ["PNG", "JPEG", "WEBP", "GIF"]
LARGEST = (200, 300)
THUMB = (80, 80)
# A small file may claim to be huge: what is larger than this is refused before it is decoded.
MAX_IMAGE_PIXELS = 50_000_000
FOLDER = "photos"
# What the decoders raise on broken or hostile files.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError, struct.error,
           Image.DecompressionBombError, Image.DecompressionBombWarning)  # fmt: skip


def read_photo(uploaded) -> Image.Image:
    """The uploaded file as a clean picture of at most 200×300; raises BusinessError with a sentence.

    The file's name and the type that the browser names count for nothing.
    """
    if uploaded.size > settings.MAX_PHOTO_BYTES:
        raise BusinessError(_("Choose a photo of at most 10 MB."))
    try:
        uploaded.seek(0)
        with Image.open(uploaded, formats=FORMATS) as image:
            if image.width * image.height > MAX_IMAGE_PIXELS:
                raise BusinessError(_("Choose a smaller photo: this one has more than 50 million pixels."))
            return _clean(image)
    except _BROKEN as error:
        raise BusinessError(_("This file can’t be read as a photo. Choose a PNG, JPEG, WebP or GIF.")) from error


def _clean(image: Image.Image) -> Image.Image:
    """The pixels alone, upright, in a new picture, so that no metadata comes along."""
    image.draft("RGB", (LARGEST[0] * 2, LARGEST[1] * 2))  # JPEG decodes straight to about this size
    image.load()
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode in {"P", "PA", "1"} or image.mode.startswith("I"):
        image = image.convert(mode)
    orientation = image.getexif().get(0x0112, 1)
    image.thumbnail(LARGEST if orientation < 5 else LARGEST[::-1])
    image = ImageOps.exif_transpose(image).convert(mode)
    bare = Image.new(mode, image.size)
    bare.paste(image)
    return bare


def store_photo(uploaded) -> str:
    """Keep a photo and its thumbnail under random names; gives the path to remember. Raises BusinessError.

    Files are written outside transactions: call it before one, and `delete_photo` if the row isn't saved after all.
    """
    return save_photo(read_photo(uploaded))


def save_photo(image: Image.Image) -> str:
    """Write a picture that `read_photo` gave, with its 80×80 thumbnail."""
    extension = "png" if image.mode == "RGBA" else "jpg"
    name = f"{FOLDER}/{uuid.uuid4().hex}.{extension}"
    default_storage.save(name, ContentFile(_encoded(image)))
    default_storage.save(thumb_of(name), ContentFile(_encoded(ImageOps.fit(image, THUMB, centering=(0.5, 0.35)))))
    return name


def _encoded(image: Image.Image) -> bytes:
    buffer = BytesIO()
    if image.mode == "RGBA":
        image.save(buffer, "PNG", optimize=True)
    else:
        image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def thumb_of(name: str) -> str:
    stem, _dot, extension = name.rpartition(".")
    return f"{stem}_thumb.{extension}"


def delete_photo(name: str) -> None:
    """Remove a photo and its thumbnail; nothing where there is none."""
    if name:
        default_storage.delete(name)
        default_storage.delete(thumb_of(name))
