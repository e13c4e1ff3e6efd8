"""Likely duplicates of what is typed: same e-mail or phone, similar name in the same company or city (CON-07)."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from contacts.details import e164, email_key
from contacts.models import Contact
from core.search.folding import fold
from core.search.matching import contains

SIMILAR = 85  # of 100
CANDIDATES = 300
SHOWN = 3


@dataclass
class Typed:
    """What a half-filled form says; everything may be missing."""

    kind: str = "person"
    name: str = ""
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    company: str = ""
    cities: list[str] = field(default_factory=list)
    country: str = ""
    pk: int | None = None  # of the contact being edited


@dataclass
class Likely:
    contact: Contact
    reasons: list[str]


def likely(typed: Typed, user) -> list[Likely]:
    """At most three contacts that this user sees, those with more in common first."""
    seen = Contact.objects.visible_to(user)
    visible = seen.filter(kind=typed.kind).exclude(pk=typed.pk)
    reasons: dict[int, list[str]] = {}
    for pks, reason in (
        (_same_email(visible, typed), _("same e-mail")),
        (_same_phone(visible, typed), _("same phone")),
        (_similar_name(visible, seen.companies(), typed), _("similar name")),
    ):
        for pk in pks:
            reasons.setdefault(pk, []).append(reason)
    best = sorted(reasons, key=lambda pk: (-len(reasons[pk]), pk))[:SHOWN]
    found = seen.with_row(seen).in_bulk(best)
    return [Likely(found[pk], reasons[pk]) for pk in best if pk in found]


def _same_email(visible, typed: Typed) -> list[int]:
    keys = [email_key(address.strip()) for address in typed.emails if "@" in address]
    return list(visible.filter(emails__match_key__in=keys).values_list("pk", flat=True).distinct()[:10]) if keys else []


def _same_phone(visible, typed: Typed) -> list[int]:
    numbers = list(filter(None, (e164(number, typed.country) for number in typed.phones)))
    return (
        list(visible.filter(phones__e164__in=numbers).values_list("pk", flat=True).distinct()[:10]) if numbers else []
    )


def _similar_name(visible, companies, typed: Typed) -> list[int]:
    """A company's name is compared with those that begin alike; a person's inside the same company or city."""
    name = fold(typed.name)
    if len(name) < 4:
        return []
    found: dict[int, str] = {}
    for near in _near(companies, typed, name):  # one by one: an OR over two tables would use neither's index
        rows = visible.filter(near).order_by().values_list("pk", "sort_name").distinct()
        found.update(rows[:CANDIDATES])
    return [pk for pk, other in found.items() if fuzz.token_sort_ratio(name, other) >= SIMILAR][:10]


def _near(companies, typed: Typed, name: str) -> list[Q]:
    """Only visible companies count: else typing names would tell what a hidden one is called."""
    if typed.kind == Contact.Kind.COMPANY:
        return [Q(sort_name__gte=name[:3], sort_name__lt=name[:3] + "\U0010ffff")]
    near = []
    if typed.company.strip():
        called = companies.filter(sort_name=fold(typed.company)).order_by("pk")
        near.append(Q(company__in=list(called.values_list("pk", flat=True)[:10])))
    cities = [city.strip() for city in typed.cities if city.strip()]
    if cities:  # a town holds many: only those are compared whose text holds the last word, which is indexed
        near.append(contains(Contact, name.split(" ")[-1]) & Q(addresses__city__in=cities))
    return near
