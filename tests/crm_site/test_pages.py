"""Every page of the frame opens, with the headers that all pages carry."""

import os
import subprocess
import sys

import pytest
from django.urls import reverse

OWN = ["home", "search", "create_menu", "menu", "profile", "account_change_password", "account_logout"]
OPEN = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]


@pytest.mark.parametrize("name", OWN)
def test_page_opens_for_a_user_and_is_kept_by_no_cache(client_of, alice, name):
    answer = client_of(alice).get(reverse(name))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "text/html" in answer["Content-Type"]


@pytest.mark.parametrize("name", OWN)
def test_page_leads_a_stranger_to_the_sign_in(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OPEN)
def test_page_is_open_to_all(client, db, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", OWN + OPEN)
def test_page_carries_the_strict_headers(client_of, alice, client, name):
    answer = (client_of(alice) if name in OWN else client).get(reverse(name))
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert "'unsafe-eval'" not in answer["Content-Security-Policy"]
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Request-ID"]


HTTPS = """
import django; django.setup()
from django.conf import settings
from django.test import Client
answer = Client().get("/healthz", secure=True, headers={"host": "crm.example.com"})
plain = Client().get("/", headers={"host": "crm.example.com"})
print(answer.status_code, answer["Strict-Transport-Security"], plain["Location"])
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY)
"""


def test_site_with_a_certificate_insists_on_it(tmp_path):
    variables = {
        **os.environ,
        "BASE_URL": "https://crm.example.com",
        "CARNET_VAR": str(tmp_path),
        "SECRET_KEY": "x" * 60,
        "SSL_REDIRECT": "true",  # what runs the tests says false
        "DATABASE_URL": "",
    }
    variables |= {"DJANGO_SETTINGS_MODULE": "crm_site.settings", "LOG_LEVEL": "ERROR"}
    said = subprocess.run(
        [sys.executable, "-c", HTTPS], env=variables, capture_output=True, text=True, check=True
    ).stdout
    assert said.splitlines() == [
        "200 max-age=31536000; includeSubDomains; preload https://crm.example.com/",
        "True True True",
    ]
