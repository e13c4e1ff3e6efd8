"""Promises that hold for every page alike: no script runs, strict headers, no forged form, no fault, nobody led away."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, ContactTag, ContactType, TemperatureLevel
from core.history.models import HistoryCategory
from core.organisation.models import Organisation
from tests.access_table import LINES, NO, PUBLIC
from tests.access_world import address, build, rows
from tests.make import PASSWORD

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(7)</script>\"'><img src=x onerror=alert(7)>{{7*7}}"
HOSTILE = [
    "\x00", "\ud800", "%00", "'", "\"><script>", "1 OR 1=1", "-1", "9" * 40, "owner__password", "created_by__password",
    "__class__", "../../etc/passwd", "{{7*7}}", "NaN", "2026-02-31", "a" * 5000, "\u202e", "after~", "~1",
]  # fmt: skip
PARAMETERS = [
    "q", "sort", "size", "after", "before", "last", "at", "count", "page", "edit", "embedded", "manager", "temperature",
    "type", "tags", "company", "kind", "created", "created_from", "created_to", "access", "has_email", "consent",
    "show", "category", "author", "since", "until", "row", "next", "back", "operation", "ids", "everything", "filters",
    "person", "words", "seen", "version",
]  # fmt: skip
ELSEWHERE = [
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "https:evil.example", "http:///evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "//evil.example/%2f..", "/%09/evil.example", "\t//evil.example", " //evil.example", "\x00//evil.example",
    "http://127.0.0.1@evil.example", "https://evil.example\\@testserver", "http://testserver.evil.example",
    "ftp://evil.example", "//evil.example:80", "https://testserver:x@evil.example/", "vbscript:x",
]  # fmt: skip


@pytest.fixture
def world(alice, bob, carol, dave, admin, root):
    return build({"alice": alice, "bob": bob, "carol": carol, "dave": dave, "admin": admin, "root": root})


def pages(world):
    """(name, address) of everything that can be asked for by GET."""
    return [(name, address(name, world.args(line.args))) for name, line in LINES.items() if line.get != NO]


def filled(name: str, world) -> dict:
    return {key: value.format(**world.of) for key, value in LINES[name].data.items()}


def poison(world) -> None:
    """The same hostile text into every text that people can write, straight into the rows."""
    for model, fields in {
        Contact: ["display_name", "name", "first_name", "last_name", "job_title", "department", "notes", "salutation"],
        ContactTag: ["name"],
        ContactType: ["name"],
        TemperatureLevel: ["name"],
        HistoryCategory: ["name"],
        Group: ["name"],
        Organisation: ["name"],
    }.items():
        for row in model.objects.all():
            limits = {name: model._meta.get_field(name).max_length or 10_000 for name in fields}
            short = {name: f"{SCRIPT}{row.pk}"[-limit:] if limit < 90 else f"{SCRIPT}{row.pk}"
                     for name, limit in limits.items()}  # fmt: skip
            if model is Contact and row.kind == "company":
                short |= {"first_name": "", "last_name": ""}
            model.objects.filter(pk=row.pk).update(**short)
    contact = Contact.objects.get(pk=world.of["contact"])
    contact.phones.create(number=SCRIPT, is_primary=True)
    contact.emails.create(address=SCRIPT, is_primary=True)
    contact.links.create(url=f"javascript:{SCRIPT}", is_primary=True)
    contact.addresses.create(street=SCRIPT, city=SCRIPT, is_primary=True)
    for user in world.people.values():
        type(user).objects.filter(pk=user.pk).update(first_name=SCRIPT, last_name=SCRIPT)
    world.people["alice"].imports.update(original_name=f"{SCRIPT}.csv")
    for job in world.people["alice"].jobs.all() if hasattr(world.people["alice"], "jobs") else []:
        job.title_values = {"file": SCRIPT}
        job.save(update_fields=["title_values"])


def test_no_text_that_people_write_becomes_a_script_on_any_page(world, root, client_of):
    poison(world)
    browser, wrong, shown = client_of(root), [], 0
    for name, url in pages(world):
        answer = browser.get(url)
        if answer.get("Content-Type", "").startswith("text/html"):
            text = answer.content.decode()
            shown += "alert(7)" in text
            if re.search(
                r"<script>alert|<img src=x|javascript:&lt;|href=\"javascript:|\{\{7|onerror=alert\(7\)>[^&]*<", text
            ):
                found = re.search(r".{60}(<script>alert|<img src=x|href=\"javascript:)", text)
                wrong += [f"{name}: {found[0] if found else ''}"] if found else []
    assert not wrong, "\n".join(wrong)
    assert shown > 15


def test_every_page_carries_the_strict_headers(world, root, client_of):
    browser, wrong = client_of(root), []
    for name, url in pages(world):
        answer = browser.get(url)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        policy = answer.get("Content-Security-Policy", "")
        if "unsafe" in policy or "script-src 'self'" not in policy or "frame-ancestors 'none'" not in policy:
            wrong.append(f"{name}: {policy}")
        if answer.get("X-Content-Type-Options") != "nosniff" or answer.get("X-Frame-Options") != "DENY":
            wrong.append(f"{name}: may be sniffed or framed")
        if "no-store" not in answer.get("Cache-Control", "") and name not in PUBLIC:
            wrong.append(f"{name}: may be stored, {answer.get('Cache-Control')}")
    assert not wrong, "\n".join(wrong)


def test_no_page_has_an_inline_script_style_or_handler(world, root, client_of):
    browser = client_of(root)
    for name, url in pages(world):
        answer = browser.get(url)
        if answer.get("Content-Type", "").startswith("text/html"):
            text = answer.content.decode()
            assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", text), name


def test_every_unsafe_request_without_a_token_is_refused_and_changes_nothing(world, root):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(root, backend="allauth.account.auth_backends.AuthenticationBackend")
    before, wrong = rows(), []
    for name in LINES:
        url = address(name, world.args(LINES[name].args))
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(browser, method)(url, filled(name, world) if method == "post" else None)
            if answer.status_code not in {403, 405}:
                wrong.append(f"{method} {url}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert rows() == before


def test_hostile_parameters_are_never_a_fault(world, root, client_of):
    browser, wrong = client_of(root), []
    browser.raise_request_exception = False
    for name, url in pages(world):
        for value in HOSTILE:
            query = dict.fromkeys(PARAMETERS, value.encode("utf-8", "surrogatepass"))
            answer = browser.get(url, query)
            if answer.status_code >= 500:
                wrong.append(f"{name} with {value[:30]!r}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_each_hostile_parameter_alone_is_no_fault_on_the_lists(world, alice, client_of):
    browser = client_of(alice)
    browser.raise_request_exception = False
    for name in ("contacts:list", "search", "jobs:list", "trash:list"):
        for parameter in PARAMETERS:
            for value in HOSTILE[:12]:
                answer = browser.get(reverse(name), {parameter: value.encode("utf-8", "surrogatepass")})
                assert answer.status_code < 500, f"{name} {parameter}={value!r}"


def as_browsers_read(target: str) -> str:
    """Browsers pass over control characters and take a backslash for a slash."""
    plain = re.sub(r"[\x00-\x20]", "", target).replace("\\", "/")
    return urljoin("http://testserver/", plain)


@pytest.mark.parametrize("hostile", ELSEWHERE)
def test_nobody_is_led_to_another_site(hostile, world, root, client, client_of):
    browser = client_of(root)
    url = reverse("account_login")
    login = {"login": "alice", "password": PASSWORD, "next": hostile}
    answers = [client.post(url, login), client_of(world.people["bob"]).get(url, {"next": hostile})]
    for name in LINES:
        if LINES[name].post == NO or name == "account_logout":
            continue
        with transaction.atomic():
            answers.append(
                browser.post(
                    address(name, world.args(LINES[name].args)),
                    filled(name, world) | {"next": hostile, "back": hostile, "list": hostile},
                    headers={"Referer": hostile.replace("\x00", "").strip()},
                )
            )
            transaction.set_rollback(True)
    for answer in answers:
        assert urlsplit(as_browsers_read(answer.get("Location", "/"))).netloc == "testserver"
