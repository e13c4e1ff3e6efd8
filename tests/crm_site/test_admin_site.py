"""Django admin: every page opens for whom it is for, obeys the rules of Carnet, and makes nobody an owner."""

import datetime as dt
import uuid

import pytest
from django.contrib import admin as django_admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise

from contacts.models import Contact, ContactGroupGrant, ContactTag, ContactType
from contacts.services.access import permissions
from core.accounts.models import FailedAttempt, User
from core.audit import services as audit
from core.exchange.models import Export, Import, ImportRow, SavedMapping
from core.history.models import HistoryEvent
from core.jobs.models import JobItem
from core.mail.models import OutboxMail
from core.notifications.models import Notification
from core.organisation.models import Organisation
from core.records import trash
from core.records.models import SubmittedForm
from tests import make

pytestmark = pytest.mark.django_db

OWNERS = {"accounts.user", "auth.group", "auth.permission", "accounts.failedattempt"}
READ_ONLY = {
    "auth.permission", "accounts.failedattempt", "records.trashact", "records.submittedform", "audit.securityevent",
    "auditlog.logentry", "mail.outboxmail", "jobs.job", "jobs.jobitem", "notifications.notification",
    "history.historyevent", "history.historylink", "exchange.import", "exchange.importrow", "exchange.export",
    "contacts.contactphone", "contacts.contactemail", "contacts.contactlink", "contacts.contactaddress", "contacts.contacttagging",
    "contacts.contactusergrant", "contacts.contactgroupgrant",
}  # fmt: skip
MODELS = sorted(django_admin.site._registry, key=lambda model: model._meta.label_lower)


def label(model) -> str:
    return model._meta.label_lower


def page(model, act, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}", args=args)


@pytest.fixture
def one_of_each(alice, root):
    """A row of every model."""
    from contacts import services

    company = make.make_company(by=alice, grants=None)
    contact = make.make_contact(
        by=alice, grants=None, company=company, tags=["Lead"], phones=[services.PhoneValue("01 02 03 04 05")],
        emails=[services.EmailValue("anna@example.com")], links=[services.LinkValue("https://example.com")],
        addresses=[services.AddressValue(city="Lyon")], contact_type=make.make_type(), temperature=make.make_temperature(),
    )  # fmt: skip
    group = Group.objects.create(name="Sales")
    ContactGroupGrant.objects.create(content_object=contact, group=group, permission=permissions()[True])
    make.make_event(contact, by=alice)
    content_type = ContentType.objects.get_for_model(Contact)
    job = make.make_job(alice)
    JobItem.objects.create(job=job, content_type=content_type, object_id=contact.pk, outcome="changed")
    Notification.objects.create(
        user=alice, kind="contacts.manager_added", content_type=content_type, object_id=contact.pk
    )
    OutboxMail.objects.create(
        kind="x", to_address="a@example.com", subject="Reset", text="https://carnet/secret-link", message_id="<1@x>"
    )
    imported = Import.objects.create(
        kind="contacts", by=alice, file="x", original_name="a.csv", encoding="utf-8", separator=","
    )
    ImportRow.objects.create(imported=imported, line=2, outcome="refused")
    SavedMapping.objects.create(kind="contacts", by=alice, name="Newsletter", columns={"mail": ["email:work"]})
    Export.objects.create(kind="contacts", by=alice, file_name="contacts.csv")
    FailedAttempt.objects.create(scope="account", key="x")
    SubmittedForm.objects.create(user=alice, uuid=uuid.uuid4(), content_type=content_type, object_id=contact.pk)
    audit.log("signed_in", by=alice)
    Organisation.current().save()
    Organisation.objects.filter(pk=1).update(name="Morvan")
    trash.trash(Contact.objects.filter(pk=make.make_contact(by=alice, grants=None).pk), by=alice)
    make.make_type("Partner").delete()
    return contact


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_page_opens_for_whom_it_is_for(model, client_of, one_of_each, root, admin, alice):
    row = model._default_manager.order_by("pk").first()
    assert row is not None, "the test needs a row of every model"
    pages = [page(model, "changelist"), page(model, "change", row.pk), page(model, "history", row.pk)]
    pages.append(page(model, "changelist") + "?q=a")
    may_add = label(model) not in READ_ONLY | {"organisation.organisation", "exchange.savedmapping"}
    owner, administrator, user = client_of(root), client_of(admin), client_of(alice)
    if model is Import:  # begins in its wizard
        assert (
            owner.get(page(model, "add")).url == administrator.get(page(model, "add")).url == reverse("imports:start")
        )
    for address in [*pages, *([page(model, "add")] if model is not Import else [])]:
        is_closed = address == page(model, "add") and not may_add
        assert owner.get(address).status_code == (403 if is_closed else 200), address
        closed_to_admin = is_closed or label(model) in OWNERS
        assert administrator.get(address).status_code == (403 if closed_to_admin else 200), address
        assert user.get(address).status_code == 403, address


