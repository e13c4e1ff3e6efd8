"""SPD-01: the list of contacts at every size, for an ordinary user, a sparse one and one with many grants."""

from django.urls import reverse

from .constants import keep_first_page
from .data import AddressBook
from .lines import Lines
from .measure import Browser, in_turns, medians

ROUNDS = 60


def measure(books: list[AddressBook], sparse: AddressBook | None, lines: Lines) -> None:
    for book in books:
        _one_size(book, lines)
    if len(books) > 1:
        _growth(books[0], books[-1], lines)
    if sparse:
        _sparse(books[-1], sparse, lines)


def _one_size(book: AddressBook, lines: Lines) -> None:
    ordinary, heavy = Browser(book, "ordinary"), Browser(book, "heavy")
    address = reverse("contacts:list")
    keep_first_page(ordinary.user)
    asked = {
        "list": ordinary.asking(address),
        "constants": ordinary.asking(reverse("bench_constants")),
        "bare": ordinary.asking(reverse("bench_bare")),
        "last": ordinary.asking(address, last="1"),
        "heavy": heavy.asking(address),
    }
    took = medians(in_turns(asked, ROUNDS))
    more = {"contacts": book.size, "median_ms": {name: round(value * 1000, 2) for name, value in took.items()}}
    lines.add("SPD-01 list / same page from constants", took["list"] / took["constants"], "times", 2, **more)
    lines.add("SPD-01 list / bare table", took["list"] / took["bare"], "times", 12, contacts=book.size)
    lines.add("SPD-01 last page / first page", took["last"] / took["list"], "times", 1.5, contacts=book.size)
    lines.add(
        "SPD-01 user with 12,000 grants / first page", took["heavy"] / took["list"], "times", 2, contacts=book.size
    )


def _growth(small: AddressBook, large: AddressBook, lines: Lines) -> None:
    address = reverse("contacts:list")
    asked = {str(book.size): Browser(book, "ordinary").asking(address) for book in (small, large)}
    took = medians(in_turns(asked, ROUNDS))
    value = took[str(large.size)] / took[str(small.size)]
    lines.add(f"SPD-01 {large.size:,} / {small.size:,} contacts", value, "times", 1.5)


def _sparse(large: AddressBook, sparse: AddressBook, lines: Lines) -> None:
    address = reverse("contacts:list")
    asked = {
        "list": Browser(large, "ordinary").asking(address),
        "sparse": Browser(sparse, "sparse").asking(address),
    }
    took = medians(in_turns(asked, ROUNDS))
    lines.add("SPD-01 sparse user / first page", took["sparse"] / took["list"], "times", 2, contacts=sparse.size)
