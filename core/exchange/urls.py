"""The addresses of imports: one line per kind to start, then the steps of one import."""

from django.urls import path

from . import views

app_name = "imports"
urlpatterns = [
    path("contacts/", views.start, {"kind": "contacts"}, name="start"),
    path("<int:pk>/file/", views.file, name="file"),
    path("<int:pk>/mapping/", views.mapping, name="mapping"),
    path("<int:pk>/rules/", views.rules, name="rules"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/run/", views.run, name="run"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/report/", views.report, name="report"),
    path("<int:pk>/refused.csv", views.refused_rows, name="refused"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
]
