"""The addresses of exports that are made in the background."""

from django.urls import path

from .exporting import views

app_name = "exports"
urlpatterns = [
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/file/", views.file, name="file"),
]
