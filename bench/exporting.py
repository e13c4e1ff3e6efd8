"""SPD-06 and EXPORT-MEM: 100,000 contacts exported whole, against iterating the same objects into a CSV file.

The baseline is what one writes first: `iterator(chunk_size=1000)` over contacts with the phones, e-mails, links,
addresses, tags and company of each fetched in chunks by prefetch_related, and one `csv.writer` row for each.
Each way runs in a process of its own, so that its peak of memory is its own too.
"""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from .lines import Lines
from .memory import peak_memory

ROOT = Path(__file__).resolve().parent.parent
SIZE = 100_000
TIMES_PLAIN, MEGABYTES = 3, 300
RELATED = ["phones", "emails", "links", "addresses", "taggings__tag", "company"]


def measure(lines: Lines, sizes: list[int]) -> None:
    """On an address book of 100,000 contacts, or as many as the largest of smaller `sizes`."""
    from .data import AddressBook

    book = AddressBook(min(SIZE, sizes[-1]))
    book.fill()
    found = {way: _run(way, book.size) for way in ("plain", "csv", "xlsx")}
    plain = found["plain"]["seconds"]
    for way in ("csv", "xlsx"):
        seconds, rows = found[way]["seconds"], found[way]["rows"]
        lines.add(f"SPD-06 {way} against a plain loop", round(seconds / plain, 2), "times", TIMES_PLAIN, rows=rows)
        lines.add(f"EXPORT-MEM peak with {way}", round(found[way]["peak"], 1), "MB", MEGABYTES, rows=rows)


def _run(way: str, size: int) -> dict:
    command = [sys.executable, "-m", "bench.exporting", way, str(size)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def plain(user, file) -> int:
    """The baseline: contacts as objects, their details as prefetched."""
    from contacts.models import Contact

    writer, rows = csv.writer(file), 0
    for contact in Contact.objects.visible_to(user).prefetch_related(*RELATED).iterator(chunk_size=1000):
        details = [
            *((row.category, row.number) for row in contact.phones.all()),
            *((row.category, row.address) for row in contact.emails.all()),
            *((row.category, row.url) for row in contact.links.all()),
            *(
                (row.category, row.street, row.postal_code, row.city, str(row.country))
                for row in contact.addresses.all()
            ),
        ]
        tags = ", ".join(row.tag.name for row in contact.taggings.all())
        writer.writerow([contact.pk, contact.first_name, contact.last_name, contact.company, contact.notes, tags,
                         *(cell for detail in details for cell in detail)])  # fmt: skip
        rows += 1
    return rows


def whole(user, way: str) -> int:
    """Carnet's export of all fields, as its page streams it, with no bound to the rows."""
    from contacts.exporting.exporter import ContactExporter
    from core.exchange.exporting import making

    params = {"list": "contacts:list", "columns": "all", "file": way, "separator": "comma", "bom": True}
    exporter = ContactExporter(user, params)
    ids = list(exporter.ordered_ids())
    if way == "xlsx":
        making.workbook(exporter, ids).close()
    else:
        with open(os.devnull, "wb") as file:
            file.writelines(making.blocks(exporter, ids))
    return len(ids)


def main() -> None:
    from . import __main__ as bench

    bench.set_up()
    from .data import AddressBook

    way, size = sys.argv[1], int(sys.argv[2])
    book = AddressBook(size)
    book.fill()
    book.use()
    user = book.users["owner"]
    began = time.perf_counter()
    if way == "plain":
        with open(os.devnull, "w", newline="") as file:
            rows = plain(user, file)
    else:
        rows = whole(user, way)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "rows": rows, "peak": peak_memory()}))


if __name__ == "__main__":
    main()
