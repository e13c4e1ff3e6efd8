"""Which contact a row means: looked up for a whole chunk at once, among what the importer may see."""

from collections import defaultdict
from collections.abc import Iterable

from contacts.details import email_key
from contacts.models import Contact, ContactEmail, ContactLink
from core.organisation.models import Organisation
from core.search.folding import match_form

from .rows import Draft

PERSON, COMPANY = Contact.Kind.PERSON, Contact.Kind.COMPANY


def own_name(values) -> str:
    """The name that two contacts are compared by, of values or of a contact."""
    if values.kind == COMPANY:
        return match_form(values.name)
    return match_form(
        " ".join(filter(None, [values.first_name, values.last_name])) or values.middle_name or values.suffix
    )


def keys_looked_for(draft: Draft) -> list[str]:
    """What an earlier row of the file must have said to mean the same contact (see keys_left_by)."""
    values, marks = draft.values, ["-"] if draft.values.external_id else ["-", "+"]
    keys = [f"x:{values.kind}:{values.external_id}"] if values.external_id else []
    if values.kind == PERSON and values.emails:
        return keys + [f"e{mark}:{email_key(row.address)}" for row in values.emails for mark in marks]
    return keys + ([f"n{mark}:{_name_key(draft)}" for mark in marks] if own_name(values) else [])


def keys_left_by(draft: Draft) -> list[str]:
    """The keys of a row: "+" where it has an external id, so that another id of the same name is another contact."""
    values, mark = draft.values, "+" if draft.values.external_id else "-"
    keys = [f"x:{values.kind}:{values.external_id}"] if values.external_id else []
    if values.kind == PERSON:
        keys += [f"e{mark}:{email_key(row.address)}" for row in values.emails]
    return keys + ([f"n{mark}:{_name_key(draft)}"] if own_name(values) else [])


def _name_key(draft: Draft) -> str:
    return f"{draft.values.kind}:{own_name(draft.values)}:{match_form(draft.company.name)}"


