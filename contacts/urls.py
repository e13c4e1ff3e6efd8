"""The addresses of contacts."""

from django.urls import path

from contacts.views import (
    access,
    bulk,
    contacts,
    detail,
    duplicates,
    events,
    export,
    in_place,
    lists,
    persons,
    photos,
    pickers,
    vcards,
)

app_name = "contacts"
urlpatterns = [
    path("", lists.ContactList.as_view(), name="list"),
    path("persons/", lists.PersonList.as_view(), name="persons"),
    path("companies/", lists.CompanyList.as_view(), name="companies"),
    path("bulk/", bulk.ContactBulk.as_view(), name="bulk"),
    path("export/", export.ExportContacts.as_view(), name="export"),
    path("pick/", pickers.pick, name="pick"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("persons/add/", contacts.add_person, name="add_person"),
    path("companies/add/", contacts.add_company, name="add_company"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/edit/", contacts.edit, name="edit"),
    path("<int:pk>/card.vcf", vcards.vcard, name="vcard"),
    path("<int:pk>/photo/", photos.photo, name="photo"),
    path("<int:pk>/access/", access.who_sees, name="who_sees"),
    path("<int:pk>/timeline/", detail.timeline_page, name="timeline"),
    path("<int:pk>/events/add/", events.add_event, name="add_event"),
    path("<int:pk>/events/<int:event>/edit/", events.edit_event, name="edit_event"),
    path("<int:pk>/events/<int:event>/delete/", events.delete_event, name="delete_event"),
    path("<int:pk>/persons/", persons.persons_tab, name="persons_tab"),
    path("<int:pk>/persons/link/", persons.link_person, name="link_person"),
    path("<int:pk>/persons/<int:person>/unlink/", persons.unlink_person, name="unlink_person"),
    path("<int:pk>/delete/", bulk.DeleteContact.as_view(), name="delete"),
    path("<int:pk>/temperature/", in_place.set_temperature, name="set_temperature"),
    path("<int:pk>/type/", in_place.set_type, name="set_type"),
    path("<int:pk>/tags/", in_place.set_tags, name="set_tags"),
    path("<int:pk>/add-detail/", in_place.add_detail, name="add_detail"),
]
