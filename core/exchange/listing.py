"""Several names in one cell, so that they can be told apart again whatever signs are in them."""

import csv
import io
import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[^,;:\"'*|\r\n]+")


def join_names(names: Iterable[str]) -> str:
    """ "Lead, Staff"; where a name holds a sign that could part it, all are quoted: "Lead","Smith, Jones"."""
    names = list(names)
    if all(_PLAIN.fullmatch(name) for name in names):
        return ", ".join(names)
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="").writerow(names)
    return text.getvalue()


def split_names(cell: str) -> list[str]:
    """The names of a cell that `join_names` wrote, or a person, with commas or semicolons between them."""
    cell = cell.strip()
    if cell.startswith('"'):
        parts = next(csv.reader([cell.replace("\n", " ").replace("\r", " ")], skipinitialspace=True), [])
    else:
        parts = re.split(r"[;\n]" if ";" in cell or "\n" in cell else ",", cell)
    return list(dict.fromkeys(name for part in parts if (name := " ".join(part.split()))))
