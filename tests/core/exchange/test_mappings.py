"""Mappings kept by name: saved in the step Mapping, used again, proposed by themselves, and whose they are."""

import pytest
from django.urls import reverse

from core.exchange.models import SavedMapping

from .test_views import page, uploaded

pytestmark = pytest.mark.django_db
PEOPLE = "Alpha,Beta\nAnna,Bell\n"
COLUMNS = {"column-0": "first_name", "column-1": "last_name"}


def save(client, imported, name="Newsletter", **over):
    return client.post(page("save_mapping", imported), COLUMNS | {"mapping_name": name} | over)


def use(client, imported, saved):
    return client.post(page("use_mapping", imported), {"saved": saved.pk if saved else ""})


def mapping_of(imported) -> dict:
    imported.refresh_from_db()
    return imported.mapping


def test_a_mapping_is_saved_by_name_with_what_was_chosen(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client, PEOPLE)
    assert save(client, imported, "  News  letter ").url.startswith(page("mapping", imported))
    saved = SavedMapping.objects.get()
    assert (saved.by, saved.name, saved.is_shared) == (alice, "News letter", False)
    assert saved.columns == {"alpha": ["first_name"], "beta": ["last_name"]}
    assert mapping_of(imported) == {"0": ["first_name"], "1": ["last_name"]}


def test_the_same_name_replaces_ones_own(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client, PEOPLE)
    save(client, imported)
    save(client, imported, **{"column-1": "company"})
    assert SavedMapping.objects.get().columns["beta"] == ["company"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_that_can_not_be_kept_is_said(client_of, alice, name):
    client = client_of(alice)
    answer = save(client, uploaded(client, PEOPLE), name)
    assert answer.status_code == 400
    assert answer.context["form"].errors and not SavedMapping.objects.exists()


def test_a_mapping_that_feeds_one_field_twice_is_not_saved(client_of, alice):
    client = client_of(alice)
    answer = save(client, uploaded(client, PEOPLE), **{"column-1": "first_name"})
    assert answer.status_code == 400
    assert "is fed by" in answer.context["form"].errors[0] and not SavedMapping.objects.exists()


def test_it_is_used_on_the_same_columns_in_another_order(client_of, alice):
    client = client_of(alice)
    save(client, uploaded(client, PEOPLE))
    other = uploaded(client, "Gamma,BETA,alpha\nx,Bell,Anna\n")
    use(client, other, SavedMapping.objects.get())
    assert mapping_of(other) == {"1": ["last_name"], "2": ["first_name"]}
    assert "The saved mapping “Newsletter” is used." in client.get(page("mapping", other)).content.decode()


def test_one_that_fits_every_column_is_proposed_by_itself_with_a_way_back(client_of, alice):
    client = client_of(alice)
    first = uploaded(client, PEOPLE)
    usual = mapping_of(first)
    save(client, first)
    other = uploaded(client, "Beta,Alpha\nBell,Anna\n")
    assert mapping_of(other) == {"0": ["last_name"], "1": ["first_name"]} != usual
    assert "fits all columns and is used" in client.get(page("mapping", other)).content.decode()
    use(client, other, None)
    assert mapping_of(other) == usual
    assert "fits all columns and is used" not in client.get(page("mapping", other)).content.decode()


def test_one_with_further_fed_columns_or_of_another_user_is_not_proposed_by_itself(client_of, alice, bob):
    client = client_of(alice)
    save(client, uploaded(client, PEOPLE))
    assert "saved_mapping" not in uploaded(client, "Alpha\nAnna\n").rules
    assert "saved_mapping" not in uploaded(client_of(bob), PEOPLE).rules


def test_headings_that_fold_alike_keep_their_own_fields(client_of, alice):
    client = client_of(alice)
    save(client, uploaded(client, "Name,name\nAnna,Bell\n"))
    assert mapping_of(uploaded(client, "Name,name\nBen,Ash\n")) == {"0": ["first_name"], "1": ["last_name"]}


def test_those_that_fit_best_are_offered_first(client_of, alice):
    client = client_of(alice)
    save(client, uploaded(client, "Alpha,Other\na,b\n"), "A half")
    save(client, uploaded(client, PEOPLE), "Whole")
    offered = client.get(page("mapping", uploaded(client, PEOPLE))).context["saved_mappings"]
    assert [fit.label for fit in offered] == ["Whole (fits all columns)", "A half (1 of 2 columns)"]


def test_only_administrators_share_and_everybody_may_use_what_they_shared(client_of, alice, bob, admin):
    save(client_of(alice), uploaded(client_of(alice), PEOPLE), "Mine", is_shared="1")
    save(client_of(admin), uploaded(client_of(admin), PEOPLE), "Ours", is_shared="1")
    client = client_of(bob)
    imported = uploaded(client, PEOPLE)
    offered = client.get(page("mapping", imported)).context["saved_mappings"]
    assert [fit.saved.name for fit in offered] == ["Ours"]
    assert use(client, imported, SavedMapping.objects.get(name="Ours")).status_code == 302
    assert mapping_of(imported) == {"0": ["first_name"], "1": ["last_name"]}


def test_anothers_mapping_is_neither_used_nor_deleted(client_of, alice, bob, admin):
    save(client_of(alice), uploaded(client_of(alice), PEOPLE), "Mine")
    save(client_of(admin), uploaded(client_of(admin), PEOPLE), "Ours", is_shared="1")
    mine, ours = SavedMapping.objects.get(name="Mine"), SavedMapping.objects.get(name="Ours")
    client = client_of(bob)
    imported = uploaded(client, PEOPLE)
    assert use(client, imported, mine).status_code == 404
    assert client.post(page("delete_mapping", imported), {"saved": mine.pk}).status_code == 404
    assert client.post(page("delete_mapping", imported), {"saved": ours.pk}).status_code == 403
    assert client.post(page("use_mapping", imported), {"saved": "1; drop"}).status_code == 404
    assert SavedMapping.objects.count() == 2


def test_ones_own_is_deleted_and_the_columns_stay(client_of, alice):
    client = client_of(alice)
    imported = uploaded(client, PEOPLE)
    save(client, imported)
    client.post(page("delete_mapping", imported), {"saved": SavedMapping.objects.get().pk})
    assert not SavedMapping.objects.exists()
    assert mapping_of(imported) == {"0": ["first_name"], "1": ["last_name"]}


def test_forged_keys_change_nothing_else(client_of, alice, bob):
    client = client_of(alice)
    imported = uploaded(client, PEOPLE)
    save(client, imported, by=bob.pk, kind="users", columns="{}", is_shared="1", row_count="9", file="x")
    saved = SavedMapping.objects.get()
    before = imported.file
    imported.refresh_from_db()
    assert (saved.by, saved.kind, saved.is_shared) == (alice, "contacts", False)
    assert (imported.by, imported.file, imported.row_count) == (alice, before, 1)


def test_many_saved_mappings_ask_no_more_queries(client_of, alice, django_assert_max_num_queries):
    client = client_of(alice)
    imported = uploaded(client, PEOPLE)
    for at in range(30):
        SavedMapping.objects.create(by=alice, kind="contacts", name=f"M{at}", columns={"alpha": ["first_name"]})
    with django_assert_max_num_queries(20):
        client.get(page("mapping", imported))


def test_administrators_delete_them_in_django_admin(client_of, alice, admin):
    save(client_of(alice), uploaded(client_of(alice), PEOPLE))
    saved = SavedMapping.objects.get()
    client_of(admin).post(reverse("admin:exchange_savedmapping_delete", args=[saved.pk]), {"post": "yes"})
    assert not SavedMapping.objects.exists()
