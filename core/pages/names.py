"""Names of records that are known by kind and id only: resolved live, and only as far as the reader may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _


@dataclass
class Named:
    label: str
    url: str = ""
    is_trashed: bool = False
    record: object | None = None


def names_of(references: Iterable[tuple[int | None, int | None]], user) -> dict[tuple[int, int], Named]:
    """{(id of the content type, id): Named} in two queries per kind; what is hidden or purged has no name."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for type_id, pk in references:
        if type_id and pk:
            wanted[type_id].add(pk)
    found: dict[tuple[int, int], Named] = {}
    for type_id, pks in wanted.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        found |= {(type_id, pk): named for pk, named in _of_model(model, pks, user).items()}
    return found


def _of_model(model, pks: set[int], user) -> dict[int, Named]:
    if model is None:
        return {}
    rows = model._default_manager.filter(pk__in=pks)
    if not hasattr(rows, "visible_to"):
        shown = rows if user.is_administrator else rows.none()
        return {row.pk: Named(str(row)) for row in shown}
    named = {pk: Named(_("no longer there, or not yours to see")) for pk in pks}
    if hasattr(rows, "restorable_by"):
        named |= {row.pk: Named(str(row), "", True, row) for row in rows.restorable_by(user)}
    return named | {row.pk: Named(str(row), _address(row), False, row) for row in rows.visible_to(user)}


def _address(row) -> str:
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
