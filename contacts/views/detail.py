"""The page of a contact: its head, tabs, details and timeline (CON-09)."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contacts.detail_lines import detail_lines
from contacts.forms.events import EventForm, TimelineFilter
from contacts.models import Contact, ContactType, TemperatureLevel
from contacts.photos import photo_url
from contacts.services.access import grants_of
from contacts.services.seeing import seers_among_users
from contacts.timeline import links_of, persons_of, read_mark, timeline
from core.access.doors import is_editable_by, visible_or_404
from core.accounts.models import User
from core.history.models import HistoryCategory

NEWEST = 500


@dataclass
class Seen:
    """What the user sees of contacts, asked once for the whole page; `persons`: see `persons_of`."""

    visible: QuerySet
    persons: dict[int, Contact] | None

    def people(self, pks: set[int]) -> dict[int, Contact]:
        return self.visible.in_bulk(pks) if self.persons is None else self.persons


@dataclass
class Tab:
    label: str
    url: str
    is_open: bool = False
    count: int | None = None


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    contact, seen = opened(request.user, pk)
    categories = list(HistoryCategory.objects.all())
    context = head_context(request, contact, "overview", seen)
    context |= timeline_context(request, contact, seen, categories, context["can_edit"])
    context |= composer_context(contact, request.user, categories=categories)
    return render(request, "contacts/detail.html", context)


@require_safe
def timeline_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The next page of the timeline, as the fragment that takes the place of the button."""
    contact = visible_or_404(Contact.objects, request.user, pk)
    context = timeline_context(request, contact, seen_by(request.user, contact))
    response = render(request, "contacts/_timeline.html", context)
    if not context["is_older"]:  # the filters changed: the address of the page says so
        response["HX-Push-Url"] = reverse("contacts:detail", args=[contact.pk], query=context["query"] or None)
    return response


def opened(user, pk: int) -> tuple[Contact, Seen]:
    """The contact with all that its head and aside show; 404 for what the user may not see."""
    visible = Contact.objects.visible_to(user)
    contact = _with_everything(visible).filter(pk=pk).first()
    if contact is None:
        raise Http404
    return contact, Seen(visible, persons_of(contact, visible))


def _with_everything(contacts):
    related = ("contact_type", "temperature", "created_by", "changed_by")
    return contacts.select_related(*related).prefetch_related("phones", "emails", "links", "addresses", "taggings__tag")


def seen_by(user, contact: Contact) -> Seen:
    visible = Contact.objects.visible_to(user)
    return Seen(visible, persons_of(contact, visible))


def head_context(request: HttpRequest, contact: Contact, tab: str, seen: Seen) -> dict:
    """What every tab of a contact shows above and beside its content."""
    user = request.user
    company = seen.visible.filter(pk=contact.company_id).first() if contact.company_id else None
    can_edit = is_editable_by(contact, user)
    listed = "contacts:companies" if contact.is_company else "contacts:persons"
    return {
        "contact": contact,
        "company": company,
        "company_words": "" if company else _company_words(contact),
        "photo_url": photo_url(contact),
        "can_edit": can_edit,
        "in_place": {name: _in_place(contact, name) for name in ("temperature", "type", "tags")},
        "tabs": _tabs(contact, seen, tab),
        "menu_items": _menu(contact, can_edit, company, user),
        "managers": grants_of(contact),
        "lines": detail_lines(contact),
        "levels": _choices(TemperatureLevel),
        "types": _choices(ContactType),
        "crumbs": [
            {"label": _("Contacts"), "url": reverse("contacts:list")},
            {"label": _("Companies") if contact.is_company else _("Persons"), "url": reverse(listed)},
        ],
        "nav_open": listed,
    }


def _company_words(contact: Contact) -> str:
    """What is said of a company that isn't shown by name: hidden from this user, or deleted (ACC-33)."""
    if not contact.company_id:
        return ""
    is_deleted = Contact.objects.filter(pk=contact.company_id, trash_act__isnull=False).exists()
    return _("at a deleted company") if is_deleted else _("at a private contact")


def _in_place(contact: Contact, name: str) -> str:
    return reverse(f"contacts:set_{name}", args=[contact.pk], query={"version": contact.version})


def _choices(model) -> list[dict]:
    entries = [{"value": entry.pk, "label": entry.name, "hue": entry.hue} for entry in model.objects.all()]
    return [*entries, {"value": "", "label": _("Not specified"), "hue": ""}]


