"""Files of exports: random names in a folder of their own, never served by the web server."""

import secrets
from pathlib import Path

from django.conf import settings

PARTS = ["", ".part", ".ids", ".zip"]


def folder() -> Path:
    path = Path(settings.MEDIA_ROOT) / "exports"
    path.mkdir(parents=True, exist_ok=True)
    return path


def path_of(name: str, part: str = "") -> Path:
    """The file of a stored name; a name with a folder in it is no stored name."""
    return folder() / (Path(name).name + part)


def new_name() -> str:
    return secrets.token_hex(16)


def forget(name: str) -> None:
    for part in PARTS if name else []:
        path_of(name, part).unlink(missing_ok=True)