@pytest.mark.parametrize("model", [model for model in MODELS if label(model) in READ_ONLY], ids=label)
def test_rows_with_a_life_of_their_own_are_only_looked_at(model, client_of, one_of_each, root):
    row = model._default_manager.order_by("pk").first()
    browser = client_of(root)
    assert browser.post(page(model, "change", row.pk), {}).status_code == 403
    assert browser.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    browser.post(page(model, "changelist"), sent)
    assert model._default_manager.filter(pk=row.pk).exists()


def test_every_model_of_ours_is_there_and_none_of_the_libraries():
    from django.apps import apps

    ours = {m._meta.label_lower for m in apps.get_models() if m.__module__.startswith(("core.", "contacts."))}
    registered = {label(model) for model in MODELS}
    assert ours <= registered
    assert registered - ours == {"auth.group", "auth.permission", "auditlog.logentry"}


def test_nobody_unsigned_enters(client):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1] == (f"{reverse('account_login')}?next=/admin/", 302)


def test_the_first_page_leaves_out_what_a_crm_administrator_may_not_open(client_of, admin, root):
    shown, all_shown = (client_of(user).get(reverse("admin:index")).content.decode() for user in (admin, root))
    assert page(User, "changelist") not in shown
    assert page(User, "changelist") in all_shown
    assert page(Contact, "changelist") in shown


def test_a_crm_administrator_cannot_raise_rights(client_of, admin):
    browser = client_of(admin)
    sent = {"username": admin.username, "email": admin.email, "is_active": "on", "is_superuser": "on"}
    for address in (page(User, "change", admin.pk), reverse("admin:auth_user_password_change", args=[admin.pk])):
        assert browser.post(address, sent).status_code == 403
    assert browser.get(
        reverse("admin:autocomplete") + "?app_label=contacts&model_name=contactusergrant&field_name=user"
    ).status_code in {403, 404}
    admin.refresh_from_db()
    assert not admin.is_superuser


def test_passwords_and_links_of_mails_are_not_shown(client_of, one_of_each, root, admin):
    mail = OutboxMail.objects.get()
    assert "secret-link" not in client_of(root).get(page(OutboxMail, "change", mail.pk)).content.decode()
    for asked in ({"user__password__startswith": "pbkdf2"}, {"text__contains": "secret"}, {"html__regex": "l.nk"}):
        assert client_of(admin).get(page(OutboxMail, "changelist"), asked).status_code == 400


def test_the_last_owner_stays_owner(client_of, root):
    sent = {
        "username": root.username, "email": root.email, "first_name": "R", "last_name": "T", "is_active": "on",
        "language": "en", "time_zone": "Europe/Paris", "page_size": "25", "theme": "auto", "single_keys": "on",
    }  # fmt: skip
    refused = client_of(root).post(page(User, "change", root.pk), sent)
    assert "last owner" in refused.content.decode()
    root.refresh_from_db()
    assert root.is_superuser
    make.make_user("second", is_superuser=True)
    client_of(root).post(page(User, "change", root.pk), sent)
    root.refresh_from_db()
    assert not root.is_superuser


def test_users_are_not_deleted(client_of, root, alice):
    assert client_of(root).post(page(User, "delete", alice.pk), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=alice.pk).exists()


def fields_of(contact, **over) -> dict:
    shown = {"kind": "person", "first_name": contact.first_name, "last_name": contact.last_name, "consent": "unknown"}
    return shown | {"opened": contact.version} | over


def test_a_contact_s_plain_fields_are_changed_as_on_its_page(client_of, admin, contact):
    address = page(Contact, "change", contact.pk)
    client_of(admin).post(address, fields_of(contact, last_name="Durand"))
    contact.refresh_from_db()
    assert (contact.last_name, contact.display_name, contact.version) == ("Durand", "Anna Durand", 2)
    assert contact.changed_by == admin


def test_a_stale_change_is_refused(client_of, admin, contact):
    Contact.objects.filter(pk=contact.pk).update(version=2)
    answer = client_of(admin).post(
        page(Contact, "change", contact.pk), fields_of(contact, last_name="Durand"), follow=True
    )
    assert "saved this contact before you" in answer.content.decode()
    contact.refresh_from_db()
    assert contact.last_name == "Martin"


def test_a_contact_is_added_by_the_service(client_of, admin):
    sent = {"kind": "person", "first_name": "Léa", "last_name": "Roux", "consent": "unknown"}
    answer = client_of(admin).post(page(Contact, "add"), sent)
    assert answer.status_code == 302
    contact = Contact.objects.get(last_name="Roux")
    assert contact.sort_name == "lea roux"
    assert contact.user_grants.get().user == admin
    assert HistoryEvent.objects.filter(kind="contacts.created", links__object_id=contact.pk).exists()