class Matches:
    """The visible contacts that the drafts of a chunk could mean, by external id, e-mail, name, and domain."""

    def __init__(self, drafts: list[Draft], by):
        self.visible = Contact.objects.visible_to(by)
        self.by_external, self.by_email, self.by_name = defaultdict(list), defaultdict(list), defaultdict(list)
        self.by_domain: dict[str, Contact] = {}
        self.domains_of: dict[int, str] = {}
        self.hidden_companies: set[int] = set()
        self.own = ""  # what stands before the keys of this installation
        good = [draft for draft in drafts if not draft.problem]
        self._find_external(good)
        self._find_emails(good)
        self._find_names(good)
        self._find_domains(good)
        found = {
            contact.pk
            for group in (self.by_external, self.by_email, self.by_name)
            for row in group.values()
            for contact in row
        }
        self.editable = (
            set(Contact.objects.editable_by(by).filter(pk__in=found).values_list("pk", flat=True)) if found else set()
        )

    def _find_external(self, drafts: list[Draft]) -> None:
        ids = {draft.values.external_id for draft in drafts} | {draft.company.external_id for draft in drafts}
        if ids := ids - {""}:
            # Said once more, as the partial index says it: of a long list no database proves that "" isn't in it.
            found = self.visible.filter(external_id__in=ids).exclude(external_id="")
            for contact in found.order_by("pk"):
                self.by_external[contact.kind, contact.external_id].append(contact)
            self._find_own_keys(ids)

    def _find_own_keys(self, ids: set[str]) -> None:
        """Contacts of this installation that an export named by their key."""
        self.own = f"{Organisation.current().installation}-"
        keys = {text.removeprefix(self.own) for text in ids if self.is_own_key(text)}
        for contact in self.visible.filter(pk__in=keys) if keys else []:
            self.by_external[contact.kind, f"{self.own}{contact.pk}"].insert(0, contact)

    def is_own_key(self, text: str) -> bool:
        key = text.removeprefix(self.own) if self.own and text.startswith(self.own) else ""
        return key.isascii() and key.isdigit() and len(key) < 16

    def _find_emails(self, drafts: list[Draft]) -> None:
        keys = {
            email_key(row.address) for draft in drafts if draft.values.kind == PERSON for row in draft.values.emails
        }
        if not keys:
            return
        pairs = list(ContactEmail.objects.filter(match_key__in=keys).values_list("contact_id", "match_key"))
        people = self.visible.persons().in_bulk({pk for pk, _key in pairs})
        for pk, key in sorted(pairs):
            if pk in people:
                self.by_email[key].append(people[pk])

    def _find_names(self, drafts: list[Draft]) -> None:
        companies = {match_form(draft.company.name) for draft in drafts} | {
            own_name(d.values) for d in drafts if d.values.kind == COMPANY
        }
        if companies := companies - {""}:
            self._add_names(COMPANY, self.visible.filter(match_name__in=companies))
        people = {own_name(d.values) for d in drafts if d.values.kind == PERSON and not d.values.emails} - {""}
        if people:
            found = self._add_names(PERSON, self.visible.filter(match_name__in=people).select_related("company"))
            linked = {contact.company_id for contact in found if contact.company_id}
            self.hidden_companies = linked - set(self.visible.filter(pk__in=linked).values_list("pk", flat=True))

    def _add_names(self, kind: str, contacts: Iterable[Contact]) -> list[Contact]:
        """The kind is told here: in the query it would lead SQLite to read all companies by the index of kinds."""
        contacts = sorted((contact for contact in contacts if contact.kind == kind), key=lambda contact: contact.pk)
        for contact in contacts:
            self.by_name[contact.kind, contact.match_name].append(contact)
        return contacts

    def _find_domains(self, drafts: list[Draft]) -> None:
        domains = {draft.company.domain for draft in drafts} - {""}
        addresses = {
            f"{scheme}://{www}{domain}{end}": domain
            for domain in domains
            for scheme in ("https", "http")
            for www in ("", "www.")
            for end in ("", "/")
        }
        if addresses:
            rows = ContactLink.objects.filter(url__in=list(addresses), contact__kind=COMPANY).order_by("contact_id")
            found = list(rows.values_list("url", "contact_id"))
            companies = self.visible.in_bulk({pk for _url, pk in found})
            for url, pk in found:
                if pk in companies:
                    self.by_domain.setdefault(addresses[url], companies[pk])

    def add(self, contact: Contact, draft: Draft | None = None) -> None:
        """A contact that this import has just made: later rows of the chunk find it too."""
        self.editable.add(contact.pk)
        if contact.external_id:
            self.by_external[contact.kind, contact.external_id].append(contact)
        if own_name(contact):
            self.by_name[contact.kind, own_name(contact)].append(contact)
        if contact.kind == PERSON and draft is not None:
            for row in draft.values.emails:
                self.by_email[email_key(row.address)].append(contact)

    def match(self, draft: Draft) -> Contact | None:
        """External id first, then e-mail, else name and company; a contact with another external id is another one."""
        values = draft.values
        if values.external_id and (found := self.by_external.get((values.kind, values.external_id))):
            return self._first_of(found)
        if values.kind == PERSON and values.emails:
            candidates = [contact for row in values.emails for contact in self.by_email.get(email_key(row.address), [])]
        elif own_name(values):
            candidates = [
                contact
                for contact in self.by_name.get((values.kind, own_name(values)), [])
                if self._is_colleague(contact, draft)
            ]
        else:
            candidates = []
        return self._first_of([found for found in candidates if not (values.external_id and found.external_id)])

    def _first_of(self, found: list[Contact]) -> Contact | None:
        """One that the importer may edit, if there is any: nobody's public contact takes the rows of another's own."""
        return next((contact for contact in found if contact.pk in self.editable), next(iter(found), None))

    def _is_colleague(self, contact: Contact, draft: Draft) -> bool:
        """Whether the contact's company is the one of the row (both none counts too); a hidden company is none."""
        if contact.kind == COMPANY:
            return True
        company = contact.company if contact.company_id not in self.hidden_companies else None
        return match_form(company.name if company else "") == match_form(draft.company.name)

    def company_of(self, draft: Draft) -> Contact | None:
        """The company that a person's row names: by its external id, by its name, by the domain of its website."""
        wish = draft.company
        if wish.external_id and (found := self.by_external.get((COMPANY, wish.external_id))):
            return found[0]
        if wish.name:
            named = self.by_name.get((COMPANY, match_form(wish.name)), [])
            return next((company for company in named if not (wish.external_id and company.external_id)), None)
        return self.by_domain.get(wish.domain)
