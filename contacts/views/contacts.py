"""Adding and editing a contact, and what happens when somebody else saved it first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contacts import services
from contacts.changes import changes_beside
from contacts.forms.editor import ContactEditor, with_row
from contacts.models import Contact
from core.access.doors import editable_or_403
from core.documents.photos import delete_photo
from core.pages.state import clean_number
from core.records import submitted
from core.records.models import BusinessError

from .duplicates import note_duplicates
from .editor_context import editor_context

READ_ONLY = gettext_lazy("You may read this contact, not edit it. Ask one of its managers.")


@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    return _add(request, "person")


@require_http_methods(["GET", "POST"])
def add_company(request: HttpRequest) -> HttpResponse:
    return _add(request, "company")


def _add(request: HttpRequest, kind: str) -> HttpResponse:
    if request.method == "GET":
        editor = ContactEditor(kind, user=request.user, company=_asked_company(request))
        return _show(request, editor)
    if prefix := request.POST.get("add_row"):
        return _show_with_row(request, prefix, kind)
    editor = ContactEditor(kind, user=request.user, data=request.POST, files=request.FILES)
    if not editor.is_valid():
        return _show(request, editor)
    if _asks_first(request, editor):
        return _show(request, editor, is_leaving=True)
    pk, is_new = _create_once(request, editor)
    return _created(request, editor, Contact.objects.get(pk=pk), is_new)


def _asked_company(request: HttpRequest) -> Contact | None:
    """The company from whose page a person is added, if the user may see it."""
    pk = clean_number(request.GET.get("company"))
    return Contact.objects.visible_to(request.user).companies().filter(pk=pk).first() if pk else None


def _asks_first(request: HttpRequest, editor: ContactEditor) -> bool:
    return not request.POST.get("confirm_leave") and editor.is_leaving()


def _create_once(request: HttpRequest, editor: ContactEditor) -> tuple[int, bool]:
    """Files first, then one transaction; a form that was sent twice leaves neither a second contact nor its photo."""
    form_id = editor.form.cleaned_data["form_id"]
    earlier = submitted.find(Contact, request.user, form_id)
    if earlier is not None:
        return earlier, False
    photo = editor.form.store()
    values = editor.values(photo)
    pk, is_new = submitted.once(
        Contact, request.user, form_id, lambda: services.create_contact(values, by=request.user, is_told=editor.is_told)
    )
    if not is_new and photo:
        delete_photo(photo)
    return pk, is_new


def _created(request: HttpRequest, editor: ContactEditor, contact: Contact, is_new: bool) -> HttpResponse:
    if is_new:
        messages.success(request, _("%(name)s created.") % {"name": contact})
        note_duplicates(request, contact)
    if request.POST.get("another"):
        return HttpResponseRedirect(request.get_full_path())
    return HttpResponseRedirect(_address(request, contact))


def _address(request: HttpRequest, contact: Contact) -> str:
    """Its page, or the list for somebody who has just left it."""
    is_seen = Contact.objects.visible_to(request.user).filter(pk=contact.pk).exists()
    return contact.get_absolute_url() if is_seen else reverse("contacts:list")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    contact = editable_or_403(Contact.objects, request.user, pk, READ_ONLY)
    if request.method == "GET":
        return _show(request, ContactEditor(contact.kind, user=request.user, contact=contact))
    if prefix := request.POST.get("add_row"):
        return _show_with_row(request, prefix, contact.kind, contact)
    editor = ContactEditor(contact.kind, user=request.user, contact=contact, data=request.POST, files=request.FILES)
    if not editor.is_valid():
        return _show(request, editor)
    if _asks_first(request, editor):
        return _show(request, editor, is_leaving=True)
    return _save(request, editor, contact)


def _save(request: HttpRequest, editor: ContactEditor, contact: Contact) -> HttpResponse:
    data = editor.form.cleaned_data
    photo = editor.form.store()
    try:
        saved = services.update_contact(
            contact, editor.values(photo), by=request.user, version=data["version"],
            form_id=data["form_id"], is_told=editor.is_told,
        )  # fmt: skip
    except services.EditConflict:
        delete_photo(photo or "")
        return _conflict(request, editor, data["version"])
    except BusinessError as refusal:
        delete_photo(photo or "")
        editor.form.add_error(None, refusal.sentence)
        return _show(request, editor)
    messages.success(request, _("%(name)s saved.") % {"name": saved})
    return HttpResponseRedirect(_address(request, saved))


def _conflict(request: HttpRequest, editor: ContactEditor, version: int) -> HttpResponse:
    """What the other one changed stands beside what was typed; saving again from here goes through (ACC-31)."""
    stored = Contact.objects.get(pk=editor.contact.pk)
    changes = changes_beside(stored, version, editor, request.user)
    editor.form.data = editor.form.data.copy()
    editor.form.data["version"] = str(stored.version)
    return _show(request, editor, status=409, changes=changes)


def _show_with_row(request: HttpRequest, prefix: str, kind: str, contact: Contact | None = None) -> HttpResponse:
    """ "Add a phone" without JavaScript: the same form, unjudged, with one more row."""
    data = with_row(request.POST, prefix)
    editor = ContactEditor(kind, user=request.user, contact=contact, data=data, files=request.FILES)
    editor.quiet()
    return _show(request, editor, is_draft=True)


def _show(request: HttpRequest, editor: ContactEditor, status: int = 200, **context) -> HttpResponse:
    is_judged = editor.form.is_bound and not context.get("is_draft")
    return render(
        request, "contacts/form.html", editor_context(request, editor, is_judged=is_judged) | context, status=status
    )
