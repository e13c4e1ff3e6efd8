"""What is private stays private by every door, rights follow at once, and no form gives what it doesn't show."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import transaction
from django.urls import reverse

from contacts import services
from contacts.models import Contact, ContactUserGrant
from core.access.models import AccessLevel
from core.accounts.models import User
from core.jobs.models import JobItem
from core.mail.models import OutboxMail
from core.notifications.services import notify
from tests import make
from tests.access_table import LINES, NO
from tests.access_world import HIDDEN, address, build

pytestmark = pytest.mark.django_db
FORGED = {
    "is_superuser": "on", "is_staff": "on", "is_crm_administrator": "on", "id": "1", "pk": "1", "owner": "1",
    "created_by": "1", "changed_by": "1", "created_at": "2001-01-01", "trash_act": "1", "access_level": "write",
    "search_text": "forged", "sort_name": "forged", "display_name": "forged", "photo_name": "forged", "state": "done",
    "status": "done", "number": "7", "total": "1", "by": "1", "user": "1", "password": "forged", "session_epoch": "99",
    "is_active": "on", "invited_at": "2001-01-01", "external_id": "forged", "is_demo": "on", "token": "forged",
}  # fmt: skip


@pytest.fixture
def world(alice, bob, carol, dave, admin, root):
    return build({"alice": alice, "bob": bob, "carol": carol, "dave": dave, "admin": admin, "root": root})


@pytest.fixture
def closed(world, dave, alice):
    """Dave's own contact in the hidden company, and everything hung where he could come across the hidden one."""
    hidden = Contact.objects.get(pk=world.of["contact"])
    company = Contact.objects.get(pk=world.of["company"])
    own = make.make_contact(by=dave, first_name="Mine", last_name="Own", grants=None, company=company)
    event = make.make_event(hidden, by=alice, text=f"{HIDDEN} rang again.")
    job = make.make_job(dave, state="done")
    JobItem.objects.create(
        job=job, content_type=ContentType.objects.get_for_model(Contact), object_id=hidden.pk, outcome="skipped"
    )
    notify([dave], "contacts.manager_added", by=alice, target=hidden, data={"count": 1}, context={"contact": None})
    world.of |= {"own": own.pk, "own_job": job.pk, "own_event": event.pk}
    return world


def outputs(world) -> dict[str, str]:
    """Every page on which dave could come across what he may not see: what it is → its address."""
    own, lists = world.of["own"], reverse("contacts:list")
    return {
        "home": reverse("home"),
        "search": reverse("search") + f"?q={HIDDEN}",
        "search by e-mail": reverse("search") + "?q=ok@example.com",
        "list": lists,
        "list by word": f"{lists}?q={HIDDEN}",
        "list by tag": f"{lists}?tags={world.of['tag']}",
        "list by hidden company": f"{lists}?company={world.of['company']}",
        "list by hidden company, by name": f"{lists}?company={HIDDEN}+Works",
        "list by company, sorted": f"{lists}?sort=company",
        "persons": reverse("contacts:persons"),
        "companies": reverse("contacts:companies"),
        "embedded list": f"{reverse('contacts:persons')}?embedded=1&company={world.of['company']}",
        "picker": reverse("contacts:pick") + f"?q={HIDDEN}",
        "own contact in a hidden company": reverse("contacts:detail", args=[own]),
        "its form": reverse("contacts:edit", args=[own]),
        "its timeline": reverse("contacts:timeline", args=[own]),
        "form for a person of the hidden company": f"{reverse('contacts:add_person')}?company={world.of['company']}",
        "bulk question": f"{reverse('contacts:bulk')}?operation=delete&ids={world.of['contact']}",
        "jobs": reverse("jobs:list"),
        "report of a job": reverse("jobs:detail", args=[world.of["own_job"]]),
        "trash": reverse("trash:list"),
        "imports": reverse("imports:start"),
        "menu": reverse("menu"),
    }


def test_the_hidden_canary_is_seen_in_none_of_many_outputs(closed, dave, client_of):
    browser, found = client_of(dave), []
    asked = outputs(closed)
    assert len(asked) >= 15
    for what, url in asked.items():
        answer = browser.get(url, follow=True)
        echoed = answer.content.decode().replace(f"{HIDDEN}</", "").replace(f'value="{HIDDEN}', "")
        echoed = echoed.replace(f"q={HIDDEN}", "").replace(f"company={HIDDEN}", "").replace(f"“{HIDDEN}”", "")
        hits = [word for word in (f"{HIDDEN} Anders", f"{HIDDEN} Works", f"{HIDDEN} said", f"{HIDDEN} rang",
                                  f"{HIDDEN} notes", f"{HIDDEN} Gone", "Better") if word in echoed]  # fmt: skip
        if hits and "by name" not in what:
            found.append(f"{what}: {hits}")
        assert answer.status_code in {200, 403, 404}, f"{what}: {answer.status_code}"
    assert not found, "\n".join(found)


def test_the_same_outputs_show_it_to_its_manager(closed, alice, client_of):
    browser = client_of(alice)
    for what in ("home", "search", "list", "list by word", "persons", "companies", "picker", "trash"):
        assert HIDDEN in browser.get(outputs(closed)[what]).content.decode(), what


def test_counts_do_not_count_what_is_hidden(closed, dave, client_of):
    browser = client_of(dave)
    assert browser.get(reverse("contacts:list")).context["page"].count == 1
    assert browser.get(reverse("contacts:companies")).context["page"].count == 0
    found = browser.get(reverse("contacts:list"), {"q": HIDDEN})
    assert found.context["page"].count == 0


