"""The importer of contacts: chunks of rows matched, created and changed through the same services as the form."""

from collections import Counter

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts import services
from contacts.models import Contact, ContactType
from contacts.resources import ContactResource
from contacts.services.access import tell_managers
from contacts.vcards.photos import CardPhotos
from contacts.vcards.reading import CardReader
from core.accounts.models import User
from core.exchange.cells import DMY, MDY
from core.exchange.running import Outcome, Result
from core.jobs.models import JobItem

from . import preview, targets
from .chunks import Chunk, shown_name
from .forms import RulesForm, unknown_values
from .grantees import Grantees
from .lists import ListValues, apply_lists
from .matching import COMPANY
from .proposal import Proposal, propose
from .rows import Draft, RowReader
from .rules import Rules


class ContactImporter:
    """Works for one import; with `seen` (a dry run) it looks and writes nothing."""

    title = gettext_lazy("Import contacts")
    list_url = "contacts:list"
    rules_template = "contacts/_import_rules.html"
    target_choices = staticmethod(targets.choices)
    is_target = staticmethod(targets.is_target)
    is_single = staticmethod(targets.is_single)
    target_label = staticmethod(targets.label)

    def __init__(self, imported, *, job=None, seen=None):
        self.imported, self.job, self.seen = imported, job, seen
        self.by = imported.by
        self.rules = Rules.of(imported.rules)
        self._extra: Counter = Counter()
        self._lists = self._reader = self._shared = self._grantees = None
        self.resource, self.photos = ContactResource(), CardPhotos()

    # --- what the wizard asks -----------------------------------------------------------------------------------------
    def propose(self, table) -> None:
        """Fill in layout, mapping and rules of the import from its columns and first rows; cards need none of these."""
        if self.imported.file_type == self.imported.FileType.VCARD:
            self.imported.mapping, self.imported.layout, self.imported.rules = {}, "", self.rules.as_dict()
            return
        found, self.imported.mapping = self._proposal(table)
        self.imported.layout = found.layout
        self.rules.kind, self.rules.order = found.kind, found.order
        self.imported.rules = self.rules.as_dict()

    def proposed_mapping(self, table) -> dict[str, list[str]]:
        return self._proposal(table)[1]

    def _proposal(self, table) -> tuple[Proposal, dict[str, list[str]]]:
        columns = table.columns
        rows = [[cells[column.index] for column in columns] for cells in table.sample(200)]
        found = propose([column.heading for column in columns], rows, default_order=_usual_order(self.by))
        return found, {str(columns[at].index): keys for at, keys in found.mapping.items()}

    def reader(self, table) -> "RowReader | CardReader":
        if self.imported.file_type == self.imported.FileType.VCARD:
            return CardReader(kind=self.rules.kind, encoding=self.imported.encoding)
        mapping = {int(index): keys for index, keys in self.imported.mapping.items()}
        headings = {column.index: column.heading for column in table.columns}
        return RowReader(headings, mapping, kind=self.rules.kind, order=self.rules.order)

    def preview(self, table, cells: list[str]) -> dict:
        """How this row will look (see preview.py)."""
        return preview.card(self.reader(table).draft(0, cells))

    def state_of(self, line) -> str:
        """What is to be checked of a line of the mapping step."""
        self._lists = self._lists or ListValues(self.rules.values, self.by, only_looks=True)
        return preview.state_of(line, self._lists)

    def rules_form(self, table, data=None) -> RulesForm:
        return RulesForm(self, unknown_values(self, table), data)

    # --- the rows -----------------------------------------------------------------------------------------------------
    def work_chunk(self, rows) -> list[Result]:
        """Results of these rows, in any order; inside the caller's transaction."""
        self._prepare()
        drafts = [self._reader.draft(row.line, row.cells) for row in rows]
        skipped = [draft for draft in drafts if draft.skipped]
        results = [Result(draft.line, Outcome.SKIPPED, shown_name(draft), draft.skipped) for draft in skipped]
        return results + Chunk(self, [draft for draft in drafts if not draft.skipped]).run()

    def _prepare(self) -> None:
        if self._reader is None:
            from core.exchange.running import table_of

            self._reader = self.reader(table_of(self.imported))
            self._lists = ListValues(self.rules.values, self.by, only_looks=self.seen is not None)
            self._shared = self._values_for_all()

    def _values_for_all(self) -> dict:
        return {
            "access_level": self.rules.access_level,
            "grants": self._managers() or None,
            "contact_type": ContactType.objects.filter(pk=self.rules.contact_type).first(),
        }

    def _managers(self) -> list[services.GrantValue]:
        """The users and groups that the rules make managers of all new contacts."""
        users = User.objects.active().filter(pk__in=self.rules.managers)
        groups = Group.objects.filter(pk__in=self.rules.groups)
        return [services.GrantValue(grantee) for grantee in (*users, *groups)]

    def complete(self, draft: Draft) -> str:
        """The draft with what the rules give to all; returns remarks."""
        values = draft.values
        photo = self.photos.look(draft) if self.seen is not None else ""
        remark = " ".join(filter(None, [draft.remark, photo, apply_lists(draft, self._lists)]))
        values.access_level, values.grants = draft.access_level or self._shared["access_level"], self._shared["grants"]
        remark = " ".join(filter(None, [remark, self._grant(draft)]))
        values.contact_type = values.contact_type or self._shared["contact_type"]
        values.tags = list(dict.fromkeys([*values.tags, *self.rules.tags]))
        if values.consent != Contact.Consent.UNKNOWN and values.consent_at is None:
            values.consent_at = timezone.now()
            values.consent_proof = _("Import of %(file)s") % {"file": self.imported.original_name[:200]}
        return remark

    def _grant(self, draft: Draft) -> str:
        """The managers that the row itself names, beside those of the rules; returns a remark on unknown ones."""
        named = draft.named or {}
        if any(named.values()) or (draft.named is not None and draft.access_level):
            self._grantees = self._grantees or Grantees(self.by)
            found, remark = self._grantees.grants(named, draft.values.access_level)
            draft.values.grants = [*found, *(self._shared["grants"] or [])]
            return remark
        return ""

    def bare_company(self, name: str, external_id: str) -> services.ContactValues:
        return services.ContactValues(
            kind=COMPANY, name=name, external_id=external_id, access_level=self._shared["access_level"],
            grants=self._shared["grants"],
        )  # fmt: skip

    def count(self, **numbers: int) -> None:
        self._extra.update(numbers)

    def extra_counts(self) -> Counter:
        """What was counted beside the rows since the last call: companies made for the persons who named them."""
        found, self._extra = self._extra, Counter()
        return found

    def rolled_back(self) -> None:
        """What was counted and remembered of rows that were not kept after all is forgotten."""
        self._extra.clear()
        self._reader = None
        if self.seen is not None:
            self.seen.roll_back()

    def chunk_ended(self) -> None:
        """After the chunk's transaction, whether it was committed or not."""
        self.photos.clear_away()

    def finish(self) -> None:
        """Told once, at the end, if the rules say so: the managers that they gave to all (ACC-12)."""
        grants = self._managers() if self.rules.is_told else []
        items = JobItem.objects.filter(job=self.job, outcome=JobItem.Outcome.CREATED)
        if grants and (count := items.count()):
            ids = list(items.values_list("object_id", flat=True)[:2])
            made: list = list(Contact.objects.filter(pk__in=ids)) if count == 1 else [None] * count
            tell_managers(made, grants, by=self.by)


def _usual_order(user) -> str:
    """How the user writes dates; only asked where the file doesn't prove its own order."""
    return MDY if user.date_format == "m/d/Y" else DMY
