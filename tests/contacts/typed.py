"""What a browser sends when somebody fills in the form of a contact."""

import re
import uuid
from html import unescape
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PREFIXES = ["phones", "emails", "links", "addresses", "managers"]


def person_form(**over) -> dict:
    """A new person called Éléonore Marchetti, private, without managers but those in `over`."""
    return form() | {"first_name": "Éléonore", "last_name": "Marchetti"} | over


def company_form(**over) -> dict:
    return form() | {"name": "Tissages Morvan"} | over


def form() -> dict:
    totals = {f"{prefix}-TOTAL_FORMS": "0" for prefix in PREFIXES}
    starts = {f"{prefix}-INITIAL_FORMS": "0" for prefix in PREFIXES}
    return totals | starts | {"form_id": str(uuid.uuid4()), "consent": "unknown"}


def rows(prefix: str, *given: dict) -> dict:
    """Rows of a form set: rows("phones", {"category": "work", "number": "01"})."""
    fields = {f"{prefix}-{i}-{name}": value for i, row in enumerate(given) for name, value in row.items()}
    return fields | {f"{prefix}-TOTAL_FORMS": str(len(given))}


def manager(user, right: str = "write") -> dict:
    return {"grantee": f"u{user.pk}", "right": right}


def group_manager(group, right: str = "write") -> dict:
    return {"grantee": f"g{group.pk}", "right": right}


def photo(colour: str = "teal", size: tuple[int, int] = (400, 500)) -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return SimpleUploadedFile("photo.png", buffer.getvalue(), content_type="image/png")


def shown(response) -> dict:
    """What a browser would send back of a form as it is shown, unchanged (as far as this form needs it)."""
    html = response.content.decode()
    html = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    start = html.index("enctype=")
    html = html[start : html.index("</form>", start)]
    return _inputs(html) | _selects(html) | _areas(html)


def _attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found.group(1)) if found else None


def _inputs(html: str) -> dict:
    sent = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, kind = _attribute(tag, "name"), _attribute(tag, "type") or "text"
        is_sent = kind not in {"checkbox", "radio"} or re.search(r"\schecked", tag)
        if name and is_sent and kind != "file":
            sent[name] = (
                _attribute(tag, "value")
                if _attribute(tag, "value") is not None
                else ("on" if kind == "checkbox" else "")
            )
    return sent


def _selects(html: str) -> dict:
    sent = {}
    for tag, options in re.findall(r"(<select[^>]*>)(.*?)</select>", html, flags=re.DOTALL):
        values = re.findall(r"<option[^>]*>", options)
        chosen = next((option for option in values if "selected" in option), values[0] if values else "")
        sent[_attribute(tag, "name")] = _attribute(chosen, "value") or ""
    return sent


def _areas(html: str) -> dict:
    areas = re.findall(r"(<textarea[^>]*>)\n?(.*?)</textarea>", html, flags=re.DOTALL)
    return {_attribute(tag, "name"): unescape(text) for tag, text in areas}
