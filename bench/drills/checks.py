"""What the database holds, compared with what the file said: nothing twice, nothing lost, nothing half."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from bench.drills.address_files import AddressFile, Person
from contacts.models import Contact, ContactEmail, ContactPhone, ContactTagging, ContactUserGrant
from core.exchange.models import Import, ImportRow
from core.history.models import HistoryLink
from core.jobs.models import JobItem


@dataclass
class Tally:
    """E-mails and company names: `doubled` and `lost` of those that were to come in, `strange` ones that were not."""

    doubled: list[str]
    lost: list[str]
    strange: list[str]


def tally(file: AddressFile, people: Iterable[Person] | None = None) -> Tally:
    """Persons by their e-mails and companies by their names; with `people` only the persons, who are then these."""
    offices = set(filter(None, file.companies.values()))
    wanted = {person.email for person in (file.people.values() if people is None else people)}
    emails = Counter(alive(file).filter(emails__isnull=False).values_list("emails__address", flat=True))
    if people is not None:
        return _compared(emails, wanted, besides=offices)
    names = Counter(alive(file).filter(kind="company").values_list("name", flat=True))
    return _compared(emails + names, wanted | offices | file.companies.keys())


def _compared(found: Counter[str], wanted: Set[str], besides: Set[str] = frozenset()) -> Tally:
    doubled = [name for name, count in found.items() for _more in range(count - 1)]
    return Tally(doubled, sorted(wanted - found.keys()), sorted(found.keys() - wanted - besides))


def alive(file: AddressFile):
    """The contacts that came of the file and don't lie in the trash, companies of refused rows included."""
    own = Q(kind="company", name__startswith=file.company_start) | Q(
        name__startswith="Bad ", name__endswith=file.domain
    )
    pks = ContactEmail.objects.filter(address__endswith="@" + file.domain).values("contact")
    return Contact.objects.filter(own | Q(pk__in=pks), trash_act__isnull=True)


def halves(file: AddressFile, imported: Import, changed: Collection[int] = ()) -> list[str]:
    """E-mails of the persons that came in without all that their row said, or without grant, timeline line or item.

    changed: contacts that were there before; they keep what they had besides, and get no line of their own.
    """
    persons = alive(file).filter(kind="person")
    rows = persons.values_list(
        "pk", "emails__address", "first_name", "last_name", "company__name", "job_title", "notes"
    )
    expected = {person.email: person for person in file.people.values()}
    phones, tags = _several(ContactPhone, "contact", "number"), _several(ContactTagging, "content_object", "tag__name")
    grants = _several(ContactUserGrant, "content_object", "user_id")
    told, items = _told(), set(JobItem.objects.filter(job=imported.job_id).values_list("object_id", flat=True))
    found = []
    for pk, email, *said in rows.iterator():
        person, kept = expected.get(email), pk in changed
        is_whole = (
            person is not None
            and said == [person.first_name, person.last_name, person.company, person.job_title, person.notes]
            and _are(phones[pk], [person.phone], kept)
            and _are(tags[pk], person.tags, kept)
            and (len(grants[pk]), told[pk], pk in items) == (1, 0 if kept else 1, True)
        )
        found += [] if is_whole else [str(email)]
    return found


def _are(found: list, wanted: Collection, has_more: bool) -> bool:
    """Each wanted one once, and no other unless `has_more`."""
    counts = Counter(found)
    return all(counts[one] == 1 for one in wanted) and (has_more or len(found) == len(wanted))


def _several(model, owner: str, value: str) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for pk, one in model.objects.values_list(owner, value).iterator():
        found[pk].append(one)
    return found


def _told() -> Counter:
    contact = ContentType.objects.get_for_model(Contact)
    links = HistoryLink.objects.filter(content_type=contact, event__kind="contacts.imported")
    return Counter(links.values_list("object_id", flat=True).iterator())


def wrongly_refused(file: AddressFile, imported: Import) -> tuple[int, int]:
    """(bad rows without their line and reason, good rows that were refused)."""
    rows = ImportRow.objects.filter(imported=imported, is_check=False, outcome=ImportRow.Outcome.REFUSED)
    reasons = defaultdict(list)
    for line, reason in rows.values_list("line", "reason"):
        reasons[line].append(reason)
    missing = [line for line, bad in file.bad.items() if len(reasons[line]) != 1 or bad.reason not in reasons[line][0]]
    return len(missing), len({line for line, texts in reasons.items() if texts} - file.bad.keys())


def snapshot(contacts: Iterable[Contact]) -> dict[int, dict]:
    """Everything that an import could change of these contacts, in plain values."""
    return {
        contact.pk: {
            **{
                field.attname: getattr(contact, field.attname)
                for field in contact._meta.concrete_fields
                if field.attname not in {"version", "changed_at", "changed_by_id", "last_event_at"}
            },
            "phones": sorted(contact.phones.values_list("number", "category", "is_primary")),
            "emails": sorted(contact.emails.values_list("address", "category", "is_primary")),
            "tags": sorted(contact.taggings.values_list("tag__name", flat=True)),
            "grants": sorted(contact.user_grants.values_list("user_id", "permission__codename")),
        }
        for contact in contacts
    }
