"""How a view gets one object: not visible is a 404 without a hint, visible but not editable is a 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _


def visible_or_404(queryset, user, pk):
    """The object of `queryset` with this key, if the user may see it."""
    found = queryset.visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def editable_or_403(queryset, user, pk, sentence=None):
    """The object, if the user may edit it; 404 where they may not even see it."""
    found = visible_or_404(queryset, user, pk)
    if not is_editable_by(found, user):
        raise PermissionDenied(sentence or _("You may read this, not edit it. Ask one of its managers."))
    return found


def locked_editable(queryset, user, pk):
    """The row, locked for the caller's transaction; refused where the right was lost since the page was asked for."""
    stored = queryset.select_for_update().get(pk=pk)
    if not is_editable_by(stored, user):
        raise PermissionDenied(_("You may read this, not edit it. Ask one of its managers."))
    return stored


def is_editable_by(record, user) -> bool:
    """The same formula as the lists, asked for one row as it is stored."""
    return record.pk in type(record)._default_manager.editable_among(user, [record.pk])


def administrators_only(user):
    """Raise the refusal of a page that only CRM administrators open."""
    if not user.is_administrator:
        raise PermissionDenied(_("Only CRM administrators open this page."))


def owner_only(user):
    if not (user.is_active and user.is_superuser):
        raise PermissionDenied(_("Only the owner opens this page."))
