"""Acts on a selection of contacts, and deleting one."""

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from contacts.bulk import BULK
from contacts.models import Contact
from core.access.doors import editable_or_403
from core.pages.bulk import BulkPage


class ContactBulk(BulkPage):
    section = BULK
    list_url = "contacts:list"


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
