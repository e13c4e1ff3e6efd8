"""Every address of the site, section by section."""

from django.contrib import admin
from django.urls import include, path

from crm_site.views import health, home, menu, preferences, profile, search

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("new/", menu.create_menu, name="create_menu"),
    path("menu/", menu.menu, name="menu"),
    path("me/", profile.profile, name="profile"),
    path("people/<int:pk>/photo/", profile.profile_photo, name="profile_photo"),
    path("sidebar/", preferences.sidebar_fold, name="sidebar_fold"),
    path("language/", preferences.choose_language, name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("crm_site.accounts_urls")),
    path("contacts/", include("contacts.urls")),
    path("jobs/", include("crm_site.jobs_urls")),
    path("imports/", include("core.exchange.urls")),
    path("exports/", include("core.exchange.export_urls")),
    path("trash/", include("crm_site.trash_urls")),
    path("settings/", include("settings_admin.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "crm_site.views.errors.bad_request"
handler403 = "crm_site.views.errors.not_allowed"
handler404 = "crm_site.views.errors.not_found"
handler500 = "crm_site.views.errors.server_error"
