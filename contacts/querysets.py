"""Questions on many contacts: who sees them comes from core/access; what a list shows is fetched with them."""

from django.db.models import Prefetch

from core.access.querysets import AccessQuerySet


class ContactQuerySet(AccessQuerySet):
    def persons(self):
        return self.filter(kind="person")

    def companies(self):
        return self.filter(kind="company")

    def with_row(self, user):
        """Everything a row of the list shows, in a fixed number of queries; a hidden company stays out."""
        return self.select_related("contact_type", "temperature").prefetch_related(
            "phones", "emails", Prefetch("company", self.model.objects.visible_to(user))
        )
