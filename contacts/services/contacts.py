"""Creating and changing contacts: one rule and one speed for the form, the import and the bulk operations."""

from uuid import UUID

from django.db import IntegrityError, transaction

from contacts.models import Contact, ContactGroupGrant, ContactTag, ContactTagging, ContactUserGrant
from core.access.doors import locked_editable
from core.audit import services as audit
from core.history import services as history
from core.records import submitted, writing
from core.tags.services import next_position

from . import access, conflicts, details, photos
from .names import set_names
from .values import PLAIN_FIELDS, ContactValues, GrantValue


def create_contact(values: ContactValues, *, by, is_told: bool = False) -> Contact:
    """Create one contact, as a person does it: with its audit entry, and a mail to its new managers if `is_told`."""
    with transaction.atomic():
        _add_company(values, values.grants, by=by)
        contact = create_contacts([values], by=by)[0]
        audit.log_created(contact, by=by)
        if is_told:
            access.tell_managers([contact], values.grants or [], by=by)
    return contact


def _add_company(values: ContactValues, grants: list[GrantValue] | None, *, by) -> None:
    """Create the company that was typed and is not known yet, seen by the same people (CON-01)."""
    if values.new_company:
        name, level = values.new_company, values.access_level
        company = ContactValues(kind="company", name=name, access_level=level, grants=grants)
        values.company = create_contact(company, by=by)


def create_contacts(rows: list[ContactValues], *, by, event: str = "contacts.created") -> list[Contact]:
    """Create many contacts in a fixed number of statements, inside one transaction; no mail is written.

    event: the kind of the timeline line that each of them gets.
    """
    with transaction.atomic():
        contacts = [_new_contact(values, by) for values in rows]
        home = details.home_country()
        built = [details.build_rows(values, details.phone_country(values.addresses, home)) for values in rows]
        for contact, related in zip(contacts, built, strict=True):
            set_names(contact, related["phones"], related["emails"])
        writing.insert_objects(contacts)
        _write_details(contacts, built)
        _grant(contacts, rows, by)
        _tag_new({contact: values.tags for contact, values in zip(contacts, rows, strict=True)})
        history.record_many(event, contacts, by=by)
    return contacts


def _new_contact(values: ContactValues, by) -> Contact:
    contact = Contact(created_by=by, changed_by=by, access_level=values.access_level, photo=values.photo or "")
    set_plain(contact, values)
    return contact


def set_plain(contact: Contact, values: ContactValues) -> None:
    for name in PLAIN_FIELDS:
        setattr(contact, name, getattr(values, name))
    contact.birth_year, contact.birth_month, contact.birth_day = values.birthday or (None, None, None)


def _write_details(contacts: list[Contact], built: list[dict[str, list]]) -> None:
    for name, _model in details.KINDS:
        for contact, related in zip(contacts, built, strict=True):
            for row in related[name]:
                row.contact_id = contact.pk
        writing.insert_objects([row for related in built for row in related[name]])


def _grant(contacts: list[Contact], rows: list[ContactValues], by) -> None:
    by_level = {can_write: permission.pk for can_write, permission in access.permissions().items()}
    users, groups = [], []
    for contact, values in zip(contacts, rows, strict=True):
        own_users, own_groups = access.widest([GrantValue(by)] if values.grants is None else values.grants)
        users += [(pk, contact.pk, by_level[can_write]) for pk, can_write in own_users.items()]
        groups += [(pk, contact.pk, by_level[can_write]) for pk, can_write in own_groups.items()]
    writing.insert(ContactUserGrant, ["user_id", "content_object_id", "permission_id"], users)
    writing.insert(ContactGroupGrant, ["group_id", "content_object_id", "permission_id"], groups)


def _tag_new(names_of: dict[Contact, list[str]]) -> None:
    """Tags of contacts that have none yet."""
    wanted = {contact: _by_key(names) for contact, names in names_of.items()}
    tags = tags_by_name([name for names in wanted.values() for name in names.values()])
    pairs = [
        (contact.pk, pk) for contact, names in wanted.items() for pk in dict.fromkeys(tags[key].pk for key in names)
    ]
    writing.insert(ContactTagging, ["content_object_id", "tag_id"], pairs)


def _by_key(names: list[str]) -> dict[str, str]:
    """{casefolded name: name}: a tag is the same whatever its case."""
    return {name.strip().casefold(): name.strip() for name in names if name.strip()}


def add_tags(names_of: dict[Contact, list[str]]) -> None:
    """Add tags by name, creating the unknown ones; a tag is the same whatever its case."""
    wanted = _by_key([name for names in names_of.values() for name in names])
    if not wanted:
        return
    tags = tags_by_name(list(wanted.values()))
    ContactTagging.objects.bulk_create(
        [
            ContactTagging(content_object=contact, tag=tags[key])
            for contact, names in names_of.items()
            for key in _by_key(names)
        ],
        ignore_conflicts=True,
    )


