"""SPD-02: searching a word, an e-mail and a phone number over the largest address book."""

from django.urls import reverse

from . import data
from .lines import Lines
from .measure import Browser, in_turns, percentile

SEARCHES = 60
ROUNDS = 3


def measure(book: data.AddressBook, lines: Lines) -> None:
    """Every search is another one, so that nothing but the database's own memory helps."""
    ordinary = Browser(book, "ordinary")
    numbers = [1 + (i * 15_485_863) % book.size for i in range(1, 4 * SEARCHES)]
    kinds = {
        "word": [data.name_of(i)[1 if i % 3 else 0] for i in numbers],
        "e-mail": [data.email_of(i) for i in numbers if i % 10],
        "phone": [data.phone_of(i) for i in numbers if i % 5],
        "phone with country": [data.e164_of(i) for i in numbers if i % 5],
    }
    first_page = in_turns({"list": ordinary.asking(reverse("contacts:list"))}, SEARCHES)["list"]
    limit = sorted(first_page)[len(first_page) // 2]
    for kind, texts in kinds.items():
        for name, address in {"search page": reverse("search"), "list": reverse("contacts:list")}.items():
            asked = {text: ordinary.asking(address, q=text) for text in list(dict.fromkeys(texts))[:SEARCHES]}
            worst = percentile([min(times) for times in in_turns(asked, ROUNDS, warm=1).values()], 0.95)
            lines.add(f"SPD-02 {kind}, {name}: p95 / first page of the list", worst / limit, "times", 2,
                      contacts=book.size, p95_ms=round(worst * 1000, 2))  # fmt: skip
