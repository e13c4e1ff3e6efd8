"""The columns of the list of contacts and what stands in their cells."""

from html import escape
from urllib.parse import quote

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import NEVER, Contact, ContactTagging
from core.pages.tables import DASH, Column, MenuItem, Sort, Table, address_of, chip


def _by_visible_company(user):
    """The name of the company where the user may see it: a hidden name must not show in the order either."""
    companies = Contact.objects.visible_to(user).filter(pk=OuterRef("company"))
    return Subquery(companies.order_by().values("sort_name")[:1])


def _newest(column: str) -> Sort:
    return Sort(column, by_key=True, newest_first=True)


class ContactTable(Table):
    detail_url = "contacts:detail"
    columns = [
        Column("name", gettext_lazy("Name"), "title", Sort("sort_name", by_key=True), is_fixed=True, css="col-name"),
        Column("company", gettext_lazy("Company"), "sub", Sort(_by_visible_company)),
        Column("job", gettext_lazy("Job title"), is_default=False),
        Column("temperature", gettext_lazy("Temperature"), "meta", Sort("temperature__position")),
        Column("type", gettext_lazy("Type"), "meta", Sort("contact_type__position")),
        Column("email", gettext_lazy("E-mail")),
        Column("phone", gettext_lazy("Phone")),
        Column("tags", gettext_lazy("Tags"), is_default=False),
        Column("last_event", gettext_lazy("Last event"), sort=_newest("last_event_at")),
        Column("created", gettext_lazy("Created"), sort=_newest("created_at"), is_default=False),
    ]

    def prepare(self, rows: list) -> None:
        self.editable = set()
        if rows:
            ids = [row.pk for row in rows]
            may = Contact.objects.editable_by(self.user).filter(pk__in=ids)
            self.editable = set(ids) if self.user.is_administrator else set(may.values_list("pk", flat=True))
        self.tags: dict[int, list] = {}
        if rows and self.is_shown("tags"):
            taggings = ContactTagging.objects.filter(content_object__in=rows).select_related("tag")
            for tagging in taggings.order_by("tag__position", "tag__name"):
                self.tags.setdefault(tagging.content_object_id, []).append(tagging.tag)
        self.to = {
            name: address_of(f"contacts:{name}")
            for name in ("detail", "edit", "delete", "photo", "set_temperature", "add_detail")
        }
        self.words = {
            "hidden": escape(_("private contact")),
            "temperature": escape(_("Temperature")),
            "phone": escape(_("Add phone")),
            "email": escape(_("Add e-mail")),
            "open": escape(_("Open")),
            "edit": escape(_("Edit")),
            "delete": escape(_("Delete…")),
            "call": escape(_("Call")),
        }

    def cell_name(self, row: Contact) -> str:
        photo = f"{self.to['photo'](row.pk)}?size=thumb" if row.photo else ""
        face = self.face(row, is_square=row.is_company, photo=photo, is_public=row.is_public)
        return f'<a class="row-name" href="{self.to["detail"](row.pk)}">{face}<span>{escape(str(row))}</span></a>'

    def cell_company(self, row: Contact) -> str:
        job = f'<span class="only-phone">{escape(row.job_title)}</span> ' if row.job_title else ""
        if not row.company_id:
            return f'{job}<span class="dash not-phone">–</span>'
        if row.company is None:
            return f'{job}<span class="faint">{self.pictogram("lock", 14)} {self.words["hidden"]}</span>'
        return f'{job}<a href="{self.to["detail"](row.company_id)}">{escape(str(row.company))}</a>'

    def cell_job(self, row: Contact) -> str:
        return escape(row.job_title) or DASH

    def cell_temperature(self, row: Contact) -> str:
        level = row.temperature
        if row.pk not in self.editable:
            return chip(level.name, level.hue) if level else DASH
        page = f"{self.to['set_temperature'](row.pk)}?version={row.version}"
        label, hue = (escape(level.name), level.hue) if level else ("–", "grey")
        spoken = f"{self.words['temperature']}: {label}" if level else self.words["temperature"]
        return (
            f'<a class="chip hue-{hue} chip-edit{"" if level else " chip-empty"}" href="{page}" role="button" '
            f'aria-haspopup="menu" data-menu="temperatures" data-menu-action="{page}" '
            f'data-menu-value="{row.temperature_id or ""}" aria-label="{spoken}">'
            f"{label}{self.pictogram('chevron-down', 14, 'glyph-more')}</a>"
        )

    def cell_type(self, row: Contact) -> str:
        return chip(row.contact_type.name, row.contact_type.hue) if row.contact_type else DASH

    def cell_email(self, row: Contact) -> str:
        email = row.primary_email
        if email is None:
            return self._add(row, "email")
        address = escape(email.address)
        return f'<a href="mailto:{quote(email.address, safe="@+")}">{address}</a>'

    def cell_phone(self, row: Contact) -> str:
        phone = row.primary_phone
        if phone is None:
            return self._add(row, "phone")
        return f'<a href="tel:{_dialled(phone)}">{escape(phone.number)}</a>'

    def _add(self, row: Contact, kind: str) -> str:
        if row.pk not in self.editable:
            return DASH
        page = f"{self.to['add_detail'](row.pk)}?kind={kind}"
        return (
            f'<a class="add-quick" href="{page}" data-dialog>{self.pictogram("plus", 14)}{self.words[kind]}</a>{DASH}'
        )

    def cell_tags(self, row: Contact) -> str:
        labels = [
            f'<span class="label-chip hue-{tag.shown_hue}"><span>{escape(tag.name)}</span></span>'
            for tag in self.tags.get(row.pk, [])
        ]
        return " ".join(labels) or DASH

    def cell_last_event(self, row: Contact) -> str:
        return self.day(row.last_event_at) if row.last_event_at > NEVER else DASH

    def cell_created(self, row: Contact) -> str:
        return self.day(row.created_at)

    def acts(self, row: Contact) -> str:
        phone = row.primary_phone
        if phone is None:
            return ""
        call = f"{self.words['call']} {escape(str(row))}"
        return (
            f'<a class="icon-button only-phone" href="tel:{_dialled(phone)}" aria-label="{call}">'
            f"{self.pictogram('phone')}</a>"
        )

    def menu(self, row: Contact) -> list[MenuItem]:
        items = [MenuItem(self.words["open"], "eye", self.to["detail"](row.pk))]
        if row.pk in self.editable:
            items += [
                MenuItem(self.words["edit"], "pencil", self.to["edit"](row.pk)),
                MenuItem(self.words["delete"], "trash", self.to["delete"](row.pk), is_danger=True, is_dialog=True),
            ]
        return items


def _dialled(phone) -> str:
    """The number for a tel: link: E.164 where it is known, else the digits as typed."""
    return phone.e164 or escape("".join(sign for sign in phone.number if sign in "+0123456789*#"))
