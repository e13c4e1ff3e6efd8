"""The page of a contact: its head, tabs, details and timeline (CON-09)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
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
from contacts.timeline import links_of, read_mark, timeline
from core.access.doors import is_editable_by, visible_or_404
from core.accounts.models import User
from core.history.models import HistoryCategory

NEWEST = 500


@dataclass
class Tab:
    label: str
    url: str
    is_open: bool = False
    count: int | None = None


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible_or_404(_with_everything(), request.user, pk)
    context = head_context(request, contact, "overview") | timeline_context(request, contact)
    if request.user.is_authenticated:
        context |= composer_context(contact, request.user)
    return render(request, "contacts/detail.html", context)


@require_safe
def timeline_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The next page of the timeline, as the fragment that takes the place of the button."""
    contact = visible_or_404(Contact.objects, request.user, pk)
    context = timeline_context(request, contact)
    response = render(request, "contacts/_timeline.html", context)
    if not context["is_older"]:  # the filters changed: the address of the page says so
        response["HX-Push-Url"] = reverse("contacts:detail", args=[contact.pk], query=context["query"] or None)
    return response


def _with_everything():
    related = ("contact_type", "temperature", "created_by", "changed_by")
    return Contact.objects.select_related(*related).prefetch_related(
        "phones", "emails", "links", "addresses", "taggings__tag"
    )


def head_context(request: HttpRequest, contact: Contact, tab: str) -> dict:
    """What every tab of a contact shows above and beside its content."""
    user, visible = request.user, Contact.objects.visible_to(request.user)
    company = visible.filter(pk=contact.company_id).first() if contact.company_id else None
    can_edit = is_editable_by(contact, user)
    listed = "contacts:companies" if contact.is_company else "contacts:persons"
    return {
        "contact": contact,
        "company": company,
        "company_words": "" if company else _company_words(contact),
        "photo_url": photo_url(contact),
        "can_edit": can_edit,
        "in_place": {name: _in_place(contact, name) for name in ("temperature", "type", "tags")},
        "tabs": _tabs(contact, visible, tab),
        "menu_items": _menu(contact, can_edit, company),
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


def _tabs(contact: Contact, visible, tab: str) -> list[Tab]:
    tabs = [Tab(_("Overview"), contact.get_absolute_url(), tab == "overview")]
    if contact.is_company:
        count = visible.filter(company=contact).count()
        tabs.append(Tab(_("Persons"), reverse("contacts:persons_tab", args=[contact.pk]), tab == "persons", count))
    return tabs


def _menu(contact: Contact, can_edit: bool, company: Contact | None) -> list[dict]:
    """The "…" menu; what may not be done is left out."""
    if not can_edit:
        return []

    def url(name: str) -> str:
        return reverse(f"contacts:{name}", args=[contact.pk])

    items = [{"label": _("Who can see this, and why?"), "url": url("who_sees"), "icon": "shield", "dialog": True}]
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


def timeline_context(request: HttpRequest, contact: Contact) -> dict:
    """The filter and one page of the timeline. The whole state is in the address."""
    pairs = request.GET.copy()
    after = pairs.pop("before", [""])[-1]
    visible = Contact.objects.visible_to(request.user)
    authors = User.objects.filter(pk__in=_authors(contact, visible)).order_by("first_name", "last_name", "username")
    narrowing = TimelineFilter(pairs or {}, user=request.user, authors=authors)
    page = timeline(contact, request.user, visible, narrow=narrowing.narrow, after=after)
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


def _authors(contact: Contact, visible) -> set[int]:
    """Who wrote the newest lines; more would cost a walk through all of them."""
    newest = links_of(contact, visible).exclude(event__author=None).order_by("-happened_at", "-id")
    return set(newest.values_list("event__author", flat=True)[:NEWEST])


def composer_context(contact: Contact, user, form: EventForm | None = None) -> dict:
    """The box to add an event, its categories, and the people who may be told."""
    people = seers_among_users(contact).exclude(pk=user.pk).order_by("first_name", "last_name", "username")
    form = form or EventForm(seers=people)
    chosen = str(form["category"].value() or "")
    kinds = [
        {"value": kind.pk, "label": kind.name, "icon": kind.icon, "checked": str(kind.pk) == chosen}
        for kind in HistoryCategory.objects.all()
    ]
    if kinds and not chosen:
        kinds[0]["checked"] = True
    return {"event_form": form, "kinds": kinds, "has_people": people.exists()}
