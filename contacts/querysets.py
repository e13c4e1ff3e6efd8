"""Questions on many contacts: who sees them comes from core/access; what a list shows is fetched with them."""

from django.db.models import Prefetch, Q

from core.access.models import AccessLevel
from core.access.querysets import AccessQuerySet, granted


class ContactQuerySet(AccessQuerySet):
    def persons(self):
        return self.filter(kind="person")

    def companies(self):
        return self.filter(kind="company")

    def with_row(self, visible):
        """Everything a row of the list shows, in a fixed number of queries; a company outside `visible` stays out."""
        companies = visible.only("display_name", "kind")
        return self.select_related("contact_type", "temperature").prefetch_related(
            "phones", "emails", Prefetch("company", companies)
        )

    def for_table(self):
        """The columns that a row of the list needs; what stands in other tables is fetched by contacts/tables.py."""
        return self.only(
            "kind", "display_name", "sort_name", "access_level", "company_id", "job_title", "contact_type_id",
            "temperature_id", "photo", "version", "created_at", "last_event_at",
        )  # fmt: skip

    def shareable_by(self, user):
        """Whose access this user may change (ACC-13): a private one's editors; a public one's managers and creator."""
        if user.is_administrator or not user.is_active:
            return self.editable_by(user)
        managed = granted(self.model, user, writing=True)
        made = Q(created_by=user) & ~Q(access_level=AccessLevel.PRIVATE)  # also one that they may only read
        return self.visible_to(user).filter(managed | made)
