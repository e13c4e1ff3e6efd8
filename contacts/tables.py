"""The columns of the list of contacts and what stands in their cells."""

from html import escape
from urllib.parse import quote

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import (
    NEVER,
    Contact,
    ContactEmail,
    ContactPhone,
    ContactTagging,
    ContactType,
    TemperatureLevel,
)
from core.pages.tables import DASH, Column, MenuItem, Sort, Table, address_of, chip


def _by_visible_company(user):
    """The name of the company where the user may see it: a hidden name must not show in the order either."""
    companies = Contact.objects.visible_to(user).filter(pk=OuterRef("company"))
    return Subquery(companies.order_by().values("sort_name")[:1])


def _newest(column: str) -> Sort:
    return Sort(column, by_key=True, newest_first=True)


def _first_of(model, ids: list[int], *columns: str) -> dict[int, tuple]:
    """{contact: these columns of its primary detail, or of its first}, without an object for every row."""
    found: dict[int, tuple] = {}
    for pk, *values in model.objects.filter(contact__in=ids).values_list("contact_id", *columns):
        found.setdefault(pk, tuple(values))
    return found


def _entries(model) -> dict[int, tuple[str, str]]:
    """{entry: (name, hue)} of a list that the administrator keeps: a handful, cheaper read whole than joined."""
    return {pk: (name, hue) for pk, name, hue in model.objects.values_list("pk", "name", "hue")}


