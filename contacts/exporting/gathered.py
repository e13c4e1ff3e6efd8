"""What the rows of a block need from other tables, fetched for all of them in one query each."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from contacts.models import ContactGroupGrant, ContactTagging, ContactUserGrant
from core.organisation.models import Organisation
from core.search.folding import fold


class Contacts:
    """The visible contacts of a block as dictionaries of values, and what belongs to them."""

    def __init__(self, ids: list[int], visible, columns: list[str]):
        found = visible.filter(pk__in=ids).order_by().values("pk", "company_id", *columns)
        by_key = {row["pk"]: row for row in found}
        self.rows = [by_key[pk] for pk in ids if pk in by_key]
        self.ids = [row["pk"] for row in self.rows]
        self.visible = visible

    def companies(self, *columns: str) -> dict[int, tuple]:
        """{key: these columns} of the companies that the author may see."""
        keys = {row["company_id"] for row in self.rows if row["company_id"]}
        return {pk: tuple(values) for pk, *values in _values(self.visible.filter(pk__in=keys), "pk", *columns)}

    def details(self, model, *columns: str) -> dict[int, list[tuple]]:
        """{contact: its details of a kind, the primary first}."""
        rows = model.objects.filter(contact__in=self.ids).order_by("-is_primary", "position", "id")
        return _grouped(rows.values_list("contact_id", *columns))

    def tags(self) -> dict[int, list[str]]:
        """{contact: names of its tags}, in an order that doesn't depend on how the tags are arranged."""
        rows = ContactTagging.objects.filter(content_object__in=self.ids).order_by()
        found = _grouped(rows.values_list("content_object_id", "tag__name"))
        return {pk: sorted((name for (name,) in names), key=_by_name) for pk, names in found.items()}

    def grants(self) -> dict[str, dict[int, list[str]]]:
        """Per role {contact: names}: managers write, readers read."""
        users_as = {"change_contact": "managers", "view_contact": "readers"}
        groups_as = {"change_contact": "manager_groups", "view_contact": "reader_groups"}
        found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        users = ContactUserGrant.objects.filter(content_object__in=self.ids).order_by()
        for pk, name, codename in users.values_list("content_object_id", "user__username", "permission__codename"):
            found[users_as[codename]][pk].append(name)
        groups = ContactGroupGrant.objects.filter(content_object__in=self.ids).order_by()
        for pk, name, codename in groups.values_list("content_object_id", "group__name", "permission__codename"):
            found[groups_as[codename]][pk].append(name)
        return {role: {pk: sorted(names, key=_by_name) for pk, names in of.items()} for role, of in found.items()}


def _by_name(name: str) -> tuple[str, str]:
    return fold(name), name


def _values(queryset, *columns: str) -> Iterable[tuple]:
    return queryset.order_by().values_list(*columns)


def _grouped(rows: Iterable[tuple]) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = defaultdict(list)
    for pk, *values in rows:
        found[pk].append(tuple(values))
    return found


def entry_names(model) -> dict[Any, str]:
    """{key: name} of a list that the administrator keeps."""
    return dict(model.objects.values_list("pk", "name"))


def exported_id(prefix: str, external_id: str, pk: int) -> str:
    """Its external id, else its own key. A key of this installation is never another contact's id."""
    return external_id if external_id and not external_id.startswith(prefix) else f"{prefix}{pk}"


def key_prefix() -> str:
    """What stands before the key of a contact that has no external id."""
    return f"{Organisation.current().installation}-"
