"""The top bar's search: contacts by any word of the name, by e-mail and by phone, those that start so first."""

from django.shortcuts import render

from contacts.models import Contact
from contacts.photos import with_photos
from core.organisation.models import Organisation
from core.search.folding import fold
from core.search.matching import matching

SHORTEST = 2
ON_THE_PAGE = 50
IN_THE_MENU = 8
# So many matches are looked at for the best ones: a word that thousands share needs another word.
LOOKED_AT = 300


def search(request):
    words = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    is_menu = bool(request.htmx)
    limit = IN_THE_MENU if is_menu else ON_THE_PAGE
    found = found_contacts(request.user, words, limit + 1) if len(fold(words)) >= SHORTEST else []
    context = {
        "search_words": words,
        "contacts": found[:limit],
        "has_more": len(found) > limit,
        "is_too_short": len(fold(words)) < SHORTEST,
        "limit": limit,
        "is_menu": is_menu,
    }
    return render(request, "crm_site/_search_menu.html" if is_menu else "crm_site/search.html", context)


def found_contacts(user, words: str, limit: int) -> list[Contact]:
    """Visible contacts that hold every word: names that start with them, then names that hold them, then the rest."""
    visible = Contact.objects.visible_to(user)
    start = fold(words)
    first = visible.filter(sort_name__gte=start, sort_name__lt=start + "\U0010ffff", sort_name__startswith=start)
    first = first.order_by("sort_name", "id").values_list("pk", flat=True)[:limit]
    keys = list(dict.fromkeys([*first, *_others(visible, words, limit)]))[:limit]
    rows = Contact.objects.filter(pk__in=keys).with_row(visible)
    by_key = {row.pk: row for row in rows}
    return with_photos(by_key[key] for key in keys if key in by_key)


def _others(visible, words: str, limit: int) -> list[int]:
    country = str(Organisation.current().country)
    looked_at = matching(visible, words, country=country).values_list("pk", "sort_name")[:LOOKED_AT]
    return [pk for pk, _name in sorted(looked_at, key=lambda row: (_rank(row[1], fold(words)), row[1]))][:limit]


def _rank(name: str, start: str) -> int:
    if f" {start}" in name:
        return 0
    return 1 if start in name else 2
