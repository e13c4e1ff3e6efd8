"""The menus as plain pages, for phones and browsers without JavaScript (UI-01, UI-02)."""

from django.shortcuts import render


def create_menu(request):
    return render(request, "crm_site/create_menu.html")


def menu(request):
    return render(request, "crm_site/menu.html")
