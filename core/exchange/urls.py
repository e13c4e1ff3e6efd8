"""The addresses of imports: one line per kind to start, then the steps of one import."""

from django.urls import path

from .views import mapping, report, running, steps, undoing

app_name = "imports"
urlpatterns = [
    path("contacts/", steps.start, {"kind": "contacts"}, name="start"),
    path("<int:pk>/file/", steps.file, name="file"),
    path("<int:pk>/mapping/", mapping.mapping, name="mapping"),
    path("<int:pk>/mapping/use/", mapping.use_mapping, name="use_mapping"),
    path("<int:pk>/mapping/save/", mapping.save_mapping, name="save_mapping"),
    path("<int:pk>/mapping/delete/", mapping.delete_mapping, name="delete_mapping"),
    path("<int:pk>/rules/", steps.rules, name="rules"),
    path("<int:pk>/check/", report.check, name="check"),
    path("<int:pk>/run/", running.run, name="run"),
    path("<int:pk>/progress/", running.progress, name="progress"),
    path("<int:pk>/pause/", running.pause, name="pause"),
    path("<int:pk>/resume/", running.resume, name="resume"),
    path("<int:pk>/cancel/", running.cancel, name="cancel"),
    path("<int:pk>/report/", report.report, name="report"),
    path("<int:pk>/refused.csv", report.refused_rows, name="refused"),
    path("<int:pk>/undo/", undoing.undo, name="undo"),
]
