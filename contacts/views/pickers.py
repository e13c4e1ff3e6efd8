"""What pickers find while one types: companies, persons, tags, users; 30 at most, and only what the user may see."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, JsonResponse

from contacts.models import Contact, ContactTag
from core.accounts.models import User
from core.organisation.models import Organisation
from core.pages.state import clean_text
from core.search.folding import fold
from core.search.matching import matching

MOST = 30


def pick(request: HttpRequest) -> JsonResponse:
    """`kind` is company, person, contact, tag or user; the answer is {"results": [{"value", "text", "hint"}]}."""
    find = FINDERS.get(request.GET.get("kind", "contact"), _contacts)
    text = clean_text(request.GET.get("q", ""), 200)
    results = [{"value": str(value), "text": words, "hint": hint} for value, words, hint in find(request.user, text)]
    return JsonResponse({"results": results})


def _contacts(user, text: str, kind: str = "") -> Iterator[tuple]:
    visible = Contact.objects.visible_to(user)
    found = visible.filter(kind=kind) if kind else visible
    if text:
        found = matching(found, text, country=str(Organisation.current().country))
    for contact in found.with_row(visible).order_by("sort_name", "pk")[:MOST]:
        company = str(contact.company) if contact.company else ""
        email = contact.primary_email.address if contact.primary_email else ""
        yield contact.pk, str(contact), company or email


def _tags(user, text: str) -> Iterator[tuple]:
    wanted = fold(text)
    found = [tag for tag in ContactTag.objects.order_by("position", "name") if wanted in fold(tag.name)]
    for tag in found[:MOST]:
        yield tag.name, tag.name, ""


def _users(user, text: str) -> Iterator[tuple]:
    wanted = fold(text)
    people = User.objects.active().order_by("first_name", "last_name", "username")
    found = [person for person in people if wanted in fold(f"{person} {person.username} {person.email}")]
    for person in found[:MOST]:
        yield person.pk, str(person), person.email


FINDERS: dict[str, Callable[..., Iterator[tuple]]] = {
    "contact": _contacts,
    "company": lambda user, text: _contacts(user, text, Contact.Kind.COMPANY),
    "person": lambda user, text: _contacts(user, text, Contact.Kind.PERSON),
    "tag": _tags,
    "user": _users,
}
