"""What a list is compared with: the same page with its rows and counts in memory, and a bare table of constants."""

import copy

from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory

from contacts import tables
from contacts.models import Contact
from contacts.tables import ContactTable
from contacts.views import lists

ROWS = [[f"Row {row}, cell {cell}" for cell in range(6)] for row in range(50)]
BARE = Template(
    "<!doctype html><html lang=en><head><title>Bare</title></head><body><table>"
    "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}"
    "</table></body></html>"
)


def bare_table(request):
    return HttpResponse(BARE.render(Context({"rows": ROWS})))


class ConstantTable(ContactTable):
    in_memory: dict = {}  # what `prepare` fetched for the real table

    def prepare(self, rows):
        asked, tables._entries = tables._entries, lambda model: {}
        try:
            super().prepare([])
        finally:
            tables._entries = asked
        vars(self).update(self.in_memory)


class ConstantList(lists.ContactList):
    """The list of contacts, which asks the database for no contact, no grant, no level and no count."""

    table_class = ConstantTable
    page_in_memory = None

    def get_records(self):
        self.table.visible = Contact.objects.none()
        return self.table.visible

    def page(self):
        return copy.copy(self.page_in_memory)


def keep_first_page(user) -> None:
    """Take over what the real list shows this user now."""
    request = RequestFactory().get("/contacts/")
    request.user = user
    real = lists.ContactList()
    real.setup(request)
    real.read_state()
    ConstantList.page_in_memory = real.page()
    real.table.prepare(ConstantList.page_in_memory.rows)
    fetched = ("editable", "phones", "emails", "types", "levels", "companies", "tags")
    ConstantTable.in_memory = {name: getattr(real.table, name) for name in fetched}
