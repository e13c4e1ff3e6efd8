"""Exports in a line, and a CRM with every kind of nasty value: what the tests of exporting share."""

import csv
import io

from contacts.services import PhoneValue
from tests import make

URL = "/contacts/export/"
MAKE = {"step": "make", "columns": "list", "file": "csv", "separator": "comma", "bom": "on", "back": "/contacts/"}


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def export(client, **over) -> bytes:
    """The bytes of the file that this form gives."""
    data = {name: value for name, value in (MAKE | over).items() if value is not None}
    answer = client.post(URL, data)
    assert answer.status_code == 200 and answer.streaming, answer.content[:3000]
    return body(answer)


def table(content: bytes, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def person(by, **over):
    """A contact that `by` manages, with nothing but what is said."""
    phones = [PhoneValue(number) for number in over.pop("phones", [])]
    return make.make_contact(by=by, **({"first_name": "", "last_name": "", "grants": None, "phones": phones} | over))


def company(by, name: str, **over):
    return person(by, kind="company", name=name, **over)