@pytest.mark.parametrize(
    "wrong", [{"kind": "company", "name": ""}, {"first_name": "", "last_name": ""}, {"kind": "company", "name": "X"}]
)
def test_what_no_contact_can_be_is_refused_beside_its_field(client_of, admin, contact, wrong):
    answer = client_of(admin).post(page(Contact, "change", contact.pk), fields_of(contact, **wrong))
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    contact.refresh_from_db()
    assert (contact.kind, contact.version) == ("person", 1)


def test_forged_fields_are_not_taken(client_of, admin, contact):
    sent = fields_of(contact, access_level="write", created_by=admin.pk, trash_act="1", display_name="X")
    client_of(admin).post(page(Contact, "change", contact.pk), sent | {"last_name": "Durand"})
    contact.refresh_from_db()
    assert (contact.access_level, contact.trash_act, contact.display_name) == ("private", None, "Anna Durand")
    assert contact.created_by != admin


def test_deleting_goes_to_the_trash(client_of, admin, contact):
    other = make.make_contact(last_name="Other")
    browser = client_of(admin)
    browser.post(page(Contact, "delete", contact.pk), {"post": "yes"})
    sent = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    assert browser.post(page(Contact, "changelist"), sent).status_code == 302
    assert Contact.objects.filter(trash_act__isnull=False).count() == 2
    assert browser.get(page(Contact, "change", contact.pk)).status_code == 302
    browser.get(page(Contact, "changelist"))  # shows the messages
    assert "Anna" not in browser.get(page(Contact, "changelist")).content.decode()


def test_a_used_entry_and_the_last_one_are_kept(client_of, admin):
    used, free = make.make_type("Client"), make.make_type("Partner")
    make.make_contact(contact_type=used)
    browser = client_of(admin)
    browser.post(page(ContactType, "delete", used.pk), {"post": "yes"})
    browser.post(page(ContactType, "delete", free.pk), {"post": "yes"})
    assert list(ContactType.objects.all()) == [used]
    Contact.objects.update(contact_type=None)
    browser.post(page(ContactType, "delete", used.pk), {"post": "yes"})
    assert list(ContactType.objects.all()) == [used]


@pytest.mark.parametrize("model", [ContactType, ContactTag], ids=label)
def test_names_are_unique_whatever_their_case(client_of, admin, model):
    model.objects.create(name="Été")
    answer = client_of(admin).post(page(model, "add"), {"name": "ÉTÉ", "hue": "red"})
    assert "is in the list already" in answer.content.decode()
    client_of(admin).post(page(model, "add"), {"name": "Hiver", "hue": "red"})
    assert set(model.objects.values_list("name", flat=True)) == {"Été", "Hiver"}


def test_the_search_of_the_list_is_carnet_s(client_of, admin):
    from contacts import services

    make.make_contact(first_name="Éléonore", last_name="Œuvrard", phones=[services.PhoneValue("03 53 01 62 18")])
    for words in ("oeuvrard", "+33 3 53 01 62 18"):
        assert "Éléonore Œuvrard" in client_of(admin).get(page(Contact, "changelist"), {"q": words}).content.decode()


def test_import_and_export_open_the_pages_of_carnet(client_of, admin):
    browser = client_of(admin)
    shown = browser.get(page(Contact, "changelist")).content.decode()
    for address in (reverse("imports:start"), reverse("contacts:export")):
        assert f'href="{address}"' in shown
        assert browser.get(address).status_code == 200


def test_the_picker_of_a_company_offers_companies(client_of, admin):
    make.make_company(name="Morvan")
    make.make_contact(last_name="Morvan")
    address = reverse("admin:autocomplete")
    found = client_of(admin).get(
        address, {"term": "morvan", "app_label": "contacts", "model_name": "contact", "field_name": "company"}
    )
    assert [one["text"] for one in found.json()["results"]] == ["Morvan"]


def test_the_change_list_asks_as_often_for_many_rows(client_of, admin):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, asked = client_of(admin), []
    for count in (1, 20):
        for number in range(count):
            company = make.make_company(name=f"C{count}-{number}")
            make.make_contact(company=company, contact_type=make.make_type(f"T{count}-{number}"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(page(Contact, "changelist"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_no_model_is_without_an_address():
    for model in MODELS:
        try:
            assert page(model, "changelist")
        except NoReverseMatch:
            pytest.fail(label(model))


def test_days_are_read_without_a_fault(client_of, one_of_each, admin):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    address = page(HistoryEvent, "changelist")
    assert client_of(admin).get(address, {"happened_at__gte": tomorrow.isoformat()}).status_code == 200


def test_permissions_of_django_open_nothing(client_of, alice, contact):
    alice.is_staff = True
    alice.save()
    alice.user_permissions.set(Permission.objects.all())
    assert client_of(alice).get(page(Contact, "changelist")).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_kind_of_record_is_named_in_words_that_are_translated(model):
    named = [model._meta.original_attrs.get("verbose_name"), model._meta.original_attrs.get("verbose_name_plural")]
    assert model.__module__.startswith(("django.", "auditlog.")) or all(isinstance(name, Promise) for name in named)
