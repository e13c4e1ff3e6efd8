"""Uploaded tables: kept under random names in a folder of their own, never served."""

import secrets
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from core.records.models import BusinessError


def folder() -> Path:
    path = Path(settings.MEDIA_ROOT) / "imports"
    path.mkdir(parents=True, exist_ok=True)
    return path


def path_of(name: str) -> Path:
    """The file of a stored name; a name with a folder in it is no stored name."""
    return folder() / Path(name).name


def store(upload) -> str:
    """Keep an uploaded file (or any object with chunks()); returns its stored name."""
    refuse_large(upload.size)
    name = secrets.token_hex(16)
    with path_of(name).open("wb") as file:
        for block in upload.chunks():
            file.write(block)
    return name


def refuse_large(size: int) -> None:
    if size > settings.MAX_IMPORT_BYTES:
        most = settings.MAX_IMPORT_BYTES // (1024 * 1024)
        raise BusinessError(
            _("The file has %(size)d MB; at most %(most)d MB can be imported. Cut it into several files.")
            % {"size": -(-size // (1024 * 1024)), "most": most}
        )
    if not size:
        raise BusinessError(_("The file is empty. Choose one with a row of headings and at least one row below."))


def shown_name(name: str) -> str:
    """The name that an upload came with, as it is shown: no folders, no control signs, at most 200 characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(sign for sign in bare if sign.isprintable()).strip()
    return bare[-200:] or "import.csv"


def rows_path(name: str) -> Path:
    """The file of the rows that were read out of an uploaded workbook."""
    return path_of(name + ".rows")


def forget(name: str) -> None:
    for path in (path_of(name), path_of(name + ".seen"), rows_path(name)):
        path.unlink(missing_ok=True)
