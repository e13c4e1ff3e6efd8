"""What the template of the form needs to know about an editor."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from contacts.forms.details import KINDS
from contacts.forms.editor import ContactEditor
from contacts.photos import photo_url
from core.organisation.models import Organisation


def editor_context(request: HttpRequest, editor: ContactEditor, *, is_judged: bool) -> dict:
    contact, faulty = editor.contact, editor.faulty() if is_judged else []
    is_company = editor.kind == "company"
    return {
        "editor": editor,
        "form": editor.form,
        "contact": contact,
        "is_company": is_company,
        "title": _title(contact, is_company),
        "details": [
            {"prefix": prefix, "rows": editor.rows[prefix], "name": name, "icon": icon, "add": add}
            for prefix, (_class, name, icon, add) in KINDS.items()
        ],
        "photo_url": photo_url(contact, is_thumb=False) if contact else "",
        "kept_photo": editor.form.kept(),
        "error_count": len(faulty),
        "first_error": faulty[0].auto_id if faulty else "",
        "is_more_open": any(field.name in MORE for field in faulty) or _has_more(editor),
        "cancel_url": _cancel_url(request, contact, is_company),
        "add_urls": {"person": reverse("contacts:add_person"), "company": reverse("contacts:add_company")},
        "pick_company": reverse("contacts:pick", query={"kind": "company"}),
        "pick_tag": reverse("contacts:pick", query={"kind": "tag"}),
        "salutations": [_("Ms"), _("Mr"), _("Dr")],
        "home_country": str(Organisation.current().country),
        "nav_open": "contacts:companies" if is_company else "contacts:persons",
    }


MORE = {"middle_name", "suffix", "department", "birth_day", "birth_month", "birth_year"}


def _has_more(editor: ContactEditor) -> bool:
    """Whether one of the folded fields holds something."""
    return any(editor.form[name].value() for name in MORE if name in editor.form.fields)


def _title(contact, is_company: bool) -> str:
    if contact is not None:
        return _("Edit %(name)s") % {"name": contact}
    return _("New company") if is_company else _("New person")


def _cancel_url(request: HttpRequest, contact, is_company: bool) -> str:
    if contact is not None:
        return contact.get_absolute_url()
    company = request.GET.get("company", "")
    if company.isascii() and company.isdigit():
        return reverse("contacts:detail", args=[company[:15]])
    return reverse("contacts:companies" if is_company else "contacts:persons")
