"""The frame's pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render


def home(request):
    return render(request, "crm_site/home.html")


@login_not_required
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


def csrf_failure(request, reason=""):
    return render(request, "403.html", {"reason": reason}, status=403)
