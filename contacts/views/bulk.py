"""Acts on a selection of contacts, and deleting one."""

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from contacts.bulk import BULK
from contacts.models import Contact
from contacts.views.export import ExportContacts
from core.access.doors import editable_or_403
from core.pages.bulk import BulkPage


class ContactBulk(BulkPage):
    section = BULK
    list_url = "contacts:list"

    def answer(self, data: QueryDict) -> HttpResponse:
        """A selection is exported by the page of exports: it reads, so that nothing is to be undone."""
        has_rows = data.get("everything") or data.getlist("ids")
        if data.get("operation") == "export" and has_rows:
            page = ExportContacts()
            page.setup(self.request)
            return page.show(data)
        return super().answer(data)


class DeleteContact(BulkPage):
    """A bulk of one, named in the question."""

    section = BULK
    list_url = "contacts:list"

    def answer(self, data: QueryDict) -> HttpResponse:
        self.contact = editable_or_403(Contact.objects, self.request.user, self.kwargs["pk"])
        one = data.copy()
        one["operation"] = "delete"
        one["ids"] = str(self.contact.pk)
        one.pop("everything", None)
        return super().answer(one)

    def question(self, operation, count: int, params: dict | None) -> str:
        return _("Delete %(name)s?") % {"name": self.contact}
