"""The one door: which objects a user may see, and which they may edit."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .models import AccessLevel

# Up to here the granted ids stand in the query as literals, above as a subquery (measured: see the performance notes).
LITERAL_GRANTS = 500


class AccessQuerySet(models.QuerySet):
    """For models that are Record and Shareable. `visible_to` and `editable_by` leave the trash out."""

    def visible_to(self, user):
        return self._open_to(user, ~Q(access_level=AccessLevel.PRIVATE), writing=False)

    def editable_by(self, user):
        return self._open_to(user, Q(access_level=AccessLevel.WRITE), writing=True)

    def editable_among(self, user, ids) -> set[int]:
        """Which of these few ids `editable_by` would give, asked in one query."""
        rows = self._open_to(user, Q(access_level=AccessLevel.WRITE), writing=True, is_few=True)
        return set(rows.filter(pk__in=ids).order_by().values_list("pk", flat=True))

    def restorable_by(self, user):
        """What lies in the trash and this user could have deleted (ACC-30)."""
        return self._open_to(user, Q(access_level=AccessLevel.WRITE), writing=True, is_trash=True)

    def _open_to(self, user, public: Q, *, writing: bool, is_trash: bool = False, is_few: bool = False):
        if not user.is_authenticated or not user.is_active:
            return self.none()
        kept = self.filter(trash_act__isnull=not is_trash)
        if user.is_administrator:
            return kept
        return kept.filter(public | granted(self.model, user, writing=writing, is_few=is_few))


def granted(model, user, *, writing: bool, is_few: bool = False) -> Q:
    """The condition "granted to this user, by name or through a group"; `writing` asks for the grants to edit.

    is_few: the rows are few and known by key, so that their grants are looked up instead of all of this user's.
    """
    direct = model._meta.get_field("user_grants").related_model.objects.filter(user=user)
    through_group = model._meta.get_field("group_grants").related_model.objects.filter(group__user=user)
    if writing:
        codename = f"change_{model._meta.model_name}"
        direct = direct.filter(permission__codename=codename)
        through_group = through_group.filter(permission__codename=codename)
    if is_few:
        return Q(Exists(direct.filter(content_object=OuterRef("pk")))) | Q(
            Exists(through_group.filter(content_object=OuterRef("pk")))
        )
    direct = direct.order_by().values_list("content_object_id", flat=True)
    through_group = through_group.order_by().values_list("content_object_id", flat=True)
    ids = list(direct.union(through_group)[: LITERAL_GRANTS + 1])
    if len(ids) <= LITERAL_GRANTS:
        return Q(pk__in=ids)
    return Q(pk__in=direct) | Q(pk__in=through_group)