class ContactTable(Table):
    """`visible` are the contacts that the user may see; the view has asked for them already."""

    visible: QuerySet
    detail_url = "contacts:detail"
    columns = [
        Column("name", gettext_lazy("Name"), "title", Sort("sort_name", by_key=True), is_fixed=True, css="col-name"),
        Column("company", gettext_lazy("Company"), "sub", Sort(made=_by_visible_company), css="col-words"),
        Column("job", gettext_lazy("Job title"), is_default=False, css="col-words"),
        Column("temperature", gettext_lazy("Temperature"), "meta", Sort("temperature__position")),
        Column("type", gettext_lazy("Type"), "meta", Sort("contact_type__position")),
        Column("email", gettext_lazy("E-mail"), css="col-words is-wide"),
        Column("phone", gettext_lazy("Phone"), css="col-phone"),
        Column("tags", gettext_lazy("Tags"), is_default=False),
        Column("last_event", gettext_lazy("Last event"), sort=_newest("last_event_at"), css="col-late"),
        Column("created", gettext_lazy("Created"), sort=_newest("created_at"), is_default=False),
    ]

    def prepare(self, rows: list) -> None:
        ids = [row.pk for row in rows]
        self.editable = set(ids) if self.user.is_administrator else Contact.objects.editable_among(self.user, ids)
        self.phones = _first_of(ContactPhone, ids, "number", "e164")
        self.emails = _first_of(ContactEmail, ids, "address")
        self.types = _entries(ContactType) if rows and self.is_shown("type") else {}
        self.levels = _entries(TemperatureLevel) if self.is_shown("temperature") else {}
        companies = self.visible.filter(pk__in={row.company_id for row in rows if row.company_id})
        self.companies = dict(companies.order_by().values_list("pk", "display_name"))
        self.tags: dict[int, list] = {}
        if rows and self.is_shown("tags"):
            taggings = ContactTagging.objects.filter(content_object__in=ids).select_related("tag")
            for tagging in taggings.order_by("tag__position", "tag__name"):
                self.tags.setdefault(tagging.content_object_id, []).append(tagging.tag)
        self.to = {
            name: address_of(f"contacts:{name}")
            for name in ("detail", "edit", "delete", "photo", "set_temperature", "set_tags", "add_detail", "who_sees")
        }
        self.unlink_url = address_of("contacts:unlink_person", keys=2)
        self.words = {
            "nameless": escape(_("Without a name")),
            "hidden": escape(_("private contact")),
            "temperature": escape(_("Temperature")),
            "phone": escape(_("Add phone")),
            "email": escape(_("Add e-mail")),
            "open": escape(_("Open")),
            "edit": escape(_("Edit")),
            "tags": escape(_("Tags…")),
            "who_sees": escape(_("Who can see this, and why?")),
            "delete": escape(_("Delete…")),
            "unlink": escape(_("Unlink from the company…")),
            "call": escape(_("Call")),
        }

    def cell_name(self, row: Contact) -> str:
        photo = f"{self.to['photo'](row.pk)}?size=thumb" if row.photo else ""
        face = self.face(row, is_square=row.is_company, photo=photo, is_public=row.is_public)
        return f'<a class="row-name" href="{self.to["detail"](row.pk)}">{face}<span>{escape(str(row))}</span></a>'

    def cell_company(self, row: Contact) -> str:
        comma = "," if row.company_id else ""
        job = f'<span class="only-phone">{escape(row.job_title)}{comma}</span> ' if row.job_title else ""
        if not row.company_id:
            return f'{job}<span class="dash not-phone">–</span>'
        name = self.companies.get(row.company_id)
        if name is None:
            return f'{job}<span class="faint">{self.pictogram("lock", 14)} {self.words["hidden"]}</span>'
        return f'{job}<a href="{self.to["detail"](row.company_id)}">{escape(name) or self.words["nameless"]}</a>'

    def cell_job(self, row: Contact) -> str:
        return escape(row.job_title) or DASH

    def cell_temperature(self, row: Contact) -> str:
        level = self.levels.get(row.temperature_id or 0)
        if row.pk not in self.editable:
            return chip(*level) if level else DASH
        page = f"{self.to['set_temperature'](row.pk)}?version={row.version}"
        label, hue = (escape(level[0]), level[1]) if level else ("–", "grey")
        spoken = f"{self.words['temperature']}: {label}" if level else self.words["temperature"]
        return (
            f'<a class="chip hue-{hue} chip-edit{"" if level else " chip-empty"}" href="{page}" role="button" '
            f'aria-haspopup="menu" data-menu="temperatures" data-menu-action="{page}" '
            f'data-menu-value="{row.temperature_id or ""}" aria-label="{spoken}">'
            f"{label}{self.pictogram('chevron-down', 14, 'glyph-more')}</a>"
        )

    def cell_type(self, row: Contact) -> str:
        entry = self.types.get(row.contact_type_id or 0)
        return chip(*entry) if entry else DASH

    def cell_email(self, row: Contact) -> str:
        if row.pk not in self.emails:
            return self._add(row, "email")
        (address,) = self.emails[row.pk]
        return f'<a href="mailto:{quote(address, safe="@+")}">{escape(address)}</a>'

    def cell_phone(self, row: Contact) -> str:
        if row.pk not in self.phones:
            return self._add(row, "phone")
        number, known = self.phones[row.pk]
        return f'<a href="tel:{_dialled(number, known)}">{escape(number)}</a>'

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
        if row.pk not in self.phones:
            return ""
        call = f"{self.words['call']} {escape(str(row))}"
        return (
            f'<a class="icon-button only-phone" href="tel:{_dialled(*self.phones[row.pk])}" aria-label="{call}">'
            f"{self.pictogram('phone')}</a>"
        )

    def menu(self, row: Contact) -> list[MenuItem]:
        items = [MenuItem(self.words["open"], "eye", self.to["detail"](row.pk))]
        if row.pk in self.editable:
            items += [
                MenuItem(self.words["edit"], "pencil", self.to["edit"](row.pk)),
                MenuItem(
                    self.words["tags"], "tag", f"{self.to['set_tags'](row.pk)}?version={row.version}", is_dialog=True
                ),
                *self._unlink(row),
                MenuItem(self.words["who_sees"], "shield", self.to["who_sees"](row.pk), is_dialog=True),
                MenuItem(self.words["delete"], "trash", self.to["delete"](row.pk), is_danger=True, is_dialog=True),
            ]
        return items

    def _unlink(self, row: Contact) -> list[MenuItem]:
        if row.company_id not in self.companies:
            return []
        return [MenuItem(self.words["unlink"], "unlink", self.unlink_url(row.company_id, row.pk), is_dialog=True)]


def _dialled(number: str, e164: str) -> str:
    """The number for a tel: link: E.164 where it is known, else the digits as typed."""
    return e164 or escape("".join(sign for sign in number if sign in "+0123456789*#"))
