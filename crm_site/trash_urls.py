"""Addresses of the trash."""

from django.urls import path

from . import trash_pages

app_name = "trash"
urlpatterns = [
    path("", trash_pages.trash_list, name="list"),
    path("restore/", trash_pages.restore, name="restore"),
    path("purge/", trash_pages.purge, name="purge"),
    path("acts/<int:pk>/undo/", trash_pages.undo_act, name="undo"),
]
