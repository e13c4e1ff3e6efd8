"""SPD-03: the number of queries of every page that exists, Django's own administration aside."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from contacts.models import Contact
from core.accounts.models import User

from .data import AddressBook
from .lines import Lines
from .measure import Browser

LIMIT = 20


def names(patterns=None, namespace: str = "") -> Iterator[str]:
    """The names of all addresses, "contacts:list" or "home"."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join(filter(None, [namespace, pattern.name]))


def measure(book: AddressBook, lines: Lines) -> None:
    browser = Browser(book, "owner")
    book.use()
    contact = Contact.objects.persons().exclude(company=None).first()
    counted = {}
    for name in dict.fromkeys(names()):
        if name.startswith(("admin:", "bench_")) or name == "account_logout":
            continue
        for args in ([], [contact.pk], [User.objects.first().pk]):
            try:
                address = reverse(name, args=args)
            except NoReverseMatch:
                continue
            status, count = browser.queries(address)
            if status == 200:
                counted[name] = max(count, counted.get(name, 0))
    worst = max(counted, key=counted.__getitem__)
    lines.add("SPD-03 largest number of queries of a page", counted[worst], "queries", LIMIT, page=worst,
              pages=len(counted))  # fmt: skip