def _tabs(contact: Contact, seen: Seen, tab: str) -> list[Tab]:
    tabs = [Tab(_("Overview"), contact.get_absolute_url(), tab == "overview")]
    if contact.is_company:
        count = seen.visible.filter(company=contact).count() if seen.persons is None else len(seen.persons)
        tabs.append(Tab(_("Persons"), reverse("contacts:persons_tab", args=[contact.pk]), tab == "persons", count))
    return tabs


def _menu(contact: Contact, can_edit: bool, company: Contact | None, user) -> list[dict]:
    """The "…" menu; what may not be done is left out."""

    def url(name: str) -> str:
        return reverse(f"contacts:{name}", args=[contact.pk])

    card: dict = {"label": _("Download as vCard"), "url": url("vcard"), "icon": "download"}
    if not can_edit:
        return [card, *_creators_menu(contact, user)]

    items = [card, {"label": _("Who can see this, and why?"), "url": url("who_sees"), "icon": "shield", "dialog": True}]
    if company is not None:
        unlink = reverse("contacts:unlink_person", args=[company.pk, contact.pk])
        words = _("Unlink from %(company)s…") % {"company": company}
        items.append({"label": words, "url": unlink, "icon": "unlink", "dialog": True})
    if contact.is_company:
        add = reverse("contacts:add_person", query={"company": contact.pk})
        items.append({"label": _("New person here"), "url": add, "icon": "user-plus"})
        items.append({"label": _("Link a person…"), "url": url("link_person"), "icon": "link-plus", "dialog": True})
    items.append({"label": _("Delete…"), "url": url("delete"), "icon": "trash", "danger": True, "dialog": True})
    return items


def _creators_menu(contact: Contact, user) -> list[dict]:
    """Who made a public contact may change who sees it, also without editing it (ACC-13)."""
    if not contact.is_public or contact.created_by_id != user.pk:
        return []
    share = reverse(
        "contacts:bulk", query={"operation": "share", "ids": contact.pk, "back": contact.get_absolute_url()}
    )
    return [{"label": _("Permissions"), "url": share, "icon": "shield"}]


def timeline_context(
    request: HttpRequest, contact: Contact, seen: Seen, categories=None, can_edit: bool | None = None
) -> dict:
    """The filter and one page of the timeline; what was asked before is given. The whole state is in the address."""
    user, pairs = request.user, request.GET.copy()
    after = pairs.pop("before", [""])[-1]
    can_edit = is_editable_by(contact, user) if can_edit is None else can_edit
    links = links_of(contact, seen.visible, seen.persons)
    authors = User.objects.filter(pk__in=_authors(links)).order_by("first_name", "last_name", "username")
    narrowing = TimelineFilter(pairs or {}, user=user, authors=authors, categories=categories)
    page = timeline(contact, user, narrowing.narrow(links), seen.people, can_edit=can_edit, after=after)
    query = {name: value for name, value in pairs.items() if name in narrowing.fields and value}
    older = query | {"before": page.next}
    return {
        "contact": contact,
        "timeline": page,
        "narrowing": narrowing,
        "query": query,
        "is_older": read_mark(after) is not None,
        "older_url": reverse("contacts:detail", args=[contact.pk], query=older) if page.next else "",
        "older_fragment": reverse("contacts:timeline", args=[contact.pk], query=older) if page.next else "",
    }


def _authors(links):
    """Who wrote the newest of these lines; more would cost a walk through all of them."""
    newest = links.exclude(event__author=None).order_by("-happened_at", "-id")
    return newest.values("event__author")[:NEWEST]


def composer_context(contact: Contact, user, form: EventForm | None = None, categories=None) -> dict:
    """The box to add an event, its categories, and the people who may be told."""
    people = seers_among_users(contact).exclude(pk=user.pk).order_by("first_name", "last_name", "username")
    form = form or EventForm(seers=people)
    told = [(person.pk, str(person)) for person in people]
    form.fields["people"].choices = told  # asked once, for the list and for whether there is one
    chosen = str(form["category"].value() or "")
    kinds = [
        {"value": kind.pk, "label": kind.name, "icon": kind.icon, "checked": str(kind.pk) == chosen}
        for kind in (HistoryCategory.objects.all() if categories is None else categories)
    ]
    if kinds and not chosen:
        kinds[0]["checked"] = True
    return {"event_form": form, "kinds": kinds, "has_people": bool(told)}