def test_the_duplicates_hint_and_the_mails_do_not_tell(closed, dave, client_of):
    data = {"kind": "person", "first_name": HIDDEN, "last_name": "Anders", "emails-0-address": "ok@example.com"}
    hint = client_of(dave).post(reverse("contacts:duplicates"), data | {"emails-TOTAL_FORMS": "1"})
    assert HIDDEN not in hint.content.decode() and "Better" not in hint.content.decode()
    texts = OutboxMail.objects.filter(user=dave).values_list("subject", "text", "html")
    assert not [part for parts in texts for part in parts if HIDDEN in part]


def test_an_import_matches_nothing_that_is_hidden(closed, dave):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from core.exchange.running import work_through
    from core.exchange.services import create_import, start_import

    text = f"First name,Last name,Company,E-mail\n{HIDDEN},Anders,{HIDDEN} Works,ok@example.com\n"
    imported = create_import("contacts", SimpleUploadedFile("a.csv", text.encode()), by=dave)
    imported.rules |= {"duplicates": "overwrite"}
    imported.save()
    hidden = Contact.objects.get(pk=closed.of["contact"])
    work_through(start_import(imported))
    stored = Contact.objects.get(pk=hidden.pk)
    assert (stored.version, stored.changed_at) == (hidden.version, hidden.changed_at)
    made = Contact.objects.visible_to(dave).get(first_name=HIDDEN)
    assert made.pk != hidden.pk and made.company_id != closed.of["company"]


def test_rights_follow_at_the_next_request(contact, alice, bob, client_of):
    reader, writer = client_of(bob), client_of(alice)
    page, form = contact.get_absolute_url(), reverse("contacts:edit", args=[contact.pk])
    assert reader.get(page).status_code == 200 and writer.get(form).status_code == 200
    ContactUserGrant.objects.filter(content_object=contact, user__in=[alice, bob]).delete()
    assert reader.get(page).status_code == writer.get(form).status_code == writer.get(page).status_code == 404
    Contact.objects.filter(pk=contact.pk).update(access_level=AccessLevel.READ)
    assert reader.get(page).status_code == 200 and writer.get(form).status_code == 403


def test_a_user_who_is_switched_off_is_out_at_the_next_request(contact, alice, client_of):
    browser = client_of(alice)
    assert browser.get(contact.get_absolute_url()).status_code == 200
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert browser.get(contact.get_absolute_url()).status_code == 302


GUARDED = {
    User: ["is_superuser", "is_staff", "is_crm_administrator", "is_active", "password", "session_epoch", "invited_at"],
    Contact: ["created_by_id", "created_at", "trash_act_id", "external_id", "search_text", "sort_name", "display_name"],
}


def guarded() -> dict:
    return {(model, row[0]): row[1:] for model, names in GUARDED.items()
            for row in model.objects.values_list("pk", *names)}  # fmt: skip


# What these forms are for is to change one of the columns that no other form may touch.
RENAMING = {"contacts:edit", "contacts:add_detail", "contacts:delete", "contacts:bulk", "trash:restore", "trash:undo",
            "trash:purge", "jobs:undo", "imports:run", "imports:undo", "account_change_password"}  # fmt: skip


def test_no_form_takes_fields_that_it_does_not_show(world, alice, client_of):
    browser, wrong, before = client_of(alice), [], guarded()
    for name, line in LINES.items():
        if line.post == NO or name in {"account_logout"}:
            continue
        data = {key: value.format(**world.of) for key, value in line.data.items()}
        with transaction.atomic():
            browser.post(address(name, world.args(line.args)), FORGED | data)
            after = guarded()
            transaction.set_rollback(True)
        changed = [key for key in before if key in after and after[key] != before[key]]
        if changed and name not in RENAMING:
            wrong.append(f"{name}: {changed}")
        if any("forged" in map(str, values) for values in after.values()):
            wrong.append(f"{name} took a forged text")
    assert not wrong, "\n".join(wrong)
    assert not User.objects.get(pk=alice.pk).is_administrator


def test_nothing_is_mailed_for_what_was_rolled_back(alice, bob, root, monkeypatch):
    values = services.ContactValues(first_name="Eva", last_name="Rolled", grants=[services.GrantValue(bob)])

    def fail_after_all_is_written(*args, **kwargs):
        raise RuntimeError("the machine goes down")

    with monkeypatch.context() as patched, pytest.raises(RuntimeError), transaction.atomic():
        services.create_contact(values, by=alice, is_told=True)
        assert OutboxMail.objects.filter(user=bob).exists()
        patched.setattr(Contact, "save", fail_after_all_is_written)
        Contact(first_name="Other").save()
    assert not OutboxMail.objects.exists() and not Contact.objects.exists() and not mail.outbox
    services.create_contact(values, by=alice, is_told=True)
    assert OutboxMail.objects.filter(user=bob).count() == 1


def test_names_cannot_add_a_header_to_a_mail(alice, bob):
    from core.mail.outbox import message_of

    alice.first_name = "Alice\r\nBcc: everybody@example.com"
    alice.save()
    values = services.ContactValues(first_name="Eva\r\nX-Evil: 1", last_name="{0.__class__}{{7*7}}",
                                    grants=[services.GrantValue(bob)])  # fmt: skip
    services.create_contact(values, by=alice, is_told=True)
    queued = OutboxMail.objects.get(user=bob)
    message = message_of(queued).message()
    assert message["Bcc"] is None and message["X-Evil"] is None
    assert message.get_all("To") == [bob.email]
    assert "\n" not in queued.subject and "49" not in queued.subject and "<class" not in queued.text
