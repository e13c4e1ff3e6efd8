"""Addresses of background work."""

from django.urls import path

from . import jobs_pages

app_name = "jobs"
urlpatterns = [
    path("", jobs_pages.job_list, name="list"),
    path("<int:pk>/", jobs_pages.detail, name="detail"),
    path("<int:pk>/progress/", jobs_pages.progress, name="progress"),
    path("<int:pk>/cancel/", jobs_pages.cancel, name="cancel"),
    path("<int:pk>/pause/", jobs_pages.pause, name="pause"),
    path("<int:pk>/resume/", jobs_pages.resume, name="resume"),
    path("<int:pk>/undo/", jobs_pages.undo_job, name="undo"),
]
