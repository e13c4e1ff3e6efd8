"""The tags page of Settings: rename, merge, delete, delete the unused."""

import pytest
from django.urls import reverse

from contacts.models import Contact, ContactTag
from core.audit.models import SecurityEvent
from core.records import trash
from core.tags import services as tags
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
    assert "1 contact has it." in client_of(admin).get(address).content.decode()
    client_of(admin).post(address, {"replacement": ""})
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


def test_ordinary_users_put_no_tags_into_order(client_of, alice):
    first, second = tags.create_tag(ContactTag, name="First"), tags.create_tag(ContactTag, name="Second")
    address = reverse("settings_admin:contact_tags")
    assert client_of(alice).post(address, {"order": [second.pk, first.pk]}).status_code == 403
    assert names() == ["First", "Second"]


@pytest.mark.parametrize("act", ["edit", "merge", "delete"])
def test_ordinary_users_change_no_tag_here(client_of, alice, act):
    lead = tag("Lead")
    answer = client_of(alice).post(
        reverse(f"settings_admin:contact_tags_{act}", args=[lead.pk]), {"name": "X", "hue": "red"}
    )
    assert answer.status_code == 403
    assert ContactTag.objects.filter(name="Lead").exists()


def names():
    return list(ContactTag.objects.values_list("name", flat=True))


@pytest.fixture
def in_order():
    """Four tags, the last of which was typed on a contact."""
    for name in ("Staff", "Lead", "Customer"):
        tags.create_tag(ContactTag, name=name)
    make.make_contact(tags=["Audit"])
    return {tag.name: tag.pk for tag in ContactTag.objects.all()}


def test_new_tags_stand_at_the_end_wherever_they_were_typed(in_order):
    assert names() == ["Staff", "Lead", "Customer", "Audit"]


def test_dragging_and_the_buttons_put_tags_into_order(client_of, admin, in_order):
    address, browser = reverse("settings_admin:contact_tags"), client_of(admin)
    browser.post(address, {"order": [in_order[name] for name in ("Audit", "Staff", "Customer", "Lead")]})
    assert names() == ["Audit", "Staff", "Customer", "Lead"]
    answer = browser.post(address, {"up": in_order["Lead"]})
    assert answer.url == f"{address}#entry-{in_order['Lead']}"
    browser.post(address, {"down": in_order["Audit"]})
    assert names() == ["Staff", "Audit", "Lead", "Customer"]
    events = SecurityEvent.objects.filter(kind="settings.list_ordered", actor=admin)
    assert [event.details["list"] for event in events] == ["contacts.contacttag"] * 3
    page = browser.get(address).content.decode()
    assert page.count('name="up"') == page.count('name="down"') == 3
    assert f'data-sort="{address}"' in page
    assert (
        "Tags" in browser.get(reverse("settings_admin:audit"), {"kind": "event:settings.list_ordered"}).content.decode()
    )


def test_a_page_of_tags_is_ordered_in_its_own_places(client_of, admin, in_order):
    admin.page_size = 2
    admin.save()
    address, browser = reverse("settings_admin:contact_tags"), client_of(admin)
    second = browser.get(address, {"page": "2"}).content.decode()
    assert f'action="{address}?page=2"' in second
    assert (second.count('name="up"'), second.count('name="down"')) == (2, 1)
    browser.post(f"{address}?page=2", {"order": [in_order["Audit"], in_order["Customer"]]})
    assert names() == ["Staff", "Lead", "Audit", "Customer"]
    answer = browser.post(f"{address}?page=2", {"up": in_order["Audit"]})
    assert answer.url == f"{address}?page=2#entry-{in_order['Audit']}"
    assert names() == ["Staff", "Audit", "Lead", "Customer"]


def test_what_a_word_finds_is_not_put_into_order(client_of, admin, in_order):
    page = client_of(admin).get(reverse("settings_admin:contact_tags"), {"q": "a"}).content.decode()
    assert 'name="up"' not in page
    assert "data-sort=" not in page


def test_the_order_shows_wherever_tags_are_listed(client_of, admin, alice, in_order):
    contact = make.make_contact(by=alice, grants=None, tags=["Audit", "Staff", "Lead"])
    order = ["Lead", "Audit", "Customer", "Staff"]
    client_of(admin).post(reverse("settings_admin:contact_tags"), {"order": [in_order[name] for name in order]})
    browser = client_of(alice)

    form = browser.get(reverse("contacts:edit", args=[contact.pk])).content.decode()
    assert 'value="Lead, Audit, Staff"' in form
    record = browser.get(reverse("contacts:detail", args=[contact.pk])).content.decode()
    assert found_in(record[record.index('class="record-chips"') :], *order) == ["Lead", "Audit", "Staff"]
    choices = browser.get(reverse("contacts:list"), {"edit": "tags"}).content.decode()
    assert found_in(choices[choices.index('name="tags"') :], *order) == order
    picked = browser.get(reverse("contacts:pick"), {"kind": "tag"}).json()["results"]
    assert [one["value"] for one in picked] == order


def found_in(page, *words):
    """Those of the words that the page says, in the order in which it says them."""
    return sorted((word for word in words if f">{word}<" in page), key=lambda word: page.index(f">{word}<"))


def test_ordering_costs_the_same_for_many_tags(admin, django_assert_max_num_queries):
    from contacts.services import lists

    made = [tags.create_tag(ContactTag, name=f"Tag {number}") for number in range(30)]
    with django_assert_max_num_queries(12):
        lists.order_entries(ContactTag, [tag.pk for tag in reversed(made)], by=admin)
    assert names()[0] == "Tag 29"


def test_deleting_a_used_tag_asks_what_replaces_it(client_of, admin):
    only, both = make.make_contact(tags=["Leed"]), make.make_contact(tags=["Leed", "Lead"])
    trash.trash(Contact.objects.filter(pk=make.make_contact(tags=["Leed"]).pk), by=admin)
    lose, keep = tag("Leed"), tag("Lead")
    address, browser = reverse("settings_admin:contact_tags_delete", args=[lose.pk]), client_of(admin)
    asked = browser.get(address).content.decode()
    assert "2 contacts have it." in asked
    assert "1 contact in the trash has it." in asked
    assert "No other tag: take it off" in asked
    assert (
        "“Leed” deleted; 3 contacts changed."
        in browser.post(address, {"replacement": keep.pk}, follow=True).content.decode()
    )
    assert names() == ["Lead"]
    assert [list(contact.tags.names()) for contact in (only, both)] == [["Lead"], ["Lead"]]
    assert SecurityEvent.objects.get(kind="settings.tags_merged").details["count"] == 3


def test_a_tag_is_not_replaced_by_itself(client_of, admin):
    make.make_contact(tags=["Lead"])
    address = reverse("settings_admin:contact_tags_delete", args=[tag("Lead").pk])
    assert client_of(admin).post(address, {"replacement": tag("Lead").pk}).status_code == 200
    assert names() == ["Lead"]


def test_an_unused_tag_is_deleted_without_a_question(client_of, admin):
    address, browser = reverse("settings_admin:contact_tags_delete", args=[tag("Lead").pk]), client_of(admin)
    asked = browser.get(address).content.decode()
    assert "No contact has it." in asked
    assert 'name="replacement"' not in asked
    browser.post(address)
    assert names() == []
