"""One chunk of an import of contacts: each row matched with who is there, created, changed, or only looked at."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from contacts import services
from contacts.models import Contact
from core.exchange.running import Outcome, Result
from core.jobs.models import JobItem
from core.records import writing
from core.search.folding import match_form

from . import rules as rule_words
from .changes import Updater, says_more_than_its_name
from .earlier import EarlierRows
from .matching import COMPANY, Matches, keys_left_by, keys_looked_for
from .rows import Draft

LINKED = "company of a person"  # the reason of the item of a company that only a person's row named


class Chunk:
    """One chunk: rows that mean nobody known wait and are created together; the others change who is there."""

    def __init__(self, importer, drafts: list[Draft]):
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
            self._say(draft, Outcome.SKIPPED, _("Nothing new for %(name)s") % {"name": shown_name(draft)})
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
            Result(draft.line, outcome, shown_name(draft), reason, self.remarks.get(draft.line, "") if goes_in else "")
        )


def _no_company(wish) -> str:
    if wish.external_id:
        return _("No company with the id “%(id)s” was found; the person stays without one.") % {"id": wish.external_id}
    return _("No company with the website “%(domain)s” was found; the person stays without one.") % {
        "domain": wish.domain
    }


def shown_name(draft: Draft) -> str:
    values = draft.values
    name = values.name or " ".join(filter(None, [values.first_name, values.last_name]))
    return name or next((row.address for row in values.emails), "") or next((row.number for row in values.phones), "")
