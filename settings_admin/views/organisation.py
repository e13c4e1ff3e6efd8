"""The first page of Settings, and the settings of the organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.organisation import services
from core.organisation.models import Organisation
from settings_admin.forms import CommonForm
from settings_admin.pages import for_administrators, show


@require_GET
@for_administrators
def index(request: HttpRequest) -> HttpResponse:
    return show(request, "settings_admin/index.html", {}, opened="settings_admin:index")


@require_http_methods(["GET", "POST"])
@for_administrators
def common(request: HttpRequest) -> HttpResponse:
    organisation = Organisation.current()
    form = CommonForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in services.FIELDS}
        changed = services.change_organisation(values, by=request.user)
        messages.success(request, _("Settings saved.") if changed else _("Nothing to save: all is as it was."))
        return redirect("settings_admin:common")
    context = {"form": form, "error_count": len(form.errors)}
    return show(request, "settings_admin/common.html", context, opened="settings_admin:common")