def tags_by_name(names: list[str]) -> dict[str, ContactTag]:
    """{casefolded name: tag}, made where missing."""
    wanted = {name.casefold(): name[:100] for name in names}
    if not wanted:
        return {}
    found = {tag.name.casefold(): tag for tag in ContactTag.objects.all()}
    for key, name in wanted.items():
        if key not in found:
            found[key] = _new_tag(name)
    return {key: found[key] for key in wanted}


def _new_tag(name: str) -> ContactTag:
    """Two people may create the same tag at the same moment: the slower one takes the other's."""
    try:
        with transaction.atomic():
            return ContactTag.objects.create(name=name, position=next_position(ContactTag))
    except IntegrityError:
        return ContactTag.objects.get(name__iexact=name)


def update_contact(
    contact: Contact,
    values: ContactValues,
    *,
    by,
    version: int | None = None,
    form_id: UUID | None = None,
    is_told: bool = False,
) -> Contact:
    """Save a person's changes: locks the row, compares the version typed on, saves so that the audit sees it.

    version: the one the form was filled from; None changes the row as it is. form_id: of the form; where it
    was saved before, what its own user changed meanwhile is no conflict. Raises EditConflict.
    """
    with transaction.atomic(), audit.acting(by):
        stored = locked_editable(Contact.objects, by, contact.pk)
        earlier = submitted.find(Contact, by, form_id) if form_id else None
        conflicts.refuse_stale(stored, version, by=by, is_own_form=earlier == stored.pk)
        before = {field.attname: getattr(stored, field.attname) for field in stored._meta.concrete_fields}
        had = _described(stored)
        grants = access.grants_of(stored) if values.grants is None else values.grants
        _add_company(values, grants, by=by)
        set_plain(stored, values)
        photos.set_photo(stored, values.photo)
        is_changed = any(getattr(stored, name) != value for name, value in before.items())
        is_changed |= details.replace_rows(stored, values, details.phone_country(values.addresses))
        is_changed |= set_tags(stored, values.tags)
        is_changed |= access.set_access(stored, values.access_level, grants, by=by, is_told=is_told)
        if is_changed:
            save_changed(stored, by=by, had=had)
        if form_id and earlier is None:
            submitted.remember(stored, by, form_id)
    return stored


def change_fields(contact: Contact, *, by, **fields) -> Contact:
    """Change a few plain fields in place: `change_fields(contact, by=user, temperature=level)`."""
    with transaction.atomic(), audit.acting(by):
        stored = locked_editable(Contact.objects, by, contact.pk)
        is_changed = any(getattr(stored, name) != value for name, value in fields.items())
        for name, value in fields.items():
            setattr(stored, name, value)
        if is_changed:
            save_changed(stored, by=by)
    return stored


def change_tags(contact: Contact, names: list[str], *, by) -> Contact:
    """Make the contact's tags equal to `names`, creating the unknown ones."""
    with transaction.atomic(), audit.acting(by):
        stored = locked_editable(Contact.objects, by, contact.pk)
        had = _described(stored)
        if set_tags(stored, names):
            save_changed(stored, by=by, had=had)
    return stored


def save_changed(contact: Contact, *, by, had: dict[str, str] | None = None) -> None:
    """The one way a person's change is saved: names anew, version up by one, who and when.

    had: tags and managers as they were before (see `_described`); the audit names what became of them.
    """
    set_names(contact, list(contact.phones.all()), list(contact.emails.all()))
    contact.version += 1
    contact.changed_by = by
    contact.save()
    had = had or {}
    has = _described(contact) if had else {}
    changes = {name: [had[name], value] for name, value in has.items() if had[name] != value}
    if changes:
        audit.log_changed(contact, changes, by=by)


def _described(contact: Contact) -> dict[str, str]:
    """Tags and managers in words, since no column of the row holds them."""
    tags = sorted(tagging.tag.name for tagging in contact.taggings.select_related("tag"))
    managers = sorted(
        f"{grant.grantee} ({'write' if grant.can_write else 'read'})" for grant in access.grants_of(contact)
    )
    return {"tags": ", ".join(tags), "managers": ", ".join(managers)}


def set_tags(contact: Contact, names: list[str]) -> bool:
    """Make the contact's tags equal to `names`; says whether anything changed."""
    wanted = _by_key(names)
    stored = {tagging.tag.name.casefold(): tagging for tagging in contact.taggings.select_related("tag")}
    gone = [tagging.pk for key, tagging in stored.items() if key not in wanted]
    new = [name for key, name in wanted.items() if key not in stored]
    if gone:
        contact.taggings.filter(pk__in=gone).delete()
    add_tags({contact: new})
    return bool(gone or new)
