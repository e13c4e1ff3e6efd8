"""Who works at a company: linking and unlinking persons."""

from contacts.models import Contact

from .contacts import change_fields


def link_person(person: Contact, company: Contact, *, by) -> Contact:
    """Let a person belong to this company, whatever it belonged to before."""
    return change_fields(person, by=by, company=company)


def unlink_person(person: Contact, company: Contact, *, by) -> Contact:
    """Let a person belong to no company, if it still belongs to this one."""
    if person.company_id != company.pk:
        return person
    return change_fields(person, by=by, company=None)
