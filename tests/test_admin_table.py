"""Django admin as everybody: every page of every model, against tests/admin_table.py."""

import pytest
from django.contrib.admin import site
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse

from contacts.models import Contact
from tests.access_world import HIDDEN, addresses, build, rows
from tests.admin_table import MODELS, OTHERS, PAGES

pytestmark = pytest.mark.django_db
ACTIONS = ["changelist", "add", "history", "delete", "change"]
SIGN_IN = "/accounts/login/"


@pytest.fixture
def world(alice, bob, carol, dave, admin, root):
    return build({"alice": alice, "bob": bob, "carol": carol, "dave": dave, "admin": admin, "root": root})


def model_of(name: str):
    return next(m for m in site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == name)


def expected(rights: str, action: str, method: str) -> int:
    letter = {"changelist": "l", "add": "a", "history": "v", "delete": "d", "change": "v"}[action]
    if action == "change" and method == "post":
        letter = "c"
    return 200 if letter in rights else 403


def test_every_page_of_the_admin_stands_in_the_table():
    found = {name.removeprefix("admin:") for name, _pattern in addresses() if name.startswith("admin:")}
    told = {f"{model}_{action}" for model in MODELS for action in ACTIONS} | set(PAGES) | OTHERS
    assert found == told, "decide who may do what there, and write that into tests/admin_table.py"


def test_administrators_and_owner_do_what_the_table_says(world, admin, root, client_of):
    wrong, before = [], rows()
    clients = [client_of(admin), client_of(root)]
    for model, rights in MODELS.items():
        found = model_of(model)._base_manager.order_by("pk").first()
        for action in ACTIONS if found else ACTIONS[:2]:
            url = reverse(f"admin:{model}_{action}", args=[] if action in ACTIONS[:2] else [found.pk])
            for client, letters in zip(clients, rights, strict=True):
                for method in ("get", "post"):
                    with transaction.atomic():
                        answer = getattr(client, method)(url)
                        is_changed = rows() != before
                        transaction.set_rollback(True)
                    wizard = (model, action) == ("exchange_import", "add") and answer.status_code == 302
                    if answer.status_code != expected(letters, action, method) and not wizard:
                        wrong.append(f"{method} {url} as {letters!r}: {answer.status_code}")
                    if is_changed:
                        wrong.append(f"{method} {url} as {letters!r} changed something")
    assert not wrong, "\n".join(wrong)


def test_ordinary_users_and_strangers_get_nothing_of_the_admin(world, alice, client, client_of):
    names = [f"{model}_{action}" for model in MODELS for action in ACTIONS]
    urls = [reverse(f"admin:{name}", args=[] if name.endswith(("changelist", "_add")) else ["1"]) for name in names]
    urls += [reverse(f"admin:{name}") for name in PAGES if name not in ("app_list", "login")]
    urls += ["/admin/contacts/", "/admin/contacts/contact/1/", "/admin/nothing/"]
    before, wrong, ordinary = rows(), [], client_of(alice)
    for url in urls:
        for method in ("get", "post"):
            refused = getattr(ordinary, method)(url)
            if refused.status_code not in {403, 404} or HIDDEN in refused.content.decode():
                wrong.append(f"{method} {url} as an ordinary user: {refused.status_code}")
            closed = getattr(client, method)(url)
            is_sign_in = closed.status_code == 302 and closed["Location"].startswith(("/admin/login/", SIGN_IN))
            if not is_sign_in and closed.status_code != 401:
                wrong.append(f"{method} {url} signed out: {closed.status_code}")
    assert not wrong, "\n".join(wrong)
    assert rows() == before


@pytest.mark.parametrize("name", [name for name in PAGES if name != "logout"])
def test_pages_of_the_frame_answer_administrators_as_the_table_says(name, admin, client_of):
    url = reverse(f"admin:{name}", args=["contacts"] if name == "app_list" else [])
    answers = (client_of(admin).get(url).status_code, client_of(admin).post(url).status_code)
    assert tuple(map(str, answers)) == PAGES[name]


def test_view_on_site_leads_administrators_to_the_page_and_nobody_else(world, admin, alice, dave, client, client_of):
    contact = Contact.objects.get(pk=world.of["contact"])
    url = reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(Contact).pk, contact.pk])
    led = client_of(admin).get(url)
    assert led.status_code == 302 and led["Location"].endswith(contact.get_absolute_url())
    assert client_of(dave).get(url).status_code == client_of(alice).get(url).status_code == 403
    assert client.get(url)["Location"].startswith(("/admin/login/", SIGN_IN))


def test_only_the_owner_opens_the_password_of_a_user(world, admin, root, client_of):
    url = reverse("admin:auth_user_password_change", args=[world.of["user"]])
    assert client_of(admin).get(url).status_code == client_of(admin).post(url).status_code == 403
    assert client_of(root).get(url).status_code == 200


def test_administrator_cannot_make_anybody_owner_by_the_admin(world, admin, client_of):
    before = rows()
    url = reverse("admin:accounts_user_change", args=[admin.pk])
    data = {"username": "admin", "email": "admin@example.com", "is_superuser": "on", "is_staff": "on"}
    assert client_of(admin).post(url, data).status_code == 403
    assert rows() == before
