"""The three lists of contacts: all, persons, companies."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.bulk import operations
from contacts.filters import ContactFilters
from contacts.models import Contact
from contacts.tables import ContactTable
from core.pages.lists import ListPage


class ContactList(ListPage):
    table_class = ContactTable
    filters_class = ContactFilters
    key = "contacts"
    title = gettext_lazy("Contacts")
    bulk_url = "contacts:bulk"
    export_url = "contacts:export"

    def get_records(self):
        self.table.visible = Contact.objects.visible_to(self.request.user)
        return self.table.visible.for_table()

    def get_fixed(self) -> tuple[str, ...]:
        return ("company",)

    def get_head(self) -> dict:
        return {
            "create": {"label": _("New person"), "url": reverse("contacts:add_person")},
            "create_others": [
                {"label": _("New person"), "url": reverse("contacts:add_person"), "icon": "user"},
                {"label": _("New company"), "url": reverse("contacts:add_company"), "icon": "building"},
            ],
            "import_url": address_or_nothing("imports:start"),
            "levels": level_choices(self.table.levels),
            "operations": operations(),
            "empty": {
                "title": _("Nobody here yet"),
                "text": _(
                    "Contacts are the people and companies you sell to, buy from and work with. "
                    "Keep their details, calls and e-mails in one place."
                ),
                "create": _("Create the first person"),
            },
            "none": _("No contact matches"),
        }


class PersonList(ContactList):
    key = "persons"
    title = gettext_lazy("Persons")
    without_filters = ("kind",)
    within = (("kind", "person"),)

    def get_records(self):
        return super().get_records().persons()

    def get_head(self) -> dict:
        empty = {
            "title": _("Nobody here yet"),
            "text": _(
                "Persons are the people you sell to, buy from and work with. "
                "Link them to a company, and keep calls and e-mails in one place."
            ),
            "create": _("Create the first person"),
        }
        return super().get_head() | {"empty": empty, "none": _("No person matches")}


class CompanyList(ContactList):
    key = "companies"
    title = gettext_lazy("Companies")
    without_columns = ("company", "job")
    without_filters = ("kind", "company")
    within = (("kind", "company"),)

    def get_records(self):
        return super().get_records().companies()

    def get_head(self) -> dict:
        empty = {
            "title": _("No company here yet"),
            "text": _(
                "Companies are the firms and organisations you work with. "
                "Their page gathers their persons and everything that happened with them."
            ),
            "create": _("Create the first company"),
        }
        create = {"label": _("New company"), "url": reverse("contacts:add_company")}
        return super().get_head() | {"empty": empty, "none": _("No company matches"), "create": create}


def level_choices(levels: dict[int, tuple[str, str]]) -> list[dict]:
    """The temperature levels that the rows show as choices of their menu, and "not specified"."""
    found = [{"value": pk, "label": name, "hue": hue} for pk, (name, hue) in levels.items()]
    return [*found, {"value": "", "label": _("Not specified"), "hue": ""}]


def address_or_nothing(name: str) -> str:
    """The address of a page of a section above, or nothing where it is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
