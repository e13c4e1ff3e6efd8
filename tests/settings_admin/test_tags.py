"""The tags page of Settings: rename, merge, delete, delete the unused."""

import pytest
from django.urls import reverse

from contacts.models import Contact, ContactTag
from core.audit.models import SecurityEvent
from core.records import trash
from tests import make

pytestmark = pytest.mark.django_db


def tag(name):
    return ContactTag.objects.get_or_create(name=name)[0]


def test_merging_moves_the_contacts_and_folds_doubles(client_of, admin):
    only, both = make.make_contact(tags=["Leed"]), make.make_contact(tags=["Leed", "Lead"])
    lose, keep = tag("Leed"), tag("Lead")
    client_of(admin).post(reverse("settings_admin:contact_tags_merge", args=[lose.pk]), {"keep": keep.pk})
    assert list(ContactTag.objects.values_list("name", flat=True)) == ["Lead"]
    for contact in (only, both):
        contact.refresh_from_db()
        assert list(contact.tags.names()) == ["Lead"]
        assert contact.version == 1
    event = SecurityEvent.objects.get(kind="settings.tags_merged")
    assert (event.actor, event.details["name"], event.details["count"]) == (admin, "Leed", 2)


def test_a_tag_is_not_merged_into_itself(client_of, admin):
    lead = tag("Lead")
    client_of(admin).post(reverse("settings_admin:contact_tags_merge", args=[lead.pk]), {"keep": lead.pk})
    assert ContactTag.objects.filter(pk=lead.pk).exists()


def test_merging_costs_the_same_for_many_contacts(admin, django_assert_max_num_queries):
    from contacts.services import lists

    for number in range(30):
        make.make_contact(last_name=str(number), tags=["Leed", "Lead"] if number % 2 else ["Leed"])
    with django_assert_max_num_queries(20):
        lists.merge_tags(tag("Lead"), tag("Leed"), by=admin)


def test_a_name_is_unique_whatever_its_case(client_of, admin):
    tag("Été")
    page = client_of(admin).post(reverse("settings_admin:contact_tags_add"), {"name": "ÉTÉ", "hue": "red"})
    assert "is there already" in page.content.decode()
    assert ContactTag.objects.count() == 1


def test_a_tag_is_renamed_and_coloured(client_of, admin):
    lead = tag("lead")
    client_of(admin).post(reverse("settings_admin:contact_tags_edit", args=[lead.pk]), {"name": "Lead", "hue": "rose"})
    lead.refresh_from_db()
    assert (lead.name, lead.hue) == ("Lead", "rose")


def test_deleting_takes_the_tag_off(client_of, admin):
    contact = make.make_contact(tags=["Lead", "Staff"])
    lead = tag("Lead")
    address = reverse("settings_admin:contact_tags_delete", args=[lead.pk])
    assert "taken off 1 contact" in client_of(admin).get(address).content.decode()
    client_of(admin).post(address)
    assert list(contact.tags.names()) == ["Staff"]
    assert SecurityEvent.objects.get(kind="settings.tag_deleted").details["count"] == 1


def test_the_unused_are_deleted_and_those_in_the_trash_kept(client_of, admin):
    make.make_contact(tags=["Used"])
    trash.trash(Contact.objects.filter(pk=make.make_contact(tags=["Trashed"]).pk), by=admin)
    tag("Unused")
    address = reverse("settings_admin:contact_tags_unused")
    assert "Unused" in client_of(admin).get(address).content.decode()
    client_of(admin).post(address)
    assert set(ContactTag.objects.values_list("name", flat=True)) == {"Used", "Trashed"}


def test_counts_leave_the_trash_out_and_lead_to_the_list(client_of, admin):
    make.make_contact(tags=["Lead"])
    trash.trash(Contact.objects.filter(pk=make.make_contact(tags=["Lead"]).pk), by=admin)
    page = client_of(admin).get(reverse("settings_admin:contact_tags")).content.decode()
    address = f"{reverse('contacts:list')}?tags={tag('Lead').pk}"
    assert f'<a href="{address}">1</a>' in page
    make.make_contact(last_name="Untagged")
    found = client_of(admin).get(address).content.decode()
    assert found.count('name="ids"') == 1
    assert "Untagged" not in found


def test_tags_are_filtered_by_word(client_of, admin):
    tag("Lead"), tag("Staff")
    address = reverse("settings_admin:contact_tags")
    page = client_of(admin).get(address, {"q": "sta"}).content.decode()
    assert "Staff" in page
    assert "Lead" not in page
    assert "No tag is called that" in client_of(admin).get(address, {"q": "zz"}).content.decode()


@pytest.mark.parametrize("act", ["edit", "merge", "delete"])
def test_ordinary_users_change_no_tag_here(client_of, alice, act):
    lead = tag("Lead")
    answer = client_of(alice).post(
        reverse(f"settings_admin:contact_tags_{act}", args=[lead.pk]), {"name": "X", "hue": "red"}
    )
    assert answer.status_code == 403
    assert ContactTag.objects.filter(name="Lead").exists()
