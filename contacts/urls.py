"""The addresses of contacts."""

from django.urls import path

from contacts.views import bulk, in_place, lists, pickers

app_name = "contacts"
urlpatterns = [
    path("", lists.ContactList.as_view(), name="list"),
    path("persons/", lists.PersonList.as_view(), name="persons"),
    path("companies/", lists.CompanyList.as_view(), name="companies"),
    path("bulk/", bulk.ContactBulk.as_view(), name="bulk"),
    path("pick/", pickers.pick, name="pick"),
    path("<int:pk>/delete/", bulk.DeleteContact.as_view(), name="delete"),
    path("<int:pk>/temperature/", in_place.set_temperature, name="set_temperature"),
    path("<int:pk>/type/", in_place.set_type, name="set_type"),
    path("<int:pk>/tags/", in_place.set_tags, name="set_tags"),
    path("<int:pk>/add-detail/", in_place.add_detail, name="add_detail"),
]
