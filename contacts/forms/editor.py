"""The whole form of one contact: its fields, its rows of details, the access box and the managers, judged together."""

from dataclasses import fields as fields_of
from typing import Any

from contacts.models import Contact
from contacts.services import ContactValues
from contacts.services.access import may_change_access, would_see

from .access import AccessForm, Grantees, ManagerFormSet, initial_access, initial_managers
from .contacts import FORMS, initial_contact
from .details import KINDS, initial_rows

ROW_PREFIXES = [*KINDS, "managers"]


class ContactEditor:
    """`contact` is the one being edited, None for a new one; `company` a visible one to link a new person to."""

    def __init__(self, kind: str, *, user, contact: Contact | None = None, company=None, data=None, files=None):
        self.kind, self.user, self.contact = kind, user, contact
        self.has_access = contact is None or may_change_access(contact, user)
        bound = {"data": data, "files": files} if data is not None else {}
        given = {} if bound else {"initial": initial_contact(contact, user=user, company=company)}
        self.form = FORMS[kind](user=user, contact=contact, **bound, **given)
        self.rows = {prefix: self._rows(prefix, data) for prefix in KINDS}
        self.access: Any = None
        self.managers: Any = None
        if self.has_access:
            self._open_access(data)

    def _rows(self, prefix: str, data):
        initial = initial_rows(self.contact, prefix)
        stored = {str(row["pk"]): row for row in initial if "pk" in row}
        given = {"data": data} if data is not None else {"initial": initial}
        return KINDS[prefix][0](prefix=prefix, form_kwargs={"stored": stored}, **given)

    def _open_access(self, data) -> None:
        self.grantees = Grantees(self.contact)
        given = {"data": data} if data is not None else {"initial": initial_access(self.contact)}
        self.access = AccessForm(prefix="access", **given)
        managers = {"initial": initial_managers(self.grantees, self.contact, self.user)} if data is None else given
        self.managers = ManagerFormSet(prefix="managers", form_kwargs={"grantees": self.grantees}, **managers)

    @property
    def parts(self) -> list:
        return [part for part in (self.form, *self.rows.values(), self.access, self.managers) if part is not None]

    def is_valid(self) -> bool:
        judged = [part.is_valid() for part in self.parts]  # every part, so that all errors show at once
        return all(judged)

    def quiet(self) -> None:
        """Show what was typed, unjudged; a photo that came along is kept."""
        self.form.full_clean()
        for part in self.parts:
            part.quiet()

    def faulty(self) -> list:
        """The bound fields to correct, in the order of the page."""
        forms = [self.form]
        for rows in (*self.rows.values(), *([self.managers] if self.managers is not None else [])):
            forms += rows.forms
        forms += [self.access] if self.access is not None else []
        return [form[name] for form in forms for name in form.errors if name in form.fields]

    def level(self) -> str:
        return self.access.level_chosen() if self.has_access else self.contact.access_level

    def grants(self) -> list | None:
        return self.managers.values() if self.has_access else None

    def values(self, photo: str | None) -> ContactValues:
        """What was typed, upon what is stored: fields that the form does not show stay as they are."""
        stored = {}
        if self.contact is not None:
            names = {field.name for field in fields_of(ContactValues)} & {f.name for f in Contact._meta.fields}
            stored = {name: getattr(self.contact, name) for name in names - {"photo"}}
        rows = {prefix: rows.values() for prefix, rows in self.rows.items()}
        return ContactValues(
            **(stored | self.form.plain_values() | rows | {"photo": photo, "access_level": self.level()}),
            new_company=getattr(self.form, "new_company", ""),
            grants=self.grants(),
        )

    def is_leaving(self) -> bool:
        """Whether this save takes the contact out of the sight of the one who saves it (ACC-13)."""
        return self.has_access and not would_see(self.user, self.level(), self.managers.values())

    @property
    def is_told(self) -> bool:
        return bool(self.access is not None and self.access.cleaned_data.get("is_told"))


def with_row(data, prefix: str):
    """A copy of what was sent with one more empty row of this kind."""
    data = data.copy()
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    if prefix in ROW_PREFIXES and total.isascii() and total.isdigit():
        data[f"{prefix}-TOTAL_FORMS"] = str(min(int(total[:4]), 200) + 1)
    return data
