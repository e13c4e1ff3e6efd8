"""SPD-02: searching a word, an e-mail and a phone number over the largest address book."""

import statistics

from django.urls import reverse

from . import data
from .lines import Lines
from .measure import Browser, in_turns, percentile

SEARCHES = 60
ROUNDS = 3


def measure(book: data.AddressBook, lines: Lines) -> None:
    """Every search is another one, so that nothing but the database's own memory helps."""
    ordinary = Browser(book, "ordinary")
    first_page = ordinary.asking(reverse("contacts:list"))
    numbers = [1 + (i * 15_485_863) % book.size for i in range(1, 4 * SEARCHES)]
    kinds = {
        "word": [data.name_of(i)[1 if i % 3 else 0] for i in numbers],
        "e-mail": [data.email_of(i) for i in numbers if i % 10],
        "phone": [data.phone_of(i) for i in numbers if i % 5],
        "phone with country": [data.e164_of(i) for i in numbers if i % 5],
    }
    for kind, texts in kinds.items():
        for page, address in {"search": reverse("search"), "list": reverse("contacts:list")}.items():
            chosen = list(dict.fromkeys(texts))[:SEARCHES]
            asked = {}
            for number, text in enumerate(chosen):
                asked[text] = ordinary.asking(address, q=text)
                asked[f"first page {number}"] = first_page
            took = in_turns(asked, ROUNDS, warm=1)
            worst = percentile([min(took[text]) for text in chosen], 0.95)
            usual = statistics.median(
                min(times) for asked_for, times in took.items() if asked_for.startswith("first page")
            )
            # The list also counts what it finds and sorts it by name: its figures inform, the search is held.
            target = 2 if page == "search" else None
            lines.add(f"SPD-02 {kind}, {page}: p95 / first page of the list", worst / usual, "times", target,
                      contacts=book.size, p95_ms=round(worst * 1000, 2))  # fmt: skip
