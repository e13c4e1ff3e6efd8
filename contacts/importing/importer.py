"""The importer of contacts: chunks of rows matched, created and changed through the same services as the form."""

from collections import Counter

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
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
from core.records import writing
from core.search.folding import match_form

from . import preview, targets
from . import rules as rule_words
from .changes import Updater, says_more_than_its_name
from .earlier import EarlierRows
from .forms import RulesForm, unknown_values
from .grantees import Grantees
from .lists import ListValues, apply_lists
from .matching import COMPANY, Matches, keys_left_by, keys_looked_for
from .proposal import Proposal, propose
from .rows import Draft, RowReader
from .rules import Rules

LINKED = "company of a person"  # the reason of the item of a company that only a person's row named


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
        results = [Result(draft.line, Outcome.SKIPPED, _shown(draft), draft.skipped) for draft in skipped]
        return results + _Chunk(self, [draft for draft in drafts if not draft.skipped]).run()

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


class _Chunk:
    """One chunk: rows that mean nobody known wait and are created together; the others change who is there."""

    def __init__(self, importer: ContactImporter, drafts: list[Draft]):
        self.importer, self.by, self.seen, self.rules = importer, importer.by, importer.seen, importer.rules
        self.drafts = drafts
        self.earlier = EarlierRows(self.seen) if self.seen is not None else None
        self.remarks = {draft.line: importer.complete(draft) for draft in drafts if not draft.problem}
        self.matches = Matches(drafts, self.by)
        self.updater = Updater(self.by, overwrite=self.rules.duplicates == rule_words.OVERWRITE)
        self.waiting: list[Draft] = []
        self.waiting_keys: set[str] = set()
        self.bare: set[int] = set()
        self.own_companies = {
            key for draft in drafts if not draft.problem and draft.values.kind == COMPANY for key in keys_left_by(draft)
        }  # made by rows of their own, before the persons
        self.results: list[Result] = []

    def run(self) -> list[Result]:
        self._load_what_changes()
        for draft in self.drafts:
            self._one(draft)
        self._create_waiting()
        self._save_changes()
        return self.results

    def _load_what_changes(self) -> None:
        good = [draft for draft in self.drafts if not draft.problem]
        found = {contact.pk for draft in good if (contact := self.matches.match(draft))}
        if self.importer.job is not None and self.seen is None:
            items = JobItem.objects.filter(job=self.importer.job, object_id__in=found, reason=LINKED)
            self.bare = set(items.values_list("object_id", flat=True))
        if self.rules.duplicates in {rule_words.FILL, rule_words.OVERWRITE}:
            self.updater.load(found & self.matches.editable)
        else:
            self.updater.load(self.bare)

    def _match(self, draft: Draft) -> Contact | None:
        found = self.matches.match(draft)
        if self.rules.duplicates == rule_words.CREATE and not (found and found.pk in self.bare):
            return None
        return found

    def _one(self, draft: Draft) -> None:
        if draft.problem:
            self._say(draft, Outcome.REFUSED, draft.problem)
            return
        if self.waiting_keys and not self.waiting_keys.isdisjoint(keys_looked_for(draft)):
            self._create_waiting()
        found = self._match(draft)
        if found is None:
            self._new(draft)
        elif found.pk not in self.bare and self.rules.duplicates == rule_words.SKIP:
            self._say(draft, Outcome.SKIPPED, _("Already there: %(name)s") % {"name": found})
        elif found.pk not in self.matches.editable:
            self._say(
                draft,
                Outcome.REFUSED,
                _("You may read %(name)s, not edit it. Ask one of its managers.") % {"name": found},
            )
        else:
            self._change(draft, found)

    # --- new contacts -------------------------------------------------------------------------------------------------
    def _new(self, draft: Draft) -> None:
        if self.seen is not None:
            self._look(draft)
            return
        self.waiting.append(draft)
        if self.rules.duplicates != rule_words.CREATE:
            self.waiting_keys.update(keys_left_by(draft))

    def _look(self, draft: Draft) -> None:
        """A dry run: what the run will do with a row that means nobody in the base."""
        earlier, duplicates = self.earlier, self.rules.duplicates
        is_linked = earlier.has_named(draft)
        is_known = not is_linked and duplicates != rule_words.CREATE and earlier.has_same(draft)
        is_repeated = (is_known or is_linked) and earlier.has_whole(draft)
        keeps_company = is_known and duplicates == rule_words.FILL and earlier.has_with_company(draft)
        earlier.add(draft)
        if is_known and duplicates == rule_words.SKIP:
            self._say(draft, Outcome.SKIPPED, _("An earlier row of the file is the same contact."))
        elif is_repeated or (is_linked and not says_more_than_its_name(draft.values)):
            self._say(draft, Outcome.SKIPPED, _("Nothing new for %(name)s") % {"name": _shown(draft)})
        else:
            remark = "" if keeps_company else self._look_at_company(draft)
            self._say(draft, Outcome.UPDATED if is_known or is_linked else Outcome.CREATED, remark=remark)

    def _look_at_company(self, draft: Draft) -> str:
        """A dry run: count the company that a person names once, whichever rows bring or name it."""
        wish = draft.company
        if not wish or self.matches.company_of(draft):
            return ""
        company = self.importer.bare_company(wish.name, wish.external_id)
        keys = keys_looked_for(Draft(draft.line, [], company))
        if not self.own_companies.isdisjoint(keys) or self.earlier.has_company(company):
            return ""
        if not wish.name:
            return _no_company(wish)
        self.importer.count(companies=1)
        self.earlier.add_company(company)
        return ""

    def _create_waiting(self) -> None:
        """Companies first, then the companies that persons only name, then the persons."""
        waiting, self.waiting, self.waiting_keys = self.waiting, [], set()
        self._create([draft for draft in waiting if draft.values.kind == COMPANY])
        people = [draft for draft in waiting if draft.values.kind != COMPANY]
        self._create_named_companies(people)
        self._create(people)

    def _create(self, drafts: list[Draft]) -> None:
        if not drafts:
            return
        for draft in drafts:
            self._link(draft)
            self._keep_ids_unique(draft)
            self._remark(draft, self.importer.photos.store(draft))
        made = services.create_contacts([draft.values for draft in drafts], by=self.by, event="contacts.imported")
        self._items(made, JobItem.Outcome.CREATED)
        for contact, draft in zip(made, drafts, strict=True):
            self.matches.add(contact, draft)
            self._say(draft, Outcome.CREATED)

    def _link(self, draft: Draft) -> None:
        if draft.company:
            draft.values.company = self.matches.company_of(draft)
            if draft.values.company is None:
                self._remark(draft, _no_company(draft.company))

    def _keep_ids_unique(self, draft: Draft) -> None:
        key = (draft.values.kind, draft.values.external_id)
        if draft.values.external_id and self.matches.by_external.get(key):
            draft.values.external_id = ""

    def _create_named_companies(self, people: list[Draft]) -> None:
        """One company per name, however many persons name it; none for a mere id or domain."""
        wanted = {}
        for draft in people:
            if draft.company.name and self.matches.company_of(draft) is None:
                key = draft.company.external_id or match_form(draft.company.name)
                wanted.setdefault(key, self.importer.bare_company(draft.company.name, draft.company.external_id))
        if wanted:
            made = services.create_contacts(list(wanted.values()), by=self.by, event="contacts.imported")
            self._items(made, JobItem.Outcome.CREATED, reason=LINKED)
            self.importer.count(companies=len(made))
            for company in made:
                self.matches.add(company)
                self.bare.add(company.pk)

    def _create_company_of(self, draft: Draft) -> None:
        """The company that a known person is given: a row before may be its own, and only waits to be created."""
        company = self.importer.bare_company(draft.company.name, draft.company.external_id)
        if not self.waiting_keys.isdisjoint(keys_looked_for(Draft(draft.line, [], company))):
            self._create_waiting()
        self._create_named_companies([draft])

    # --- contacts that are there --------------------------------------------------------------------------------------
    def _change(self, draft: Draft, found: Contact) -> None:
        self.updater.load([found.pk])
        if self.matches.is_own_key(draft.values.external_id):
            draft.values.external_id = ""  # the key of this contact here, no id of another program
        overwrite = False if found.pk in self.bare else None
        if draft.photo and (self.updater.overwrite or not self.updater.contacts[found.pk].photo):
            self._remark(draft, self.importer.photos.store(draft))
        company, is_coming = self.matches.company_of(draft), False
        if company is None and draft.company.name and self.updater.takes_company(found.pk):
            if self.seen is None:
                self._create_company_of(draft)
                company = self.matches.company_of(draft)
            else:
                self._look_at_company(draft)
                is_coming = True
        if self.updater.change(found.pk, draft.values, company, overwrite=overwrite) or is_coming:
            self._say(draft, Outcome.UPDATED)
        else:
            self._say(draft, Outcome.SKIPPED, _("Nothing new for %(name)s") % {"name": found})

    def _save_changes(self) -> None:
        if self.seen is not None or not self.updater.before:
            return
        before = self.updater.save()
        contacts = [self.updater.contacts[pk] for pk in before]
        self._items(contacts, JobItem.Outcome.CHANGED, before=before)

    def _items(self, contacts: list[Contact], outcome: str, *, reason: str = "", before: dict | None = None) -> None:
        """One item per object and job: what was made or changed before by this import keeps its first item."""
        if self.importer.job is None:
            return
        content_type, job = ContentType.objects.get_for_model(Contact), self.importer.job
        ids = [contact.pk for contact in contacts]
        known = (
            set(
                JobItem.objects.filter(job=job, content_type=content_type, object_id__in=ids).values_list(
                    "object_id", flat=True
                )
            )
            if before
            else set()
        )
        writing.insert(
            JobItem,
            ["job_id", "content_type_id", "object_id", "outcome", "reason", "before", "version_after"],
            [
                (job.pk, content_type.pk, contact.pk, outcome, reason, (before or {}).get(contact.pk), contact.version)
                for contact in contacts if contact.pk not in known
            ],
        )  # fmt: skip
        for contact in contacts:
            if contact.pk in known:
                JobItem.objects.filter(job=job, content_type=content_type, object_id=contact.pk).update(
                    version_after=contact.version
                )

    # --- what is said -------------------------------------------------------------------------------------------------
    def _remark(self, draft: Draft, text: str) -> None:
        self.remarks[draft.line] = " ".join(filter(None, [self.remarks.get(draft.line, ""), text]))

    def _say(self, draft: Draft, outcome: str, reason: str = "", remark: str = "") -> None:
        if remark:
            self._remark(draft, remark)
        goes_in = outcome in {Outcome.CREATED, Outcome.UPDATED}
        self.results.append(
            Result(draft.line, outcome, _shown(draft), reason, self.remarks.get(draft.line, "") if goes_in else "")
        )


def _no_company(wish) -> str:
    if wish.external_id:
        return _("No company with the id “%(id)s” was found; the person stays without one.") % {"id": wish.external_id}
    return _("No company with the website “%(domain)s” was found; the person stays without one.") % {
        "domain": wish.domain
    }


def _shown(draft: Draft) -> str:
    values = draft.values
    name = values.name or " ".join(filter(None, [values.first_name, values.last_name]))
    return name or next((row.address for row in values.emails), "") or next((row.number for row in values.phones), "")
